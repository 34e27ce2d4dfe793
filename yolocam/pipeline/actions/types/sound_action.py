"""A sound: a file's, or a bell."""

from __future__ import annotations

import shutil
import subprocess
import sys
from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import Any

from yolocam.errors import SinkError
from yolocam.pipeline.actions.action import ActionContext
from yolocam.pipeline.actions.firing import Firing
from yolocam.registry import ActionField, ActionType

_PLAYERS: Mapping[str, tuple[Sequence[str], ...]] = {
    "darwin": (("afplay",),),
    "win32": (
        (
            "powershell", "-NoProfile", "-Command",
            "& { param($file) (New-Object Media.SoundPlayer $file).PlaySync() }",
        ),
    ),
    "linux": (("pw-play",), ("paplay",), ("aplay", "-q")),
}  # fmt: skip
"""Programs that play a WAV file, by system."""


class SoundAction:
    """Plays one sound at a time: what happens meanwhile makes none."""

    def __init__(self, values: Mapping[str, Any], context: ActionContext) -> None:
        self._bell = context.bell
        self._playing: subprocess.Popen[bytes] | None = None
        self._command: list[str] | None = None
        if "file" in values:
            self._command = [*_player(), str(_existing(Path(values["file"])))]

    def fire(self, firing: Firing) -> None:
        """Begin to play."""
        if self._command is None:
            self._bell()
        elif self._playing is None or self._playing.poll() is not None:
            nowhere = subprocess.DEVNULL
            self._playing = subprocess.Popen(self._command, stdin=nowhere, stdout=nowhere, stderr=nowhere)

    def close(self) -> None:
        """End the sound."""
        if self._playing is not None:
            self._playing.kill()
            self._playing.wait()


def _player() -> list[str]:
    players = _PLAYERS.get(sys.platform, _PLAYERS["linux"])
    for program, *options in players:
        found = shutil.which(program)
        if found is not None:
            return [found, *options]
    names = " or ".join(player[0] for player in players)
    raise SinkError(f"no sound can be played here, expected the program {names}")


def _existing(path: Path) -> Path:
    if not path.is_file():
        raise SinkError(f"{path} does not exist, expected a sound in WAV")
    return path.resolve()


SOUND = ActionType(
    name="sound",
    title="Sound",
    help="Play a WAV file, or ring the bell of the terminal or the desktop.",
    rank=60,
    fields=(ActionField("file", title="File", holds="file"),),
    open=SoundAction,
)
