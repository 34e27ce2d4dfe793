"""The image, what lies over it, and the transport below."""
