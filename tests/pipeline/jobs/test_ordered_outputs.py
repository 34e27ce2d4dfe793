"""Results of files side by side reach shared outputs in the order of the files."""

import threading
import time

import pytest

from support.eventually import eventually
from support.films.media_files import rendered, video_frame
from yolocam.errors import SinkError
from yolocam.pipeline.jobs.ordered_outputs import OrderedOutputs


class Kept:
    wants_image = False

    def __init__(self, full_at: int | None = None) -> None:
        self.items: list[tuple[str, int]] = []
        self.images = 0
        self.full_at = full_at
        self.closed = 0

    def write(self, item):
        if len(self.items) == self.full_at:
            raise SinkError("the disk is full")
        assert item.frame.size_wh == (64, 48)
        self.items.append((item.frame.source.name, item.frame.index))
        self.images += item.frame.image.strides != (0, 0, 0) or item.image is not None

    def close(self):
        self.closed += 1


def item(part, index):
    return rendered(video_frame(index, f"{part}.mp4"))


def test_parts_come_in_their_order_whichever_ends_first():
    sink = Kept()
    outputs = OrderedOutputs([sink])
    parts = [outputs.part(number) for number in range(3)]
    for index in range(2):
        for number in (2, 1, 0):
            parts[number].write(item(number, index))
    for number in (2, 0, 1):
        parts[number].close()
    outputs.close()
    assert sink.items == [(f"{part}.mp4", index) for part in range(3) for index in range(2)]
    assert sink.closed == 1


def test_what_is_held_has_no_image_of_its_own():
    sink = Kept()
    outputs = OrderedOutputs([sink])
    outputs.part(0).write(item(0, 0))
    assert sink.images == 1
    outputs.part(1).write(item(1, 0))
    outputs.part(0).close()
    assert len(sink.items) == 2 and sink.images == 1


def test_a_part_far_ahead_waits_for_its_turn():
    sink = Kept()
    outputs = OrderedOutputs([sink], most=2)
    first, second = outputs.part(0), outputs.part(1)
    ahead = threading.Thread(target=lambda: [second.write(item(1, index)) for index in range(5)])
    ahead.start()
    eventually(lambda: second.written == 3)
    time.sleep(0.05)
    assert second.written == 3 and sink.items == []  # two are held and one waits
    first.write(item(0, 0))
    first.close()
    ahead.join(60)
    assert sink.items == [("0.mp4", 0), *(("1.mp4", index) for index in range(5))]


def test_a_run_that_is_given_up_keeps_nobody_waiting_and_loses_nothing():
    sink = Kept()
    outputs = OrderedOutputs([sink], most=1)
    second = outputs.part(1)
    ahead = threading.Thread(target=lambda: [second.write(item(1, index)) for index in range(3)])
    ahead.start()
    outputs.hurry()
    ahead.join(60)
    assert not ahead.is_alive()
    outputs.close()  # the first part never began
    assert sink.items == [("1.mp4", index) for index in range(3)] and sink.closed == 1


def test_a_sink_that_fails_is_told_once_and_the_others_are_closed():
    full, well = Kept(full_at=1), Kept()
    outputs = OrderedOutputs([full, well])
    part = outputs.part(0)
    part.write(item(0, 0))
    with pytest.raises(SinkError, match="full"):
        part.write(item(0, 1))
    part.write(item(0, 2))
    part.close()
    outputs.close()
    assert full.closed == well.closed == 1 and len(full.items) == 1
