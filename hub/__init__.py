"""The hub: one centre's queue, its journal and everything that is told about it."""
