"""Names for the files of a run, no two alike."""
