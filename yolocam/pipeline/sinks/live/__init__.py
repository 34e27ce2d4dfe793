"""Outputs that others watch while they are made: streams to servers, and the page for the local network."""
