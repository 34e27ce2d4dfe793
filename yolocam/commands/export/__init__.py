"""`yolocam export`."""
