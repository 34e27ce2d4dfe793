"""Encoders, and the files that compressed images and sound are written into."""
