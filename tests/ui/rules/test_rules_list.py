"""Rules are listed, switched, copied, deleted and brought back, kept with their source, written to files."""

import numpy as np
import pytest
from PySide6.QtCore import Qt

from support.window.window_driver import open_film
from yolocam.pipeline.actions import action_types
from yolocam.pipeline.rules.rule_file import read_rules, rules_of
from yolocam.ui.rules.rule_editor import PlacedRule

KEY = Qt.Key


def rule(name, everywhere=False, **values):
    table = {"name": name, "when": "appears", "do": [{"action": "snapshot"}], **values}
    return PlacedRule(rules_of({"rule": [table]}, action_types().types).rules[0], everywhere)


@pytest.mark.slow
def test_rules_are_switched_copied_deleted_and_brought_back(hand):
    hand.rules.editor.add([rule("one"), rule("two")])
    hand.click(0)
    hand.qtbot.keyClick(hand.dock.table, KEY.Key_Space)
    assert [one.rule.enabled for one in hand.rules.editor.current] == [False, True]
    assert hand.window.session.playback.state.paused  # the key was meant for the list
    hand.press(hand.dock.duplicate)
    assert [row.name for row in hand.dock.model.rows] == ["one", "one (2)", "two"]
    hand.click(2)
    hand.qtbot.keyClick(hand.dock.table, KEY.Key_Delete)
    assert [row.name for row in hand.dock.model.rows] == ["one", "one (2)"]
    for _ in range(3):
        hand.qtbot.keyClick(hand.dock.table, KEY.Key_Z, Qt.KeyboardModifier.ControlModifier)
    assert [(row.name, row.enabled) for row in hand.dock.model.rows] == [("one", True), ("two", True)]


@pytest.mark.slow
def test_a_click_on_the_box_switches_and_one_on_the_name_does_not(hand):
    hand.rules.editor.add([rule("one")])
    hand.click(0)
    assert hand.rules.editor.current[0].rule.enabled
    hand.click(0, x=10)
    assert not hand.rules.editor.current[0].rule.enabled


@pytest.mark.slow
def test_rules_that_wait_are_no_recording(hand):
    start = {"action": "record", "switch": "start"}
    hand.rules.editor.add([rule("one", **{"do": [{"action": "clip"}, start]})])
    outputs = hand.window.session.outputs
    hand.qtbot.waitUntil(lambda: len(outputs.queued()) == 3)
    assert not hand.window.sync.is_saving()
    hand.window.session.playback.toggle()
    hand.qtbot.waitUntil(hand.window.sync.is_saving)


@pytest.mark.slow
def test_rules_of_a_source_come_back_with_it_and_those_of_all_are_everywhere(hand):
    hand.rules.editor.add([rule("here"), rule("all", everywhere=True)])
    open_film(hand.qtbot, hand.window, "other.avi")
    hand.qtbot.waitUntil(lambda: [row.name for row in hand.dock.model.rows] == ["all"])
    open_film(hand.qtbot, hand.window)
    hand.qtbot.waitUntil(lambda: [row.name for row in hand.dock.model.rows] == ["all", "here"])


@pytest.mark.slow
def test_a_click_on_what_was_noticed_goes_there(hand):
    hand.rules.editor.add([rule("visitor", **{"do": [{"action": "log"}]})])
    hand.qtbot.waitUntil(lambda: hand.window.session.processors.current != ())
    hand.window.session.playback.toggle()
    hand.qtbot.waitUntil(lambda: bool(hand.dock.fired_model.rows))
    (fired,) = hand.dock.fired_model.rows
    cell = hand.dock.fired.visualRect(hand.dock.fired_model.index(0, 1))
    hand.qtbot.mouseClick(hand.dock.fired.viewport(), Qt.MouseButton.LeftButton, pos=cell.center())
    assert hand.window.session.playback.state.paused
    hand.qtbot.waitUntil(lambda: hand.window.view.current.frame.pts_ns == fired.position_ns)


@pytest.mark.slow
def test_rules_are_exported_and_imported_as_the_file_of_the_command_line(hand, tmp_path):
    file = tmp_path / "rules.toml"
    hand.rules.editor.add([rule("one", confidence=0.5), rule("two", enabled=False)])
    hand.rules._export(file)
    assert [one.name for one in read_rules(file, action_types().types).rules] == ["one", "two"]
    before = hand.rows
    hand.rules.editor.load([])
    hand.rules._import(str(file))
    assert hand.rows == before
    file.write_text('[[rule]]\nwhen = "apears"')
    hand.rules._import(str(file))
    assert "rules.toml line 2: when is 'apears', did you mean" in hand.window.viewer.message_bar.text
    assert hand.rows == before


@pytest.mark.slow
def test_a_rule_about_a_place_that_is_not_drawn_here_says_so(hand):
    hand.rules.editor.add([rule("one", where="yard", everywhere=True)])
    assert hand.dock.model.rows[0].problem == "No “yard” is drawn here"
    hand.window.regions.editor.add("polygon", np.array([[0.1, 0.1], [0.6, 0.1], [0.6, 0.9]]))
    hand.window.regions.editor.rename("Area 1", "yard")
    hand.qtbot.waitUntil(lambda: hand.dock.model.rows[0].problem == "")


@pytest.mark.slow
def test_what_cannot_be_done_is_said_at_the_rule(hand):
    task = {"action": "sound", "file": "nowhere.wav"}
    hand.rules.editor.add([rule("bell", **{"do": [task]})])
    hand.qtbot.waitUntil(lambda: bool(hand.dock.model.rows[0].problem))
    assert "expected" in hand.dock.model.rows[0].problem


@pytest.mark.slow
def test_the_bell_is_that_of_the_desktop(hand):
    rung = []
    hand.window.rules.running._rung.connect(lambda: rung.append(1))
    hand.rules.editor.add([rule("one", **{"do": [{"action": "sound"}]})])
    hand.qtbot.waitUntil(lambda: hand.window.session.processors.current != ())
    hand.window.session.playback.toggle()
    hand.qtbot.waitUntil(lambda: bool(rung))
