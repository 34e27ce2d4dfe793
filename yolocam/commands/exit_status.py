"""What the program's exit status says; 0 is success."""

EXIT_FAILED = 1
"""Something went wrong on the way: a disk is full, a connection broke."""

EXIT_BAD_INPUT = 2
"""What was given cannot be used, or a part of it."""

EXIT_INTERRUPTED = 130
"""Ended by Ctrl-C: 128 and the number of SIGINT, as shells have it."""
