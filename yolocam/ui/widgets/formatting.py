"""How values are written in the window: short, in sentence case, the same everywhere."""

from __future__ import annotations

import html
from pathlib import Path

from yolocam.frame import ModelInfo

_CHOICES = {
    "cpu": "CPU",
    "cuda": "CUDA",
    "mps": "MPS",
    "fp32": "fp32",
    "bf16": "bf16",
    "fp16": "fp16",
    "int8": "int8",
    "every": "Every frame",
}


def choice_text(value: str) -> str:
    """Return how one value of a choice is shown; a path is shown by its file name."""
    if value in _CHOICES:
        return _CHOICES[value]
    path = Path(value)
    return path.name if path.suffix else value.replace("_", " ").capitalize()


def device_text(device: str) -> str:
    """Return how a device is shown: "cpu" as "CPU", "cuda:0" as "CUDA 0"."""
    return device.replace(":", " ").upper()


def size_text(size_wh: tuple[int, int]) -> str:
    """Return width by height; a square is told by its side alone."""
    width, height = size_wh
    return str(width) if width == height else f"{width}×{height}"


def model_text(model: ModelInfo) -> str:
    """Return the name and input size of a network, such as "yolov3-tiny · 416"."""
    return f"{model.name} · {size_text(model.size_wh)}"


def sentence(text: str) -> str:
    """Return the text with a capital letter, and with a multiplication sign between two numbers."""
    words = [word.replace("x", "×") if _is_size(word) else word for word in text.split()]
    joined = " ".join(words)
    return joined[:1].upper() + joined[1:]


def tooltip(*sentences: str) -> str:
    """Return a tooltip of one paragraph for each sentence, which Qt then wraps."""
    return "".join(f"<p>{html.escape(text)}</p>" for text in sentences if text)


def bytes_text(count: int) -> str:
    """Return a number of bytes in MB or GB (of 1000), with one decimal."""
    return f"{count / 1e9:.1f} GB" if count >= 1e10 else f"{count / 1e6:.1f} MB"


def duration_text(seconds: float) -> str:
    """Return a rough duration in words."""
    if seconds >= 48 * 3600:
        return f"{seconds / 86400:.0f} days"
    if seconds >= 5400:
        return f"{seconds / 3600:.0f} hours"
    if seconds >= 90:
        return f"{seconds / 60:.0f} minutes"
    return f"{seconds:.0f} seconds"


def percent_text(done: int, total: int | None) -> str:
    """Return a share in whole percent, rounded down; how much there is where the whole is not known."""
    return f"{min(100 * done // total, 100)} %" if total else bytes_text(done)


def _is_size(word: str) -> bool:
    width, separator, height = word.partition("x")
    return bool(separator) and width.isdigit() and height.isdigit()
