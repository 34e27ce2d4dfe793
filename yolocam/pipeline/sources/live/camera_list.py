"""The cameras of Windows and macOS, which cv2-enumerate-cameras asks the system for."""

from __future__ import annotations

import importlib
import sys
from collections.abc import Callable, Iterable
from typing import Any, Protocol

import cv2

from yolocam.pipeline.sources.live.devices import CameraDevice

BACKEND_STEP = 100
"""OpenCV's own way to say a backend and a number in one: 701 is the camera 1 of backend 700."""

_BACKENDS = {"win32": (cv2.CAP_MSMF, cv2.CAP_DSHOW), "darwin": (cv2.CAP_AVFOUNDATION,)}


class ListedCamera(Protocol):
    """What the library tells of a camera; `index` is its number with the backend that was asked."""

    index: int
    name: str
    path: str | None


Enumerate = Callable[[int], Iterable[ListedCamera]]
"""Lists the cameras of one of OpenCV's backends, as `cv2_enumerate_cameras.enumerate_cameras`."""


def ask_system(
    system: str = sys.platform, enumerate_cameras: Enumerate | None = None
) -> list[CameraDevice] | None:
    """Return the cameras in the system's order, or None where it cannot be asked.

    Windows counts them once for Media Foundation and once for DirectShow, which knows virtual cameras
    too: those that both have are one camera, with the number of the first; those of DirectShow alone come
    after them, from 700 on, as OpenCV numbers them.
    """
    try:
        listing = enumerate_cameras or _library()
        cameras: dict[str, CameraDevice] = {}
        for place, backend in enumerate(_BACKENDS[system]):
            for found in listing(backend):
                way = backend + found.index
                _note(cameras, found, way, found.index if place == 0 else way)
    except Exception:  # a driver, or a library that this system lacks; cameras open by number all the same
        return None
    return list(cameras.values())


def _note(cameras: dict[str, CameraDevice], found: ListedCamera, way: int, index: int) -> None:
    id_ = stable_id(found)
    known = cameras.get(id_)
    if known is not None and way // BACKEND_STEP != known.ways[0] // BACKEND_STEP:
        cameras[id_] = CameraDevice(known.name, id_, known.index, (*known.ways, way))
    elif known is None:
        cameras[id_] = CameraDevice(found.name, id_, index, (way,))
    else:  # two of one name, and nothing else to tell them apart
        cameras[f"{id_} {index}"] = CameraDevice(found.name, f"{id_} {index}", index, (way,))


def stable_id(found: ListedCamera) -> str:
    r"""Return what stays the same when a camera is plugged in again: its path, else its name.

    Windows writes `\\?\usb#vid_...#{class}\global`, where the class depends on the backend, and a `?`
    would begin the options of an address.
    """
    path = (found.path or "").removeprefix("\\\\?\\")
    if "#{" in path:
        path = path.rpartition("#{")[0].lower()
    return path.replace("?", "_") or found.name


def _library() -> Enumerate:
    library: Any = importlib.import_module("cv2_enumerate_cameras")
    listing: Enumerate = library.enumerate_cameras
    return listing
