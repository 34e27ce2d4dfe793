"""Where one reads from the right, every part is mirrored but films and sizes; large fonts cut nothing."""

from __future__ import annotations

from fractions import Fraction

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QFontMetrics
from PySide6.QtWidgets import QApplication, QLabel, QStyleOptionViewItem, QToolButton

from support.window.panel_driver import MODELS, SERVED
from support.window.window_driver import open_film
from yolocam.frame import SourceInfo
from yolocam.settings import SettingsStore
from yolocam.ui.inputs.slider import Slider
from yolocam.ui.panel.control_panel import ControlPanel
from yolocam.ui.stats.figures import describe
from yolocam.ui.stats.status_bar import StatusBar
from yolocam.ui.video.start_page import StartPage
from yolocam.ui.widgets.geometry import square
from yolocam.ui.widgets.plain_label import PlainLabel
from yolocam.ui.widgets.section_heading import SectionHeading


@pytest.fixture
def large_font(set_points):
    set_points(18)


def shown(qtbot, widget, width: int, height: int):
    qtbot.addWidget(widget)
    widget.resize(width, height)
    widget.show()
    qtbot.waitExposed(widget)
    return widget


def ink(widget) -> tuple[int, int]:
    """The leftmost and the rightmost column in which something is drawn."""
    image = widget.grab().toImage()
    ground = image.pixelColor(0, 0)
    columns = [
        x for x in range(image.width())
        if any(image.pixelColor(x, y) != ground for y in range(0, image.height(), 2))
    ]  # fmt: skip
    return columns[0], columns[-1]


def test_headings_begin_at_the_right(qtbot, from_the_right):
    left, right = ink(shown(qtbot, SectionHeading("Detection"), 300, 32))
    assert right > 280
    assert left > 150


def test_a_slider_runs_to_the_left(qtbot, from_the_right):
    slider = shown(qtbot, Slider(range(101)), 214, 24)
    qtbot.mouseClick(slider, Qt.MouseButton.LeftButton, pos=QPoint(200, 12))
    assert slider.value() < 10
    qtbot.mouseClick(slider, Qt.MouseButton.LeftButton, pos=QPoint(10, 12))
    assert slider.value() > 90


def test_figures_begin_at_the_right_and_sizes_stay_readable(qtbot, from_the_right):
    bar = shown(qtbot, StatusBar(), 1000, 30)
    bar.update_figures(None, SourceInfo("street.mp4", "video", (768, 576), fps=Fraction(25)), None, None)
    assert bar.figure("source").x() > bar.figure("rate").x() > bar.figure("drops").x()
    info = SourceInfo("a.mp4", "video", (768, 576), fps=Fraction(25))
    assert describe(None, info, None)["source"].text.startswith("\u2066768×576\u2069")


def test_films_run_to_the_right(qtbot, from_the_right, window):
    open_film(qtbot, window)
    bar = window.transport._bar
    assert not bar.isRightToLeft()
    assert bar.mapTo(window, QPoint()).x() > window.transport._play.mapTo(window, QPoint()).x()


def test_a_class_has_its_tick_at_the_left(qtbot, from_the_right):
    panel = shown(qtbot, ControlPanel(SettingsStore(), MODELS), 400, 1100)
    panel.set_served(SERVED)
    view = panel.row("classes").view
    option = QStyleOptionViewItem()
    option.initFrom(view)
    assert option.direction == Qt.LayoutDirection.RightToLeft
    picture = view.viewport().grab().toImage()
    row = view.visualRect(view.model().index(0, 0))
    y = row.center().y()
    colours = [picture.pixelColor(x, y).saturation() for x in range(picture.width())]
    halves = colours[: len(colours) // 2], colours[len(colours) // 2 :]
    accent = QApplication.palette().accent().color()
    tick = [x for x in range(picture.width()) if picture.pixelColor(x, y) == accent]
    assert tick
    assert max(tick) < picture.width() / 4
    assert max(halves[1]) > 60  # the colour of the class


def labels_that_are_cut(widget) -> list[str]:
    cut = []
    for label in widget.findChildren(QLabel):
        if label.isVisible() and not label.wordWrap() and label.text():
            needed = QFontMetrics(label.font()).horizontalAdvance(label.text())
            if needed > label.width():
                cut.append(label.text())
    return cut


def test_a_large_font_cuts_nothing_in_the_panel(qtbot, large_font):
    panel = ControlPanel(SettingsStore(), MODELS)
    shown(qtbot, panel, panel.width(), 1100)
    panel.set_served(SERVED)
    assert labels_that_are_cut(panel) == []
    inside = panel._column.widget()
    assert inside.width() <= panel._column.viewport().width()
    box = panel.row("confidence").box
    assert box.height() >= QFontMetrics(box.font()).height()


def test_a_large_font_cuts_nothing_on_the_start_page(qtbot, large_font, window):
    window.resize(1000, 720)
    page = window.viewer.start_page
    assert isinstance(page, StartPage)
    titles = [label for label in page.findChildren(PlainLabel) if label.isVisible()]
    for label in titles:
        assert label.height() >= label.heightForWidth(label.width())
    assert labels_that_are_cut(page) == []


def test_the_window_fits_where_there_is_little_room(qtbot, window):
    open_film(qtbot, window)
    window.resize(480, 360)
    qtbot.waitUntil(lambda: window.width() == 480)
    for part in (window.transport, window.record_button, window.status_bar, window.viewer):
        qtbot.waitUntil(part.isVisible)
        corner = part.mapTo(window, QPoint(part.width(), part.height()))
        assert corner.x() <= 480
        assert corner.y() <= 360


def test_icons_grow_with_the_letters(qtbot, large_font, window):
    open_film(qtbot, window)
    bars = window.tool_bar, window.transport
    buttons = [button for bar in bars for button in bar.findChildren(QToolButton) if button.isVisible()]
    sides = {button.iconSize().height() for button in buttons if not button.icon().isNull()}
    assert len(buttons) > 8 and max(sides) > 25
    assert window.record_button.iconSize() == window.tool_bar.iconSize() == square(20)


def test_with_large_letters_snapshot_and_record_stay_in_the_narrowest_window(qtbot, large_font, window):
    open_film(qtbot, window)
    window.resize(480, 360)
    qtbot.waitUntil(lambda: window.tool_bar.width() == 480)
    (snapshot,) = [
        button
        for button in window.tool_bar.findChildren(QToolButton)
        if button.defaultAction() is window.actions_by_name["snapshot"]
    ]
    for button in (snapshot, window.record_button):
        qtbot.waitUntil(button.isVisible)
        assert button.mapTo(window, QPoint(button.width(), 0)).x() <= 480
