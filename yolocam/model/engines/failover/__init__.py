"""What happens when a GPU fails for good."""
