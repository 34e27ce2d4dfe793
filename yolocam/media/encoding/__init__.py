"""Encoders, and the files that compressed pictures and sound are written into."""
