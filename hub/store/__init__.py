"""The truth on disk: the journal in ``hub.db``, its audit, and the control socket that hands out copies of it."""
