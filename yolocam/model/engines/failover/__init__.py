"""Failover for a GPU that fails for good: a new process, or the CPU."""
