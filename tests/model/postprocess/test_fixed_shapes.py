"""Post-processing in fixed shapes gives the rows of `postprocess`, or says that it could not."""

import numpy as np
import pytest
import torch

from support.darknet.head_files import KINDS, YOLO, network_of, random_raw
from yolocam.model.engines.cuda.slot_rows import unpack
from yolocam.model.postprocess import fixed_shapes as fixed
from yolocam.model.postprocess.fixed_shapes import PASSES, TOP, postprocess_fixed
from yolocam.model.postprocess.rows import COLUMNS, Thresholds, postprocess

pytestmark = pytest.mark.usefixtures("one_thread")

SIZE_HW = (24, 32)
STRIDE = 2

LIMITS = {
    "darknet": Thresholds(),
    "low": Thresholds(confidence=0.05),
    "nothing": Thresholds(confidence=1.0),
    "objectness": Thresholds(confidence=0.3, iou=0.4, on_objectness=True),
    "few": Thresholds(confidence=0.05, max_det=3),
    "many": Thresholds(confidence=0.05, max_det=5000),
    "classes": Thresholds(confidence=0.05, classes=frozenset({0, 3})),
    "no class": Thresholds(confidence=0.05, classes=frozenset()),
}


@pytest.fixture(params=KINDS)
def network(request, tmp_path):
    return network_of(tmp_path, KINDS[request.param])


def both(network, raw, limits, size_hw=SIZE_HW):
    """Return the rows in fixed shapes, whether they are complete, and the exact rows."""
    wanted = None
    if limits.classes is not None:
        wanted = torch.tensor([number in limits.classes for number in range(network.num_classes)])
    packed = postprocess_fixed(network.heads, raw, size_hw, limits, wanted)
    rows, complete = unpack(packed.numpy(), limits.max_det)
    return rows, complete, postprocess(network.heads, raw, size_hw, limits).numpy()


@pytest.mark.slow
@pytest.mark.parametrize("limits", LIMITS.values(), ids=LIMITS)
@pytest.mark.parametrize("seed", range(3))
def test_complete_rows_are_the_exact_rows(network, limits, seed):
    raw = random_raw(network, SIZE_HW, batch=3, seed=seed, bias=-2.0)
    rows, complete, exact = both(network, raw, limits)
    assert complete
    np.testing.assert_allclose(rows, exact, rtol=1e-5, atol=1e-5)


@pytest.mark.slow
def test_something_was_compared(network):
    raw = random_raw(network, SIZE_HW, batch=3, seed=0, bias=-2.0)
    for name in ("darknet", "low", "objectness", "classes"):
        rows, _, _ = both(network, raw, LIMITS[name])
        assert len(rows)


def test_shape_depends_on_nothing_found(network):
    """The same for an empty and a full picture, else it could be no part of a graph."""
    raw = random_raw(network, SIZE_HW, batch=2)
    empty = [torch.zeros_like(t) if network.heads[0].new_coords else torch.full_like(t, -20.0) for t in raw]
    limits = Thresholds()
    rows = sum(h.num_anchors * t.shape[2] * t.shape[3] for h, t in zip(network.heads, raw, strict=True))
    shape = 2, 1 + min(TOP, rows), COLUMNS
    assert postprocess_fixed(network.heads, raw, SIZE_HW, limits).shape == shape
    nothing = postprocess_fixed(network.heads, empty, SIZE_HW, limits)
    assert nothing.shape == shape
    assert nothing[:, 0, :2].tolist() == [[0, 1], [0, 1]]


@pytest.mark.slow
@pytest.mark.parametrize("on_objectness", [False, True])
@pytest.mark.parametrize("bad", [float("nan"), float("inf"), -float("inf")])
def test_numbers_that_are_not_finite_are_left_out(network, bad, on_objectness):
    """In each image of the batch it is another column."""
    limits = Thresholds(confidence=0.05, on_objectness=on_objectness)
    raw = random_raw(network, SIZE_HW, batch=7, seed=4)
    for column in range(7):
        raw[0][column, column, 3, 5] = bad
    rows, complete, exact = both(network, raw, limits)
    assert complete
    np.testing.assert_allclose(rows, exact, rtol=1e-5, atol=1e-5)
    assert np.isfinite(rows).all()


