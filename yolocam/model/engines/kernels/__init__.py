"""Machine code for the convolutions of one network, where PyTorch leaves half the processor unused."""
