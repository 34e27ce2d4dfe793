"""`yolocam view`."""
