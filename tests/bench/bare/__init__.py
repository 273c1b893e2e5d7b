"""What must be done whatever one writes: the limits beside which the benches put the hub, each a process of its own."""
