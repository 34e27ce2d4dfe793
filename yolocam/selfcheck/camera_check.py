"""The cameras, and whether this user may open them; why there is none."""

from __future__ import annotations

import platform
from pathlib import Path

from yolocam.pipeline.sources.live.devices import can_list_cameras, closed_to_us, list_cameras
from yolocam.selfcheck.check_finding import CheckFinding


def check() -> list[CheckFinding]:
    """List the cameras. None is opened: another program may be using it."""
    cameras = list_cameras()
    if not cameras:
        text, _, remedy = why_none().partition("; ")
        return [CheckFinding("Cameras", "warning", text, remedy)]
    findings = []
    for camera in cameras:
        why = closed_to_us(camera)
        text = f"{camera.name} (yolocam {camera.index})"
        if why is None:
            findings.append(CheckFinding("Cameras", "ok", text))
        else:
            sentence, _, remedy = why.partition(": ")
            findings.append(CheckFinding("Cameras", "warning", f"{text}: {sentence}", remedy))
    return findings


def why_none() -> str:
    """Return why no camera is listed here and, after a semicolon, what to do about it."""
    if not can_list_cameras():
        return "cameras cannot be listed here; open one by its number, as in `yolocam 0`"
    system = platform.system()
    if system == "Darwin":
        settings = "System Settings > Privacy & Security > Camera"
        return f"no camera found; plug one in, and let this terminal use it ({settings})"
    if system == "Windows":
        return "no camera found; plug one in, and let desktop apps use it (Settings > Privacy > Camera)"
    if "microsoft" in platform.release().lower():
        return "no camera found, as WSL hands none on; on Windows `usbipd attach --wsl --busid ID` does"
    if Path("/.dockerenv").exists() or Path("/run/.containerenv").exists():
        return "no camera found in this container; start it with `--device /dev/video0` to hand one on"
    return "no camera found; plug one in: if `ls /dev/video*` does not show it then, its driver is missing"
