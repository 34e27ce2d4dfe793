"""Who crosses is counted while the film runs; the counts are read in the dock and saved."""

import json

import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtWidgets import QFileDialog, QLineEdit

from support.window.window_driver import settle
from support.window.window_fakes import FRAME_NS
from yolocam.selection import weak_confidence

LEFT = Qt.MouseButton.LeftButton


def choose_tracker(hand, steps):
    """Choose with the keyboard: a list that opens takes no clicks of a hand as quick as this."""
    for _ in range(steps):
        hand.qtbot.keyClick(hand.dock.tracking, Qt.Key.Key_Down)


def play_to_the_end(hand):
    hand.window.session.playback.play()
    hand.qtbot.waitUntil(lambda: hand.window.session.playback.state.ended)
    settle(hand.qtbot, hand.window)


def save_as(hand, path):
    """Give the file dialog that has opened a name."""
    hand.qtbot.waitUntil(lambda: len(hand.window.findChildren(QFileDialog)) == 1)
    (dialog,) = hand.window.findChildren(QFileDialog)
    dialog.fileSelected.emit(str(path))
    dialog.close()
    hand.qtbot.waitUntil(lambda: not hand.window.findChildren(QFileDialog))


@pytest.mark.slow
def test_the_tracker_is_chosen_while_the_source_runs(hand, sources):
    def shown():
        return hand.window.view.current.detected

    assert shown().detections.track_id is None and shown().settings.floor is None
    choose_tracker(hand, 1)
    hand.qtbot.waitUntil(lambda: shown().detections.track_id is not None)
    assert hand.dock.tracking.currentText() == "ByteTrack"
    confidence = hand.window.session.store.current.confidence
    hand.qtbot.waitUntil(lambda: shown().settings.floor == weak_confidence(confidence))
    hand.qtbot.keyClick(hand.dock.tracking, Qt.Key.Key_Home)
    hand.qtbot.waitUntil(lambda: shown().detections.track_id is None)
    assert len(sources.opened) == 1


@pytest.mark.slow
def test_the_choice_of_a_tracker_is_kept(hand, make_window):
    choose_tracker(hand, 2)
    assert make_window().regions.dock.tracking.currentText() == "OC-SORT"


@pytest.mark.slow
def test_who_crosses_a_line_is_counted_and_saved(hand, tmp_path):
    hand.line()
    play_to_the_end(hand)
    hand.qtbot.waitUntil(lambda: len(hand.cells) == 2)
    assert hand.cells == [["Line 1", "All", "0", "1", "", ""], ["", "person", "0", "1", "", ""]]
    hand.press(hand.dock.save_counts)
    save_as(hand, tmp_path / "c.csv")
    assert (tmp_path / "c.csv").read_text() == "region,class_name,kind,count\nLine 1,person,out,1\n"
    hand.press(hand.dock.save_events)
    save_as(hand, tmp_path / "e.jsonl")
    (event,) = map(json.loads, (tmp_path / "e.jsonl").read_text().splitlines())
    assert (event["kind"], event["region"], event["class_name"]) == ("out", "Line 1", "person")
    hand.press(hand.dock.reset)
    assert hand.cells == [["Line 1", "All", "0", "0", "", ""]]
    hand.qtbot.waitUntil(lambda: hand.window.view.current.detected.shapes[0].label == "Line 1: 0 in, 0 out")


@pytest.mark.slow
def test_what_is_played_again_is_counted_once(hand):
    hand.line()
    play_to_the_end(hand)
    hand.qtbot.waitUntil(lambda: len(hand.cells) == 2)
    session, window = hand.window.session, hand.window
    session.playback.seek(20 * FRAME_NS)
    hand.qtbot.waitUntil(lambda: window.view.current.frame.index == 20)
    play_to_the_end(hand)  # after a seek back
    session.playback.set_loop(True)
    jumps = window.view.current.frame.jumps
    session.playback.play()
    hand.qtbot.waitUntil(lambda: window.view.current.frame.jumps >= jumps + 2)
    session.playback.set_loop(False)
    hand.qtbot.waitUntil(lambda: session.playback.state.ended)
    settle(hand.qtbot, window)
    assert hand.cells == [["Line 1", "All", "0", "1", "", ""], ["", "person", "0", "1", "", ""]]
    figures = window.regions.tally.figures()
    assert figures.events == 1 and [one.kind for one in figures.moments] == ["out"]
    assert window.view.current.detected.shapes[0].label == "Line 1: 0 in, 1 out"


