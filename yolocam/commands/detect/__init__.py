"""`yolocam detect`: its inputs, its outputs, and what it tells."""
