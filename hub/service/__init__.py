"""What the hub does with the rules: the one door for commands, who may use it, and the day's housekeeping."""
