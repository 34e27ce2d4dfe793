"""Tables, labels and cut-outs: what was found, for other programs."""
