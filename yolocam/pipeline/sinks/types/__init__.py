"""The kinds of outputs: one file with an `OutputType` each. A new file here is all that a new kind needs."""
