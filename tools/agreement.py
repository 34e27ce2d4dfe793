"""Measure how far quicker forms of a network find what its exact form (fp32, square input) finds.

    python tools/agreement.py SOURCE... [--forms bf16 int8 fp32+rect kernels:bf16] [--model NAME] [--imgsz N]

A form is a precision, of one engine if its name stands before it; fp32 is PyTorch's.
Every frame and picture of the sources goes through fp32 and through each form, at Darknet's threshold of
0.25. Two detections are the same if they have the same class and overlap by more than 0.9. Of the
detections that fp32 is sure of (0.35 or more), `found` is the share that the form has too, and `extra`
are those the form is sure of and fp32 has not, as a share of the same number. Here the other side may be
less sure, down to 0.25: a confidence of 0.351 that becomes 0.349 is no disagreement. In the columns
`strictly`, both have to be 0.35 or more.
"""

from __future__ import annotations

import argparse
import sys
from collections import defaultdict
from dataclasses import dataclass, field

import numpy as np
import torch

from yolocam.detections import Detections
from yolocam.errors import YolocamError
from yolocam.frame import Image
from yolocam.loading import MANY_IMAGES, make_detector, model_files
from yolocam.model.detector import Detector
from yolocam.model.engines.validation import SURE, Agreement, agree
from yolocam.pipeline.sources.files.listing import Listing, list_sources
from yolocam.pipeline.sources.files.sequence import SequenceSource
from yolocam.settings import Settings

FORMS = ("bf16", "fp16", "int8", "fp32+rect")
MOST_ROWS = 16
"""More sources than that are told by their sum alone: the pictures of a folder are sources each."""

SHOWN = 32
"""So many frames, from all over the sources, int8 is calibrated on."""


@dataclass(slots=True)
class Form:
    """One way to run the network, with what it agreed on for each source."""

    name: str
    settings: Settings
    detector: Detector
    loose: defaultdict[str, Agreement] = field(default_factory=lambda: defaultdict(Agreement))
    strict: defaultdict[str, Agreement] = field(default_factory=lambda: defaultdict(Agreement))

    def look(self, source: str, image: Image, exact: Detections) -> None:
        """Compare on one frame."""
        (found,) = self.detector.detect([image], self.settings)
        self.loose[source] += agree(rows(exact), rows(found))
        sure = [d.select(d.confidence >= SURE) for d in (exact, found)]
        self.strict[source] += agree(*map(rows, sure))


def rows(found: Detections) -> torch.Tensor:
    """Return the detections of one frame as `postprocess` has them, (N, 8)."""
    columns = (found.xyxy, found.objectness, found.class_score, found.class_id.astype(np.float32))
    return torch.from_numpy(np.column_stack((np.zeros(len(found), np.float32), *columns)))


def spread_frames(listing: Listing) -> list[Image]:
    """Return frames from all over the sources."""
    count = SequenceSource(listing).info.frame_count or SHOWN
    source = SequenceSource(listing, max(count // SHOWN, 1))
    images: list[Image] = []
    while len(images) < SHOWN and (frame := source.read()) is not None:
        images.append(frame.image)
    source.close()
    return images


def open_form(name: str, args: argparse.Namespace, listing: Listing) -> Form:
    """Load the network in one form; a form that is refused ends the program."""
    form, _, rect = name.partition("+")
    engine, _, precision = form.rpartition(":")
    settings = Settings(
        model=args.model, imgsz=args.imgsz, engine=engine or "auto", precision=precision, rect=rect == "rect"
    )
    detector = make_detector(model_files(args.model, None, None, None), settings, image_count=MANY_IMAGES)
    if precision == "int8":
        detector.calibrate(spread_frames(listing), settings)
        if detector.model_info(settings).precision != "int8":
            sys.exit(detector.refusal or "the sources show too little to calibrate int8 on")
    return Form(name, settings, detector)


def table(form: Form) -> None:
    """Print a row for each source unless there are too many, and their sum."""
    sources = [*form.loose]
    sums = [sum((of[source] for source in sources), Agreement()) for of in (form.loose, form.strict)]
    for source in [*(sources if len(sources) <= MOST_ROWS else ()), "all"]:
        loose, strict = sums if source == "all" else (form.loose[source], form.strict[source])
        shares = [
            f"{count / max(agreement.sure, 1):9.2%}"
            for agreement in (loose, strict)
            for count in (agreement.found, agreement.extra)
        ]
        print(f"{form.name:16} {source[:20]:20} {loose.sure:6} {'  '.join(shares)}")


def main() -> int:
    """Measure and print."""
    parser = argparse.ArgumentParser(description="Agreement of quicker forms of a network with fp32")
    parser.add_argument("source", nargs="+")
    parser.add_argument("--forms", nargs="+", default=FORMS)
    parser.add_argument("--model", default="yolov3-tiny")
    parser.add_argument("--imgsz", type=int, default=0)
    args = parser.parse_args()
    listing = list_sources(args.source)
    exact = open_form("torch:fp32", args, listing)
    forms = [open_form(name, args, listing) for name in args.forms]
    source = SequenceSource(listing)
    while (frame := source.read()) is not None:
        (found,) = exact.detector.detect([frame.image], exact.settings)
        for form in forms:
            form.look(frame.source.name, frame.image, found)
    print(f"{'':44} {'at 0.25 or more':>20}  {'strictly':>20}")
    print(f"{'form':16} {'source':20} {'sure':>6} {'found':>9}  {'extra':>9}  {'found':>9}  {'extra':>9}")
    for form in forms:
        table(form)
        form.detector.close()
    return 0


if __name__ == "__main__":
    try:
        sys.exit(main())
    except YolocamError as error:
        sys.exit(str(error))
