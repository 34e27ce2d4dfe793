"""Measures speed, memory and batch sizes."""
