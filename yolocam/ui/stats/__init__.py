"""The status bar and the curves of the last minute."""
