"""Makers of films."""
