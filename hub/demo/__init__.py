"""The demo: the production's own programs started together, and people who are not there."""
