"""From raw numbers to rows: against plain numpy on the table that the network's `forward` gives."""

import math

import numpy as np
import pytest
import torch

from support.darknet import plain_detector
from support.darknet.head_files import CLASSES, KINDS, REGION, YOLO, network_of, random_raw, table_of
from yolocam.model.postprocess.rows import COLUMNS, Thresholds, candidates, objectness_limit, postprocess
from yolocam.settings import Settings

pytestmark = pytest.mark.usefixtures("one_thread")

SIZE_HW = (24, 32)

LIMITS = {
    "darknet": Thresholds(),
    "low": Thresholds(confidence=0.02),
    "everything": Thresholds(confidence=0.0, max_det=1000),
    "nothing": Thresholds(confidence=1.0),
    "objectness": Thresholds(confidence=0.3, iou=0.4, on_objectness=True),
    "few": Thresholds(confidence=0.02, max_det=3),
    "no overlap": Thresholds(confidence=0.02, iou=0.0),
    "any overlap": Thresholds(confidence=0.1, iou=1.0),
    "classes": Thresholds(confidence=0.05, classes=frozenset({0, 3})),
    "unknown class": Thresholds(confidence=0.05, classes=frozenset({CLASSES, 79})),
    "no class": Thresholds(confidence=0.05, classes=frozenset()),
}


@pytest.fixture(params=KINDS)
def network(request, tmp_path):
    return network_of(tmp_path, KINDS[request.param])


@pytest.mark.slow
@pytest.mark.parametrize("limits", LIMITS.values(), ids=LIMITS)
def test_is_the_plain_definition(network, limits):
    raw = random_raw(network, SIZE_HW, seed=1)
    found = postprocess(network.heads, raw, SIZE_HW, limits)
    expected = plain_detector.rows_of(table_of(network, raw, SIZE_HW), limits)
    assert found.dtype == torch.float32
    assert found.shape[1] == COLUMNS
    np.testing.assert_allclose(found.numpy(), expected, rtol=1e-4, atol=1e-4)


def test_the_cases_above_find_something(network):
    """Otherwise they would compare nothing with nothing."""
    raw = random_raw(network, SIZE_HW, seed=1)
    counts = {name: len(postprocess(network.heads, raw, SIZE_HW, x)) for name, x in LIMITS.items()}
    for name in ("nothing", "no class", "unknown class"):
        assert counts.pop(name) == 0
    assert counts["few"] == 6  # 3 for each of the two pictures
    assert min(counts.values()) >= 2


def test_nothing_found_has_the_shape_of_something(tmp_path):
    network = network_of(tmp_path, YOLO)
    raw = [torch.full_like(t, -20.0) for t in random_raw(network, SIZE_HW)]
    found = postprocess(network.heads, raw, SIZE_HW, Thresholds())
    assert found.shape == (0, COLUMNS)
    assert found.dtype == torch.float32


def test_rows_are_ordered_by_picture_then_strength(network):
    raw = random_raw(network, SIZE_HW, batch=3, seed=2)
    for on_objectness in (False, True):
        limits = Thresholds(confidence=0.02, on_objectness=on_objectness)
        rows = postprocess(network.heads, raw, SIZE_HW, limits).numpy()
        assert sorted(set(rows[:, 0])) == [0, 1, 2]
        strength = rows[:, 5] if on_objectness else rows[:, 5] * rows[:, 6]
        assert (np.lexsort((-strength, rows[:, 0])) == np.arange(len(rows))).all()


@pytest.mark.slow
def test_pictures_of_a_batch_do_not_know_of_each_other(network):
    raw = random_raw(network, SIZE_HW, batch=3, seed=3)
    limits = Thresholds(confidence=0.05)
    together = postprocess(network.heads, raw, SIZE_HW, limits)
    for i in range(3):
        alone = postprocess(network.heads, [t[i : i + 1] for t in raw], SIZE_HW, limits)
        torch.testing.assert_close(together[together[:, 0] == i][:, 1:], alone[:, 1:])


def test_a_picture_without_objects_between_two_with(tmp_path):
    network = network_of(tmp_path, YOLO)
    raw = random_raw(network, SIZE_HW, batch=3, seed=3)
    raw[0][1] = -20.0
    found = postprocess(network.heads, raw, SIZE_HW, Thresholds(confidence=0.05))
    assert set(found[:, 0].tolist()) == {0.0, 2.0}


