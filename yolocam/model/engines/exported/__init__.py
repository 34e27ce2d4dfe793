"""Engines of other libraries: the network goes over to them as ONNX, which is kept on disk."""
