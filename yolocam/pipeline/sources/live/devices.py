"""Which cameras are connected, without Qt; and which of them a name, id, device or number means."""

from __future__ import annotations

import os
import platform
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path, PurePath

from yolocam.errors import SourceError
from yolocam.files.input_file import is_there

SYSFS = Path("/sys/class/video4linux")
DEV = Path("/dev")


@dataclass(frozen=True, slots=True)
class CameraDevice:
    """One camera.

    `name` is what its maker calls it; two cameras may share it. `id` stays the same when the camera is
    plugged in again. `index` is the number that opens it now, and may change. `ways` are OpenCV's numbers
    of it, to be tried in order, each with its backend in the hundreds; none where `index` is the only one.
    """

    name: str
    id: str
    index: int
    ways: tuple[int, ...] = ()


def list_cameras(sysfs: Path = SYSFS, dev: Path = DEV) -> list[CameraDevice]:
    """Return the connected cameras, by index; none where the system cannot be asked.

    On Linux the id is the link below /dev/v4l/by-id (maker, model, serial number), else by-path (the
    socket it is plugged into), else /dev/videoN. For Windows and macOS see `camera_list`.
    """
    if platform.system() != "Linux" and sysfs == SYSFS:
        from yolocam.pipeline.sources.live.camera_list import ask_system

        return ask_system() or []
    links = _stable_links(dev)
    cameras = []
    for node in _entries(sysfs):
        number = re.fullmatch(r"video(\d+)", node.name)
        # One camera has several nodes; those after index 0 carry metadata, not images.
        if number is None or _text(node / "index") not in ("0", ""):
            continue
        plain = dev / node.name
        name = _text(node / "name") or node.name
        cameras.append(CameraDevice(name, links.get(node.name, str(plain)), int(number[1])))
    return sorted(cameras, key=lambda camera: camera.index)


def can_list_cameras() -> bool:
    """Whether an empty list of cameras means that there is none."""
    if platform.system() == "Linux":
        return True
    from yolocam.pipeline.sources.live.camera_list import ask_system

    return ask_system() is not None


def is_device(path: str, dev: Path = DEV) -> bool:
    """Whether a path names a device, or is a link to one, rather than a file or a folder.

    One that is not plugged in counts, if its name is that of a video device.
    """
    if os.name != "posix" or not path:
        return False
    real = Path(_real(path))
    if _node_number(real, dev) is not None or Path(path).is_relative_to(dev / "v4l"):
        return True
    try:
        return real.is_char_device() or real.is_block_device()
    except (OSError, ValueError):
        return False


def find_camera(wanted: str, cameras: Sequence[CameraDevice], dev: Path = DEV) -> CameraDevice:
    """Return the one camera that `wanted` means: its id, its name (in any case), its device or its index.

    A device is `/dev/video0`, any link to it, or such a path's last part. An index or a device is taken at
    its word where no cameras can be listed. Raises SourceError, naming what there is, when nothing or more
    than one fits: never is a different camera opened instead.
    """
    fits = _fitting(wanted, cameras, dev)
    if len(fits) == 1:
        return fits[0]
    there_is = "; ".join(f"{c.index} ({c.name}, {c.id})" for c in fits or cameras)
    if fits:
        raise SourceError(
            f"camera '{wanted}' fits {len(fits)} cameras, expected a number or id of: {there_is}"
        )
    if _is_something_else(wanted, dev):
        cameras_are = f" such as {there_is}" if cameras else ", and none is connected"
        raise SourceError(f"{wanted} is no camera, expected one{cameras_are}")
    others = f"there is: {there_is}" if cameras else "and no other camera is"
    raise SourceError(f"camera '{wanted}' is not connected, {others}")


def _fitting(wanted: str, cameras: Sequence[CameraDevice], dev: Path) -> list[CameraDevice]:
    if re.fullmatch(r"\d{1,4}", wanted):
        at_its_word = CameraDevice(f"camera {int(wanted)}", str(int(wanted)), int(wanted))
        return [camera for camera in cameras if camera.index == int(wanted)] if cameras else [at_its_word]
    fits = [camera for camera in cameras if camera.id == wanted]
    fits = fits or [camera for camera in cameras if camera.name.casefold() == wanted.casefold()]
    if fits:
        return fits
    path = str(dev / wanted) if re.fullmatch(r"video\d+", wanted) else wanted
    if not path.startswith("/"):
        return [camera for camera in cameras if PurePath(camera.id).name == wanted]
    number = _node_number(Path(_real(path)), dev)
    if number is not None and not cameras and is_there(Path(path)):
        return [CameraDevice(path, path, number)]
    return [camera for camera in cameras if number is not None and _real(camera.id) == _real(path)]


def _is_something_else(wanted: str, dev: Path) -> bool:
    """Whether a path is there and no camera: another device, or the node for what a camera's maker adds."""
    there = wanted.startswith("/") and is_there(Path(wanted))
    return there and (is_device(wanted, dev) or not Path(wanted).is_dir())


def closed_to_us(camera: CameraDevice) -> str | None:
    """Return why this user cannot open a camera, and the command that helps; None if nothing is known.

    Linux only: elsewhere the system asks or refuses by itself.
    """
    node = Path(camera.id if camera.id.startswith("/") else DEV / f"video{camera.index}")
    if platform.system() == "Linux" and camera.id.isdecimal() and not node.exists():
        return "no camera is connected; `yolocam cameras` says more"
    if os.name != "posix" or not node.exists() or os.access(node, os.R_OK | os.W_OK):
        return None
    return f"you may not read {node}: `sudo usermod -aG {_group_of(node)} $USER` and a new login allow it"


def _group_of(node: Path) -> str:
    import grp  # POSIX only

    try:
        return grp.getgrgid(node.stat().st_gid).gr_name
    except (KeyError, OSError):
        return "video"


def _node_number(real: Path, dev: Path) -> int | None:
    """Return N of a path `/dev/videoN`; None for any other."""
    number = re.fullmatch(r"video(\d{1,4})", real.name)
    return int(number[1]) if number and real.parent == Path(_real(str(dev))) else None


def _real(path: str) -> str:
    try:
        return os.path.realpath(path)
    except (OSError, ValueError):
        return path


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
