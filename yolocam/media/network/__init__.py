"""Network addresses as sources: how they are opened, and whom we trust there."""
