"""Small widgets, the theme, and how values are written."""
