"""The row under a film: where it is, how fast and how loud it plays, and what was found where."""
