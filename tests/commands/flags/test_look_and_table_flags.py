"""Flags of the look change what is drawn, and those of tables what is written."""

import csv
import json
from fractions import Fraction
from pathlib import Path

import cv2
import numpy as np
import pytest

from support.films.clips import write_clip
from yolocam.cli import main

pytestmark = [pytest.mark.slow, pytest.mark.torch]

LOOKS = (
    ["--hide-labels"],
    ["--hide-conf"],
    ["--line-width", "9"],
    ["--palette", "mono"],
    ["--privacy", "fill:person"],
    ["--fit", "stretch", "--classes", "cat"],
)
GATES = [{"name": f"gate {x}", "kind": "line", "points": [[x / 10, 0], [x / 10, 1]]} for x in range(1, 10)]


def test_each_look_is_another(photo):
    seen = []
    for number, flags in enumerate(([], *LOOKS)):
        assert main(["detect", "photo.png", "--output", f"out{number}", "--precision", "fp32", *flags]) == 0
        image = cv2.imread(f"out{number}/det_photo.png")
        assert not any(np.array_equal(image, other) for other in seen), flags
        seen.append(image)


def test_tracked_objects_have_trails_and_colours_of_their_own(picture):
    pytest.importorskip("lap")
    write_clip(Path("film.mp4"), [np.roll(picture, 8 * i, axis=1) for i in range(4)])
    last = {}
    for name, flags in {"plain": [], "trails": ["--trails"], "colours": ["--colour-by", "track"]}.items():
        assert (
            main(["detect", "film.mp4", "--track", "ocsort", "--output", name, "--to", "f.csv", *flags]) == 0
        )
        film = cv2.VideoCapture(f"{name}/det_film.mp4")
        while film.grab():
            last[name] = film.retrieve()[1].astype(int)
        film.release()
    assert all(np.abs(last[name] - last["plain"]).max() > 60 for name in ("trails", "colours"))


def test_tables_as_a_spreadsheet_of_the_country_wants_them(picture):
    pytest.importorskip("lap")
    write_clip(Path("film.mp4"), [np.roll(picture, 20 * i, axis=1) for i in range(10)], Fraction(4))
    Path("r.json").write_text(json.dumps({"coordinates": "relative", "regions": GATES}))
    files = ["--save-csv", "f.csv", "--save-counts", "c.csv", "--timeline", "t.png"]
    form = ["--csv-separator", "tab", "--csv-decimal", ",", "--counts-every", "1"]
    assert main(["detect", "film.mp4", "--no-save", "--regions", "r.json", *files, *form]) == 0
    with Path("f.csv").open(newline="", encoding="utf-8") as file:
        rows = list(csv.DictReader(file, delimiter="\t"))
    assert rows and all(
        "," in row["confidence"] and float(row["confidence"].replace(",", ".")) for row in rows
    )
    with Path("c.csv").open(newline="", encoding="utf-8") as file:
        counts = list(csv.DictReader(file, delimiter="\t"))
    assert len({row["start"] for row in counts}) > 1, counts
    assert cv2.imread("t.png") is not None
