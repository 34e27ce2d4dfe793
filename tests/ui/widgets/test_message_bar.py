"""One message at a time; errors wait their turn, and nothing is modal."""

import pytest

from support.window.window_driver import offered
from yolocam.ui.widgets import message_bar as module
from yolocam.ui.widgets.message_bar import Message, MessageBar


@pytest.fixture
def bar(qtbot):
    bar = MessageBar()
    qtbot.addWidget(bar)
    return bar


def test_errors_are_shown_one_after_the_other(bar):
    bar.show_message(Message("first", "error"))
    bar.show_message(Message("second", "error"))
    bar.show_message(Message("second", "error"))
    assert bar.text == "first"
    bar.dismiss()
    assert bar.text == "second"
    bar.dismiss()
    assert bar.text == ""


def test_an_information_leaves_by_itself(qtbot, monkeypatch, bar):
    bar._timer.setInterval(10)
    bar.show_message(Message("saved"))
    qtbot.waitUntil(lambda: bar.text == "")
    bar.show_message(Message("broken", "error"))
    qtbot.wait(40)
    assert bar.text == "broken"


def test_flood_is_bounded(bar):
    for number in range(100):
        bar.show_message(Message(f"error {number}", "error"))
    texts = []
    while bar.text:
        texts.append(bar.text)
        bar.dismiss()
    assert len(texts) == module.MAX_WAITING + 1
    assert texts[-1] == "error 99"


def test_button_acts_once(bar):
    calls = []
    bar.show_message(Message("failed", "error", "Try again", lambda: calls.append(1)))
    offered(bar).click()
    assert calls == [1]
    assert bar.text == ""


def test_standing_message_stays_with_its_condition(bar):
    bar.set_standing(Message("lost, 1 s ago", "error"))
    bar.show_message(Message("saved"))
    assert bar.text == "saved"
    bar.dismiss()
    assert bar.text == "lost, 1 s ago"
    bar.set_standing(Message("lost, 2 s ago", "error"))
    assert bar.text == "lost, 2 s ago"
    bar.dismiss()
    bar.set_standing(Message("lost, 3 s ago", "error"))
    assert bar.text == ""
    bar.set_standing(None)
    bar.set_standing(Message("lost again", "error"))
    assert bar.text == "lost again"
    bar.set_standing(None)
    assert bar.text == ""


def test_errors_of_the_source_before_are_forgotten(bar):
    bar.show_message(Message("a.mp4 is broken", "error"))
    bar.show_message(Message("really", "error"))
    bar.forget_errors()
    assert bar.text == ""


def test_a_success_replaces_the_error_of_its_matter(bar):
    bar.show_message(Message("the files do not fit together", "error", matter="model"))
    bar.show_message(Message("the second try failed too", "error", matter="model"))
    assert bar.text == "the second try failed too"
    bar.show_message(Message("added", "info", "Undo", matter="model"))
    assert bar.text == "added" and offered(bar).text() == "Undo"
    bar.dismiss()
    assert bar.text == ""


def test_a_success_is_seen_before_an_old_error_of_another_matter(bar):
    bar.show_message(Message("the disk is full", "error", matter="recording"))
    bar.show_message(Message("broken weights", "error", matter="model"))
    bar.show_message(Message("saved", matter="snapshot"))
    assert bar.text == "saved"
    bar.dismiss()
    assert bar.text == "the disk is full"
    bar.dismiss()
    assert bar.text == "broken weights"


def test_a_matter_that_turned_out_well_is_settled(bar):
    bar.show_message(Message("broken weights", "error", matter="model"))
    bar.show_message(Message("the disk is full", "error", matter="recording"))
    bar.settle("model")
    assert bar.text == "the disk is full"
