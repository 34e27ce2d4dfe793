"""From the heads' raw numbers to boxes."""
