"""Imports libraries that report on their use over the network, so that they do not."""

from __future__ import annotations

import importlib
import os
import sys
from types import ModuleType
from typing import Any

_TOOLS = "openvino.tools"


def import_openvino() -> ModuleType:
    """Return OpenVINO, without its tools.

    It imports `openvino.tools` if it can, and that sends an event to Google Analytics by
    `openvino_telemetry`, unless the user has opted out. None in `sys.modules` makes that import fail, and
    OpenVINO goes on as if its tools were not installed. Other code may import them afterwards.
    """
    modules: dict[str, Any] = sys.modules
    if "openvino" in modules or _TOOLS in modules:
        return importlib.import_module("openvino")
    modules[_TOOLS] = None
    try:
        return importlib.import_module("openvino")
    finally:
        modules.pop(_TOOLS, None)


def import_onnxruntime() -> ModuleType:
    """Return ONNX Runtime, which from 1.29 on uploads events to Microsoft unless it is told not to.

    It looks at the variable as it is imported: by then `disable_telemetry_events` comes too late, though it
    is what counts on Windows. Whoever has set the variable to 0 is asked for nothing.
    """
    os.environ.setdefault("ORT_DISABLE_TELEMETRY", "1")
    onnxruntime = importlib.import_module("onnxruntime")
    onnxruntime.disable_telemetry_events()
    return onnxruntime


IMPORTS = {"openvino": import_openvino, "onnxruntime": import_onnxruntime}
"""How each library is imported, by the name of its module."""
