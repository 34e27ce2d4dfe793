"""The list of models, downloads, and the report on a model's files."""
