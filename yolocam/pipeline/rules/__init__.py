"""Rules: what is to be noticed, as a file says, and when it has happened."""
