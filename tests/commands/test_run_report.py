"""The time summary can be understood by somebody who adds it up."""

from types import SimpleNamespace

import pytest

from yolocam.commands.detect.run_report import Summary


@pytest.mark.parametrize(("network_ms", "told"), [(50.0, False), (900.0, True)])
def test_parts_that_overlap_are_explained(network_ms, told):
    parts = {"decode": SimpleNamespace(total_ms=40.0), "network": SimpleNamespace(total_ms=network_ms)}
    summary = Summary(
        frames=10,
        detections=20,
        elapsed_ms=500.0,
        listing_ms=0.0,
        loading_ms=3000.0,
        batch=1,
        model=SimpleNamespace(),
        snapshot=SimpleNamespace(stages=parts, stream=None, actions=()),
    )
    text = "\n".join(summary.lines())
    assert "20.0 frames per second, 2.0 detections per image" in text
    assert ("side by side" in text) is told
