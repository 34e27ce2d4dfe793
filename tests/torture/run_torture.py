"""`make torture SECONDS=3600`: ends yolocam in every way, over and over, and looks at what is left."""

from __future__ import annotations

import argparse
import shutil
import statistics
import sys
import time
from collections.abc import Iterable
from dataclasses import dataclass, field
from pathlib import Path

from torture.harms import HARMS
from torture.runs import Bench
from torture.surroundings import NotHereError
from torture.wreckage import Wreckage


@dataclass
class Tally:
    """The seconds that each harm cost, what went wrong, and why it cannot be done."""

    lost: list[float] = field(default_factory=list)
    faults: list[str] = field(default_factory=list)
    not_here: str | None = None

    @property
    def words(self) -> str:
        """A line of a report."""
        if self.not_here is not None:
            return f"not here: {self.not_here}"
        usual, most = (statistics.median(self.lost), max(self.lost)) if self.lost else (0.0, 0.0)
        return f"{len(self.lost)} times; {usual:.2f} s lost, at most {most:.2f} s; {len(self.faults)} faults"


def torture(
    folder: Path, seed: int, seconds: float, names: Iterable[str], count: int = 0
) -> dict[str, Tally]:
    """Do harms in turn for some seconds, or each `count` times; what went wrong stays in the folder."""
    bench = Bench.at(folder, seed)
    tallies = {name: Tally() for name in names}
    until = time.monotonic() + seconds
    rounds = 0
    while (rounds < count) if count else (time.monotonic() < until):
        rounds += 1
        for name, tally in tallies.items():
            if tally.not_here is None and (count or rounds == 1 or time.monotonic() < until):
                _do(bench, name, tally)
    return tallies


def _do(bench: Bench, name: str, tally: Tally) -> None:
    try:
        found = HARMS[name](bench)
    except NotHereError as reason:
        tally.not_here = str(reason)
        return
    except AssertionError as fault:  # it did not come to the harm
        found = Wreckage(faults=[str(fault)])
    else:
        tally.lost.append(found.lost)
    found.faults += [f"left behind: {thing}" for thing in bench.place.left()]
    tally.faults += found.faults
    if not found.faults:
        for path in bench.place.folder.glob("run*"):
            shutil.rmtree(path) if path.is_dir() else path.unlink()
    for fault in found.faults:
        print(f"{name}: {fault}", flush=True)


def main() -> int:
    """Exit status 1 if anything went wrong."""
    parser = argparse.ArgumentParser(prog="torture", description=__doc__)
    parser.add_argument("--seconds", type=float, default=3600, help="how long (an hour)")
    parser.add_argument("--count", type=int, default=0, help="each harm so often, however long it takes")
    parser.add_argument("--seed", type=int, default=int(time.time()))
    parser.add_argument("--only", choices=HARMS, action="append", help="such harms; may be repeated")
    parser.add_argument("--folder", type=Path, default=Path("build/torture"), help="where files are kept")
    args = parser.parse_args()
    folder = args.folder.absolute() / str(args.seed)
    folder.mkdir(parents=True, exist_ok=True)
    tallies = torture(folder, args.seed, args.seconds, args.only or HARMS, args.count)
    print(f"seed {args.seed}")
    for name, tally in tallies.items():
        print(f"  {name}: {tally.words}")
    return int(any(tally.faults for tally in tallies.values()))


if __name__ == "__main__":
    sys.exit(main())
