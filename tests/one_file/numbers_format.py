"""A result format in one file: the number of detections of each frame, one to a line."""

from yolocam.errors import SinkError
from yolocam.registry import ResultFormat


class _Numbers:
    wants_image = False

    def __init__(self, path, _options) -> None:
        try:
            self._file = path.open("w", encoding="utf-8")
        except OSError as error:
            raise SinkError(f"{path} cannot be written: {error.strerror}") from error

    def write(self, item) -> None:
        self._file.write(f"{len(item.detected.detections)}\n")

    def close(self) -> None:
        self._file.close()


NUMBERS = ResultFormat(
    name="numbers", title="Numbers", help="One number for each frame.", ending=".numbers", open=_Numbers
)
