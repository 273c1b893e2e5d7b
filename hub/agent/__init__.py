"""What every agent has in common: how it finds the hub, is let in, listens to it, reports to it and is looked after."""
