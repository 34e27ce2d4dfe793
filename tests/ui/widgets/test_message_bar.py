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
    bar.show_message(Message("First", "error"))
    bar.show_message(Message("Second", "error"))
    bar.show_message(Message("Second", "error"))
    assert bar.text == "First"
    bar.dismiss()
    assert bar.text == "Second"
    bar.dismiss()
    assert bar.text == ""


def test_an_information_leaves_by_itself(qtbot, monkeypatch, bar):
    bar._timer.setInterval(10)
    bar.show_message(Message("Saved"))
    qtbot.waitUntil(lambda: bar.text == "")
    bar.show_message(Message("Broken", "error"))
    qtbot.wait(40)
    assert bar.text == "Broken"


def test_flood_is_bounded(bar):
    for number in range(100):
        bar.show_message(Message(f"Error {number}", "error"))
    texts = []
    while bar.text:
        texts.append(bar.text)
        bar.dismiss()
    assert len(texts) == module.MAX_WAITING + 1
    assert texts[-1] == "Error 99"


def test_button_acts_once(bar):
    calls = []
    bar.show_message(Message("failed", "error", "Try again", lambda: calls.append(1)))
    offered(bar).click()
    assert calls == [1]
    assert bar.text == ""


def test_standing_message_stays_with_its_condition(bar):
    bar.set_standing(Message("Lost, 1 s ago", "error"))
    bar.show_message(Message("Saved"))
    assert bar.text == "Saved"
    bar.dismiss()
    assert bar.text == "Lost, 1 s ago"
    bar.set_standing(Message("Lost, 2 s ago", "error"))
    assert bar.text == "Lost, 2 s ago"
    bar.dismiss()
    bar.set_standing(Message("Lost, 3 s ago", "error"))
    assert bar.text == ""
    bar.set_standing(None)
    bar.set_standing(Message("Lost again", "error"))
    assert bar.text == "Lost again"
    bar.set_standing(None)
    assert bar.text == ""


def test_errors_of_the_source_before_are_forgotten(bar):
    bar.show_message(Message("a.mp4 is broken", "error"))
    bar.show_message(Message("really", "error"))
    bar.forget_errors()
    assert bar.text == ""


@pytest.mark.parametrize(
    ("said", "shown"),
    [
        ("no image or video matches *.png", "No image or video matches *.png"),
        ("left out: a.png is empty", "Left out: a.png is empty"),
        ("film.avi does not exist", "film.avi does not exist"),
        ("camera:0 is gone", "camera:0 is gone"),
        ("yolov3-tiny cannot be used", "yolov3-tiny cannot be used"),
    ],
)
def test_a_sentence_begins_with_a_capital_but_a_name_is_left_as_it_is(bar, said, shown):
    bar.show_message(Message(said))
    assert bar.text == shown


def test_a_success_replaces_the_error_of_its_matter(bar):
    bar.show_message(Message("The files do not fit together", "error", matter="model"))
    bar.show_message(Message("The second try failed too", "error", matter="model"))
    assert bar.text == "The second try failed too"
    bar.show_message(Message("Added", "info", "Undo", matter="model"))
    assert bar.text == "Added" and offered(bar).text() == "Undo"
    bar.dismiss()
    assert bar.text == ""


def test_a_success_is_seen_before_an_old_error_of_another_matter(bar):
    bar.show_message(Message("The disk is full", "error", matter="recording"))
    bar.show_message(Message("Broken weights", "error", matter="model"))
    bar.show_message(Message("Saved", matter="snapshot"))
    assert bar.text == "Saved"
    bar.dismiss()
    assert bar.text == "The disk is full"
    bar.dismiss()
    assert bar.text == "Broken weights"


@pytest.mark.slow
def test_a_matter_that_turned_out_well_is_settled(bar):
    bar.show_message(Message("Broken weights", "error", matter="model"))
    bar.show_message(Message("The disk is full", "error", matter="recording"))
    bar.settle("model")
    assert bar.text == "The disk is full"
