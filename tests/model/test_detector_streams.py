"""Several streams of one detector find what one finds, in order, each on a core of its own."""

import threading
from dataclasses import replace

import pytest
import torch

from support.darknet.small_detector import LOW, assert_equal, detector_of, random_image

pytestmark = pytest.mark.usefixtures("one_thread")


@pytest.mark.slow
@pytest.mark.parametrize("streams", [2, 3])
def test_several_streams_give_the_same_in_order(tmp_path, streams):
    images = [random_image((20 + 7 * i, 60), i) for i in range(12)]
    expected = detector_of(tmp_path).detect(images, LOW)
    detector = detector_of(tmp_path, streams=streams)
    try:
        assert detector.slots == streams + 1  # one waits for the first stream that is done
        pending = [detector.submit([image], LOW) for image in images]
        for work, alone in zip(pending, expected, strict=True):
            assert_equal(work.result()[0].detections, alone)
    finally:
        detector.close()
    assert not any(thread.name.startswith("stream") for thread in threading.enumerate())


def test_the_number_of_streams_can_change(tmp_path):
    images = [random_image((20 + 7 * i, 60), i) for i in range(4)]
    expected = detector_of(tmp_path).detect(images, LOW)
    detector = detector_of(tmp_path, streams=3)
    for streams in (1, 2):
        detector.set_streams(streams)
        assert detector.streams == streams
        for image, alone in zip(images, expected, strict=True):
            assert_equal(detector.submit([image], LOW).result()[0].detections, alone)
        threads = [thread for thread in threading.enumerate() if thread.name.startswith("stream")]
        assert len(threads) == (0 if streams == 1 else streams), "one stream is the caller, on all cores"
    detector.close()


def test_streams_leave_other_threads_their_cores(tmp_path):
    torch.set_num_threads(2)  # put back by the fixture
    detector = detector_of(tmp_path, streams=2)
    [work.result() for work in [detector.submit([random_image((9, 9))], LOW) for _ in range(4)]]
    cores = []
    thread = threading.Thread(target=lambda: cores.append(torch.get_num_threads()))
    thread.start()
    thread.join()
    detector.close()
    assert cores == [2]


def test_each_stream_keeps_to_one_core(tmp_path, monkeypatch):
    detector = detector_of(tmp_path, streams=2)
    cores = []
    network = detector._engine._network
    forward = network.forward
    monkeypatch.setattr(network, "forward", lambda x: cores.append(torch.get_num_threads()) or forward(x))
    torch.set_num_threads(2)  # put back by the fixture
    [work.result() for work in [detector.submit([random_image((9, 9))], LOW) for _ in range(6)]]
    detector.close()
    assert cores == [1] * 6


def test_streams_for_small_inputs_only_find_the_same(tmp_path):
    detector = detector_of(tmp_path)
    image = random_image((90, 50))
    sizes = [replace(LOW, imgsz=size) for size in (64, 96, 128)]
    before = [detector.detect([image], settings)[0] for settings in sizes]
    detector.set_streams(2, most_side=96)
    under_way = [detector.submit([image], settings) for settings in sizes]
    for pending, expected in zip(under_way, before, strict=True):
        assert_equal(pending.result()[0].detections, expected)
    detector.close()
