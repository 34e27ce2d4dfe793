"""`--debug` shows what every area does, without it nothing is shown, and nothing secret ever is."""

import logging
import threading

import pytest

from support.fake_detector import FakeDetector
from support.pipeline.fakes import FakeDrawer, FakeSource
from support.pipeline.gate import Gate
from yolocam.cli import main
from yolocam.debug_log import debug_log
from yolocam.errors import SourceError
from yolocam.pipeline.pipeline import Pipeline
from yolocam.settings import SettingsStore

CANARY = "Xk42canary"
ADDRESS = f"rtsp://admin:{CANARY}@10.0.0.7/live?token={CANARY}"
AREAS = ("pipeline", "media", "model", "zoo", "ui")


@pytest.fixture
def told(capsys):
    """Return what came on standard error since the last call."""
    return lambda: capsys.readouterr().err


@pytest.mark.parametrize("area", AREAS)
def test_every_area_is_shown_only_inside(told, area):
    log = logging.getLogger(f"yolocam.{area}")
    log.debug("before")
    with debug_log():
        log.debug("within")
    log.debug("after")
    text = told()
    assert text.count("\n") == 1
    assert f"yolocam.{area} " in text and "within" in text


def test_the_libraries_stay_quiet(told):
    with debug_log():
        logging.getLogger("PIL").debug("chunk")
        assert not logging.getLogger("PIL").isEnabledFor(logging.DEBUG)
    assert told() == ""


@pytest.mark.parametrize("way", ["message", "argument", "traceback", "given"])
def test_nothing_secret(told, way):
    log = logging.getLogger("yolocam.pipeline")
    loose = f"admin:{CANARY}@camera.example/live"  # only known to be an address because it was given
    with debug_log([loose]):
        if way == "message":
            log.debug(f"opening {ADDRESS}")
        elif way == "argument":
            log.debug("opening %s", ADDRESS)
        elif way == "given":
            log.debug("opening %s", loose)
        else:
            log.debug("not opened", exc_info=SourceError(f"{ADDRESS} does not answer"))
    text = told()
    assert text and CANARY not in text


def test_why_a_frame_was_dropped(told):
    gate = Gate(closed=True)
    detector = FakeDetector(gate=gate)
    with debug_log():
        pipeline = Pipeline(FakeSource(6, live=True), detector, FakeDrawer(), SettingsStore())
        pipeline.start()
        while pipeline.stats.snapshot().dropped["capture"] < 2:
            threading.Event().wait(0.002)
        gate.open()
        assert pipeline.join(60)
    lines = told().splitlines()
    dropped = pipeline.stats.snapshot().dropped["capture"]
    assert sum("dropped: a newer one came before inference was ready" in line for line in lines) == dropped
    assert any("source opened" in line for line in lines) and any("source closed" in line for line in lines)


def test_a_command_leaves_no_log_behind(told, tmp_path):
    clip = str(tmp_path / "none.mp4")
    assert main(["detect", clip]) == 2
    assert told().count("\n") == 1
    with pytest.raises(SourceError):
        main(["detect", clip, "--debug"])
    assert not logging.getLogger("yolocam").handlers
    assert not logging.getLogger("yolocam").isEnabledFor(logging.DEBUG)
