"""Cameras, streams and the test card: what cannot wait."""
