"""The official networks agree with OpenCV's Darknet importer; see shared/oracle/make_goldens.py."""

import numpy as np
import pytest
import torch

from support.goldens import golden, needs_goldens

NAMES = (
    "yolov2-tiny",
    "yolov3",
    "yolov3-spp",
    "yolov3-tiny",
    "yolov3-tiny-prn",
    "yolov4",
    "yolov4-tiny",
    "yolov7-tiny",
    "yolo-fastest-1.1-xl",
)

pytestmark = needs_goldens


@pytest.mark.slow
@pytest.mark.parametrize("name", NAMES)
def test_network_agrees_with_opencv(name, tmp_path):
    with golden(name, tmp_path) as official:
        network, image = official.network, official.image
        x = torch.from_numpy(np.ascontiguousarray(image[..., ::-1].transpose(2, 0, 1)))[None] / 255
        with torch.inference_mode():
            table = network(x)[0].numpy()
    official.check(table)
    assert network.cfg.unused_keys() == []
