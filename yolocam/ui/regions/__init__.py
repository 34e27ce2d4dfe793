"""Tracking, regions and lines drawn on the image, and what they count."""
