"""`--decoder card`: the same results whether there is a card or not, and one sentence where there is none."""

import argparse

import pytest

from support.films.media_files import make_video
from support.inline_worker import use_inline_workers
from yolocam.cli import main
from yolocam.commands.detect.inputs import find_inputs
from yolocam.media import card_decoding

pytestmark = pytest.mark.torch

SMALL = ("--device", "cpu", "--imgsz", "96", "--precision", "fp32", "--engine", "torch")


@pytest.mark.slow
def test_without_a_card_the_run_goes_on_and_says_so_once(tmp_path, monkeypatch, capsys):
    monkeypatch.setattr(card_decoding, "hwdevices_available", list)
    films = [str(make_video(tmp_path / name, 6)) for name in ("a.mp4", "b.mp4")]
    found = {}
    for decoder in ("card", "processor"):
        table = tmp_path / f"{decoder}.csv"
        run = ["detect", *films, "--no-save", "--save-csv", str(table), "--decoder", decoder]
        assert main([*run, *SMALL]) == 0
        told = capsys.readouterr().err
        assert told.count("is not decoded on the graphics card (this FFmpeg is built without it)") == (
            decoder == "card"
        )
        found[decoder] = table.read_bytes()
    assert found["card"] == found["processor"]


@pytest.mark.slow
def test_workers_try_the_card_too_and_say_once_of_a_film_in_parts_that_there_is_none(
    tmp_path, monkeypatch, capsys
):
    monkeypatch.setattr(card_decoding, "hwdevices_available", list)
    use_inline_workers(monkeypatch)
    film = make_video(tmp_path / "a.mp4", 30)
    run = ["detect", str(film), "--no-save", "--output", "out", *SMALL]
    assert main([*run, "--workers", "1", "--part-length", "0.4", "--decoder", "card"]) == 0
    assert '"end"' in (tmp_path / "out/manifest.jsonl").read_text()
    assert capsys.readouterr().err.count("is not decoded on the graphics card") == 1


@pytest.mark.parametrize(
    ("flags", "card"),
    [
        ({"decoder": "processor", "device": "cuda:1"}, None),
        ({"decoder": "card"}, 0),
        ({"decoder": "card", "device": "auto"}, 0),
        ({"decoder": "card", "device": "cuda:1"}, 1),
    ],
)
def test_the_card_that_decodes_is_the_one_that_runs_the_network(tmp_path, monkeypatch, flags, card):
    monkeypatch.setattr("yolocam.commands.detect.inputs.sampling_from", lambda args: None)
    film = make_video(tmp_path / "v.mp4", 2)
    args = argparse.Namespace(source=[str(film)], more=[], recursive=False, **flags)
    assert find_inputs(args).card == card
