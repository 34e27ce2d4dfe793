"""Colours that can be read, in light and dark, and icons that follow them."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QSize
from PySide6.QtGui import QColor, QFont, QIcon, QImage, QPalette
from PySide6.QtWidgets import QLabel

from support.window.colours import ratio
from yolocam.ui.stats.chart import axis_top, curve_colours
from yolocam.ui.widgets import theme
from yolocam.ui.widgets.icons import icon_names

ROLE = QPalette.ColorRole

NEEDED = (
    "open", "camera", "record", "stop", "snapshot", "play", "pause", "step_forward", "step_back", "loop",
    "fullscreen", "panel", "close", "retry", "film", "folder", "spark",
)  # fmt: skip


@pytest.mark.slow
@pytest.mark.parametrize(
    ("text", "grounds"),
    [
        (ROLE.WindowText, (ROLE.Window, ROLE.Base, ROLE.AlternateBase)),
        (ROLE.Text, (ROLE.Base, ROLE.AlternateBase)),
        (ROLE.PlaceholderText, (ROLE.Window, ROLE.Base, ROLE.AlternateBase)),
        (ROLE.ButtonText, (ROLE.Button, ROLE.Window)),
        (ROLE.HighlightedText, (ROLE.Highlight,)),
        (ROLE.BrightText, (ROLE.Accent,)),
        (ROLE.ToolTipText, (ROLE.ToolTipBase,)),
        (ROLE.Link, (ROLE.Window, ROLE.Base)),
    ],
)
def test_text_stands_out_by_4_5_to_1(scheme, qapp, text, grounds) -> None:
    palette = qapp.palette()
    for ground in grounds:
        assert ratio(palette.color(text), palette.color(ground)) >= 4.5, ground


def test_red_and_accent_can_be_read_on_the_window(scheme, qapp) -> None:
    palette = qapp.palette()
    for ground in (ROLE.Window, ROLE.Base):
        assert ratio(theme.danger(), palette.color(ground)) >= 4.5
        assert ratio(theme.accent(), palette.color(ground)) >= 4.5


def test_edges_of_fields_stand_out_by_3_to_1(scheme, qapp) -> None:
    palette = qapp.palette()
    for ground in (ROLE.Base, ROLE.Window):
        assert ratio(palette.color(ROLE.Dark), palette.color(ground)) >= 3


def test_curves_can_be_read_and_told_apart(scheme, qapp) -> None:
    colours = curve_colours(scheme == "dark")
    assert len(set(colours)) == len(colours)
    for colour in colours:
        for ground in (ROLE.Base, ROLE.Window):
            assert ratio(QColor(colour), qapp.palette().color(ground)) >= 4.5


def test_the_scheme_can_change_while_the_window_is_open(qtbot, qapp) -> None:
    label = QLabel("text")
    qtbot.addWidget(label)
    theme.apply_theme(qapp, "dark")
    assert theme.is_dark()
    assert label.palette().color(ROLE.Window).lightness() < 128
    theme.apply_theme(qapp, "light")
    assert not theme.is_dark()
    assert label.palette().color(ROLE.Window).lightness() > 128


def ink(icon: QIcon) -> QColor:
    image = icon.pixmap(QSize(48, 48)).toImage().convertToFormat(QImage.Format.Format_ARGB32)
    pixels = (image.pixelColor(x, y) for x in range(image.width()) for y in range(image.height()))
    return max(pixels, key=QColor.alpha)


def test_every_icon_is_drawn(qapp) -> None:
    assert set(NEEDED) <= set(icon_names())
    for name in icon_names():
        assert ink(theme.icon(name)).alpha() > 200, name
    with pytest.raises(KeyError):
        theme.icon("no such icon")


def test_icons_follow_the_palette(scheme, qapp) -> None:
    kept = theme.icon("open")
    assert ink(kept).rgb() == qapp.palette().color(ROLE.ButtonText).rgb()
    theme.apply_theme(qapp, "light" if scheme == "dark" else "dark")
    assert ink(kept).rgb() == qapp.palette().color(ROLE.ButtonText).rgb()
    assert ink(theme.icon("record", theme.danger())).rgb() == theme.danger().rgb()


def test_tabular_digits_are_asked_for(qapp) -> None:
    font = theme.tabular(QFont())
    assert font.featureValue(QFont.Tag("tnum")) == 1


@pytest.mark.slow
def test_axis_ends_at_round_numbers() -> None:
    assert [axis_top(v) for v in (0, 0.4, 1.6, 2, 3, 7, 14, 99, 101)] == [1, 1, 2, 2, 3, 8, 15, 100, 150]
    assert axis_top(float("nan")) == 1
