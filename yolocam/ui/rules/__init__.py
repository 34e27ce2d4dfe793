"""Rules made in the window: the list, the form, what they did."""
