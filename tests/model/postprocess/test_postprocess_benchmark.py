"""Made-up crowds have as many objects as they are asked to, and NMS is at most fed them."""

import pytest
import torch

from yolocam.assets import asset
from yolocam.model import load_network
from yolocam.model.postprocess.benchmark import crowded, postprocess_times
from yolocam.model.postprocess.rows import Thresholds, candidates

CFG, WEIGHTS = asset("models/yolov3-tiny.cfg"), asset("models/yolov3-tiny.weights")


@pytest.mark.slow
def test_as_many_objects_as_asked_for():
    network = load_network(CFG, WEIGHTS)
    real = [t.shape for t in network.raw(torch.zeros(1, 3, 416, 416))]
    for count in (0, 1, 50, 1000):
        raw = crowded(network, count)
        assert [t.shape for t in raw] == real
        found = [candidates(h, t, (416, 416), Thresholds()) for h, t in zip(network.heads, raw, strict=True)]
        assert sum(map(len, found)) == count


@pytest.mark.slow
def test_times_for_each_count():
    rows = postprocess_times(CFG, WEIGHTS, (0, 20), 0.001)
    assert [count for count, _, _ in rows] == [0, 20]
    assert rows[0][1] == 0 < rows[1][1] <= 20
    assert all(len(taken) >= 10 and min(taken) > 0 for _, _, taken in rows)
