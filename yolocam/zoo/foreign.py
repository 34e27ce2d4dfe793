"""Recognises names of models that other programs run and yolocam cannot."""

from __future__ import annotations

import re

_OTHER_FAMILIES = re.compile(
    r"yolo[-_]?v?(?:5|6|8|9|1\d)|yolo[-_]?(?:x|nas|s$|r$|world)|rt-?detr|ssd|faster|mask-?rcnn|efficientdet",
    re.I,
)
_OTHER_FILES = re.compile(r"\.(?:pt|pth|onnx|engine|torchscript|tflite|yaml|safetensors)$", re.I)
_OUR_FILES = re.compile(r"\.(?:cfg|weights|names|data)$", re.I)


def about_foreign(name: str) -> str | None:
    """Return why a model of this name cannot be had, or how its files are named; None for any other."""
    if _OUR_FILES.search(name):
        return "a network of your own is named by its files, --cfg FILE --weights FILE"
    if _OTHER_FILES.search(name) or _OTHER_FAMILIES.match(name):
        return "only Darknet models run here, those with a .cfg and a .weights: YOLO v2, v3, v4 and v7"
    return None
