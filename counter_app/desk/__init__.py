"""The desk agent: what stands on and over the counters, kept in step with the hub."""
