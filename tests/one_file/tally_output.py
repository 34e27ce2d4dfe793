"""An output in one file: `tally:FILE` writes at the end how many frames came."""

from pathlib import Path

from yolocam.registry import OutputType


class _Tally:
    wants_image = False

    def __init__(self, address: str) -> None:
        self._path, self._frames = Path(address.partition(":")[2]), 0

    def write(self, item) -> None:
        self._frames += 1

    def close(self) -> None:
        self._path.write_text(f"{self._frames} frames", encoding="utf-8")


TALLY = OutputType(name="tally", schemes=("tally",), title="Tally", help="Counts the frames.", open=_Tally)
