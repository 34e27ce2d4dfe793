"""The activations that kernels know."""

from __future__ import annotations

from typing import Literal

Activation = Literal["leaky", "logistic", "swish", "mish"]
"""What a kernel can do to its results; "leaky" also stands for none at all and for ReLU, by its slope."""
