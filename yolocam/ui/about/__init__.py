"""What yolocam is, its version, and the licences of what it is made of."""
