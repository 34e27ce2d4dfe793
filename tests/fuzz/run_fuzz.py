"""`make fuzz SECONDS=3600`: attacks all inputs, tells what went wrong, and keeps the files that did it."""

from __future__ import annotations

import argparse
import sys
import time
from pathlib import Path

from fuzz.campaign import attack
from fuzz.fuzz_worker import read_once
from fuzz.targets import TARGETS


def main() -> int:
    parser = argparse.ArgumentParser(prog="fuzz", description=__doc__)
    parser.add_argument("--seconds", type=float, default=120)
    parser.add_argument(
        "--seed", type=int, default=int(time.time()), help="the same one gives the same cases"
    )
    parser.add_argument("--only", choices=TARGETS, action="append", help="such inputs; may be repeated")
    parser.add_argument("--folder", type=Path, default=Path("build/fuzz"), help="where files are kept")
    parser.add_argument("--again", type=Path, metavar="FILE", help="read a kept file once more, with --only")
    args = parser.parse_args()
    sys.stdout.reconfigure(errors="backslashreplace")
    if args.again is not None:
        trace = read_once(
            args.folder / "case", args.again.name, args.again.read_bytes(), TARGETS[args.only[0]].read
        )
        print(trace or "nothing went wrong")
        return int(trace is not None)
    found = attack(args.folder / str(args.seed), args.seed, args.seconds, args.only)
    for trace in found.wrong.values():
        print(trace, end="\n\n")
    print(f"seed {args.seed}, {sum(found.cases.values())} cases:", found.cases)
    print(
        f"at most {found.most_bytes / 1e9:.2f} GB; {len(found.wrong)} kinds of fault",
        *found.wrong,
        sep="\n  ",
    )
    return int(bool(found.wrong))


if __name__ == "__main__":
    sys.exit(main())
