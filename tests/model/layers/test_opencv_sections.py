"""Sections and options beyond the official networks, against OpenCV: see tests/data/darknet."""

import numpy as np
import pytest
import torch

from support.darknet.darknet_files import weights_file
from support.paths import DARKNET_DATA
from yolocam.model import load_network

DATA = DARKNET_DATA


@pytest.mark.slow
@pytest.mark.parametrize("cfg", sorted(DATA.glob("*.cfg")), ids=lambda path: path.stem)
def test_section_agrees_with_opencv(cfg, tmp_path):
    recorded = np.load(cfg.with_suffix(".npz"), allow_pickle=False)
    network = load_network(cfg, weights_file(tmp_path, recorded["weights"]))
    assert_agrees(network, recorded)


def test_input_of_another_shape_than_the_cfg_says(tmp_path):
    """OpenCV computed 48 x 32; here the cfg says 32 x 32 and the input alone makes the grid."""
    recorded = np.load(DATA / "grouped.npz", allow_pickle=False)
    cfg = tmp_path / "square.cfg"
    cfg.write_text((DATA / "grouped.cfg").read_text().replace("width=48", "width=32"))
    assert_agrees(load_network(cfg, weights_file(tmp_path, recorded["weights"])), recorded)


def assert_agrees(network, recorded):
    with torch.inference_mode():
        table = network(torch.from_numpy(recorded["image"]))[0].numpy()
    expected = recorded["table"]
    np.testing.assert_allclose(table[:, :4], expected[:, :4], atol=0.02, rtol=0)
    np.testing.assert_allclose(table[:, 4], expected[:, 4], atol=1e-4, rtol=0)
    kept = expected[:, 5:] != 0
    scores = table[:, 4:5] * table[:, 5:]
    assert kept.sum() >= 30
    np.testing.assert_allclose(scores[kept], expected[:, 5:][kept], atol=1e-4, rtol=0)
