"""One check, as a program: `python -m yolocam.selfcheck.child NAME` prints its findings as JSON."""

from __future__ import annotations

import json
import os
import sys
from dataclasses import asdict

from yolocam.selfcheck.checks import MARK, findings_of


def main() -> None:
    """Run the check and leave at once: what it has loaded need not be taken down."""
    findings = [asdict(finding) for finding in findings_of(sys.argv[1])]
    print(f"\n{MARK}{json.dumps(findings)}", flush=True)  # noqa: T201 - the other process reads it
    os._exit(0)


if __name__ == "__main__":
    main()