@pytest.mark.slow
def test_who_is_in_an_area_is_shown(hand):
    hand.tool("rectangle")
    hand.drag((0.4, 0.1), (0.99, 0.9))
    play_to_the_end(hand)
    hand.qtbot.waitUntil(lambda: hand.cells[0] == ["Area 1", "All", "1", "0", "1", ""])


@pytest.mark.slow
def test_counts_go_on_when_another_region_is_moved(hand):
    hand.line()
    hand.tool("rectangle")
    hand.drag((0.05, 0.8), (0.3, 0.95))
    play_to_the_end(hand)
    hand.drag((0.05, 0.8), (0.1, 0.8))
    hand.qtbot.waitUntil(lambda: bool(hand.window.view.current.detected.shapes))
    hand.qtbot.waitUntil(lambda: hand.cells[:1] == [["Line 1", "All", "0", "1", "", ""]])
    assert hand.window.view.current.detected.shapes[0].label == "Line 1: 0 in, 1 out"


@pytest.mark.slow
def test_an_area_may_be_left_out(hand):
    hand.tool("rectangle")
    hand.drag((0.0, 0.05), (0.9, 0.95))
    assert len(hand.window.view.current.detected.detections) == 1
    hand.dock.role.setFocus()
    for _ in range(2):
        hand.qtbot.keyClick(hand.dock.role, Qt.Key.Key_Down)
    hand.qtbot.waitUntil(lambda: len(hand.window.view.current.detected.detections) == 0)
    hand.qtbot.waitUntil(lambda: hand.cells == [["Area 1", "Left out", "", "", "", ""]])
    hand.qtbot.keyClick(hand.dock.role, Qt.Key.Key_Down)
    hand.qtbot.waitUntil(lambda: len(hand.window.view.current.detected.detections) == 1)
    hand.qtbot.waitUntil(lambda: hand.cells == [["Area 1", "Hidden in the image", "", "", "", ""]])


@pytest.mark.slow
def test_a_region_gets_another_name_in_the_table(hand):
    hand.line()
    table = hand.dock.table
    place = table.visualRect(hand.dock.model.index(0, 0)).center()
    hand.qtbot.mouseClick(table.viewport(), LEFT, pos=place)
    hand.qtbot.mouseDClick(table.viewport(), LEFT, pos=QPoint(place.x(), place.y()))
    (editor,) = table.findChildren(QLineEdit)
    editor.selectAll()
    hand.qtbot.keyClicks(editor, "door")
    hand.qtbot.keyClick(editor, Qt.Key.Key_Return)
    hand.qtbot.waitUntil(lambda: [one.name for one in hand.drawn] == ["door"])
    hand.qtbot.waitUntil(lambda: hand.cells == [["door", "All", "0", "0", "", ""]])


@pytest.mark.slow
def test_regions_are_saved_to_a_file_and_loaded(hand, tmp_path):
    hand.line()
    hand.dock.save_regions.trigger()
    save_as(hand, tmp_path / "r.json")
    content = json.loads((tmp_path / "r.json").read_text())
    assert content["coordinates"] == "relative" and content["regions"][0]["kind"] == "line"
    hand.key(Qt.Key.Key_Delete)
    assert hand.drawn == []
    hand.dock.load_regions.trigger()
    save_as(hand, tmp_path / "r.json")
    assert [one.name for one in hand.drawn] == ["Line 1"]
    (tmp_path / "bad.json").write_text('{"regions": 7}')
    hand.dock.load_regions.trigger()
    save_as(hand, tmp_path / "bad.json")
    assert "regions is 7" in hand.window.viewer.message_bar.text
    assert [one.name for one in hand.drawn] == ["Line 1"]
