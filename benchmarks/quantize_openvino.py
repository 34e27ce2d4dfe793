"""Quantizes a network to 8 bits with NNCF, for OpenVINO. Runs in the peers' own environment.

usage: quantize_openvino.py ONNX FILM OUT

Post-training quantization with the "mixed" preset and NNCF's usual number of images: frames from all over the
film, through the letterbox of the job. OUT is the .xml file.
"""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import av
from peer_engines import openvino_package, to_blob
from peer_images import frames, letterbox

IMAGES = 300


def quantize(onnx: Path, film: Path, out: Path) -> None:
    """Write the quantized network."""
    modules: dict[str, Any] = sys.modules
    modules.setdefault("openvino_telemetry", None)  # which makes an import fail: NNCF reports nothing then
    ov = openvino_package()
    import nncf

    with av.open(str(film)) as video:
        step = max(video.streams.video[0].frames // IMAGES, 1)
        blobs = [
            to_blob(letterbox(image)[0]) for number, image in enumerate(frames(video)) if number % step == 0
        ]
    model = ov.Core().read_model(str(onnx))
    dataset = nncf.Dataset(blobs[:IMAGES])
    quantized = nncf.quantize(
        model, dataset, preset=nncf.QuantizationPreset.MIXED, subset_size=min(IMAGES, len(blobs))
    )
    ov.save_model(quantized, str(out), compress_to_fp16=False)


if __name__ == "__main__":
    quantize(*map(Path, sys.argv[1:4]))
