"""`yolocam doctor`: what works on this machine, what does not, and the command that mends it."""

from __future__ import annotations

import argparse
import json
import os
import platform
import sys
from collections.abc import Sequence
from dataclasses import asdict

from yolocam import __version__
from yolocam.commands.exit_status import EXIT_FAILED
from yolocam.selfcheck.check_finding import CheckFinding, worst
from yolocam.selfcheck.checks import run_checks
from yolocam.terminal import visible

# Plain text and these, rather than a library that may be what is missing.
_COLOURS = {"ok": 32, "warning": 33, "problem": 31}
_MEANING = {
    "ok": "All is well.",
    "warning": "yolocam works here, except for what the warnings say.",
    "problem": "yolocam cannot do its work here before the problems are mended.",
}


def run(args: argparse.Namespace) -> int:
    """Run the checks and tell what they found; returns 1 if a problem prevents the main job."""
    findings = run_checks()
    status = worst(findings)
    if args.json:
        found = [asdict(finding) for finding in findings]
        print(json.dumps({"version": __version__, "status": status, "findings": found}))  # noqa: T201
    else:
        print("\n".join(_lines(findings, _is_colourful())))  # noqa: T201
    return EXIT_FAILED if status == "problem" else 0


def _lines(findings: Sequence[CheckFinding], colourful: bool) -> list[str]:
    lines = [f"yolocam {__version__} on {platform.system()} {platform.release()}, {platform.machine()}", ""]
    width = max(len(finding.subject) for finding in findings)
    for finding in findings:
        word = f"{finding.status:<8}"
        if colourful:
            word = f"\033[{_COLOURS[finding.status]}m{word}\033[0m"
        lines.append(f"{word} {visible(f'{finding.subject:<{width}}  {finding.text}')}")
        if finding.remedy:
            lines.append(f"{'':<{width + 11}}-> {visible(finding.remedy)}")
    return [*lines, "", _MEANING[worst(findings)]]


def _is_colourful() -> bool:
    plain = os.environ.get("NO_COLOR") or os.environ.get("TERM") == "dumb" or os.name == "nt"
    return sys.stdout.isatty() and not plain
