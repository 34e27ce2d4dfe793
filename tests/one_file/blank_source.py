"""A source in one file: `blank:3` is three black frames."""

import time

from yolocam.errors import SourceError
from yolocam.registry import SourceType


class _Blank:
    def __init__(self, address: str) -> None:
        from yolocam.frame import SourceInfo

        count = address.partition(":")[2]
        if not count.isdecimal():
            raise SourceError(f"{address} has no number of frames, expected one such as blank:3")
        self.info = SourceInfo(address, "synthetic", (64, 48))
        self._left = int(count)

    def read(self):
        import numpy as np

        from yolocam.frame import Frame, publish

        if not self._left:
            return None
        self._left -= 1
        index = int(self.info.name.partition(":")[2]) - self._left - 1
        image = publish(np.zeros((48, 64, 3), np.uint8))
        return Frame(image, index, index * 40_000_000, time.monotonic_ns(), self.info)

    def close(self) -> None:
        pass


BLANK = SourceType(
    name="blank", schemes=("blank",), title="Black frames", help="So many black frames.", open=_Blank
)
