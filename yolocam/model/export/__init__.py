"""Networks in the formats of other programs: ONNX, PyTorch's exported program, Darknet's weights."""
