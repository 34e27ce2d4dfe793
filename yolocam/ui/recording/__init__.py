"""Recordings and snapshots."""
