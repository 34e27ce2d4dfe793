"""Regions and lines of the image: where objects count, who enters, leaves and crosses."""
