"""Annotated videos and recordings."""
