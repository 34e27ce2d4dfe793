"""Kernels for images whose channels lie in blocks, each as wide as a register; see docs/kernels.md."""
