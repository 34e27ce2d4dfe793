"""The flags of how videos are written, as a user gives them."""

import argparse
import sys
from dataclasses import replace
from pathlib import Path

import av
import numpy as np
import pytest

from support.films.clips import write_clip
from yolocam.cli import main
from yolocam.commands.detect.encoder_flags import add_encoder_flags, encoder_from
from yolocam.media.encoding.encoder_settings import LIVE
from yolocam.media.encoding.encoders import ENCODERS
from yolocam.media.encoding.speed_test import Measured


@pytest.fixture
def film(picture, tmp_path):
    return write_clip(tmp_path / "film.mp4", [np.roll(picture[:120, :160], 4 * i, axis=1) for i in range(4)])


@pytest.mark.slow
def test_codec_and_size_of_an_annotated_video(film):
    flags = ["--codec", "mpeg4", "--bitrate", "2.5M", "--output-size", "96x", "--output", "out"]
    assert main(["detect", str(film), *flags]) == 0
    with av.open("out/det_film.mp4") as container:
        assert container.streams.video[0].codec_context.name == "mpeg4"
        frames = list(container.decode(video=0))
    assert [(frame.width, frame.height) for frame in frames] == [(96, 72)] * 4


@pytest.mark.slow
def test_container_rate_and_preset_of_an_annotated_video(film):
    flags = ["--container", "mkv", "--output-fps", "15", "--video-preset", "small", "--output", "out"]
    assert main(["detect", str(film), *flags]) == 0
    with av.open("out/det_film.mkv") as container:
        assert container.format.name == "matroska,webm"
        assert len(list(container.decode(video=0))) == 2  # of four, at 29.97 a second


@pytest.mark.slow
def test_a_preset_stands_for_a_quality_or_for_what_the_machine_can_do(monkeypatch):
    seen = []
    monkeypatch.setattr(
        "yolocam.media.encoding.speed_test.fastest_that_can",
        lambda settings, size_wh: (
            seen.append(size_wh) or Measured(replace(settings, codec="hevc"), "x", 99.0)
        ),
    )
    parser = argparse.ArgumentParser()
    add_encoder_flags(parser)
    best = encoder_from(parser.parse_args(["--codec", "mpeg4", "--video-preset", "best"]), LIVE)
    assert (best.codec, best.quality) == ("mpeg4", 2)
    machine = encoder_from(parser.parse_args(["--output-size", "640x", "--video-preset", "machine"]), LIVE)
    assert (machine.codec, machine.size_wh, seen) == ("hevc", (640, 0), [(640, 360)])


@pytest.mark.slow
def test_codec_and_size_of_a_camera_that_is_recorded(tmp_path):
    flags = ["--codec", "mpeg4", "--quality", "4", "--output-size", "64x48", "--output", "out"]
    assert main(["detect", "synthetic:160x120@20?frames=5", "--max-frames", "3", *flags]) == 0
    (path,) = Path("out").glob("*.mp4")
    with av.open(str(path)) as container:
        assert container.streams.video[0].codec_context.name == "mpeg4"
        assert {(frame.width, frame.height) for frame in container.decode(video=0)} == {(64, 48)}


@pytest.mark.slow
@pytest.mark.parametrize(
    ("flags", "words"),
    [
        (["--bitrate", "1M", "--quality", "20"], "--bitrate and --quality do not go together"),
        (["--quality", "60"], "quality is 60, expected 0 (best) to 51"),
        (["--codec", "mpeg4", "--quality", "40"], "quality is 40, expected 1 (best) to 31"),
        (["--bitrate", "1k"], "bitrate is 1000, expected 10000 to"),
        (["--output-size", "640x481"], "output size is 640x481, expected even numbers"),
        (["--codec", "mpeg4", "--no-save"], "do not go with --no-save"),
        (["--bitrate", "fast"], "'fast' is not a number of bits per second such as 800k or 2.5M"),
        (["--quality", "-1"], "whole number from 0 on"),
        (["--output-size", "640"], "'640' is not a size such as 1280x720"),
        (["--codec", "vp9"], "expected h264, hevc, av1 or mpeg4"),
        (["--output-fps", "0"], "the rate is '0', expected 1 to 240 frames per second"),
        (["--container", "avi"], "expected mp4, mkv, mov or ts"),
        (["--container", "ts", "--codec", "av1"], "ts files hold no av1, expected mp4 or mkv"),
        (
            ["--video-preset", "best", "--quality", "20"],
            "--video-preset does not go with --bitrate",
        ),
        (["--video-preset", "machine", "--codec", "hevc"], "--video-preset machine does not go with --codec"),
        (["--video-preset", "small", "--no-save"], "do not go with --no-save"),
    ],
)
def test_flags_that_cannot_be_are_refused_in_a_sentence(film, capsys, flags, words):
    try:
        status = main(["detect", str(film), *flags])
    except SystemExit as ended:
        status = ended.code
    told = capsys.readouterr().err
    assert status == 2
    assert words in told and told.count("\n") == 1 and "Traceback" not in told
    assert not Path("runs").exists()


def test_a_codec_without_an_encoder_names_what_there_is(film, capsys, monkeypatch):
    fewer = tuple(encoder for encoder in ENCODERS if encoder.codec != "av1")
    monkeypatch.setattr("yolocam.media.encoding.encoders.ENCODERS", fewer)
    assert main(["detect", str(film), "--codec", "av1"]) == 2
    told = capsys.readouterr().err
    assert "no encoder of av1 works on this machine, expected h264" in told and "mpeg4" in told


@pytest.mark.slow
@pytest.mark.parametrize("codec", ["hevc", "av1"])
def test_encoders_write_nothing_to_the_terminal(film, capfd, codec):
    status = main(["detect", str(film), "--codec", codec, "--output", "out"])
    told = capfd.readouterr().err
    if status == 2 and "no encoder of" in told:
        pytest.skip(told)
    assert status == 0 and told == "", sys.stderr.write(told)