@pytest.mark.slow
@pytest.mark.parametrize("on_objectness", [False, True])
@pytest.mark.parametrize("bad", [math.nan, math.inf, -math.inf])
def test_numbers_that_are_not_finite_never_come_out(network, bad, on_objectness):
    limits = Thresholds(confidence=0.05, on_objectness=on_objectness)
    clean = random_raw(network, SIZE_HW, seed=4)
    for column in range(5 + CLASSES):
        raw = [t.clone() for t in clean]
        raw[0][:, column] = bad  # of each cell's first anchor
        found = postprocess(network.heads, raw, SIZE_HW, limits)
        assert found.isfinite().all()
        assert (found[:, 5:7] <= 1).all() or network.heads[0].new_coords
        assert len(found)  # the other anchor is not disturbed


def test_all_numbers_not_finite(network):
    raw = [torch.full_like(t, math.nan) for t in random_raw(network, SIZE_HW)]
    assert postprocess(network.heads, raw, SIZE_HW, Thresholds(confidence=0.0)).shape == (0, COLUMNS)


@pytest.mark.parametrize("confidence", [0.001, 0.05, 0.25, 0.3, 0.5, 0.7, 0.97, 0.9999])
@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16, torch.float16])
def test_the_threshold_is_on_probabilities_to_the_last_bit(tmp_path, confidence, dtype):
    """Deciding on logits must not lose what is just above the threshold, nor let through what is not."""
    network = network_of(tmp_path, YOLO)
    logit = math.log(confidence / (1 - confidence))
    near = torch.tensor(logit) + torch.linspace(-1, 1, 24 // 2 * 16 * 2 - 1).mul(abs(logit) + 0.1).mul(2e-6)
    raw = random_raw(network, SIZE_HW, batch=1)[0].to(dtype)
    cells = raw.view(1, 2, 5 + CLASSES, 12, 16)
    cells[:, :, 4] = torch.cat((near, torch.tensor([logit]))).to(dtype).view(1, 2, 12, 16)
    limits = Thresholds(confidence=confidence, on_objectness=True)
    found = candidates(network.heads[0], raw, SIZE_HW, limits)
    objectness = network.heads[0].decode(raw, SIZE_HW)[..., 4]
    assert len(found) == int((objectness > confidence).sum())


def test_objectness_limit_at_the_ends(tmp_path):
    head = network_of(tmp_path, YOLO).heads[0]
    assert objectness_limit(head, 0.0) == -math.inf
    assert objectness_limit(head, 1.0) == math.inf
    assert objectness_limit(head, 0.5) == pytest.approx(0.0, abs=1e-4)


def test_each_row_has_one_class(tmp_path):
    """Two classes above the threshold on one box are one object, under the better name."""
    network = network_of(tmp_path, YOLO)
    raw = [torch.full_like(t, -20.0) for t in random_raw(network, SIZE_HW, batch=1)]
    raw[0].view(1, 2, 5 + CLASSES, 12, 16)[0, 1, :, 5, 7] = torch.tensor([0, 0, 0, 0, 3, -9, 1.0, 2.0, -9])
    (row,) = postprocess(network.heads, raw, SIZE_HW, Thresholds()).numpy()
    objectness, score = 1 / (1 + math.exp(-3)), 1 / (1 + math.exp(-2))
    # cell (7, 5) of stride 2, anchor 14 x 11
    np.testing.assert_allclose(row, [0, 15 - 7, 11 - 5.5, 15 + 7, 11 + 5.5, objectness, score, 2], rtol=1e-5)


@pytest.mark.slow
def test_region_scores_share_one_sum(tmp_path):
    network = network_of(tmp_path, REGION)
    raw = random_raw(network, SIZE_HW, batch=1)
    raw[0].view(1, 2, 5 + CLASSES, 12, 16)[:, :, 5:] = 3.0
    found = postprocess(network.heads, raw, SIZE_HW, Thresholds(confidence=0.01))
    torch.testing.assert_close(found[:, 6], torch.full((len(found),), 1 / CLASSES))


@pytest.mark.slow
def test_half_precision_raws_are_decoded_in_full(network):
    raw = [t.half() for t in random_raw(network, SIZE_HW, seed=6)]
    limits = Thresholds(confidence=0.1)
    found = postprocess(network.heads, raw, SIZE_HW, limits)
    torch.testing.assert_close(found, postprocess(network.heads, [t.float() for t in raw], SIZE_HW, limits))


def test_thresholds_are_those_of_the_settings():
    settings = Settings(confidence=0.1, iou=0.2, max_det=7, threshold_on="objectness", classes=frozenset({3}))
    assert Thresholds.of(settings) == Thresholds(0.1, 0.2, 7, True, frozenset({3}))
    assert Thresholds.of(Settings()) == Thresholds(0.25, 0.45, 300, False, None)
