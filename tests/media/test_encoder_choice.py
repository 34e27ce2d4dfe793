"""Which encoder is taken: the first that passes a test, or the one that was asked for."""

from dataclasses import replace

import pytest

from yolocam.cli import main
from yolocam.errors import SinkError
from yolocam.media.encoding.encoder_settings import FILE, LIVE, STREAM
from yolocam.media.encoding.encoders import ENCODERS, working_encoders

SOFTWARE = {"libx264", "libx265", "libsvtav1", "mpeg4"}


@pytest.fixture
def works(monkeypatch):
    """Encoders whose test would succeed; to be added to."""
    names = set(SOFTWARE)
    monkeypatch.setattr(
        "yolocam.media.encoding.encoders._encodes", lambda encoder, settings: encoder.name in names
    )
    return names


@pytest.mark.parametrize("settings", [FILE, LIVE, STREAM], ids=["file", "recording", "stream"])
@pytest.mark.parametrize("card", ["h264_nvenc", "h264_qsv", "h264_amf", "h264_videotoolbox"])
def test_a_card_that_encodes_goes_before_the_processor_everywhere(works, settings, card):
    assert working_encoders(settings)[0].name == "libx264"
    works.add(card)
    found = working_encoders(settings)
    assert found[0].name == card
    assert "libx264" in {encoder.name for encoder in found}  # for images of a size that the card refuses
    assert working_encoders(replace(settings, hardware=False))[0].name == "libx264"


def test_without_a_software_encoder_the_card_is_the_next_best(works):
    works.clear()
    works.add("hevc_qsv")
    assert working_encoders(replace(FILE, codec="hevc", hardware=False))[0].name == "hevc_qsv"


@pytest.mark.parametrize(
    ("asked", "codec", "found"),
    [
        ("nvenc", "auto", "h264_nvenc"),
        ("nvenc", "av1", "av1_nvenc"),
        ("qsv", "hevc", "hevc_qsv"),
        ("libx265", "auto", "libx265"),
        ("libx264", "h264", "libx264"),
    ],
)
def test_one_that_is_asked_for_comes_first(works, asked, codec, found):
    works.update({"h264_nvenc", "av1_nvenc", "hevc_nvenc", "hevc_qsv", "h264_qsv"})
    encoders = working_encoders(replace(FILE, codec=codec, encoder=asked))
    assert encoders[0].name == found
    assert {encoder.codec for encoder in encoders} == {encoders[0].codec}


@pytest.mark.parametrize(
    ("settings", "words"),
    [
        (
            replace(FILE, encoder="nvenc"),
            "encoder h264_nvenc does not work on this machine, expected libx264, or auto",
        ),
        (replace(FILE, encoder="nvnc"), "there is no encoder nvnc, expected one of nvenc, qsv, amf"),
        (
            replace(FILE, encoder="libx264", codec="hevc"),
            "encoder libx264 makes h264, and hevc was asked for",
        ),
        (replace(FILE, encoder="amf", quality=20), "encoder h264_amf knows no constant quality, expected a"),
    ],
)
def test_one_that_cannot_be_had_is_told_in_a_sentence(works, settings, words):
    with pytest.raises(SinkError) as told:
        working_encoders(settings)
    assert str(told.value).startswith(words)


def test_the_flag_refuses_before_anything_is_done(works, capsys, tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "a.jpg").write_bytes(b"\xff\xd8\xff")
    assert main(["detect", "a.jpg", "--encoder", "nvenc"]) == 2
    assert "encoder h264_nvenc does not work on this machine, expected libx264" in capsys.readouterr().err
    assert not (tmp_path / "runs").exists()


def test_every_encoder_of_a_card_is_bounded_in_size():
    for encoder in ENCODERS:
        card = any(word in encoder.name for word in ("nvenc", "qsv", "amf", "videotoolbox"))
        assert encoder.gpu == card
        assert encoder.takes((64, 48)) != card
