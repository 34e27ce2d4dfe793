"""The kinds of sources: one file with a `SourceType` each. A new file here is all that a new kind needs."""
