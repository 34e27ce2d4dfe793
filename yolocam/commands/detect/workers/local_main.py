"""The process of a local worker: an order and units come in as lines of JSON, answers go out."""

from __future__ import annotations

import json
import os
import queue
import signal
import sys
import threading
import time
from typing import Any

from yolocam.commands.detect.workers.answering import answers
from yolocam.system.malloc import keep_freed_memory
from yolocam.system.turns import take_short_turns

_TELL_EVERY_S = 0.5


def main() -> None:
    """Work until standard input ends: with the program that asks, whatever happens to it."""
    keep_freed_memory()
    take_short_turns()
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # Ctrl-C is for the program that asks
    out = os.fdopen(os.dup(1), "wb", buffering=0)
    os.dup2(2, 1)  # what a library prints goes to where nothing is read
    lines: queue.Queue[dict[str, Any]] = queue.Queue(maxsize=2)
    threading.Thread(target=_read, args=(lines,), daemon=True).start()
    told = 0.0

    def send(message: dict[str, Any]) -> None:
        nonlocal told
        now = time.monotonic()
        if "frames" in message and now - told < _TELL_EVERY_S:
            return
        told = now
        out.write(json.dumps(message).encode() + b"\n")

    answer = answers(lines.get(), send)
    while answer is not None:
        answer(lines.get())
    os._exit(0)


def _read(lines: queue.Queue[dict[str, Any]]) -> None:
    for line in sys.stdin.buffer:
        lines.put(json.loads(line))
    os._exit(0)  # in the middle of a unit too: nobody waits for it any more
