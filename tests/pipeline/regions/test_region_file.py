"""A file of regions is read as it is written, and what is wrong in it is named by entry and field."""

import json

import pytest

from yolocam.errors import SettingsError
from yolocam.pipeline.regions.region_file import read_regions

LINE = {"name": "door", "kind": "line", "role": "count", "points": [[0, 1], [5, 1]]}
AREA = {"name": "yard", "kind": "polygon", "role": "exclude", "points": [[0, 0], [1, 0], [1, 1]]}


def read(tmp_path, content):
    path = tmp_path / "r.json"
    path.write_text(content if isinstance(content, str) else json.dumps(content), encoding="utf-8")
    return read_regions(path)


def test_lines_and_areas_in_pixels(tmp_path):
    found = read(tmp_path, {"coordinates": "pixels", "regions": [LINE, AREA]})
    assert [(r.name, r.kind, r.role) for r in found.regions] == [
        ("door", "line", "count"),
        ("yard", "polygon", "exclude"),
    ]
    assert found.regions[0].points.tolist() == [[0, 1], [5, 1]]
    assert found.place == "foot" and [r.name for r in found.counting()] == ["door"]
    assert found.in_pixels((640, 480)) is found


def test_relative_points_are_shares_of_the_image(tmp_path):
    found = read(tmp_path, {"coordinates": "relative", "point": "centre", "regions": [AREA]})
    inside = found.in_pixels((640, 480))
    assert inside.regions[0].points.tolist() == [[0, 0], [640, 0], [640, 480]]
    assert inside.place == "centre"


@pytest.mark.parametrize(
    "content, words",
    [
        ("{", "r.json:1: not JSON"),
        ("[" * 100_000, "nested too deeply"),
        ([], "an empty list, expected"),
        ({}, "regions is missing"),
        ({"regions": []}, "regions is an empty list"),
        ({"regions": {}}, "regions is an object"),
        ({"coordinates": "metres", "regions": [LINE]}, "coordinates is 'metres', expected one of pixels"),
        ({"point": "head", "regions": [LINE]}, "point is 'head', expected one of foot, centre"),
        ({"regions": [LINE, 7]}, "region 2 is 7, expected an object"),
        ({"regions": [LINE | {"name": " "}]}, "region 1: name is ' '"),
        (
            {"regions": [LINE, AREA | {"kind": "circle"}]},
            r"region 2 \(yard\): kind is 'circle', expected one of",
        ),
        ({"regions": [LINE | {"kind": []}]}, "kind is "),
        ({"regions": [LINE | {"role": "exclude"}]}, "role is 'exclude', but a line can only count"),
        ({"regions": [LINE | {"points": None}]}, "points is missing, expected two points"),
        ({"regions": [LINE | {"points": [[0, 0]]}]}, "points has 1 points, expected two"),
        ({"regions": [AREA | {"points": [[0, 0], [1, 1]]}]}, "points has 2 points, expected three"),
        ({"regions": [LINE | {"points": [[0, 0], [1]]}]}, r"points, number 2 is \[1\], expected \[x, y\]"),
        ({"regions": [LINE | {"points": [[0, 0], [1, "a"]]}]}, "points, number 2"),
        ({"regions": [LINE | {"points": [[0, True], [1, 1]]}]}, "points, number 1"),
        ('{"regions": [{"name": "a", "kind": "line", "points": [[0, NaN], [1, 1]]}]}', "points, number 1"),
        ({"regions": [LINE | {"points": [[3, 3], [3, 3]]}]}, "lie on one another"),
        ({"coordinates": "relative", "regions": [LINE]}, "points, number 2 .* expected 0 to 1"),
        ({"regions": [LINE, LINE]}, "region 2: name 'door' is taken"),
    ],
)
def test_errors_name_entry_and_field(tmp_path, content, words):
    with pytest.raises(SettingsError, match=words):
        read(tmp_path, content)


def test_missing_file_is_told(tmp_path):
    with pytest.raises(SettingsError, match=r"none\.json"):
        read_regions(tmp_path / "none.json")
