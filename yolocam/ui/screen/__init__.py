"""Screens as sources: chosen in a dialog, a part of one by dragging over it."""
