"""What is known of the machine, and what is asked of it."""
