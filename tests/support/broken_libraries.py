"""Packages that stand for OpenVINO and ONNX Runtime, each broken in one way."""

_OPENVINO = """
import numpy as np

class Core:
    available_devices = ["CPU"]

    def get_property(self, device, name):
        return ["FP32", "BF16", "FP16"]

    def read_model(self, model):
        return self

    def reshape(self, shape):
        pass

    def compile_model(self, model, device, options):
        {at_compile}
        return self

    def create_infer_request(self):
        return self

    def infer(self, inputs, share_inputs=False):
        return [np.full((1, 1, 6, 6), {number}, np.float32)]
"""

_ONNXRUNTIME = """
import numpy as np

def disable_telemetry_events():
    pass

def get_available_providers():
    return [{providers}]

class SessionOptions:
    def add_session_config_entry(self, *_):
        pass

class InferenceSession:
    def __init__(self, *_, **__):
        {at_compile}

    def get_providers(self):
        return get_available_providers()

    def run(self, outputs, inputs):
        return [np.full((1, 1, 6, 6), {number}, np.float32)]
"""

_CRASH = "__import__('os').abort()"

AT_IMPORT = {
    "raises": "raise ImportError('libtbb.so.12: cannot open shared object file\\nmore of it')",
    "exits": "raise SystemExit(1)",
    "leaves": "__import__('os')._exit(0)",
    "crashes": _CRASH,
    "hangs": "__import__('time').sleep(600)",
    "is empty": "",
}
"""How a package fails as it is imported."""

LATER = {
    "crashes at compiling": {"at_compile": _CRASH},
    "fails at compiling": {"at_compile": "raise RuntimeError('Check failed\\nat core.cpp:1')"},
    "gives NaN": {"number": "float('nan')"},
    "computes nonsense": {"number": "7"},
}
"""How one fails that can be imported."""


def broken_library(folder, name, how, **changed):
    """Write a package of that name into a folder, to be put before the others, and return the folder."""
    code = AT_IMPORT.get(how)
    if code is None:
        values = {"at_compile": "pass", "number": "0", "providers": "'CPUExecutionProvider'"}
        values |= LATER[how] | changed
        code = {"openvino": _OPENVINO, "onnxruntime": _ONNXRUNTIME}[name].format(**values)
    package = folder / "packages" / name
    package.mkdir(parents=True, exist_ok=True)
    (package / "__init__.py").write_text(code + "\n")
    return folder / "packages"
