import colorsys
import json
from itertools import combinations, pairwise

import numpy as np
import pytest

from yolocam.errors import PaletteError
from yolocam.palette import BLACK, WHITE, load_palette, palette_names
from yolocam.settings import Settings

SHIPPED = ("clear", "mono", "pastel", "tutorial", "vivid")


def wcag_ratio(first, second):
    """The WCAG 2 formula, written again from its text."""

    def luminance(bgr):
        channels = np.array(bgr[::-1]) / 255
        linear = np.where(channels <= 0.04045, channels / 12.92, ((channels + 0.055) / 1.055) ** 2.4)
        return float(linear @ [0.2126, 0.7152, 0.0722])

    high, low = sorted((luminance(first), luminance(second)), reverse=True)
    return (high + 0.05) / (low + 0.05)


def as_deuteranope(bgr):
    """What is left of a colour without green cones (Machado, Oliveira and Fernandes, 2009; linear RGB)."""
    matrix = [[0.367, 0.861, -0.228], [0.280, 0.673, 0.047], [-0.012, 0.043, 0.969]]
    linear = (np.array(bgr[::-1]) / 255) ** 2.2
    return np.clip(matrix @ linear, 0, 1) ** (1 / 2.2) * 255


def test_the_shipped_palettes_are_found_and_the_default_is_one_of_them():
    assert palette_names() == SHIPPED
    assert Settings().palette in palette_names()


@pytest.mark.parametrize("name", SHIPPED)
def test_a_shipped_file_says_what_it_is(name):
    palette = load_palette(name)
    assert palette.name == name
    assert palette.title and palette.about.endswith(".")


@pytest.mark.parametrize("name", SHIPPED)
def test_text_on_every_colour_is_readable(name):
    palette = load_palette(name)
    for class_id in range(400):
        text = palette.text_colour(class_id)
        assert text in (BLACK, WHITE)
        assert wcag_ratio(text, palette.colour(class_id)) >= 4.5


@pytest.mark.parametrize("name", [name for name in SHIPPED if name != "mono"])
def test_the_eighty_classes_of_coco_have_eighty_colours(name):
    palette = load_palette(name)
    colours = [palette.colour(class_id) for class_id in range(80)]
    nearest = min(max(abs(a - b) for a, b in zip(*pair, strict=True)) for pair in combinations(colours, 2))
    assert nearest >= 4  # of 255, in the channel that differs most
    neighbours = pairwise(palette.listed)
    assert all(max(abs(a - b) for a, b in zip(*pair, strict=True)) > 25 for pair in neighbours)


def test_the_first_colours_of_the_default_stay_apart_for_the_colour_blind():
    palette = load_palette("clear")
    seen = [as_deuteranope(palette.colour(class_id)) for class_id in range(8)]
    assert min(np.linalg.norm(a - b) for a, b in combinations(seen, 2)) > 35


def test_a_class_has_the_same_colour_in_every_run_and_any_id_has_one():
    first, again = load_palette("clear"), load_palette("clear")
    assert [first.colour(i) for i in range(10_000)] == [again.colour(i) for i in range(10_000)]
    assert first.colour(0) == (0x00, 0xB0, 0xFF)  # "#ffb000", as blue, green, red


def test_mono_is_one_colour():
    palette = load_palette("mono")
    assert {palette.colour(class_id) for class_id in range(100)} == {palette.colour(0)}


def test_the_tutorials_palette_is_bright():
    for blue, green, red in load_palette("tutorial").listed:
        assert colorsys.rgb_to_hsv(red / 255, green / 255, blue / 255)[2] > 0.6


def test_a_users_own_file_needs_only_colours(tmp_path):
    file = tmp_path / "my sea.json"
    file.write_text('{"colours": ["#0080FF", "#00ffc0"]}', encoding="utf-8")
    for name in (file, str(file)):
        palette = load_palette(name)
        assert (palette.name, palette.title) == (str(file), "My sea")
        assert palette.colour(0) == (255, 128, 0)


@pytest.mark.parametrize(
    ("content", "says"),
    [
        (b"", "not JSON"),
        (b'{"colours": ["#000000"],\n oops}', ":2: not JSON"),
        (b"\xff\xfe\x00", "holds binary data"),
        (b"[" * 100_000, "nested too deeply"),
        (b'["#000000"]', "found a list, expected an object"),
        (b"3", "found a number"),
        (b"{}", "'colours' is missing or empty"),
        (b'{"colours": []}', "'colours' is missing or empty"),
        (b'{"colours": "#000000"}', "'colours' is a text"),
        (b'{"colours": ["#000000", "red"]}', "colour 2 is 'red', expected the form '#rrggbb'"),
        (b'{"colours": ["#00000\xd9\xa3"]}', "colour 1 is"),  # an Arabic digit is not a hexadecimal one
        (b'{"colours": ["#0000000"]}', "colour 1 is '#0000000'"),
        (b'{"colours": [null]}', "colour 1 is None"),
        (b'{"colours": [' + b"9" * 5000 + b"]}", "a number in it has too many digits"),
        (b'{"colours": ["#000000"], "title": 3}', "'title' is a number, expected text"),
    ],
)
def test_a_malformed_file_is_named_with_what_is_wrong(tmp_path, content, says):
    file = tmp_path / "own.json"
    file.write_bytes(content)
    with pytest.raises(PaletteError) as caught:
        load_palette(file)
    message = str(caught.value)
    assert message.startswith(str(file)) and says in message and "\n" not in message


@pytest.mark.parametrize("name", ["nosuch", "", "../models/coco", "clear ", "missing.json", "a\0b"])
def test_an_unknown_name_lists_the_known_ones(name):
    with pytest.raises(PaletteError) as caught:
        load_palette(name)
    assert "clear" in str(caught.value) or "missing.json" in str(caught.value)


def test_a_folder_is_not_a_palette(tmp_path):
    folder = tmp_path / "folder.json"
    folder.mkdir()
    with pytest.raises(PaletteError, match="is a folder, expected a palette"):
        load_palette(folder)


def test_the_name_in_a_shipped_file_is_its_file_name():
    from yolocam.assets import asset

    for name in SHIPPED:
        content = json.loads(asset(f"palettes/{name}.json").read_text(encoding="utf-8"))
        assert content["name"] == name
