"""Which cameras are connected, without Qt; and which of them a name, id or number means."""

from __future__ import annotations

import re
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from yolocam.errors import SourceError

SYSFS = Path("/sys/class/video4linux")
DEV = Path("/dev")


@dataclass(frozen=True, slots=True)
class CameraDevice:
    """One camera.

    `name` is what its maker calls it; two cameras may share it. `id` stays the same when the camera is
    plugged in again. `index` is the number OpenCV opens now, and may change.
    """

    name: str
    id: str
    index: int


def list_cameras(sysfs: Path = SYSFS, dev: Path = DEV) -> list[CameraDevice]:
    """Return the connected cameras, by index.

    Linux only: other systems do not number their cameras without opening each of them, so the list
    is empty there and a camera is opened by its number. The id is the link below /dev/v4l/by-id
    (maker, model, serial number), else by-path (the socket it is plugged into), else /dev/videoN.
    """
    if not sys.platform.startswith("linux") and sysfs == SYSFS:
        return []
    links = _stable_links(dev)
    cameras = []
    for node in _entries(sysfs):
        number = re.fullmatch(r"video(\d+)", node.name)
        # One camera has several nodes; those after index 0 carry metadata, not pictures.
        if number is None or _text(node / "index") not in ("0", ""):
            continue
        plain = dev / node.name
        name = _text(node / "name") or node.name
        cameras.append(CameraDevice(name, links.get(node.name, str(plain)), int(number[1])))
    return sorted(cameras, key=lambda camera: camera.index)


def find_camera(wanted: str, cameras: Sequence[CameraDevice]) -> CameraDevice:
    """Return the one camera that `wanted` means: its id, its name (in any case), or its index.

    An index is taken at its word where no cameras can be listed. Raises SourceError, naming what
    there is, when nothing or more than one fits: never is a different camera opened instead.
    """
    if re.fullmatch(r"\d{1,4}", wanted):
        fits = [camera for camera in cameras if camera.index == int(wanted)]
        if not cameras:
            return CameraDevice(f"camera {int(wanted)}", str(int(wanted)), int(wanted))
    else:
        fits = [camera for camera in cameras if camera.id == wanted]
        fits = fits or [camera for camera in cameras if camera.name.casefold() == wanted.casefold()]
    if len(fits) == 1:
        return fits[0]
    there_is = "; ".join(f"{c.index} ({c.name}, {c.id})" for c in fits or cameras)
    if fits:
        raise SourceError(
            f"camera '{wanted}' fits {len(fits)} cameras, expected a number or id of: {there_is}"
        )
    others = f"there is: {there_is}" if cameras else "and no other camera is"
    raise SourceError(f"camera '{wanted}' is not connected, {others}")


def _stable_links(dev: Path) -> dict[str, str]:
    """Map `videoN` to its link; by-id comes last and so wins over by-path."""
    links: dict[str, str] = {}
    for folder in ("by-path", "by-id"):
        for link in reversed(_entries(dev / "v4l" / folder)):
            try:
                links[link.resolve().name] = str(link)
            except OSError:
                continue  # unplugged this very moment
    return links


def _entries(folder: Path) -> list[Path]:
    try:
        return sorted(folder.iterdir())
    except OSError:
        return []


def _text(file: Path) -> str:
    try:
        return file.read_text(encoding="utf-8", errors="replace").strip()
    except OSError:
        return ""
