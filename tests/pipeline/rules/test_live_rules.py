"""The rules of a session are exchanged while it runs."""

from dataclasses import replace

import pytest

from support.eventually import eventually
from support.fake_detector import FakeDetector
from support.films.media_files import detections
from support.pipeline import session_rig
from support.pipeline.fakes import FakeSource
from support.pipeline.session_rig import SessionRig
from yolocam.errors import SinkError
from yolocam.pipeline.actions import action_types
from yolocam.pipeline.actions.live_rules import LiveRules
from yolocam.pipeline.rules.rule_file import rules_of

pytestmark = pytest.mark.usefixtures("no_thread_left")

SIZE = (64, 48)


def rule(name, **task):
    table = {"name": name, "when": "appears", "do": [{"action": "log", **task}]}
    return rules_of({"rule": [table]}, action_types().types).rules[0]


@pytest.fixture
def rig(monkeypatch):
    """A session that shows one thing which never leaves."""
    pytest.importorskip("lap")

    def thing(image, settings):
        return detections((20, 10, 40, 30, 0.9, 0.9, 0))

    monkeypatch.setattr(session_rig, "FakeDetector", lambda settings: FakeDetector(find=thing))
    made = SessionRig()
    made.sources["a"] = FakeSource(10**6, sizes=(SIZE,), size_wh=SIZE, frame_ns=1_000_000, name="a")
    yield made
    made.close()


@pytest.fixture
def live(rig, tmp_path):
    return LiveRules(rig.session, tmp_path / "out")


def told(rig):
    return [notice.text for notice in rig.session.take_notices()]


def test_a_rule_that_is_added_while_a_source_runs_is_followed_at_once(rig, live):
    rig.open("a")
    assert live.take([rule("visitor")]) == {}
    said = []
    eventually(lambda: said.extend(told(rig)) or said)
    assert said == ["Visitor: thing #1 appeared"]


def test_one_that_goes_on_is_not_met_again_when_another_changes(rig, live, tmp_path):
    first, second = tmp_path / "first.txt", tmp_path / "second.txt"
    rig.open("a")
    live.take([rule("one", file=str(first))])
    eventually(lambda: first.exists() and first.read_text().endswith("\n"))
    live.take([rule("one", file=str(first)), rule("two", file=str(second))])
    eventually(lambda: second.exists() and second.read_text().endswith("\n"))
    assert first.read_text().count("\n") == second.read_text().count("\n") == 1


def test_one_that_is_switched_off_does_nothing(rig, live):
    rig.open("a")
    live.take([replace(rule("visitor"), enabled=False)])
    seen = len(rig.display.items)
    eventually(lambda: len(rig.display.items) > seen + 20)
    assert told(rig) == [] and rig.session.processors.current == ()
    assert rig.session.outputs.queued() == ()


def test_an_action_that_cannot_be_opened_is_told_and_the_others_go_on(rig, live):
    broken = rules_of(
        {"rule": [{"name": "hook", "when": "appears", "do": [
            {"action": "webhook", "url": "http://127.0.0.1/", "token": "${NOT_THERE}"}, {"action": "log"},
        ]}]},
        action_types().types,
    ).rules[0]  # fmt: skip
    rig.open("a")
    problems = live.take([broken])
    assert problems == {"hook": "the environment variable NOT_THERE is not set, but a rule uses it"}
    assert live.take([broken]) == problems
    said = []
    eventually(lambda: said.extend(told(rig)) or said)
    assert said == ["Hook: thing #1 appeared"]


def test_at_the_start_what_cannot_be_done_is_an_error_with_its_line(rig, live, rule_file, read):
    text = (
        '[[rule]]\nwhen = "appears"\ndo = [{action = "webhook", url = "https://h/", token = "${NOT_THERE}"}]'
    )
    with pytest.raises(SinkError, match=r"rules.toml line 3: the environment variable NOT_THERE"):
        live.start(read(text))


def test_rules_of_nobody_change_nothing(rig, live):
    live.take([])
    rig.open("a")
    assert rig.session.outputs.queued() == () and told(rig) == []
