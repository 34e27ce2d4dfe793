"""The table of what was found, and saving and opening results."""
