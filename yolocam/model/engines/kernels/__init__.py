"""Generated machine code for float16 convolutions; PyTorch has none that uses the whole processor."""
