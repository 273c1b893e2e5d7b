"""A busy hall for long: what grows, what is lost, what is wrong by the end: `make soak`."""
