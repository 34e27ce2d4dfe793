"""`yolocam detect --workers` and `--cluster`: one run, done by many processes."""
