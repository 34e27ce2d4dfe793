"""Text files in every encoding that editors save: all readers read them alike, and say what they guessed."""

import json
from pathlib import Path

import pytest

from support.films.encoded_files import ENCODINGS, NAMES_IN, UNMARKED, VARIANTS, encoded, put
from support.paths import CASES
from yolocam.cli import main
from yolocam.darknet.cfg import parse_cfg
from yolocam.darknet.cfg_figures import read_figures
from yolocam.darknet.data_file import read_data
from yolocam.darknet.names import read_names
from yolocam.errors import CfgError, LabelsError, ModelError, PaletteError
from yolocam.evaluation.coco_annotations import read_annotations
from yolocam.evaluation.image_list import listed_images
from yolocam.evaluation.yolo_labels import read_labels
from yolocam.files.text_encoding import guess_code_page
from yolocam.files.text_file import decode, read_text
from yolocam.model.doctor import examine
from yolocam.palette import load_palette
from yolocam.zoo.catalog import CATALOG
from yolocam.zoo.file_kind import file_kind

CFG = """[net]
# комментарий, 注释
width=64
height=32

[convolutional]
filters=14
size=1
activation=linear

[yolo]
anchors=4,6, 9,5
classes=2
num=2
"""
DATA = "classes = 2\nvalid = valid.txt\nnames = дом.names\n"
COCO = {
    "images": [{"id": 1, "file_name": "дом.jpg"}],
    "annotations": [],
    "categories": [{"id": 1, "name": "дом"}],
}


@pytest.mark.slow
@pytest.mark.parametrize(("encoding", "ends", "last"), VARIANTS)
def test_every_reader_reads_every_encoding(tmp_path, encoding, ends, last):
    def lay(name, text):
        return put(tmp_path / name, encoded(text, encoding, ends, last=last))

    assert read_names(lay("a.names", "ключ\nгайка M3\n\nболт")) == ("ключ", "гайка M3", "", "болт")
    cfg = lay("net.cfg", CFG)
    assert [(section.name, section.line) for section in parse_cfg(cfg).layers] == [
        ("convolutional", 6),
        ("yolo", 11),
    ]
    assert read_figures(cfg) == read_figures(put(tmp_path / "plain.cfg", CFG.encode()))
    assert (read_figures(cfg).classes, read_figures(cfg).width) == (2, 64)
    data = read_data(lay("obj.data", DATA))
    assert (data.classes, data.values["names"]) == (2, "дом.names")
    lay("valid.txt", f"{tmp_path}/дом.jpg\n{tmp_path}/b.jpg")
    assert [Path(item.file).name for item in listed_images(data)] == ["дом.jpg", "b.jpg"]
    assert len(read_labels(lay("labels.txt", "0 .5 .5 .1 .1\n1 .2 .2 .1 .1"), 2)) == 2
    assert (
        read_annotations(lay("coco.json", json.dumps(COCO, ensure_ascii=False))).images[0].file_name
        == "дом.jpg"
    )
    assert load_palette(lay("p.json", '{"title": "Тёмная", "colours": ["#ff8800"]}')).title == "Тёмная"


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_a_file_without_its_ending_is_known_by_its_text(tmp_path, encoding):
    assert file_kind(put(tmp_path / "one", encoded(CFG, encoding))) == "cfg"
    assert file_kind(put(tmp_path / "two.txt", encoded(DATA, encoding))) == "data"
    assert file_kind(put(tmp_path / "three.txt", encoded("person\ncar\n", encoding))) == "names"


@pytest.mark.parametrize("many", [False, True], ids=["alone", "one in eighty"])
@pytest.mark.parametrize("encoding", NAMES_IN)
def test_code_pages_are_guessed(tmp_path, encoding, many):
    coco = read_names(CATALOG["yolov3-tiny"].names_path)
    names = (*coco[:40], *NAMES_IN[encoding], *coco[40:]) if many else NAMES_IN[encoding]
    path = put(tmp_path / "my.names", "\r\n".join(names).encode(encoding))
    assert read_names(path) == names
    note = read_text(path, 1 << 20, "names", ModelError).note
    assert note.startswith(f"{path} is not in UTF-8, read as ") and note.endswith("(a guess)")


def test_the_computers_own_code_page_decides_where_the_text_does_not():
    thai = "รถ".encode("cp874")
    assert guess_code_page(thai, home="cp874") == "cp874"
    hebrew = "מכונית".encode("cp1255")
    assert guess_code_page(hebrew, home="cp1255") == "cp1255"
    assert guess_code_page("汽車".encode("big5"), home="cp950") == "big5"


