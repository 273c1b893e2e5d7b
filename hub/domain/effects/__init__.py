"""What each event does to the floor; all are ``(floor, event, entry)`` and change the floor they are given."""
