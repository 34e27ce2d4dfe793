"""What a run of yolocam is surrounded by: disks that fill up, servers that fall silent, displays."""

from __future__ import annotations

import contextlib
import os
import shutil
import socket
import subprocess
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path

import cv2
import numpy as np

from support.servers.stubborn_server import StubbornServer


class NotHereError(Exception):
    """This harm cannot be done on this machine; the words say why."""


@contextlib.contextmanager
def disk(folder: Path, size: str) -> Iterator[None]:
    """Mount a small disk on a folder, in memory."""
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        raise NotHereError("mounting a small disk needs root")
    folder.mkdir(parents=True)
    done = subprocess.run(
        ["mount", "-t", "tmpfs", "-o", f"size={size}", "tmpfs", str(folder)], capture_output=True
    )
    if done.returncode:
        raise NotHereError(f"no disk can be mounted: {done.stderr.decode().strip()}")
    try:
        yield
    finally:
        subprocess.run(["umount", "-l", str(folder)], check=True)


@contextlib.contextmanager
def failing_disk(image: Path, folder: Path) -> Iterator[Callable[[], None]]:
    """Mount a disk of its own on a folder; yields what makes the system give it up.

    A disk on which the system finds an error becomes read-only at once, whatever is open on it. `image` keeps
    what the disk holds.
    """
    if not hasattr(os, "geteuid") or os.geteuid() != 0:
        raise NotHereError("mounting a disk needs root")
    if not shutil.which("mkfs.ext4"):
        raise NotHereError("mkfs.ext4 is not installed")
    if not image.exists():
        with image.open("wb") as file:
            file.truncate(96 << 20)
        subprocess.run(["mkfs.ext4", "-q", "-F", str(image)], check=True)
    folder.mkdir(parents=True, exist_ok=True)
    how = ["mount", "-o", "loop,errors=remount-ro", str(image), str(folder)]
    done = subprocess.run(how, capture_output=True)
    if done.returncode:
        raise NotHereError(f"no disk can be mounted: {done.stderr.decode().strip()}")
    try:
        found = subprocess.run(["findmnt", "-no", "SOURCE", str(folder)], capture_output=True, check=True)
        switch = Path("/sys/fs/ext4", Path(found.stdout.decode().strip()).name, "trigger_fs_error")
        if not switch.exists():
            raise NotHereError("this system cannot be told that a disk is broken")
        yield (
            lambda: subprocess.run(["tee", str(switch)], input=b"torture", stdout=subprocess.DEVNULL) and None
        )
    finally:
        subprocess.run(["umount", str(folder)], check=True)


@contextlib.contextmanager
def stalled(pictures: int) -> Iterator[int]:
    """Serve so many pictures at a port, and then silence."""
    picture = cv2.imencode(".jpg", np.full((96, 128, 3), 90, np.uint8))[1].tobytes()
    part = b"--part\r\nContent-Type: image/jpeg\r\nContent-Length: %d\r\n\r\n%s\r\n" % (len(picture), picture)

    def answer(client: socket.socket, stopping: threading.Event) -> None:
        client.recv(1000)
        client.sendall(b"HTTP/1.1 200 OK\r\nContent-Type: multipart/x-mixed-replace; boundary=part\r\n\r\n")
        for _ in range(pictures):
            client.sendall(part)
            time.sleep(0.1)
        stopping.wait()

    server = StubbornServer(answer)
    thread = threading.Thread(target=server.serve)
    thread.start()
    try:
        yield server.port
    finally:
        server.close()
        thread.join()
        server.join()


@contextlib.contextmanager
def x_server() -> Iterator[tuple[subprocess.Popen[bytes], str]]:
    """Run an X server; yields it and the name of its display."""
    reading, writing = os.pipe()
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", str(writing), "-screen", "0", "1280x800x24", "-nolisten", "tcp"],
        pass_fds=[writing], stderr=subprocess.DEVNULL,
    )  # fmt: skip
    os.close(writing)
    try:
        with os.fdopen(reading) as numbers:
            yield server, f":{numbers.readline().strip()}"
    finally:
        server.kill()
        server.wait()
