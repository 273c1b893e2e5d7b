"""Drivers: they know bytes, not tickets.

Links carry bytes, printers speak a language over a link, simulators answer it.
"""
