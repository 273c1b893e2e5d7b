"""What the hub tells its screens: topics, whole views, and sockets that never tear a frame."""
