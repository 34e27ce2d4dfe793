"""Exports networks to other formats: ONNX, PyTorch's exported program, Darknet's weights."""
