"""The process that grabs a screen: says `ok WIDTH HEIGHT` or `error WORDS`, then sends image after image.

In a process of its own, because FFmpeg's X11 library crashes beside that of OpenCV.
"""

from __future__ import annotations

import json
import os
import sys
import threading
from typing import IO, Any

import numpy as np

from yolocam.media.ffmpeg_errors import MEDIA_ERRORS, reason
from yolocam.media.pyav import open_input


def main() -> None:
    """Grab what a line of JSON on standard input asks for, until that ends."""
    requests = sys.stdin.buffer
    answers = os.fdopen(os.dup(1), "wb", buffering=0)
    os.dup2(2, 1)  # what libraries print must not get among the images
    task = json.loads(requests.readline() or b"null")
    if task is None:
        return
    threading.Thread(target=_end_with, args=(requests,), daemon=True).start()
    try:
        _grab(task, answers)
    except MEDIA_ERRORS as error:
        answers.write(f"error {reason(error)}\n".encode())
    os._exit(0)


def _end_with(requests: IO[bytes]) -> None:
    requests.read()
    os._exit(0)


def _grab(task: dict[str, Any], answers: IO[bytes]) -> None:
    told = False
    with open_input(task["address"], task["options"], file_format="x11grab") as container:
        for frame in container.decode(video=0):
            image = np.ascontiguousarray(frame.to_ndarray(format="bgr24"))
            if not told:
                told = True
                answers.write(f"ok {frame.width} {frame.height}\n".encode())
            rest = image.reshape(-1).data
            while rest:
                rest = rest[answers.write(rest) :]
