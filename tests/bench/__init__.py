"""Figures that are measured, each beside its limit from the same run: `make bench`."""
