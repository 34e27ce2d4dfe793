"""`--rules` on the command line: what is wrong is told at once, and a run does what the rules say."""

import json
from pathlib import Path

import pytest

from yolocam.assets import asset
from yolocam.cli import main

REGIONS = {"coordinates": "relative", "regions": [
    {"name": "yard", "kind": "polygon", "points": [[0, 0], [1, 0], [1, 1], [0, 1]]},
]}  # fmt: skip
FOLDER = Path("runs/rules")
CLIP = str(asset("samples/gallery.mp4"))


@pytest.fixture
def rules():
    def make(text):
        Path("r.toml").write_text(text)
        return ["--rules", "r.toml", "--no-save"]

    return make


@pytest.mark.torch
@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ('[[rule]]\nwhen = "appers"', "r.toml line 2: when is 'appers', did you mean 'appears'?"),
        (
            '[[rule]]\nwhen = "appears"\nwhere = "yrad"\ndo = [{action = "log"}]',
            "r.toml line 1: the rule 'rule 1' is about 'yrad', expected --regions FILE",
        ),
        (
            '[[rule]]\nwhen = "appears"\nclass = "persn"\ndo = [{action = "log"}]',
            "names the class 'persn', which the network does not know, did you mean 'person'?",
        ),
    ],
)
def test_what_is_wrong_is_told_before_anything_begins(rules, capsys, text, expected):
    assert main(["detect", CLIP, *rules(text)]) == 2
    assert expected in capsys.readouterr().err
    assert not Path("runs").exists()


def test_a_folder_for_no_rules_is_refused(capsys):
    assert main(["detect", CLIP, "--rules-folder", "x"]) == 2
    assert "--rules-folder goes with --rules FILE or --replay" in capsys.readouterr().err


@pytest.mark.slow
@pytest.mark.torch
def test_a_run_does_what_its_rules_say(rules, capsys):
    Path("regions.json").write_text(json.dumps(REGIONS))
    flags = rules(
        '[[rule]]\nname = "visitor"\nclass = "person"\nwhen = "appears"\nwhere = "yard"\n'
        'do = [{action = "log"}, {action = "snapshot"}, {action = "clip", before = 1, after = 0.2}]'
    )
    more = ["--regions", "regions.json", "--save-events", "e.jsonl", "--save-counts", "c.csv"]
    assert main(["detect", CLIP, *flags, *more, "--duration", "1", "--stats-json", "s.json"]) == 0
    said = capsys.readouterr().err
    assert "visitor: person #1 appeared in yard" in said and "saved " in said
    events = [json.loads(line) for line in Path("e.jsonl").read_text().splitlines()]
    assert {"kind": "appeared", "region": "yard", "rule": "visitor"}.items() <= events[0].items()
    assert "appeared" not in Path("c.csv").read_text()
    (health,) = json.loads(Path("s.json").read_text())["actions"]
    assert health["action"] == "snapshots" and health["sent"] == len(list(FOLDER.glob("*.png"))) > 0
    assert len(list(FOLDER.glob("clip *.mp4"))) == 1
