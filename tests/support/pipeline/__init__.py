"""Fakes and rigs of the pipeline."""
