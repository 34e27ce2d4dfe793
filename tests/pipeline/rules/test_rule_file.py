"""Files of rules: what is wrong is told with its line, and what was meant."""

import re
from pathlib import Path

import pytest

from yolocam.errors import SettingsError
from yolocam.pipeline.actions import action_types
from yolocam.pipeline.rules.checked_table import TableError
from yolocam.pipeline.rules.rule_file import check_classes, check_places, read_rules, rules_of
from yolocam.pipeline.rules.rule_text import write_rules

ROOT = Path(__file__).parents[3]
RULE = '[[rule]]\nwhen = "appears"\n'
TASK = "[[rule.do]]\naction = "
DO = TASK + '"log"\n'

WRONG = (
    ("", r"line 1: rule is missing, expected a table for each rule, \[\[rule\]\]"),
    ("x = [", "line 1: not TOML, invalid value"),
    ("rule = 3", "line 1: rule is 3, expected a table for each rule"),
    (RULE, r"line 1: do is missing, expected what to do, \[\[rule.do\]\]"),
    ("[[rule]]\n\nwenn = 1", "line 3: there is no 'wenn' in a rule, did you mean 'when'?"),
    ('[[rule]]\nwhen = "apears"', "line 2: when is 'apears', did you mean 'appears'?"),
    ("[[rule]]\nname = 'a'\n" + DO, "line 1: the rule has no when, expected one of appears, leaves"),
    ('[[rule]]\nwhen = "stays"\n' + DO, 'line 1: the rule has no seconds, which when = "stays" needs'),
    (RULE + "seconds = 3\n" + DO, 'line 3: seconds goes with when = "stays", found when = "appears"'),
    (RULE + "confidence = 50\n" + DO, "line 3: confidence is 50, expected a number from 0 to 1"),
    ('[[rule]]\nwhen = "more than"\ncount = 1.5\n' + DO, "line 3: count is 1.5, expected a whole number"),
    ('[[rule]]\nwhen = "crosses"\n' + DO, "line 1: the rule has no where, expected the line"),
    (RULE + DO + RULE + "class = 3\n" + DO, "line 7: class is 3, expected a text or a list of texts"),
    (RULE + DO + TASK + '"snapshto"', "line 6: action is 'snapshto', did you mean 'snapshot'?"),
    (RULE + DO + TASK + '"webhook"', "line 5: the action webhook has no url"),
    (RULE + TASK + '"clip"\nbefor = 3', "line 5: there is no 'befor' in a do, did you mean 'before'?"),
    (RULE + TASK + '"clip"\nbefore = 999', "line 5: before is 999, expected a number from 0 to 300"),
    ('[clip]\nafter = "x"\n' + RULE + DO, "line 2: after is 'x', expected a number"),
    (RULE + 'name = "a"\n' + DO + RULE + 'name = "a"\n' + DO, "line 8: the name 'a' is taken"),
    (RULE + "enabled = 1\n" + DO, "line 3: enabled is 1, expected true or false"),
    (RULE + TASK + '"webhook"\nurl = "hook"', "line 5: url is no web address, expected http://"),
    ("[mttq]\n" + RULE + DO, "line 1: there is no 'mttq' in a file of rules, did you mean 'mqtt'?"),
)  # fmt: skip


@pytest.mark.parametrize(("text", "expected"), WRONG)
def test_what_is_wrong_is_told_with_its_line(read, text, expected):
    with pytest.raises(SettingsError, match=expected) as told:
        read(text)
    assert str(told.value).count("rules.toml") == 1


@pytest.mark.parametrize("value", ['"hunter2"', '"hunter2', "hunter2"])
def test_a_password_that_is_written_out_is_refused_and_not_repeated(read, value):
    text = f'[mqtt]\nhost = "broker"\npassword = {value}\n' + RULE + DO
    with pytest.raises(SettingsError, match="line 3: ") as told:
        read(text)
    assert "hunter" not in str(told.value)


@pytest.mark.parametrize(
    "url", ["https://ann:hush@host/x", "http://host/x?token=hush", "https://host/key=hush/x"]
)
def test_a_secret_in_an_address_is_refused_and_not_repeated(read, url):
    with pytest.raises(SettingsError, match="line 5: url has a password or a key in it") as told:
        read(RULE + TASK + f'"webhook"\nurl = "{url}"')
    assert "hush" not in str(told.value)


