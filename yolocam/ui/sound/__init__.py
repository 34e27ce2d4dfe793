"""The sound of recordings and streams, and of films that are watched."""
