"""Several files of one run at once: each has a pipeline, all share one detector."""
