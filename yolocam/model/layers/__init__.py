"""The network's layers, built from the sections of a cfg, and their weights."""
