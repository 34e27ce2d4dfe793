"""The time summary can be understood by somebody who adds it up."""

from types import SimpleNamespace

import pytest

from yolocam.commands.detect.run_report import Summary


def text(network_ms=50.0, lost=0):
    parts = {"decode": SimpleNamespace(total_ms=40.0), "network": SimpleNamespace(total_ms=network_ms)}
    summary = Summary(
        frames=10,
        detections=20,
        elapsed_ms=500.0,
        listing_ms=0.0,
        loading_ms=3000.0,
        batch=1,
        model=SimpleNamespace(),
        snapshot=SimpleNamespace(stages=parts, stream=None, actions=(), dropped={"record": lost}),
    )
    return "\n".join(summary.lines())


@pytest.mark.parametrize(("network_ms", "told"), [(50.0, False), (900.0, True)])
def test_parts_that_overlap_are_explained(network_ms, told):
    words = text(network_ms)
    assert "20.0 frames per second, 2.0 detections per image" in words
    assert ("side by side" in words) is told


def test_images_that_an_output_lost_are_told():
    assert "missing" not in text()
    assert "7 images came faster than an output could write them" in text(lost=7)
