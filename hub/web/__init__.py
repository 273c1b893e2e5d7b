"""The hub's pages and its HTTP interface."""
