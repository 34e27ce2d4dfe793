"""A processor in one file: takes away what was found."""

from dataclasses import replace

from yolocam.registry import ProcessorType


class _Nothing:
    def process(self, detected):
        from yolocam.detections import Detections

        return replace(detected, inference=replace(detected.inference, detections=Detections.empty()))

    def reset(self) -> None:
        pass


NOTHING = ProcessorType(name="nothing", title="Nothing", help="Takes away what was found.", open=_Nothing)
