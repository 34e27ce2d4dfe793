"""What the pipeline asks of its parts: a source, a detector, sinks."""

from __future__ import annotations

from collections.abc import Sequence
from typing import Protocol, runtime_checkable

from yolocam.frame import CardImage, Detected, Frame, Image, Inference, Rendered, SourceInfo
from yolocam.settings import Settings


class Source(Protocol):
    """Where frames come from. Read by one thread, the capture thread."""

    @property
    def info(self) -> SourceInfo:
        """What is known of the source; of a sequence, of all its parts together."""

    def read(self) -> Frame | None:
        """Wait for the next frame and return it, published; None at the end.

        Raises SourceError when the source fails.
        """

    def close(self) -> None:
        """Release the device or file. May be called from another thread to end a blocked read."""


class SeekableSource(Source, Protocol):
    """A source with a beginning and an end: what `info.seekable` promises."""

    def seek(self, pts_ns: int) -> None:
        """Make the next `read` return the frame shown at media time `pts_ns` (clamped to the file)."""


class Pending(Protocol):
    """Work that was started."""

    def result(self) -> list[Inference]:
        """Wait for the work and return one Inference for each image, in order."""


class BatchDetector(Protocol):
    """What finds objects. Called by one thread, the inference thread."""

    @property
    def slots(self) -> int:
        """How many batches may be in flight: submitted, their result not yet asked for."""

    def submit(self, images: Sequence[Image], settings: Settings) -> Pending:
        """Start on a batch of images and return at once; the images stay unchanged until the result."""

    def close(self) -> None:
        """Release the device memory."""


@runtime_checkable
class FrameDetector(Protocol):
    """What a detector has beside `submit` when it looks results up: it must know which frames they are of."""

    def submit_frames(self, frames: Sequence[Frame], settings: Settings) -> Pending:
        """Start on a batch of frames and return at once; called in place of `submit`."""


@runtime_checkable
class CardDetector(Protocol):
    """What a detector has beside `submit` when it takes images where a decoder left them on a card."""

    def submit_on_card(self, images: Sequence[CardImage], settings: Settings) -> Pending:
        """Start on a batch of images of one size and return at once; called in place of `submit`."""


def submit_to(detector: BatchDetector, frames: Sequence[Frame], settings: Settings) -> Pending:
    """Start a detector on a batch of frames, in the way that it takes them."""
    if isinstance(detector, FrameDetector):
        return detector.submit_frames(frames, settings)
    cards = [card for frame in frames if (card := frame.on_card) is not None]
    if len(cards) == len(frames) and isinstance(detector, CardDetector):
        return detector.submit_on_card(cards, settings)
    return detector.submit([frame.image for frame in frames], settings)


class Processor(Protocol):
    """What changes results before they are drawn: tracks, events, what may be seen. Called by one thread.

    A frame and its arrays are never written to: `dataclasses.replace` makes the new result, also one with
    another image, which is what every output then draws and saves. Two attributes may be added: `name` is
    how the user is told of a failure, `required = True` says that nothing may be shown without it.
    """

    def process(self, detected: Detected) -> Detected:
        """Return the result to go on with; repeated frames come too (`frame.repeat`), as one of before."""

    def reset(self) -> None:
        """Forget the frames so far: the next one does not follow them (`process.ProcessStage` says when)."""


class Sink(Protocol):
    """Where results go. Each sink has its own thread, which alone calls `write` and `close`."""

    @property
    def wants_image(self) -> bool:
        """Whether `Rendered.image` is needed, asked before each frame; if none wants it, nothing is drawn."""

    def write(self, item: Rendered) -> None:
        """Take one result; SinkError when it cannot be written. Repeated frames arrive too."""

    def close(self) -> None:
        """Finish the output so that it can be used; called once, also after an error."""


@runtime_checkable
class SourceListener(Protocol):
    """What a sink has beside `write` when it outlives its sources and begins anew with each of them."""

    def source_opened(self, info: SourceInfo) -> None:
        """Begin anew; called before the first frame of a source, on the thread that opens it."""
