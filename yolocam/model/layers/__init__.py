"""The network: one module for each section of a cfg, and the weights."""
