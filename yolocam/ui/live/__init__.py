"""Live streams in the window: the button, its dialog, and what they start."""
