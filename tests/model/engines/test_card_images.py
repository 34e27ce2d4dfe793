"""Images that a decoder left on the card go to the network from there, with the CPU in the card's place."""

from contextlib import contextmanager

import av
import numpy as np
import pytest
import torch

from support.darknet.head_files import TWO_HEADS, network_of
from support.engine_work import LOW, NET_WH, assert_same
from support.fake_cuda import FakeRecorder, cpu_in_place_of_cuda
from yolocam.frame import Colours, SourceInfo, card_frame
from yolocam.letterbox import placement
from yolocam.model.engines.cpu_engine import CpuEngine
from yolocam.model.engines.cuda import cuda_engine
from yolocam.model.engines.cuda.cuda_engine import CudaEngine
from yolocam.model.engines.cuda.planes import planes_on
from yolocam.model.engines.failover.failover import FailoverEngine
from yolocam.model.engines.runtime import InferenceNetwork
from yolocam.model.postprocess import fixed_shapes
from yolocam.model.postprocess.rows import Thresholds
from yolocam.model.preprocess import nv12_to_bgr
from yolocam.pipeline.interfaces import submit_to
from yolocam.settings import Settings

pytestmark = pytest.mark.usefixtures("one_thread")

CPU = torch.device("cpu")


class OnCard:
    """Planes in numpy's memory, and how often the image was brought over."""

    def __init__(self, wh=NET_WH, seed=0, colours=Colours(bt709=True, full_range=False)):  # noqa: B008
        chance = np.random.default_rng(seed)
        self.size_wh, self.colours, self.brought = wh, colours, 0
        wide = chance.integers(0, 256, (wh[1], wh[0] + 16), np.uint8)  # rows lie apart, as a decoder has them
        self.planes = wide[:, : wh[0]], chance.integers(0, 256, (wh[1] // 2, wh[0] // 2, 2), np.uint8)

    def host(self):
        self.brought += 1
        return nv12_to_bgr(*map(torch.from_numpy, self.planes), self.colours)[0].numpy()


@pytest.fixture
def engines(tmp_path, monkeypatch):
    cpu_in_place_of_cuda(monkeypatch)
    form, recorder = InferenceNetwork(network_of(tmp_path, TWO_HEADS), CPU, "fp32"), FakeRecorder()
    cuda = CudaEngine(form, CPU, recorder)
    recorder.staging = cuda._staging
    return cuda, CpuEngine(form, CPU)


def work(*images, fit="letterbox"):
    return list(images), [placement(image.size_wh, NET_WH, fit) for image in images]


def expected(cpu, images, places, limits=LOW):
    return cpu.submit([image.host() for image in images], places, limits).result()[0]


@pytest.mark.slow
@pytest.mark.parametrize("wh", [NET_WH, (50, 40), (128, 64)])
@pytest.mark.parametrize("colours", [Colours(False, False), Colours(True, True)], ids=["601", "709 full"])
def test_rows_are_those_of_the_image_and_nothing_is_brought_over(engines, wh, colours):
    cuda, cpu = engines
    images, places = work(*(OnCard(wh, seed, colours) for seed in range(3)))
    found, _ = cuda.submit_on_card(images, places, LOW).result()
    assert [image.brought for image in images] == [0, 0, 0]
    assert cuda._staging.waited_for_decoder == 1
    same = assert_same if wh == NET_WH else assert_near
    same(found, expected(cpu, images, places))


def assert_near(found, expected):
    """Frames that the CPU fits in float32 as well: the same rows but for the last digits."""
    pairs = np.isclose(found[:, None], expected[None], rtol=0.02, atol=0.05).all(-1)
    assert pairs.any(0).mean() > 0.97


def test_slots_go_round_with_uploaded_batches_between(engines):
    cuda, cpu = engines
    for seed in range(4):
        images, places = work(OnCard(seed=seed))
        mine = cuda.submit_on_card(images, places, LOW)
        other = cuda.submit([image.host() for image in images], places, LOW)
        for pending in (mine, other):
            assert_same(pending.result()[0], expected(cpu, images, places))


def test_too_many_candidates_are_done_once_more_from_the_planes(engines, monkeypatch):
    cuda, cpu = engines
    monkeypatch.setattr(fixed_shapes, "TOP", 1)
    images, places = work(OnCard(), OnCard(seed=1))
    found, _ = cuda.submit_on_card(images, places, LOW).result()
    assert_same(found, expected(cpu, images, places))
    assert images[0].brought == 1  # by the line above


def test_what_is_done_once_more_is_queued_where_the_network_runs(engines, monkeypatch):
    """On another stream the network would not wait for the image."""
    cuda, _ = engines
    streams, images_made = [], []

    @contextmanager
    def stream(one):
        streams.append(one)
        yield
        streams.pop()

    def noted(*planes):
        images_made.append(streams[-1:])
        return nv12_to_bgr(*planes)

    monkeypatch.setattr(torch.cuda, "stream", stream)
    monkeypatch.setattr(cuda_engine, "nv12_to_bgr", noted)
    monkeypatch.setattr(fixed_shapes, "TOP", 1)
    cuda.submit_on_card(*work(OnCard()), LOW).result()
    assert images_made == [[cuda._staging.computing]]


@pytest.mark.parametrize("layout", ["pal8", "gray16be", "gray10le"])
def test_planes_that_cannot_be_looked_at_are_brought_over(engines, layout):
    cuda, cpu = engines
    (plane, *_) = av.VideoFrame(4, 4, layout).planes
    image = OnCard()
    image.planes = plane, plane
    assert planes_on([image], CPU) is None
    image.host = lambda: np.full((NET_WH[1], NET_WH[0], 3), 99, np.uint8)
    images, places = work(image)
    assert_same(cuda.submit_on_card(images, places, LOW).result()[0], expected(cpu, images, places))


def test_on_another_card_they_are_brought_over():
    assert planes_on([OnCard()], torch.device("cuda:1")) is None


def test_all_candidates_are_had_of_the_image(engines):
    cuda, cpu = engines
    limits = Thresholds(confidence=0.5, floor=0.05)
    images, places = work(OnCard())
    found, _ = cuda.submit_on_card(images, places, limits).result()
    np.testing.assert_allclose(found, expected(cpu, images, places, limits), rtol=1e-3, atol=1e-3)


@pytest.mark.parametrize("when", ["submit", "result"])
def test_a_card_that_is_lost_loses_no_frame(engines, monkeypatch, when):
    cuda, cpu = engines
    engine = FailoverEngine(cuda, "RTX 1", lambda: cpu, None)

    class Failing:
        def result(self):
            raise RuntimeError("CUDA error: unspecified launch failure")

    lost = Failing() if when == "result" else None
    monkeypatch.setattr(cuda, "submit_on_card", lambda *args: lost or Failing().result())
    images, places = work(OnCard())
    assert_same(engine.submit_on_card(images, places, LOW).result()[0], expected(cpu, images, places))
    assert "the network runs on the CPU" in engine.loss


class Noting:
    """A detector that says how it was asked."""

    def submit(self, images, settings):
        return "images", len(images)


class NotingCards(Noting):
    def submit_on_card(self, images, settings):
        return "cards", len(images)


def test_the_pipeline_leaves_frames_on_the_card_where_the_detector_takes_them_so():
    info = SourceInfo("v.mp4", "video", NET_WH)
    frames = [card_frame(OnCard(seed=n), n, n, n, info) for n in range(2)]
    assert submit_to(NotingCards(), frames, Settings()) == ("cards", 2)
    assert [frame.on_card.brought for frame in frames] == [0, 0]
    assert submit_to(Noting(), frames, Settings()) == ("images", 2)
    assert [frame.on_card.brought for frame in frames] == [1, 1]
