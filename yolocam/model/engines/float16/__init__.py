"""float16 on the CPU, by generated kernels."""
