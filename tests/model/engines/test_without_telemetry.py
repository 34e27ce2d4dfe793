"""OpenVINO and ONNX Runtime run networks without reporting on it."""

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from support.darknet.darknet_files import HEADER, TINY, build, cfg_file, seeded, weights_file
from support.packages import needs_packages

RUN = """
import sys
LOCAL = ("127.0.0.1", "::1", "localhost")
seen = []

def watch(event, args):
    if event == "socket.connect" and isinstance(args[1], tuple) and args[1][0] not in LOCAL:
        seen.append(f"connects to {args[1][0]}")
    elif event == "socket.getaddrinfo" and args[0] not in LOCAL:
        seen.append(f"asks for {args[0]}")
    elif event == "subprocess.Popen":
        seen.append(f"starts {args[0]}")

sys.addaudithook(watch)
import json
from pathlib import Path
import numpy as np
from yolocam.letterbox import placement
from yolocam.model import load_network
from yolocam.model.engines.choice import open_engine
from yolocam.model.engines.task import EngineTask
from yolocam.model.postprocess.rows import Thresholds

size = 64, 64
for name in ("openvino", "onnxruntime"):
    network = load_network(Path("net.cfg"), Path("net.weights"))
    engine = open_engine(name, network, EngineTask(device="cpu", precision="fp32"))
    engine.warm(np.zeros((64, 64, 3), np.uint8), placement(size, size, "letterbox"), Thresholds())
    engine.close()
unwanted = [name for name in ("openvino_telemetry", "openvino.tools") if name in sys.modules]
print(json.dumps([seen, unwanted]))
"""


@pytest.mark.slow
def test_nothing_is_sent_and_no_number_of_this_machine_is_kept(tmp_path):
    needs_packages("openvino", "onnxruntime", "onnxscript")
    network = build(tmp_path, TINY)
    cfg_file(tmp_path, TINY).rename(tmp_path / "net.cfg")
    weights_file(tmp_path, seeded(network, seed=1), HEADER).rename(tmp_path / "net.weights")
    home = tmp_path / "home"
    home.mkdir()
    # Both keep quiet by themselves where they see that a build runs them.
    shown = {k: v for k, v in os.environ.items() if k not in ("CI", "ORT_DISABLE_TELEMETRY", "TF_BUILD")}
    places = {
        "HOME": str(home),
        "XDG_CACHE_HOME": str(home / "cache"),
        "PYTHONPATH": os.pathsep.join(sys.path),
    }
    done = subprocess.run(
        [sys.executable, "-c", RUN], cwd=tmp_path, env={**shown, **places}, capture_output=True, text=True,
        timeout=240,
    )  # fmt: skip
    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == [[], []]
    assert not (home / "intel").exists(), "openvino_telemetry keeps the number of the machine there"
    assert {path.name for path in Path(home, "cache").iterdir()} == {"yolocam"}


def test_the_tools_of_openvino_may_be_imported_by_others(monkeypatch):
    needs_packages("openvino")
    from yolocam.model.without_telemetry import import_openvino

    assert import_openvino() is import_openvino()
    assert "openvino.tools" not in sys.modules
