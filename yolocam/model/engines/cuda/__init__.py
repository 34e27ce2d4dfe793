"""CUDA: streams, pinned memory, recorded graphs."""
