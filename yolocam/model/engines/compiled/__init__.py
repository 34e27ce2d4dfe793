"""Whole networks on the CPU as one native call, by generated kernels."""
