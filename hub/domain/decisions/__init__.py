"""What each command leads to: checks first, events last, nothing else. Every function is ``(floor, command, now_ms)``."""
