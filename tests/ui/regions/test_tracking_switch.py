"""Tracking is switched on and off in the panel, and the dock says the same."""

import pytest
from PySide6.QtCore import QPoint

from support.window.panel_driver import scroll_to
from support.window.real_mouse import click


@pytest.mark.slow
def test_one_click_tracks_and_another_one_ends_it(hand):
    window, rows = hand.window, hand.window.controls.tracking

    def tracked():
        return window.view.current.detected.detections.track_id is not None

    def press(box):
        scroll_to(window.controls, box)
        hand.qtbot.wait(10)
        click(box, QPoint(10, box.height() // 2))

    trails = window.controls.row("trails")
    assert not trails.box.isEnabled() and not rows.method.isVisible() and not tracked()
    press(rows.switch.box)
    hand.qtbot.waitUntil(tracked)
    assert hand.dock.tracking.currentText() == "ByteTrack"
    press(rows.more)
    press(trails.box)
    assert window.session.store.current.trails
    hand.qtbot.keyClick(hand.dock.tracking, "O")
    assert rows.method.combo.currentText() == "OC-SORT" and rows.switch.box.isChecked()
    press(rows.switch.box)
    hand.qtbot.waitUntil(lambda: not tracked())
    assert hand.dock.tracking.currentText() == "Off"
    press(rows.switch.box)  # the tracker that was chosen last
    assert hand.dock.tracking.currentText() == "OC-SORT"
    window.controls._sections["Tracking"].reset_button.click()
    assert not rows.switch.box.isChecked() and not window.session.store.current.trails
