"""Downloads of models: their threads, their progress, their buttons."""
