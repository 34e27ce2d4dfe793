"""Pictures and films on disk, one after the other."""
