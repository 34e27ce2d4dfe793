"""A rule is made in a form that reads like a sentence, and what is wrong is said at its field."""

import numpy as np
import pytest
from PySide6.QtCore import Qt

from support.fake_keyring import use_keyring
from support.window.real_mouse import wheel


def fill(hand, form, **values):
    fields = form.condition.fields
    for key, value in values.items():
        if hasattr(fields[key], "findData"):
            hand.choose(fields[key], value)
        else:
            hand.type(fields[key], value)


def do(hand, form, action, number=0, **values):
    task = form.tasks[number]
    hand.choose(task.kind, action)
    for name, value in values.items():
        task.fields[name].set_value(value)
    return task


@pytest.mark.slow
def test_a_rule_is_made_and_met(hand):
    form = hand.add()
    fill(hand, form, **{"class": "person", "when": "stays", "seconds": "0.5", "confidence": "50%"})
    assert form.sentence.text() == "When person stays 0.5 s in the image, confidence at least 0.5: Log line"
    hand.press(form.save)
    assert hand.rows == ["When person stays 0.5 s in the image, confidence at least 0.5: Log line"]
    hand.qtbot.waitUntil(lambda: hand.window.session.processors.current != ())
    hand.window.session.playback.toggle()
    hand.qtbot.waitUntil(lambda: bool(hand.dock.fired_model.rows))
    assert hand.dock.fired_model.rows[0].words == "Rule 1: person #1 stayed"


@pytest.mark.slow
def test_what_is_wrong_is_said_at_its_field_in_the_words_of_the_file(hand):
    form = hand.add()
    fill(hand, form, **{"class": "persn", "when": "stays"})
    assert form.problem == ""  # nobody has tried to save yet
    hand.press(form.save)
    assert form.problem == 'The rule has no seconds, which when = "stays" needs'
    fill(hand, form, seconds="much")
    assert form.problem == "Seconds is 'much', expected a number from 0.1 to 86400"
    fill(hand, form, seconds="2")
    assert "names the class 'persn', which the network does not know, did you mean 'person'?" in form.problem
    fill(hand, form, **{"class": "person"})
    assert form.problem == ""
    hand.type(form.name, "")
    do(hand, form, "webhook", url="https://ann:geheim@host/x")
    assert "a password or a key in it" in form.tasks[0].problem and "geheim" not in form.problem
    do(hand, form, "clip", before=999)
    assert form.tasks[0].problem == "Before is 999, expected a number from 0 to 300"
    assert hand.form() is form and hand.rows == []


@pytest.mark.slow
def test_the_places_are_those_drawn_and_fit_what_happens(hand):
    regions = hand.window.regions.editor
    regions.add("polygon", np.array([(0.1, 0.1), (0.6, 0.1), (0.6, 0.9)]))
    regions.add("line", np.array([(0.5, 0.1), (0.5, 0.9)]))
    form = hand.add()
    where = form.condition.fields["where"]
    assert [where.itemText(n) for n in range(where.count())] == ["the image", "Area 1"]
    fill(hand, form, when="crosses")
    assert [where.itemText(n) for n in range(where.count())] == ["Line 1"]
    fill(hand, form, direction="in")
    assert form.sentence.text() == "When anything crosses Line 1, the way in: Log line"
    assert form.condition.fields["class"].names[:2] == ("person", "bicycle")


@pytest.mark.slow
def test_classes_are_offered_while_one_types(hand):
    form = hand.add()
    field = form.condition.fields["class"]
    hand.qtbot.keyClicks(field, "person, BI")
    offer = field.completer()
    assert offer.currentCompletion() == "person, bicycle"
    hand.qtbot.keyClick(offer.popup(), Qt.Key.Key_Down)
    hand.qtbot.keyClick(offer.popup(), Qt.Key.Key_Return)
    assert field.value() == ["person", "bicycle"] and form.isVisible()


@pytest.mark.slow
def test_a_test_button_says_what_happened(hand):
    form = hand.add()
    task = do(hand, form, "webhook", url="http://127.0.0.1:1/x")
    hand.press(task.test)
    hand.qtbot.waitUntil(task.test.isEnabled)
    assert task.outcome.text == "It cannot be reached: no connection"
    do(hand, form, "webhook", url="nowhere")
    hand.press(task.test)
    assert task.problem == "Url is no web address, expected http://... or https://..."


@pytest.mark.slow
def test_a_secret_is_named_and_kept_in_the_keyring_only(hand, tmp_path, monkeypatch):
    kept = use_keyring(monkeypatch).kept
    form = hand.add()
    task = do(hand, form, "webhook", url="http://127.0.0.1:1/x")
    secret = task.fields["token"]
    hand.type(secret.name, "hook")
    hand.press(secret.keep)
    (asking,) = [one for one in secret.children() if hasattr(one, "secret")]
    hand.qtbot.keyClicks(asking.secret, "hush-hush")
    hand.qtbot.keyClick(asking.secret, Qt.Key.Key_Return)
    hand.qtbot.waitUntil(lambda: bool(task.outcome.text))
    assert task.outcome.text == "The keyring keeps it as hook" and kept == {("yolocam", "hook"): "hush-hush"}
    hand.press(form.save)
    (one,) = hand.rules.editor.current
    assert one.rule.tasks[0].values["token"] == "keyring:hook"
    hand.window._preferences.save()
    assert "hush" not in (tmp_path / "window.ini").read_text()


@pytest.mark.slow
def test_the_wheel_scrolls_the_form_and_changes_nothing(hand):
    form = hand.add()
    for box in (form.condition.fields["when"], form.tasks[0].kind):
        wheel(box, -120)
        assert box.currentIndex() == 0