def test_one_broken_character_does_not_spoil_the_others(tmp_path):
    text = "машина\nсобака\n".encode() + b"\xff\n"
    found = decode(tmp_path / "x", text)
    assert found.lines == ["машина", "собака", "\ufffd"]
    assert "UTF-8 with 1 broken characters" in found.note


@pytest.mark.parametrize("encoding", ENCODINGS)
def test_the_note_names_the_encoding(tmp_path, encoding):
    note = decode(tmp_path / "x", encoded("person\nдом\n", encoding)).note
    if "utf-8" in encoding:
        assert note is None
    elif encoding in UNMARKED:
        assert "UTF-16 without a mark (a guess)" in note
    else:
        assert f"is in {encoding[:6].upper()}, which Darknet itself does not read" in note


BINARY = {
    "weights": b"\0\0\0\0\2\0\0\0\5\0\0\0" + bytes(range(256)),
    "a picture": b"\xff\xd8\xff\xe0\x10JFIF" + bytes(range(1, 32)) * 9,
    "text with a zero": b"person\0car\n",
    "half of UTF-16": b"\xff\xfea\0b",
    "noise": bytes((i * 77 + i // 7) % 255 + 1 for i in range(4000)),
}
READERS = {
    "names": (read_names, ModelError),
    "cfg": (parse_cfg, CfgError),
    "data": (read_data, ModelError),
    "labels": (lambda path: read_labels(path, 2), LabelsError),
    "annotations": (read_annotations, LabelsError),
    "palette": (load_palette, PaletteError),
}


@pytest.mark.parametrize("content", BINARY)
@pytest.mark.parametrize("reader", READERS)
def test_binary_data_is_called_so(tmp_path, reader, content):
    read, error = READERS[reader]
    with pytest.raises(error, match=r"file\.json holds binary data, expected ") as caught:
        read(put(tmp_path / "file.json", BINARY[content]))
    assert "\n" not in str(caught.value)


def test_the_doctor_tells_the_encoding(tmp_path):
    cfg = put(tmp_path / "net.cfg", encoded(CFG, "utf-16 le"))
    names = put(tmp_path / "net.names", "машина\nсобака\n".encode("cp1251"))
    told = [(finding.severity, finding.text) for finding in examine(cfg, None, names).findings]
    assert ("note", "net.cfg is in UTF-16, which Darknet itself does not read") in told
    assert any(kind == "warning" and "Windows-1251, Cyrillic (a guess)" in text for kind, text in told)


@pytest.mark.skipif(not CASES.is_dir(), reason=f"needs the public cases in {CASES}")
def test_the_public_cases():
    plain = read_names(CATALOG["yolov3-tiny"].names_path)
    assert read_names(CASES / "04-names-encodings/utf16.names") == plain
    russian = read_names(CASES / "04-names-encodings/cp1251.names")
    assert [(a, b) for a, b in zip(russian, plain, strict=True) if a != b] == [
        ("машина", "car"),
        ("собака", "dog"),
    ]
    assert [s.name for s in parse_cfg(CASES / "03-cfg-utf16/utf16.cfg").layers].count("yolo") == 2


@pytest.mark.slow
def test_detect_says_how_it_read_the_names(tmp_path, monkeypatch, capsys):
    monkeypatch.setenv("NO_COLOR", "1")
    import cv2
    import numpy as np

    entry = CATALOG["yolov3-tiny"]
    names = list(read_names(entry.names_path))
    names[2] = "машина"
    mine = put(tmp_path / "mine.names", "\r\n".join(names).encode("cp1251"))
    cfg = put(tmp_path / "tiny.cfg", encoded(entry.cfg_path.read_text(encoding="utf-8"), "utf-16 le", "crlf"))
    cv2.imwrite(str(tmp_path / "a.png"), np.zeros((32, 32, 3), np.uint8))
    weights = entry.weights_path(tmp_path)
    status = main([
        "detect", str(tmp_path / "a.png"), "--cfg", str(cfg), "--weights", str(weights), "--names", str(mine),
        "--imgsz", "64", "--precision", "fp32", "--no-save",
    ])  # fmt: skip
    told = capsys.readouterr().err
    assert status == 0
    assert "mine.names is not in UTF-8, read as Windows-1251, Cyrillic (a guess)" in told
    assert "tiny.cfg is in UTF-16, which Darknet itself does not read" in told
