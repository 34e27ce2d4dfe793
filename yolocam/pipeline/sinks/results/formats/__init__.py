"""The result formats: one file with a `ResultFormat` each. A new file here is all that a new one needs."""
