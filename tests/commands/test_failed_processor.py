"""A processor that fails on the way makes the run a failed one, which goes on to its end."""

import json
from pathlib import Path

import pytest

from yolocam.cli import main
from yolocam.pipeline import processors
from yolocam.registry import ProcessorType


class FailingBlur:
    name = "the blur"

    def process(self, detected):
        raise ValueError("no face model")

    def reset(self):
        pass


@pytest.mark.slow
@pytest.mark.torch
@pytest.mark.parametrize(
    ("required", "outcome", "empty"),
    [
        (False, "and is left out from here on", False),
        (True, "so every image is covered from here on", True),
    ],
)
def test_the_run_ends_with_status_1_and_the_sentence(monkeypatch, photo, capsys, required, outcome, empty):
    kind = ProcessorType(name="blur", title="Blur", help="Blurs.", open=FailingBlur, required=required)
    monkeypatch.setattr(processors, "processor_types", lambda: processors.Found((kind,), ()))
    assert main(["detect", "photo.png", "--no-save", "--process", "blur", "--save-json", "a.jsonl"]) == 1
    told = capsys.readouterr().err
    assert told.startswith("yolocam: the blur failed") and f"{outcome}: no face model" in told.strip()
    assert (json.loads(Path("a.jsonl").read_text())["detections"] == []) == empty
