"""How numbers lie in memory between the layers, and how kernels multiply them."""
