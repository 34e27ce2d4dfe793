"""The report on the files of a model."""
