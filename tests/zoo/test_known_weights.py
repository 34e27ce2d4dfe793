"""The weights of a public model are recognised by their bytes, and stand in for a download."""

from __future__ import annotations

import hashlib
from argparse import Namespace
from dataclasses import replace

import pytest

from support.own_models import CFG
from yolocam.commands.models import add
from yolocam.errors import ModelError
from yolocam.zoo import library as library_module
from yolocam.zoo.catalog import CATALOG
from yolocam.zoo.known_weights import of_the_same_length, public_model
from yolocam.zoo.library import Library

BYTES = b"weights " * 400


@pytest.fixture
def library(tmp_path, monkeypatch) -> Library:
    """One whose yolov4-tiny has BYTES for its weights."""
    known = replace(
        CATALOG["yolov4-tiny"], bytes=len(BYTES), sha256=(hashlib.sha256(BYTES).hexdigest(),), sha1=()
    )
    monkeypatch.setattr(library_module, "CATALOG", {**CATALOG, "yolov4-tiny": known})
    return Library(tmp_path / "models")


@pytest.fixture
def mine(tmp_path):
    path = tmp_path / "mine" / "downloaded (1).weights"
    path.parent.mkdir()
    path.write_bytes(BYTES)
    return path


def test_weights_alone_are_recognised_whatever_their_name(library, mine):
    entry, weights = public_model([mine], library.models())
    assert (entry.name, weights) == ("yolov4-tiny", mine)
    placed = library.place(entry, weights)
    assert placed.ready
    assert placed.weights.read_bytes() == BYTES
    assert library.find("yolov4-tiny").cfg == CATALOG["yolov4-tiny"].cfg_path


def test_removing_them_leaves_the_users_own_file(library, mine):
    library.place(library.entry("yolov4-tiny"), mine)
    (deleted,) = library.remove("yolov4-tiny")
    assert deleted.parent == library.folder
    assert mine.read_bytes() == BYTES
    assert not library.entry("yolov4-tiny").ready


def test_with_its_own_cfg_in_other_words_it_is_the_same(library, mine):
    cfg = mine.with_name("yolov4-tiny (1).cfg")
    text = CATALOG["yolov4-tiny"].cfg_path.read_text("utf-8")
    cfg.write_text("# mine\n" + text.replace("=", " = ").replace("batch = 64", "batch = 1"))
    assert public_model([cfg, mine], library.models())[0].name == "yolov4-tiny"
    assert public_model([mine.parent], library.models())[0].name == "yolov4-tiny"


def test_under_a_name_of_the_users_it_is_the_users(library, mine):
    cfg = mine.with_name("shop.cfg")
    cfg.write_bytes(CATALOG["yolov4-tiny"].cfg_path.read_bytes())
    assert public_model([cfg, mine], library.models()) is None


def test_with_another_cfg_it_is_a_model_of_the_users(library, mine):
    cfg = mine.with_suffix(".cfg")
    cfg.write_text(CFG.format(2))
    assert public_model([cfg, mine], library.models()) is None


@pytest.mark.parametrize("change", [lambda b: b[:-1], lambda b: b"x" + b[1:]])
def test_other_bytes_are_not_recognised(library, mine, change):
    mine.write_bytes(change(BYTES))
    assert public_model([mine], library.models()) is None


def test_what_is_not_there_is_not_recognised(library, tmp_path):
    assert public_model([tmp_path / "no.weights"], library.models()) is None
    assert public_model([], library.models()) is None


def test_the_cfg_that_weights_fit_is_told_by_their_length(library, mine):
    mine.write_bytes(b"x" * len(BYTES))
    assert of_the_same_length(mine, library.models()).name == "yolov4-tiny"
    mine.write_bytes(b"x")
    assert of_the_same_length(mine, library.models()) is None


def test_a_folder_that_cannot_be_written_is_one_sentence(library, mine, tmp_path):
    (tmp_path / "models").write_text("a file")
    with pytest.raises(ModelError, match=r"cannot be (put into|written)"):
        library.place(library.entry("yolov4-tiny"), mine)


def test_the_command_knows_them_too(library, mine, monkeypatch, capsys):
    monkeypatch.setattr(add, "Library", lambda: library)
    assert add.run(Namespace(path=[mine], name=None, reference=False)) == 0
    assert "is yolov4-tiny: it is now at" in capsys.readouterr().out
    assert library.entry("yolov4-tiny").ready
    assert add.run(Namespace(path=[mine], name=None, reference=False)) == 0
    assert "is on this machine already" in capsys.readouterr().out
