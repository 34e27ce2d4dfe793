"""Draws boxes and labels."""
