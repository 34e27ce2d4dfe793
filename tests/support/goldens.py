"""Official networks with seeded weights, and what OpenCV gave for them; see shared/oracle/make_goldens.py."""

import subprocess
import sys
from contextlib import contextmanager
from typing import Any, NamedTuple

import cv2
import numpy as np
import pytest
import torch

from support.paths import SHARED
from yolocam.model import load_network
from yolocam.model.layers.darknet_network import DarknetNetwork

ORACLE = SHARED / "oracle"

needs_goldens = pytest.mark.skipif(not ORACLE.is_dir(), reason=f"needs the recorded outputs in {ORACLE}")


class Golden(NamedTuple):
    """A network, an image for it (BGR bytes), and what was recorded."""

    network: DarknetNetwork
    image: np.ndarray
    recorded: Any

    def check(self, table):
        """Compare the table of all rows (N, 5 + classes) with the rows that were recorded."""
        rows, expected = table[self.recorded["rows"]], self.recorded["values"]
        assert len(table) == self.recorded["total"]
        np.testing.assert_allclose(rows[:, :4], expected[:, :4], atol=0.1, rtol=0)
        np.testing.assert_allclose(rows[:, 4], expected[:, 4], atol=1e-3, rtol=0)
        kept = expected[:, 5:] != 0
        scores = rows[:, 4:5] * rows[:, 5:]
        np.testing.assert_allclose(scores[kept], expected[:, 5:][kept], atol=1e-3, rtol=0)
        assert (scores[~kept] < 0.21).all()  # OpenCV drops what is under 0.2

    def table_by(self, network):
        """Return the table from a network in the form in which an engine runs it, for BGR as it is."""
        with torch.inference_mode():
            heads = network(torch.from_numpy(self.image[None].astype(np.float32)))
            parts = [
                head.decode(raw, self.image.shape[:2]) for head, raw in zip(network.heads, heads, strict=True)
            ]
        return torch.cat(parts, 1)[0].numpy()


@contextmanager
def golden(name, folder):
    """Make the weights of a network in a folder, as long as it is being opened."""
    weights = folder / "net.weights"
    cfg = SHARED / "cfg" / f"{name}.cfg"
    subprocess.run([sys.executable, ORACLE / "darknet_weights.py", cfg, weights, "7"], check=True)
    recorded = np.load(ORACLE / f"{name}.npz", allow_pickle=False)
    width, height = recorded["size"]
    image = cv2.imread(str(ORACLE / f"input_{width}x{height}.png"))
    try:
        yield Golden(load_network(cfg, weights), image, recorded)
    finally:
        weights.unlink()  # up to 256 MB: pytest would keep it
