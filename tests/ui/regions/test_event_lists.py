"""Events and objects are listed: a click, or a key, goes to where each of them is in the film."""

from dataclasses import replace

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt

from support.films.media_files import detections, rendered, video_frame
from support.window.window_driver import key
from support.window.window_fakes import FRAME_NS
from yolocam.ui.regions.region_moments import RegionMoment, RegionMoments, moment_beside
from yolocam.ui.regions.track_times import TrackTimes

S = 1_000_000_000
SHIFT = Qt.KeyboardModifier.ShiftModifier


def moment(at, kind="in", region="door"):
    return RegionMoment(at, None, kind, region, "person", 1)


def test_events_stand_in_the_order_of_the_film_however_it_was_played():
    moments = RegionMoments()
    for at in (5, 2, 2, 9):
        moments.put([moment(at)])
        assert moments.all() is moments.all()
    assert [one.at_ns for one in moments.all()] == [2, 2, 5, 9]


def test_events_are_met_one_after_the_other():
    all_of_them = tuple(moment(at) for at in (2, 4, 7))
    assert [moment_beside(all_of_them, at, later=True) for at in (0, 2, 6)] == [*all_of_them]
    assert moment_beside(all_of_them, 7, later=True) is None is moment_beside(all_of_them, 2, later=False)
    assert moment_beside(all_of_them, 7, later=False).at_ns == 4


def test_objects_are_those_of_the_last_look():
    times = TrackTimes()
    times.source_opened(replace(video_frame(0).source, seekable=True))

    def look(index, *tracks):
        boxes = detections(*((0, 0, 9, 9, 0.9, 1.0, 0) for _ in tracks))
        frame = replace(video_frame(index), pts_ns=index)
        times.write(rendered(frame, replace(boxes, track_id=np.array(tracks, np.int32))))

    for index in range(4):
        look(index, *((1,) if index < 2 else (1, 7)))
    look(4, 9)  # a single image may have shown nothing
    assert [(o.track_id, o.first_ns, o.last_ns) for o in times.objects()] == [(1, 0, 3), (7, 2, 3)]
    look(3, 1)
    assert [(o.track_id, o.first_ns, o.last_ns) for o in times.objects()] == [(1, 0, 3)]
    before = times.changes
    times.source_opened(video_frame(0).source)
    assert times.changes > before and not times.objects()


@pytest.mark.slow
def test_a_click_goes_to_an_event_and_to_an_object(hand):
    window, lists, qtbot = hand.window, hand.dock.lists, hand.qtbot
    window.tracking.switch(True)
    hand.line()
    hand.canvas.choose(None)
    playback = window.session.playback
    playback.play()
    qtbot.waitUntil(lambda: playback.state.ended)
    qtbot.waitUntil(lambda: lists.moments.rowCount() == 1)
    (crossing,) = lists.moments.rows
    assert crossing.kind == "out" and crossing.region == "Line 1"
    place = lists.events_table.visualRect(lists.moments.index(0, 1)).center()
    qtbot.mouseClick(lists.events_table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    qtbot.waitUntil(lambda: window.view.current.frame.pts_ns == crossing.at_ns)
    assert playback.state.paused
    number = window.view.current.detected.detections.track_id[0]
    lists.setCurrentIndex(1)
    qtbot.waitUntil(lambda: lists.objects.rowCount() >= 1)
    (row,) = [n for n, one in enumerate(lists.objects.rows) if one.track_id == number]
    place = lists.objects_table.visualRect(lists.objects.index(row, 0)).center()
    qtbot.mouseClick(lists.objects_table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    first = lists.objects.rows[row].first_ns
    qtbot.waitUntil(lambda: window.view.current.frame.pts_ns == first)
    assert window.view.marked == number  # it is outlined, and its label is told even where there is no room
    names = [f"person #{number}", "Events"]
    qtbot.waitUntil(lambda: [lane.name for lane in window.transport.lanes.lanes][-2:] == names)
    # By keys, and by a click beside its mark under the seek bar.
    key(qtbot, window, Qt.Key.Key_E)
    qtbot.waitUntil(lambda: window.view.current.frame.pts_ns == crossing.at_ns)
    key(qtbot, window, Qt.Key.Key_E)
    qtbot.waitUntil(lambda: "later than this" in window.viewer.message_bar.text)
    playback.seek(90 * FRAME_NS)
    qtbot.waitUntil(lambda: window.view.current.frame.index == 90)
    key(qtbot, window, Qt.Key.Key_E, SHIFT)
    qtbot.waitUntil(lambda: window.view.current.frame.pts_ns == crossing.at_ns)
    playback.seek(0)
    lanes = window.transport.lanes
    row = [lane.name for lane in lanes.lanes].index("Events")
    x = round(window.transport._bar.x_of()(crossing.at_ns)) + 3
    qtbot.mouseClick(lanes, Qt.MouseButton.LeftButton, pos=QPoint(x, 4 * row + 1))
    qtbot.waitUntil(lambda: window.view.current.frame.pts_ns == crossing.at_ns)
