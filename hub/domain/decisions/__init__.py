"""What each command leads to: checks first, events last, nothing else. All are ``(floor, command, now_ms)``."""
