"""How values are written in the window: short, in sentence case, the same everywhere."""

from __future__ import annotations

import html
from pathlib import Path

from yolocam.frame import ModelInfo
from yolocam.registry import Need
from yolocam.ui.translation import tr
from yolocam.ui.widgets.geometry import isolated

_NAMES = {
    "cpu": "CPU",
    "cuda": "CUDA",
    "mps": "MPS",
    "fp32": "fp32",
    "bf16": "bf16",
    "fp16": "fp16",
    "int8": "int8",
    "bytetrack": "ByteTrack",
    "ocsort": "OC-SORT",
}


def choice_text(value: str) -> str:
    """Return how one value of a choice is shown; a path is shown by its file name."""
    known = _NAMES.get(value) or _choices().get(value)
    if known is not None:
        return known
    path = Path(value)
    return path.name if path.suffix else value.replace("_", " ").capitalize()


def preparing_text(text: str) -> str:
    """Return what is being prepared, such as "Preparing 416×416…", from what the session says of it."""
    what = text.removeprefix("preparing ")
    if what == text:
        return f"{sentence(text)}…"
    return tr("Preparing {what}…").format(what=what.replace("x", "×") if _is_size(what) else what)


def needs_text(need: Need) -> str:
    """Return how to get a package that something needs."""
    return tr("Needs {module}: pip install '{package}'").format(module=need.module, package=need.install)


def device_text(device: str) -> str:
    """Return how a device is shown: "cpu" as "CPU", "cuda:0" as "CUDA 0"."""
    return device.replace(":", " ").upper()


def size_text(size_wh: tuple[int, int]) -> str:
    """Return width by height; a square is told by its side alone."""
    width, height = size_wh
    return str(width) if width == height else isolated(f"{width}×{height}")


def model_text(model: ModelInfo) -> str:
    """Return the name and resolution of a network, such as "yolov3-tiny · 416"."""
    return f"{model.name} · {size_text(model.size_wh)}"


def sentence(text: str) -> str:
    """Return the text with a capital letter, and with a multiplication sign between two numbers."""
    words = [word.replace("x", "×") if _is_size(word) else word for word in text.split()]
    joined = " ".join(words)
    return joined[:1].upper() + joined[1:]


def capitalised(text: str) -> str:
    """Return a sentence with a capital letter, unless it begins with a name: a file, an address, a model."""
    word = text.partition(" ")[0].rstrip(",:;")
    return text[:1].upper() + text[1:] if word.isalpha() and word.islower() else text


def tooltip(*sentences: str) -> str:
    """Return a tooltip of one paragraph for each sentence, which Qt then wraps."""
    return "".join(f"<p>{html.escape(text)}</p>" for text in sentences if text)


def plain_tooltip(text: str) -> str:
    """Return a text of others as a tooltip that shows it as it is: Qt would take some texts for HTML."""
    return tooltip(*text.splitlines()) if "<" in text or "&" in text else text


def plain(text: str) -> str:
    """Return a foreign text as a menu or a button shows it: `&` would mark a key, a tab a second column."""
    return "".join(c if c.isprintable() else "\N{REPLACEMENT CHARACTER}" for c in text).replace("&", "&&")


def bytes_text(count: int) -> str:
    """Return a number of bytes in MB or GB (of 1000), with one decimal."""
    return f"{count / 1e9:.1f} GB" if count >= 1e10 else f"{count / 1e6:.1f} MB"


def duration_text(seconds: float) -> str:
    """Return a rough duration in words."""
    if seconds >= 48 * 3600:
        return tr("{number} days").format(number=round(seconds / 86400))
    if seconds >= 5400:
        return tr("{number} hours").format(number=round(seconds / 3600))
    if seconds >= 90:
        return tr("{number} minutes").format(number=round(seconds / 60))
    return tr("{number} seconds").format(number=round(seconds))


def speed_text(speed: float) -> str:
    """Return how fast a file plays, such as "0.3x"."""
    return f"{speed:.1f}x" if speed >= 0.1 else f"{speed:.2f}x"


def percent_text(done: int, total: int | None) -> str:
    """Return a share in whole percent, rounded down; how much there is where the whole is not known."""
    return f"{min(100 * done // total, 100)} %" if total else bytes_text(done)


def _choices() -> dict[str, str]:
    return {
        "auto": tr("Auto"),
        "score": tr("Score"),
        "objectness": tr("Objectness"),
        "letterbox": tr("Letterbox"),
        "stretch": tr("Stretch"),
        "live": tr("Live"),
        "every": tr("Every frame"),
        "small": tr("Small"),
        "large": tr("Large"),
    }


def _is_size(word: str) -> bool:
    width, separator, height = word.partition("x")
    return bool(separator) and width.isdigit() and height.isdigit()
