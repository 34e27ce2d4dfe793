"""Names of models can be names of files, on Windows and macOS too."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from yolocam.errors import ModelError
from yolocam.zoo.model_name import MAX_LENGTH, checked_name, free_name, same


@pytest.mark.parametrize(
    "name",
    ["nuts", "yolov3-tiny_3l", "My nuts 2.1", "Schrauben-Öse", "螺栓", "comma", "console", "com10", "x" * 60],
)
def test_good_names(name):
    assert checked_name(name) == name


@pytest.mark.parametrize(
    "name",
    [
        "", " ", ".", "..", "a/b", "a\\b", "/etc", "C:x", "a:b", "a*", "a?", 'a"b', "a<b", "a|b", "a\0b",
        "a\nb",
        "con", "CON", "nul.tiny", "Com1", "lpt9", "aux.weights", "all", "ALL", "conin$",
        ".hidden", "-name", "name.", "name ", " name", "x" * 61, "a\u202eb", "a\u2215b",
    ],
)  # fmt: skip
def test_bad_names(name):
    with pytest.raises(ModelError) as caught:
        checked_name(name)
    assert "\n" not in str(caught.value)
    assert str(caught.value).isprintable()


def test_two_spellings_of_one_letter_are_one_name():
    composed, apart = "Öse", unicodedata.normalize("NFD", "Öse")
    assert checked_name(apart) == composed
    assert same(apart) == same("ÖSE")


@pytest.mark.parametrize(
    ("wish", "taken", "name"),
    [
        ("nuts", [], "nuts"),
        ("nuts", ["Nuts"], "nuts-2"),
        ("nuts", ["nuts", "NUTS-2"], "nuts-3"),
        ("con", [], "model-con"),
        ("", [], "model"),
        ("...", [], "model"),
        ("my:nuts?", [], "my-nuts"),
        ("x" * 300, [], "x" * 55),
    ],
)
def test_free_names(wish, taken, name):
    assert free_name(wish, taken) == name


@pytest.mark.slow
@settings(max_examples=50, deadline=None)
@given(st.text(), st.sets(st.text(), max_size=5))
def test_a_free_name_is_always_good_and_free(wish, taken):
    name = free_name(wish, taken)
    assert checked_name(name) == name
    assert len(name) <= MAX_LENGTH
    assert same(name) not in {same(other) for other in taken}
