"""Record what OpenCV computes for the cfgs of this folder, as NAME.npz beside each.

usage: make_expected.py CFG...      (needs opencv-python-headless 4.x: version 5 has no Darknet importer)

NAME.npz holds `weights` float32 (N,), all values of the .weights file after its header; `image` float32
(1, C, H, W) in 0..1; `table` float32 (rows, 5 + C), boxes in input pixels, the last columns objectness *
class probability, which OpenCV sets to 0 below its threshold.
"""

import struct
import sys
import tempfile
from pathlib import Path

import cv2
import numpy as np

HEADER = struct.pack("<iiiq", 0, 2, 5, 0)


def sections(cfg):
    """Yield (name, options) of each section."""
    for block in cfg.read_text().split("[")[1:]:
        name, _, body = block.partition("]")
        yield name, dict(line.split("=") for line in body.replace(" ", "").split())


def values(cfg, rng):
    """Make the values of every convolution; heads get a bias that puts scores above the threshold."""
    (_, net), *layers = sections(cfg)
    channels, parts, before = [], [], int(net["channels"])
    for i, (name, options) in enumerate(layers):
        if name == "convolutional":
            out, size = int(options["filters"]), int(options["size"])
            fan_in = before // int(options.get("groups", 1)) * size * size
            if "batch_normalize" in options:
                for low, high in ((-0.3, 0.3), (0.7, 1.3), (-0.3, 0.3), (0.5, 1.5)):
                    parts.append(rng.uniform(low, high, out))
            else:
                is_head = layers[i + 1][0] in ("yolo", "region")
                parts.append(rng.uniform(-0.3, 1.5 if is_head else 0.3, out))
            parts.append(rng.standard_normal(out * fan_in) * (1.5 / fan_in) ** 0.5)
            before = out
        elif name == "route":
            sources = [int(v) for v in options["layers"].split(",")]
            before = sum(channels[v] for v in sources) // int(options.get("groups", 1))
        elif name == "reorg":
            before *= int(options["stride"]) ** 2
        elif name in ("sam", "scale_channels"):
            before = channels[int(options["from"])]
        channels.append(before)
    return np.concatenate(parts).astype(np.float32), [int(net[k]) for k in ("channels", "height", "width")]


def main(cfgs):
    """Write NAME.npz beside each NAME.cfg."""
    for cfg in map(Path, cfgs):
        rng = np.random.default_rng(5)
        weights, shape = values(cfg, rng)
        image = rng.random((1, *shape), dtype=np.float32)
        with tempfile.TemporaryDirectory() as folder:
            path = Path(folder, "net.weights")
            path.write_bytes(HEADER + weights.tobytes())
            net = cv2.dnn.readNetFromDarknet(str(cfg), str(path))
        net.setPreferableBackend(cv2.dnn.DNN_BACKEND_OPENCV)
        net.setInput(image)
        heads = net.forward(net.getUnconnectedOutLayersNames())
        table = np.concatenate([head.reshape(-1, head.shape[-1]) for head in heads])
        table[:, :4] *= (shape[2], shape[1], shape[2], shape[1])
        np.savez_compressed(cfg.with_suffix(".npz"), weights=weights, image=image, table=table)


if __name__ == "__main__":
    main(sys.argv[1:])
