"""Lines and areas are drawn on the image with the mouse, and changed, and taken back."""

import numpy as np
import pytest
from PySide6.QtCore import Qt

from support.window import window_fakes
from support.window.window_driver import open_film, settle
from yolocam.frame import publish

KEY = Qt.Key
CTRL = Qt.KeyboardModifier.ControlModifier


@pytest.mark.slow
def test_a_line_is_dragged_and_lies_where_it_was_drawn(hand):
    hand.line()
    (line,) = hand.drawn
    assert (line.name, line.kind) == ("Line 1", "line")
    assert line.points.tolist() == [[0.5, 0.1], [0.5, 0.9]]
    settle(hand.qtbot, hand.window)
    hand.qtbot.waitUntil(lambda: bool(hand.window.view.current.detected.shapes))
    (shape,) = hand.window.view.current.detected.shapes
    assert shape.arrow and shape.points == pytest.approx(np.array([[160, 24], [160, 216]]), abs=2)


@pytest.mark.slow
def test_what_is_drawn_on_a_mirror_lies_on_the_other_side(hand):
    hand.window.actions_by_name["mirror"].trigger()
    hand.tool("rectangle")
    hand.drag((0.1, 0.2), (0.3, 0.6))
    (area,) = hand.drawn
    assert area.kind == "polygon"
    assert sorted(set(area.points[:, 0])) == [0.7, 0.9] and sorted(set(area.points[:, 1])) == [0.2, 0.6]


@pytest.mark.slow
def test_a_polygon_is_clicked_and_ends_with_a_double_click_or_the_first_corner(hand):
    hand.tool("polygon")
    hand.click((0.2, 0.2), (0.8, 0.2))
    hand.qtbot.mouseClick(hand.canvas, Qt.MouseButton.LeftButton, pos=hand.at(0.8, 0.8))
    hand.qtbot.mouseDClick(hand.canvas, Qt.MouseButton.LeftButton, pos=hand.at(0.8, 0.8))
    hand.click((0.1, 0.5), (0.1, 0.9), (0.6, 0.9), (0.1, 0.5))
    assert [one.points.tolist() for one in hand.drawn] == [
        [[0.2, 0.2], [0.8, 0.2], [0.8, 0.8]],
        [[0.1, 0.5], [0.1, 0.9], [0.6, 0.9]],
    ]


@pytest.mark.slow
def test_a_slip_of_the_hand_is_no_region(hand):
    hand.tool("line")
    hand.click((0.5, 0.5))
    hand.tool("rectangle")
    hand.drag((0.5, 0.5), (0.9, 0.5))
    assert hand.drawn == []


@pytest.mark.slow
def test_a_drag_beyond_the_image_ends_at_its_edge(hand):
    hand.tool("line")
    hand.drag((0.5, 0.5), (1.4, 0.5))
    assert hand.drawn[0].points.tolist() == [[0.5, 0.5], [1.0, 0.5]]


@pytest.mark.slow
def test_points_and_whole_regions_are_moved(hand):
    hand.line()
    hand.drag((0.5, 0.9), (0.7, 0.9), (0.8, 0.9))
    assert hand.drawn[0].points.tolist() == [[0.5, 0.1], [0.8, 0.9]]
    hand.drag((0.65, 0.5), (0.45, 0.5))
    assert hand.drawn[0].points.tolist() == [[0.3, 0.1], [0.6, 0.9]]
    assert len(hand.drawn) == 1


@pytest.mark.slow
def test_ctrl_z_takes_back_one_change_after_the_other(hand):
    hand.line()
    hand.drag((0.5, 0.9), (0.8, 0.9))
    hand.key(KEY.Key_Delete)
    assert hand.drawn == []
    hand.key(KEY.Key_Z, CTRL)
    assert hand.drawn[0].points.tolist() == [[0.5, 0.1], [0.8, 0.9]]
    hand.key(KEY.Key_Z, CTRL)
    assert hand.drawn[0].points.tolist() == [[0.5, 0.1], [0.5, 0.9]]
    hand.key(KEY.Key_Z, CTRL)
    assert hand.drawn == [] and not hand.dock.undo.isEnabled()


