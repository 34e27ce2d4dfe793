"""The image of an event, and what was found in it."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from pathlib import Path
from typing import Any

from yolocam.pipeline.actions.action import ActionContext
from yolocam.pipeline.actions.firing import Firing
from yolocam.pipeline.actions.outbox import Outbox, Refused
from yolocam.registry import ActionField, ActionType

_MOST = 8
"""Images are large, and few wait."""


class SnapshotCarrier:
    """Draws and saves images, which takes a moment."""

    def __init__(self, folder: Path, boxes: bool) -> None:
        self._folder = folder
        self._boxes = boxes

    def prepare(self) -> None:
        """Nothing to prepare."""

    def send(self, firing: Firing) -> None:
        """Save the image of an event."""
        from yolocam.errors import SinkError
        from yolocam.files.output_file import prepare_folder
        from yolocam.pipeline.drawing.annotate import Annotator
        from yolocam.pipeline.render import draw_result
        from yolocam.pipeline.snapshot import save_snapshot

        item = firing.item
        if self._boxes and item.image is None:
            detected = item.detected
            item = replace(item, image=draw_result(Annotator(), detected, detected.settings, None))
        try:
            save_snapshot(item, prepare_folder(self._folder), boxes=self._boxes)
        except SinkError as error:
            raise Refused(str(error)) from error

    def close(self) -> None:
        """Nothing is open."""


class SnapshotAction:
    """Saves images on a thread of its own."""

    def __init__(self, values: Mapping[str, Any], context: ActionContext) -> None:
        folder = Path(values["folder"]) if "folder" in values else context.folder
        carrier = SnapshotCarrier(folder, values.get("boxes", True))
        self._outbox: Outbox[Firing] = Outbox("snapshots", carrier, context.tell, most=_MOST)
        context.follow(lambda: self._outbox.health)

    def fire(self, firing: Firing) -> None:
        """Save the image of this event soon."""
        self._outbox.put(firing)

    def close(self) -> None:
        """Save what waits."""
        self._outbox.close()


SNAPSHOT = ActionType(
    name="snapshot",
    title="Snapshot",
    help="Save the image as PNG, with what was found in it as JSON.",
    rank=20,
    fields=(
        ActionField("folder", title="Folder", holds="folder"),
        ActionField("boxes", "flag", title="With boxes", usual=True),
    ),
    open=SnapshotAction,
)
