"""Privacy."""

from __future__ import annotations

from typing import TYPE_CHECKING

from yolocam.registry import ProcessorType

if TYPE_CHECKING:
    from yolocam.pipeline.interfaces import Processor


def _open(wanted: str) -> Processor:
    from yolocam.pipeline.privacy.privacy_processor import PrivacyProcessor

    return PrivacyProcessor(wanted)


PRIVACY = ProcessorType(
    name="privacy",
    title="Privacy",
    help="Hide objects of these classes before anything is drawn or saved: person, or blur:person,car with "
    "blur, pixelate or fill. If that fails, every image is covered.",
    option="[STYLE:]CLASS,...",
    flag="--privacy",
    required=True,
    wants_candidates=True,
    rank=20,
    open=_open,
)
