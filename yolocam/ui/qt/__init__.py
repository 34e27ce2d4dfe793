"""Safe use of Qt: threads, exceptions, garbage collection, plugins."""
