"""Measures what the rest does: times, rates and memory, and from them the best batch size."""
