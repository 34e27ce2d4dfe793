"""Where results go: annotated media, and tables and labels for other programs."""
