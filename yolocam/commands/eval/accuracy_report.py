"""What `yolocam eval` tells: a row for each class, COCO's summary, Darknet's summary."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import asdict, dataclass
from typing import Any

from rich.table import Table

from yolocam.commands.bench.bench_task import about, plain_table, title
from yolocam.evaluation.classes import ClassMatch, match_words
from yolocam.evaluation.coco_measure import CocoClass, CocoFigures
from yolocam.evaluation.darknet_measure import CONFIDENCE, DarknetClass, DarknetFigures
from yolocam.frame import ModelInfo
from yolocam.settings import Settings

_SIZES = (("", ""), ("small", "_small"), ("medium", "_medium"), ("large", "_large"))


@dataclass(frozen=True, slots=True)
class Report:
    """All figures of one run. `objects_left_out` are of categories that the network does not know."""

    model: ModelInfo
    settings: Settings
    match: ClassMatch
    objects_left_out: int
    coco: CocoFigures
    darknet: DarknetFigures
    images: int

    @property
    def objects(self) -> int:
        """How many objects count."""
        return sum(one.objects for one in self.darknet.classes)

    def title(self) -> str:
        """Return what was measured, in a line."""
        rect = ", rect" if self.settings.rect else ""
        return f"{title(self.model)}{rect}: {self.images} images, {self.objects} objects"

    def parts(self) -> Iterator[str | Table]:
        """Yield what is printed; figures in percent."""
        yield self.title()
        limits = f"confidence {self.settings.confidence:g}, overlap {self.settings.iou:g}"
        yield f"{limits}; {match_words(self.match, self.objects_left_out)}"
        yield ""
        yield self._class_table()
        yield ""
        yield self._coco_table()
        yield ""
        yield from self._darknet_lines()

    def to_json(self) -> dict[str, Any]:
        """Return the figures in 0..1, None where there is nothing to measure."""
        summary = {key: value for key, value in asdict(self.darknet).items() if key != "classes"}
        return {
            **about(self.model),
            "rect": self.settings.rect,
            "confidence": self.settings.confidence,
            "iou": self.settings.iou,
            "images": self.images,
            "objects": self.objects,
            "matched_by": self.match.how,
            "categories_without_class": [category.name for category in self.match.without_class],
            "classes_without_category": list(self.match.without_category),
            "coco": dict(self.coco.stats),
            "darknet": {"confidence": CONFIDENCE, **summary},
            "classes": [_class_json(*pair) for pair in self._pairs()],
        }

    def _pairs(self) -> list[tuple[CocoClass, DarknetClass]]:
        return list(zip(self.coco.classes, self.darknet.classes, strict=True))

    def _class_table(self) -> Table:
        """Best class first, worst last; those without an object are not in it."""
        table = plain_table("class", "objects", "AP", "AP50", "AP75", "AR", "Darknet AP", "TP", "FP")
        for coco, darknet in sorted(self._pairs(), key=lambda pair: -(pair[0].ap50 or 0.0)):
            if coco.ap50 is not None:
                figures = (coco.ap, coco.ap50, coco.ap75, coco.ar, darknet.ap)
                counts = darknet.true_positives, darknet.false_positives
                table.add_row(
                    coco.category.name, str(darknet.objects), *map(_percent, figures), *map(str, counts)
                )
        return table

    def _coco_table(self) -> Table:
        stats = self.coco.stats
        table = plain_table("COCO", "AP", "AP50", "AP75", "AR 1", "AR 10", "AR 100")
        table.add_row(
            "all",
            *(_percent(stats[key]) for key in ("AP", "AP50", "AP75", "AR_1", "AR_10", "AR_100")),
        )
        for name, suffix in _SIZES[1:]:
            table.add_row(
                name, _percent(stats[f"AP{suffix}"]), "", "", "", "", _percent(stats[f"AR{suffix}"])
            )
        return table

    def _darknet_lines(self) -> Iterator[str]:
        found = self.darknet
        empty = sum(one.objects == 0 for one in found.classes)
        over = f" over all {len(found.classes)} classes, as Darknet counts" if empty else ""
        more = f"; {_percent(found.mean_ap_labelled)} over those with objects" if empty else ""
        yield f"Darknet mAP@0.50 {_percent(found.mean_ap)}{over}{more}"
        yield (
            f"at confidence {CONFIDENCE}: precision {_percent(found.precision)}, recall "
            f"{_percent(found.recall)}, F1 {_percent(found.f1)}, average IoU {_percent(found.average_iou)}; "
            f"TP {found.true_positives}, FP {found.false_positives}, FN {found.false_negatives}"
        )


def _class_json(coco: CocoClass, darknet: DarknetClass) -> dict[str, Any]:
    return {
        "id": coco.category.number,
        "name": coco.category.name,
        "objects": darknet.objects,
        "AP": coco.ap,
        "AP50": coco.ap50,
        "AP75": coco.ap75,
        "AR": coco.ar,
        "darknet_AP": darknet.ap,
        "true_positives": darknet.true_positives,
        "false_positives": darknet.false_positives,
    }


def _percent(value: float | None) -> str:
    return "-" if value is None else f"{value:.1%}".removesuffix("%")
