"""Keeps the screen on while something is shown, recorded or sent."""
