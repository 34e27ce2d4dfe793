"""What numpy selects from candidates is what the network's own post-processing gives, bit for bit."""

from __future__ import annotations

import itertools
from dataclasses import replace

import numpy as np
import pytest
import torch

from support.darknet.head_files import KINDS, network_of, random_raw
from yolocam.detections import Candidates
from yolocam.letterbox import placement, to_frame
from yolocam.model.postprocess.rows import Thresholds, postprocess, proposals
from yolocam.selection import select
from yolocam.settings import Settings

pytestmark = pytest.mark.usefixtures("one_thread")

SIZE_HW = (32, 32)
FLOOR = 0.05
PLACE = placement((333, 222), (32, 32), "letterbox")
CHOICES = [
    Settings(confidence=c, iou=i, threshold_on=on, **more)
    for c, i, on, more in itertools.product(
        (0.05, 0.25, 0.5, 0.9),
        (0.0, 0.45, 0.7),
        ("score", "objectness"),
        ({}, {"max_det": 3}, {"classes": frozenset({0, 3})}),
    )
]


def candidates_of(rows: np.ndarray, floor: float = FLOOR) -> Candidates:
    return Candidates(
        np.ascontiguousarray(rows[:, 1:5]), rows[:, 5], rows[:, 6], rows[:, 7].astype(np.int32), PLACE, floor
    )


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("dtype", [torch.float32, torch.bfloat16])
def test_candidates_above_a_floor_give_what_a_fresh_pass_gives(tmp_path, kind, dtype):
    network = network_of(tmp_path, KINDS[kind])
    found = 0
    for seed in range(2):
        raw = [t.to(dtype) for t in random_raw(network, SIZE_HW, batch=1, seed=seed)]
        stored = candidates_of(proposals(network.heads, raw, SIZE_HW, FLOOR).numpy())
        for wanted in CHOICES:
            fresh = postprocess(network.heads, raw, SIZE_HW, Thresholds.of(wanted)).numpy()
            chosen = select(stored, wanted)
            assert chosen.xyxy.tobytes() == to_frame(fresh[:, 1:5], PLACE).tobytes()
            assert chosen.objectness.tobytes() == fresh[:, 5].tobytes()
            assert chosen.class_score.tobytes() == fresh[:, 6].tobytes()
            assert chosen.class_id.tolist() == fresh[:, 7].astype(int).tolist()
            found += len(fresh)
    assert found > 500


@pytest.mark.slow
@pytest.mark.parametrize("kind", KINDS)
def test_a_row_does_not_depend_on_the_rows_beside_it(tmp_path, kind):
    """Vector code and what finishes a run after it differ in the last bit, where nothing is done about it."""
    (head,) = network_of(tmp_path, KINDS[kind]).heads[:1]
    raw = torch.randn((4001, 9), generator=torch.Generator().manual_seed(5))
    where = torch.zeros(len(raw), dtype=torch.int64)

    def decode(rows):
        cells = where[: len(rows)]
        boxes = head.decode_boxes(rows[:, :4].clone(), cells, cells, cells, (4, 4), (32, 32))
        return torch.cat((boxes, head.decode_scores(rows[:, 4:].clone())), dim=1)

    one_by_one = torch.cat([decode(raw[i : i + 1]) for i in range(len(raw))])
    assert torch.equal(decode(raw), one_by_one)


def test_confidence_below_the_floor_gives_what_there_is(tmp_path):
    network = network_of(tmp_path, KINDS["yolo"])
    raw = random_raw(network, SIZE_HW, batch=1)
    stored = candidates_of(proposals(network.heads, raw, SIZE_HW, 0.5).numpy(), 0.5)
    low = select(stored, Settings(confidence=0.0, threshold_on="objectness", iou=1.0))
    assert len(low) == len(stored) > 0
    assert len(select(replace(stored, class_id=stored.class_id + 9), Settings(classes=frozenset({0})))) == 0
