"""Makes what the comparison needs, once, in a cache folder: the peers' own environment and their models."""

from __future__ import annotations

import os
import subprocess
import sys
import venv
from dataclasses import dataclass
from pathlib import Path

from yolocam.assets import asset

PACKAGES = ("opencv-python-headless<5", "onnxruntime", "openvino", "nncf", "av", "numpy")
"""OpenCV 5 reads no Darknet files any more. NNCF (Apache-2.0) makes OpenVINO's int8."""

EXPORT_PACKAGES = ("onnx", "ml_dtypes", "protobuf", "typing_extensions")
"""For torch.onnx, in a folder of their own: yolocam itself needs none of them."""

HERE = Path(__file__).resolve().parent


@dataclass(frozen=True, slots=True)
class Model:
    """One network in the formats of all contestants; `anchors` are (width, height) for each head."""

    name: str
    cfg: Path
    weights: Path
    onnx: Path


class Workshop:
    """The cache folder; each method makes its thing if it is not there yet."""

    def __init__(self, folder: Path) -> None:
        self._folder = folder
        folder.mkdir(parents=True, exist_ok=True)

    def python(self) -> Path:
        """Return the interpreter of the peers' environment."""
        home = self._folder / "venv"
        python = home / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
        done, wanted = home / "complete", " ".join(PACKAGES)
        if not done.exists() or done.read_text(encoding="utf-8") != wanted:
            _say("installing the peers")
            venv.create(home, with_pip=True, clear=True)
            _run(python, "-m", "pip", "install", "--quiet", "--disable-pip-version-check", *PACKAGES)
            done.write_text(wanted, encoding="utf-8")
        return python

    def model(self, name: str) -> Model:
        """Return a model with the shipped weights, or with seeded ones where none ship."""
        cfg = asset(f"models/{name}.cfg")
        weights = asset(f"models/{name}.weights")
        if not weights.is_file():
            weights = self._folder / f"{name}-seeded.weights"
            self._make(weights, "seeded_weights.py", cfg)
        onnx = self._folder / f"{weights.stem}.onnx"
        self._make(onnx, "export_onnx.py", cfg, weights)
        return Model(name, cfg, weights, onnx)

    def int8(self, model: Model, film: Path) -> None:
        """Make OpenVINO's 8-bit form of a model, with ranges measured on a film."""
        path = model.onnx.with_name(f"{model.onnx.stem}-int8.xml")
        if path.exists():
            return
        _say(f"making {path.name}")
        draft = path.with_name(f"draft-{path.name}")
        _run(self.python(), str(HERE / "quantize_openvino.py"), str(model.onnx), str(film), str(draft))
        draft.with_suffix(".bin").replace(path.with_suffix(".bin"))
        draft.replace(path)

    def _make(self, path: Path, script: str, *arguments: Path) -> None:
        if path.exists():
            return
        _say(f"making {path.name}")
        draft = path.with_suffix(".part")
        environment = {**os.environ, "PYTHONPATH": str(self._export_packages())}
        _run(Path(sys.executable), str(HERE / script), *map(str, arguments), str(draft), env=environment)
        draft.replace(path)

    def _export_packages(self) -> Path:
        folder = self._folder / "onnx-packages"
        if not (folder / "complete").exists():
            pip = ("-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--no-deps")
            _run(Path(sys.executable), *pip, "--target", str(folder), *EXPORT_PACKAGES)
            (folder / "complete").touch()
        return folder


def _run(python: Path, *arguments: str, env: dict[str, str] | None = None) -> None:
    done = subprocess.run([str(python), *arguments], env=env, capture_output=True, text=True)
    if done.returncode:
        raise SystemExit(f"{' '.join(arguments[:3])} failed:\n{done.stderr[-2000:]}")


def _say(text: str) -> None:
    print(text, file=sys.stderr, flush=True)
