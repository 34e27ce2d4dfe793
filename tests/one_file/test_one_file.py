"""Sources, outputs, result formats, processors and engines are each added by one file and nothing else."""

import importlib
import shutil
import sys
from pathlib import Path

import pytest

from yolocam import discovery
from yolocam.assets import asset
from yolocam.cli import main
from yolocam.pipeline import processors, sources
from yolocam.pipeline.sinks import result_formats

HERE = Path(__file__).parent
FOLDERS = {
    "blank_source.py": "yolocam.pipeline.sources.types",
    "tally_output.py": "yolocam.pipeline.sinks.types",
    "numbers_format.py": "yolocam.pipeline.sinks.results.formats",
    "nothing_processor.py": "yolocam.pipeline.processors",
    "zeros_engine.py": "yolocam.model.engines.types",
}


@pytest.fixture
def added(monkeypatch, tmp_path):
    """The files, as if each lay in its folder of yolocam."""
    for file, package in FOLDERS.items():
        folder = tmp_path / package
        folder.mkdir()
        shutil.copy(HERE / file, folder)
        module = importlib.import_module(package)
        monkeypatch.setattr(module, "__path__", [*module.__path__, str(folder)])
    monkeypatch.chdir(tmp_path)
    discovery.forget()
    yield
    discovery.forget()
    for file, package in FOLDERS.items():
        sys.modules.pop(f"{package}.{file.removesuffix('.py')}", None)


@pytest.mark.slow
@pytest.mark.torch
def test_source_output_and_format_run_together(added, capsys):
    flags = ["--no-save", "--save-numbers", "a.numbers", "--to", "tally:frames.txt", "--to", "b.numbers"]
    assert main(["detect", "blank:3", *flags]) == 0
    assert Path("a.numbers").read_text() == Path("b.numbers").read_text() == "0\n0\n0\n"
    assert Path("frames.txt").read_text() == "3 frames"
    assert capsys.readouterr().err == ""


def test_they_are_known_wherever_the_others_are(added):
    assert "blank" in sources.schemes()
    assert sources.is_stream_address("blank:3")
    assert result_formats().types[-1].flag == "--save-numbers"
    nothing = next(kind for kind in processors.processor_types().types if kind.name == "nothing")
    assert callable(nothing.open().process)


@pytest.mark.slow
@pytest.mark.torch
def test_a_processor_is_chosen_by_its_name(added, capsys):
    photo = str(asset("icons/yolocam.png"))
    assert main(["detect", photo, "--no-save", "--conf", "0.01", "--save-csv", "all.csv"]) == 0
    chosen = ["--process", "nothing", "--save-csv", "none.csv"]
    assert main(["detect", photo, "--no-save", "--conf", "0.01", *chosen]) == 0
    assert len(Path("all.csv").read_text().splitlines()) > 1
    assert len(Path("none.csv").read_text().splitlines()) == 1
    assert main(["detect", photo, "--process", "something"]) == 2
    assert "there is no processor 'something', expected one of" in capsys.readouterr().err


@pytest.mark.torch
def test_an_engine_is_chosen_by_its_name(added, capsys):
    photo = str(asset("icons/yolocam.png"))
    asked = ["detect", photo, "--no-save", "--save-json", "a.jsonl"]
    assert main([*asked, "--engine", "zeros", "--device", "abacus"]) == 0
    written = Path("a.jsonl").read_text()
    assert '"class_id": 0, "class_name": "person", "confidence": 1.0' in written
    assert '"xyxy": [0.0, 0.0, 256.0, 256.0]' in written
    for wrong, told in (
        (["--engine", "zero"], "there is no engine 'zero', did you mean 'zeros'?"),
        (["--engine", "zeros", "--device", "mps"], "engine zeros runs on cpu or abacus, not on 'mps'"),
        (["--engine", "zeros", "--precision", "int8"], "engine zeros computes in fp32, not in int8"),
    ):
        assert main([*asked, *wrong]) == 2
        assert told in capsys.readouterr().err


def test_its_own_errors_are_told_as_ever(added, capsys):
    assert main(["detect", "blank:x", "--no-save"]) == 2
    assert "blank:x has no number of frames" in capsys.readouterr().err


def test_the_processor_changes_results(added):
    import numpy as np

    from yolocam.detections import Detections
    from yolocam.frame import Detected, Frame, Inference, ModelInfo, SourceInfo, Timing
    from yolocam.settings import Settings

    one = np.ones(1, np.float32)
    found = Detections(
        xyxy=np.ones((1, 4), np.float32), objectness=one, class_score=one, class_id=np.zeros(1, np.int32)
    )
    frame = Frame(np.zeros((9, 9, 3), np.uint8), 0, 0, 0, SourceInfo("a", "image", (9, 9)))
    model = ModelInfo("x", ("thing",), (9, 9), "cpu", "fp32")
    detected = Detected(frame, Inference(found, Timing(), model), Settings())
    nothing = next(kind for kind in processors.processor_types().types if kind.name == "nothing")
    assert len(nothing.open().process(detected).detections) == 0 and len(detected.detections) == 1
