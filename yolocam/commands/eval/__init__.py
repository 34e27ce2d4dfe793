"""`yolocam eval`."""
