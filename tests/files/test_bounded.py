"""Numbers from files: nothing comes through that is not finite, whole or in range."""

from __future__ import annotations

import math
from typing import Any

import pytest

from yolocam.errors import SettingsError
from yolocam.files.bounded import is_finite, real, shown, whole
from yolocam.settings import Settings

ABSURD = [10**400, -(10**400), 1e308, -1e308, math.inf, -math.inf, math.nan, 10**30, True, None, "5", [], {}]


@pytest.mark.parametrize("value", ABSURD, ids=lambda value: shown(value, 12))
def test_absurd_values_are_no_numbers(value: object) -> None:
    with pytest.raises(ValueError, match="expected a whole number from 0 to 9"):
        whole(value, 0, 9)
    with pytest.raises(ValueError, match="expected a number from 0 to 9"):
        real(value, 0, 9)


def test_numbers_in_range_come_through() -> None:
    assert (whole(0, 0, 9), whole(9, 0, 9)) == (0, 9)
    assert (real(0, 0, 9), real(8.5, 0, 9), real(9, 0, 9)) == (0.0, 8.5, 9.0)
    assert isinstance(real(9, 0, 9), float)


def test_a_number_with_a_fraction_is_not_whole() -> None:
    with pytest.raises(ValueError, match=r"found 1\.5, expected a whole number"):
        whole(1.5, 0, 9)


def test_finite_is_what_a_float_can_hold() -> None:
    assert is_finite(3) and is_finite(1e308)
    assert not any(is_finite(value) for value in (10**400, math.inf, math.nan, True, "3", None))


def test_a_message_shows_long_values_in_part() -> None:
    assert shown(10**4000) == "a number of about 4001 digits"
    assert shown("x" * 99, 10) == "'xxxxxxxxx…"
    assert shown(0.5) == "0.5"


@pytest.mark.parametrize("name", ["confidence", "iou", "imgsz", "max_det", "line_width", "floor"])
@pytest.mark.parametrize("value", [10**400, -(10**400), 1e308, math.inf, math.nan], ids=lambda v: shown(v, 9))
def test_absurd_settings_are_refused_in_a_sentence(name: str, value: Any) -> None:
    with pytest.raises(SettingsError, match=name):
        Settings(**{name: value})
