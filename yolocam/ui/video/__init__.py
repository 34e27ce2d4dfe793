"""The image, what lies over it, and the row below it."""
