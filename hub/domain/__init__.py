"""The rules of the queue: pure functions and values, no clock, no disk, no network."""
