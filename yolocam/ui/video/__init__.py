"""The picture, what lies over it, and the transport below."""
