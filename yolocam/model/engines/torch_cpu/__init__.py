"""PyTorch on the CPU: fused convolutions, Winograd's tiles, int8."""