@pytest.mark.parametrize(
    "url",
    [
        "https://host/${HOOK}", "${HOOK}", "https://ann:${PASS}@host/x", "https://host/x?token=${T}&room=3",
        "http://10.0.0.1:8123/api/webhook/yard#x",
    ],
)  # fmt: skip
def test_an_address_may_name_its_secrets(read, url):
    (task,) = read(RULE + TASK + f'"webhook"\nurl = "{url}"').rules[0].tasks
    assert task.values["url"] == url


def test_what_is_wrong_leads_to_its_field():
    content = {"rule": [{"when": "appears", "do": [{"action": "log"}, {"action": "clip", "before": -1}]}]}
    with pytest.raises(TableError) as told:
        rules_of(content, action_types().types)
    assert told.value.place == ("rule", 0, "do", 1, "before")
    assert told.value.words == "before is -1, expected a number from 0 to 300"


def test_a_rule_that_is_switched_off_is_read_and_not_followed(read):
    rules = read(RULE + "enabled = false\n" + DO + RULE + DO)
    assert [rule.name for rule in rules.rules] == ["rule 1", "rule 2"]
    assert [rule.name for rule in rules.enabled] == ["rule 2"]


def test_what_is_written_is_read_again(read, tmp_path):
    text = (ROOT / "docs/rules.md").read_text(encoding="utf-8")
    for example in re.findall(r"```toml\n(.*?)```", text, re.DOTALL):
        rules = read(example).rules
        write_rules(tmp_path / "again.toml", rules)
        assert read_rules(tmp_path / "again.toml", action_types().types).rules == rules


def test_names_that_need_quoting_are_written(read, tmp_path):
    name = 'a "b" \\ \t \x7f é 😀 = [x] # y'
    content = {"rule": [{"name": name, "when": "leaves", "enabled": False, "do": [{"action": "log"}]}]}
    rules = rules_of(content, action_types().types).rules
    write_rules(tmp_path / "again.toml", rules)
    assert read_rules(tmp_path / "again.toml", action_types().types).rules == rules


def test_long_strings_and_comments_do_not_confuse_the_lines(read):
    text = RULE + 'name = """\n[[rule]]\nwhen = 3\n"""  # [[rule]]\n' + DO + "# when = 1\nfil = 1\n"
    with pytest.raises(SettingsError, match="line 10: there is no 'fil'"):
        read(text)


def test_a_table_of_an_action_gives_what_its_rules_leave_out(read):
    rules = read(
        '[clip]\nbefore = 5\nafter = 1\n[[rule]]\nwhen = "leaves"\ndo = [{action = "clip", after = 2}]\n'
    )
    (task,) = rules.rules[0].tasks
    assert dict(task.values) == {"before": 5.0, "after": 2.0}


def test_classes_are_those_of_the_network(read):
    rules = read(RULE + 'class = ["Person", "persn"]\n' + DO)
    with pytest.raises(SettingsError, match=r"line 1: the rule 'rule 1' names .*'persn'.*mean 'person'"):
        check_classes(rules, ("person", "car"))


@pytest.mark.parametrize(
    ("areas", "expected"),
    [(None, "expected --regions FILE"), (["yard"], "did you mean 'yard'"), ([], "nothing else")],
)
def test_places_are_those_of_the_regions(read, areas, expected):
    rules = read(RULE + 'where = "yrad"\n' + DO)
    with pytest.raises(SettingsError, match=f"line 1: .*'yrad'.*{expected}"):
        check_places(rules, areas, ["door"])


def test_a_line_is_crossed_and_nothing_else(read):
    rules = read(RULE + 'where = "door"\n' + DO)
    with pytest.raises(SettingsError, match="no place for 'appears', expected an area"):
        check_places(rules, ["yard"], ["door"])


def test_the_examples_of_the_docs_are_rules(read):
    text = (ROOT / "docs/rules.md").read_text(encoding="utf-8")
    examples = re.findall(r"```toml\n(.*?)```", text, re.DOTALL)
    assert examples
    used = {task.action for one in examples for rule in read(one).rules for task in rule.tasks}
    assert used == {kind.name for kind in action_types().types}


def test_the_docs_name_every_field_of_every_action():
    text = (ROOT / "docs/rules.md").read_text(encoding="utf-8")
    named = {kind.name for kind in action_types().types}
    named |= {field.name for kind in action_types().types for field in kind.fields}
    assert [name for name in sorted(named) if f"`{name}`" not in text] == []