@pytest.mark.slow
def test_escape_gives_up_what_is_begun_and_then_the_tool(hand):
    hand.tool("polygon")
    hand.click((0.2, 0.2), (0.8, 0.2))
    hand.key(KEY.Key_Escape)
    assert hand.canvas.isVisible() and hand.drawn == []
    hand.key(KEY.Key_Escape)
    assert not hand.canvas.isVisible() and not hand.dock.tools["polygon"].isChecked()
    assert hand.window.session.pipeline is not None


@pytest.mark.slow
def test_the_arrow_of_a_line_is_turned_round(hand):
    hand.line()
    hand.press(hand.dock.turn)
    assert hand.drawn[0].points.tolist() == [[0.5, 0.9], [0.5, 0.1]]


@pytest.mark.slow
def test_space_still_plays_while_one_draws(hand):
    hand.tool("line")
    hand.key(KEY.Key_Space)
    assert not hand.window.session.playback.state.paused


@pytest.mark.slow
def test_regions_come_back_with_their_source(hand):
    hand.line()
    open_film(hand.qtbot, hand.window, "other.avi")
    hand.qtbot.waitUntil(lambda: hand.drawn == [])
    open_film(hand.qtbot, hand.window)
    hand.qtbot.waitUntil(lambda: len(hand.drawn) == 1)
    assert hand.drawn[0].points.tolist() == [[0.5, 0.1], [0.5, 0.9]]


@pytest.mark.slow
def test_the_dock_leaves_with_the_film_and_comes_back_with_the_next(hand):
    hand.window.session.close_source()
    hand.qtbot.waitUntil(lambda: not hand.dock.isVisible())
    open_film(hand.qtbot, hand.window)
    hand.qtbot.waitUntil(hand.dock.isVisible)


@pytest.mark.slow
def test_no_secret_of_an_address_is_kept_with_its_regions(hand, tmp_path):
    hand.line()
    open_film(hand.qtbot, hand.window, "rtsp://ann:hush-hush@camera/1")
    hand.qtbot.waitUntil(lambda: hand.drawn == [])
    hand.qtbot.waitUntil(hand.dock.tools["line"].isEnabled)
    hand.line()
    hand.window._preferences.save()
    text = (tmp_path / "window.ini").read_text()
    assert "rtsp://camera/1" in text and "hush" not in text


@pytest.mark.slow
def test_a_second_click_on_a_tool_leaves_it(hand):
    hand.tool("line")
    hand.tool("line")
    assert not hand.canvas.isVisible()


def _noise(index):
    """A frame whose first pixel is its index."""
    image = np.random.default_rng(index).integers(0, 255, (240, 320, 3), np.uint8)
    image[0, 0] = index
    return publish(image)


@pytest.fixture
def noise(monkeypatch):
    """There is something to be seen in each frame of the film."""
    monkeypatch.setattr(window_fakes, "picture", _noise)


@pytest.mark.slow
@pytest.mark.usefixtures("noise")
def test_an_area_that_is_hidden_says_so_and_cannot_be_seen(hand):
    hand.tool("rectangle")
    hand.drag((0.1, 0.2), (0.3, 0.6))
    role = hand.dock.role
    role.setCurrentIndex(role.findData("hide"))
    role.activated.emit(role.currentIndex())
    assert hand.cells == [["Area 1", "Hidden in the image", "", "", "", ""]]
    assert "whatever is in it" in role.accessibleDescription()

    def changed():
        frame = hand.window.view.current.frame
        return (frame.image != _noise(frame.index)).any(2)

    hand.qtbot.waitUntil(lambda: changed().any())
    other = changed()
    assert other[52:140, 36:92].mean() > 0.9
    other[44:148, 28:100] = False
    assert not other.any()
