"""A check that crashes, hangs or talks nonsense is a finding; what it leads to is told with the remedy."""

import json
import os
import sys

import pytest

from yolocam.cli import main
from yolocam.commands import doctor
from yolocam.selfcheck.check_finding import CheckFinding, worst
from yolocam.selfcheck.checks import CHECKS, Check, run_apart, run_checks

FAULTY = {
    "crashes": "import os\ndef check():\n    os.abort()",
    "hangs": "import time\ndef check():\n    time.sleep(60)",
    "raises": "def check():\n    raise RuntimeError('the bus fell over')",
    "leaves": "import os\ndef check():\n    os._exit(0)",
    "lies": "def check():\n    print('yolocam-findings:{')\n    import os; os._exit(0)",
    "missing": "def check():\n    raise ImportError('libGL.so.1: cannot open shared object file: No file')",
}


@pytest.fixture
def module(tmp_path, monkeypatch):
    """Write a module that the checks' own processes find."""
    monkeypatch.setenv("PYTHONPATH", os.pathsep.join([str(tmp_path), os.environ.get("PYTHONPATH", "")]))

    def write(name, text):
        (tmp_path / f"{name}_check.py").write_text(text)
        return f"{name}_check"

    return write


@pytest.mark.slow
@pytest.mark.parametrize("name", FAULTY)
def test_a_faulty_check_is_a_finding(module, name):
    limit = 1.5 if name == "hangs" else 240
    (found,) = run_apart(Check(module(name, FAULTY[name]), "Video", limit_s=limit))
    assert (found.subject, found.status) == ("Video", "warning")
    words = {"crashes": "crashed" if os.name == "posix" else "failed", "hangs": "no answer within 1.5 s",
             "raises": "the bus fell over", "missing": "libGL.so.1 is missing"}  # fmt: skip
    assert words.get(name, "it failed with status 0") in found.text
    assert found.remedy or name == "missing"


def test_what_is_vital_is_a_problem_when_it_crashes(module):
    (found,) = run_apart(Check(module("crashes", FAULTY["crashes"]), "Network", vital=True))
    assert found.status == "problem"


def test_what_libraries_print_is_passed_over_and_the_order_is_that_of_the_checks(module):
    text = (
        "from yolocam.selfcheck.check_finding import CheckFinding\nimport sys\n"
        "def check():\n    print('hello ä')\n    print('oh', file=sys.stderr)\n"
        "    return [CheckFinding(__name__, 'ok', 'naïve')]"
    )
    names = [module(name, text) for name in ("a", "b", "c", "d")]
    found = run_checks(tuple(Check(name, "X") for name in names))
    assert [(f.subject, f.text) for f in found] == [(name, "naïve") for name in names]


def test_nothing_in_the_users_folder_passes_for_a_module(tmp_path, monkeypatch):
    for name in ("torch", "json", "yolocam", "av"):
        (tmp_path / f"{name}.py").write_text("raise SystemExit('taken in')")
    monkeypatch.chdir(tmp_path)
    found = run_apart(next(check for check in CHECKS if check.module.endswith("folder_check")))
    assert "taken in" not in "".join(finding.text for finding in found)
    assert found[0].subject == "Folders" and found[0].status != "problem"


FINDINGS = [
    CheckFinding("Python", "ok", "3.11"),
    CheckFinding("Cameras", "warning", "no camera found", "plug one in"),
    CheckFinding("Network", "problem", "torch is missing", "pip install torch"),
]


@pytest.mark.parametrize(("count", "status"), [(1, 0), (2, 0), (3, 1)])
def test_the_report_names_the_remedy_and_the_status_says_whether_it_works(monkeypatch, capsys, count, status):
    monkeypatch.setattr(doctor, "run_checks", lambda: FINDINGS[:count])
    assert main(["doctor"]) == status
    told = capsys.readouterr().out
    for finding in FINDINGS[:count]:
        assert finding.text in told and finding.subject in told and finding.status in told
        assert not finding.remedy or f"-> {finding.remedy}\n" in told
    assert "\033" not in told  # not a terminal
    assert main(["doctor", "--json"]) == status
    told = json.loads(capsys.readouterr().out)
    assert told["status"] == worst(FINDINGS[:count])
    assert [CheckFinding(**found) for found in told["findings"]] == FINDINGS[:count]


@pytest.mark.slow
def test_everything_is_looked_at_and_this_machine_can_do_the_job(capsys):
    pytest.importorskip("torch", reason="without torch nothing can be detected")
    assert main(["doctor", "--json"]) == 0
    found = json.loads(capsys.readouterr().out)["findings"]
    assert {"Python", "Packages", "Window", "Network", "Models", "Cameras", "Video", "Folders"} <= {
        finding["subject"] for finding in found
    }
    assert all(finding["text"] for finding in found)
    assert sys.executable in found[0]["text"]