def scattered(network, count, grid_hw):
    """Return raws where exactly `count` rows of one picture pass, each far from the others."""
    raw = [torch.full((1, h.channels, *grid_hw), -20.0) for h in network.heads]
    cells = raw[0].view(1, 2, -1, *grid_hw)
    cells[:, :, :2] = 0.0
    cells[:, :, 2:4] = -3.0
    at = torch.arange(count)
    where = at // grid_hw[1], at % grid_hw[1]
    cells[0, 0, 4, where[0], where[1]] = torch.linspace(1.0, 3.0, count)
    cells[0, 0, 5, where[0], where[1]] = 3.0
    return raw


@pytest.mark.parametrize(("count", "fits"), [(TOP, True), (TOP + 1, False)])
def test_more_candidates_than_are_looked_at(tmp_path, count, fits):
    network = network_of(tmp_path, YOLO)
    raw = scattered(network, count, (32, 32))
    rows, complete, exact = both(network, raw, Thresholds(max_det=1000), (64, 64))
    assert complete == fits
    assert len(exact) == count
    if fits:
        np.testing.assert_allclose(rows, exact, rtol=1e-5, atol=1e-5)


def chain(network, length):
    """Return raws of a row of boxes, each removed by the one before it if that one stays."""
    raw = [torch.full((1, h.channels, 4, length), -20.0) for h in network.heads]
    cells = raw[0].view(1, 2, -1, 4, length)
    cells[0, 0, :2] = 0.0
    cells[0, 0, 2:4] = 0.0  # the anchor itself: 6 wide, steps of 2 pixels: 4 / 8 in common
    cells[0, 0, 4, 0] = torch.linspace(3.0, 1.0, length)
    cells[0, 0, 5, 0] = 3.0
    return raw


@pytest.mark.parametrize(("length", "fits"), [(PASSES - 1, True), (PASSES, True), (3 * PASSES, False)])
def test_longer_chains_than_passes(tmp_path, length, fits):
    network = network_of(tmp_path, YOLO)
    size_hw = 4 * STRIDE, length * STRIDE
    rows, complete, exact = both(network, chain(network, length), Thresholds(iou=0.45), size_hw)
    assert complete == fits
    assert len(exact) == (length + 1) // 2
    if fits:
        np.testing.assert_allclose(rows, exact, rtol=1e-5, atol=1e-5)


def test_one_crowded_picture_makes_the_batch_incomplete(tmp_path):
    network = network_of(tmp_path, YOLO)
    crowded = scattered(network, TOP + 1, (32, 32))
    raw = [torch.cat((torch.full_like(t, -20.0), t)) for t in crowded]
    packed = postprocess_fixed(network.heads, raw, (64, 64), Thresholds()).numpy()
    assert packed[:, 0, 1].tolist() == [1, 0]
    assert not unpack(packed, TOP)[1]


@pytest.mark.slow
def test_whatever_says_complete_is_exact(network, monkeypatch):
    """With bounds so tight that many pictures break them, no wrong result calls itself complete."""
    monkeypatch.setattr(fixed, "TOP", 20)
    monkeypatch.setattr(fixed, "PASSES", 2)
    outcomes = set()
    for seed in range(60):
        raw = random_raw(network, (8, 16), batch=1, seed=seed, bias=1.0 - seed / 12)
        rows, complete, exact = both(network, raw, Thresholds(confidence=0.1, iou=0.2), (8, 16))
        outcomes.add(complete)
        if complete:
            np.testing.assert_allclose(rows, exact, rtol=1e-5, atol=1e-5)
    assert outcomes == {True, False}


def test_unpack_takes_the_rows_that_count():
    packed = np.arange(2 * 4 * COLUMNS, dtype=np.float32).reshape(2, 4, COLUMNS)
    packed[0, 0, :2] = 2, 1
    packed[1, 0, :2] = 0, 1
    rows, complete = unpack(packed, TOP)
    np.testing.assert_array_equal(rows, packed[0, 1:3])
    assert complete
    packed[0, 0, 0] = 0
    assert unpack(packed, TOP)[0].shape == (0, COLUMNS)
