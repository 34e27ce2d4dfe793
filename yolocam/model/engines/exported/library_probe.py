"""Imports a library and has it compute something small, in a process of its own that may end with it."""

from __future__ import annotations

import base64
import os
import sys
from typing import Any

import numpy as np
from numpy.typing import NDArray

from yolocam.errors import first_line_of
from yolocam.model.without_telemetry import IMPORTS

FINE = "fine"

MODEL = base64.b64decode(
    "CAc6hwEKDwoBeAoBdxIBeSIEQ29udhIFcHJvYmUqMwgBCAEIAwgDEAFCAXdKJAAAgD8AAABAAABAQAAAgEAAAKBAAADA"
    "QAAA4EAAAABBAAAQQVobCgF4EhYKFAgBEhAKAggBCgIIAQoCCAgKAggIYhsKAXkSFgoUCAESEAoCCAEKAggBCgIIBgoC"
    "CAZCBAoAEA0="
)
"""ONNX: `y` is the convolution of `x`, float32 (1, 1, 8, 8), with a filter of 1 to 9, (1, 1, 3, 3)."""

_SIDE, _FILTER = 8, np.arange(1, 10, dtype=np.float32).reshape(3, 3)


def main() -> None:
    """Read the name of a library, and answer in a line: FINE, or what is wrong with it."""
    answers = os.fdopen(os.dup(1), "w", encoding="utf-8")
    os.dup2(2, 1)  # what libraries print goes to where nothing is read
    said = tried(sys.stdin.readline().strip())
    print(said, file=answers, flush=True)
    os._exit(0)  # a library that crashes as it is taken down has done its work


def tried(name: str) -> str:
    """Return FINE, or what is wrong with a library, to go on behind its name."""
    try:
        library = IMPORTS[name]()
    except (Exception, SystemExit) as error:  # whatever it does as it is imported
        return f"cannot be imported: {first_line_of(error)}"
    image = np.arange(_SIDE * _SIDE, dtype=np.float32).reshape(_SIDE, _SIDE)
    try:
        found = _RUNS[name](library, image[None, None])
    except (Exception, SystemExit) as error:
        return f"cannot run a network: {first_line_of(error)}"
    return FINE if found is None or _is_right(image, found) else "computes wrong numbers"


def _is_right(image: NDArray[np.float32], found: Any) -> bool:
    windows = np.lib.stride_tricks.sliding_window_view(image, _FILTER.shape)
    expected = (windows * _FILTER).sum((2, 3))
    result = np.asarray(found, np.float32)
    return result.shape == (1, 1, *expected.shape) and bool(np.allclose(result[0, 0], expected, rtol=1e-4))


def _by_openvino(openvino: Any, image: NDArray[np.float32]) -> Any:
    core = openvino.Core()
    if "CPU" not in core.available_devices:
        return None
    compiled = core.compile_model(core.read_model(MODEL), "CPU", {"INFERENCE_PRECISION_HINT": "f32"})
    return compiled.create_infer_request().infer({0: image})[0]


def _by_onnxruntime(onnxruntime: Any, image: NDArray[np.float32]) -> Any:
    if "CPUExecutionProvider" not in onnxruntime.get_available_providers():
        return None
    session = onnxruntime.InferenceSession(MODEL, providers=["CPUExecutionProvider"])
    return session.run(None, {"x": image})[0]


_RUNS = {"openvino": _by_openvino, "onnxruntime": _by_onnxruntime}
