"""Which actions can be taken now, and why the others cannot."""

from __future__ import annotations

from yolocam.pipeline.session import Session
from yolocam.ui.actions import Actions
from yolocam.ui.translation import tr
from yolocam.ui.video.transport.transport import Transport
from yolocam.ui.video.video_view import VideoView

_NEEDS_IMAGE = ("snapshot", "snapshot_plain", "snapshot_as", "zoom_in", "zoom_out", "zoom_to_fit")
_NEEDS_SOURCE = ("play", "close_source")
_NEEDS_FRAMES = ("save_replay",)
_NEEDS_TRANSPORT = (
    "step_back", "step_forward", "jump_back", "jump_forward", "to_start", "to_end",
    "slower", "faster", "loop", "next_found", "previous_found", "next_event", "previous_event",
)  # fmt: skip
_NEEDS_SOUND = ("mute", "louder", "softer")


def allow_actions(actions: Actions, session: Session, view: VideoView, transport: Transport) -> None:
    """Enable what can be done with what is open, and give the rest its reason."""
    running = session.pipeline is not None
    source = running or session.state.phase == "opening"
    for names, allowed, reason in (
        (_NEEDS_IMAGE, view.current is not None, tr("There is no image yet.")),
        (_NEEDS_SOURCE, source, tr("Nothing is open.")),
        (_NEEDS_FRAMES, running, tr("Open a video or a camera first.")),
        (_NEEDS_TRANSPORT, transport.active, tr("This works only where a file is open.")),
        (_NEEDS_SOUND, transport.has_sound, tr("There is no film or stream with sound.")),
    ):
        for name in names:
            actions.allow(name, allowed, reason)
