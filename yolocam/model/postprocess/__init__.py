"""Post-processing: from the heads' raw outputs to boxes."""
