"""oneDNN finds the weights in the layout that it wants, however many cores work at an image."""

import os
import subprocess
import sys

import pytest

pytest.importorskip("torch")

PROGRAM = """
import numpy as np, torch
from yolocam.loading import make_detector
from yolocam.settings import Settings
from yolocam.zoo.library import find_model
if torch.get_num_threads() < 2:
    torch.set_num_threads(2)
settings = Settings(imgsz=128, device="cpu", precision="fp32", engine="torch")
detector = make_detector(find_model(settings.model), settings)
image = np.full((128, 128, 3), 99, np.uint8)
run = lambda: detector.submit([image], settings).result()
run()                           # on all cores
detector.set_streams(2)
detector.warm(settings)
print("BEGIN", flush=True)
run()                           # on one
detector.set_streams(1)
run()                           # on all again
print("END", flush=True)
"""


@pytest.mark.slow
def test_no_weights_are_laid_out_anew():
    environment = os.environ | {"ONEDNN_VERBOSE": "1", "DNNL_VERBOSE": "1"}
    command = [sys.executable, "-c", PROGRAM]
    done = subprocess.run(command, env=environment, capture_output=True, text=True, check=True)
    work = done.stdout.partition("BEGIN")[2].partition("END")[0].splitlines()
    primitives = [line.split(",exec,")[1] for line in work if ",exec," in line]
    if not any("convolution" in line for line in primitives):
        pytest.skip("oneDNN tells nothing here")
    assert not [line for line in primitives if ",reorder," in line]
