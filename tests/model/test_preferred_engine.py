"""`auto` takes another library's engine where that has proven quicker, and goes on without one that fails."""

import shutil
import sys
from dataclasses import replace
from types import SimpleNamespace

import pytest

from support.darknet.small_detector import LOW, assert_equal, files_of, random_image
from support.packages import needs_packages
from yolocam.files import cache
from yolocam.model import preferred_engine
from yolocam.model.detector import load_detector
from yolocam.model.engines.exported.library_trial import remember
from yolocam.model.preferred_engine import Choice, load_quickest, question_for
from yolocam.settings import Settings

AUTO = Settings(device="cpu")
QUICKER = Choice("onnxruntime", "fp32")


@pytest.fixture
def files(tmp_path):
    """A cfg and weights: nothing here looks into them."""
    for name in ("net.cfg", "net.weights"):
        (tmp_path / name).write_text(name)
    return tmp_path / "net.cfg", tmp_path / "net.weights"


@pytest.fixture(autouse=True)
def installed(monkeypatch):
    """The engines that are there."""
    there = ["auto", "torch", "kernels", "openvino", "onnxruntime"]
    monkeypatch.setattr(preferred_engine, "available_engines", lambda: tuple(there))
    return there


class Loader:
    """Stands for `load_detector`; `broken` engines fail as they are opened, or at their first image."""

    def __init__(self):
        self.loaded = []
        self.broken = {}

    def __call__(self, cfg, weights, names, *, engine, precision, instead, **options):
        self.loaded.append((engine, precision))
        if self.broken.get(engine) == "opening":
            raise ImportError("libopenvino.so: cannot open\nmore of it")

        def warm(settings):
            if self.broken.get(engine) == "first image":
                raise RuntimeError("no kernel for this")

        return SimpleNamespace(engine=engine, refusal=instead, warm=warm)


@pytest.fixture
def loader(monkeypatch):
    made = Loader()
    monkeypatch.setattr(preferred_engine, "load_detector", made)
    return made


def loaded(loader, files, settings=AUTO, **options):
    load_quickest(*files, ("thing",), settings, **options)
    return loader.loaded[-1]


def test_our_own_engines_serve_until_another_has_proven_quicker(loader, files):
    assert loaded(loader, files) == ("auto", "auto")
    question_for(*files, None, AUTO).keep(QUICKER)
    assert loaded(loader, files) == ("onnxruntime", "fp32")
    assert loaded(loader, files, image_count=5000) == ("onnxruntime", "fp32")
    question_for(*files, None, AUTO).keep(Choice())
    assert loaded(loader, files) == ("auto", "auto")


def test_few_images_are_not_worth_another_library(loader, files):
    question_for(*files, None, AUTO).keep(QUICKER)
    assert loaded(loader, files, image_count=5) == ("auto", "auto")


def test_an_answer_holds_for_its_network_size_precision_and_versions(loader, files, monkeypatch):
    cfg, weights = files
    question_for(cfg, weights, None, AUTO).keep(QUICKER)
    assert loaded(loader, files, replace(AUTO, imgsz=320)) == ("auto", "auto")
    assert loaded(loader, files, size=320) == ("auto", "auto")
    assert loaded(loader, files, replace(AUTO, precision="fp32")) == ("auto", "fp32")
    monkeypatch.setattr(preferred_engine, "package_version", lambda package: "99")
    assert loaded(loader, files) == ("auto", "auto")
    monkeypatch.undo()
    cfg.write_text("another")
    assert question_for(cfg, weights, None, AUTO).answer is None


@pytest.mark.parametrize(
    "settings",
    [
        replace(AUTO, engine="torch"),
        replace(AUTO, engine="openvino"),
        replace(AUTO, precision="int8"),
    ],
)
def test_what_the_user_names_is_no_question(files, settings):
    assert question_for(*files, None, settings) is None


def test_nor_is_a_device_that_names_its_engine(files):
    needs_packages("openvino")
    assert question_for(*files, None, replace(AUTO, device="openvino:cpu")) is None


def test_one_that_the_search_found_broken_is_left_out_and_that_is_said_once(loader, files):
    question_for(*files, None, AUTO).keep(QUICKER)
    remember("onnxruntime", "crashed as its speed was measured (SIGSEGV)")
    detector = load_quickest(*files, ("thing",), AUTO)
    assert detector.engine == "auto" and "onnxruntime" in detector.refusal
    assert "crashed as its speed was measured (SIGSEGV)" in detector.refusal
    assert load_quickest(*files, ("thing",), AUTO).refusal is None
    remember("openvino", "crashed")
    assert question_for(*files, None, AUTO) is None  # nothing is left to be measured
    assert load_quickest(*files, ("thing",), replace(AUTO, engine="torch")).refusal is None
    assert "openvino" in load_quickest(*files, ("thing",), AUTO).refusal


def test_without_another_library_there_is_no_question(files, installed):
    question = question_for(*files, None, AUTO)
    question.keep(QUICKER)
    installed.remove("onnxruntime")
    assert question.answer is None  # it has gone in the meantime
    installed.remove("openvino")
    assert question_for(*files, None, AUTO) is None


@pytest.mark.parametrize(
    "kept", [b"", b"nonsense", b"7", b'{"engine": "os", "precision": "fp32"}', b"[1, 2]"]
)
def test_an_answer_that_makes_no_sense_is_none(files, kept):
    question = question_for(*files, None, AUTO)
    preferred_engine._store().put(question.key, kept)
    assert question.answer is None


@pytest.mark.parametrize("when", ["opening", "first image"])
def test_one_that_fails_is_left_out_with_a_sentence_and_not_tried_again(loader, files, when):
    question_for(*files, None, AUTO).keep(QUICKER)
    loader.broken["onnxruntime"] = when
    detector = load_quickest(*files, ("thing",), AUTO)
    assert detector.engine == "auto"
    assert detector.refusal.startswith("engine onnxruntime is left out: ") and "\n" not in detector.refusal
    before = len(loader.loaded)
    assert load_quickest(*files, ("thing",), AUTO).refusal is None
    assert loader.loaded[before:] == [("auto", "auto")]


@pytest.mark.slow
def test_the_real_library_finds_the_same_and_without_its_exporter_our_own_serve(tmp_path, monkeypatch):
    needs_packages("onnxruntime", "onnxscript")
    monkeypatch.undo()  # what is installed
    monkeypatch.setattr(cache, "user_cache_path", lambda *_, **__: tmp_path / "cache")
    files, names = files_of(tmp_path), ("this", "that")
    image = random_image((96, 64))
    settings = replace(LOW, device="cpu")
    for forgotten in (False, True):
        question_for(*files, None, settings).keep(QUICKER)
        if forgotten:
            shutil.rmtree(tmp_path / "cache" / "onnx")
            monkeypatch.setitem(sys.modules, "onnxscript", None)
        detector = load_quickest(*files, names, settings)
        found = detector.detect([image], settings)[0]
        assert ("ONNX" in detector.model_info(settings).device) != forgotten
        assert ("engine onnxruntime is left out" in (detector.refusal or "")) == forgotten
        detector.close()
        exact = load_detector(*files, names, device="cpu", precision="fp32", engine="torch")
        assert len(found)
        assert_equal(found, exact.detect([image], settings)[0])
        exact.close()
