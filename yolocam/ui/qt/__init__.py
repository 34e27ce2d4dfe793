"""What Qt needs to be used safely: threads, exceptions, plugins."""
