"""Saves a whole file beside the window, as fast as the machine can."""
