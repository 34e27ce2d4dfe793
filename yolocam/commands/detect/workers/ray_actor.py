"""What runs in a worker process of Ray: a network that stays loaded, and one unit after the other."""

from __future__ import annotations

import contextlib
import os
import platform
import queue
import threading
from collections.abc import Iterator

from yolocam.commands.detect.workers.answering import Message, answers

_END: Message = {}


class RayActor:
    """Does what `local_main` does for a local worker; messages are yielded to who asks."""

    def __init__(self, order: Message) -> None:
        with contextlib.suppress(OSError):  # relative paths mean there what they mean here, if it is shared
            os.chdir(order["cwd"])
        self._messages: queue.Queue[Message] = queue.Queue(maxsize=8)
        self._answer = answers({**order, "host": platform.node()}, self._send)

    def opened(self) -> Message:
        """Return whether the network is loaded, or why it is not."""
        return self._messages.get()

    def work(self, unit: Message) -> Iterator[Message]:
        """Do a unit; yields how far it is, then what came of it."""
        assert self._answer is not None
        thread = threading.Thread(target=self._work, args=(unit,), daemon=True)
        thread.start()
        while (message := self._messages.get()) is not _END:
            yield message
        thread.join()

    def _work(self, unit: Message) -> None:
        assert self._answer is not None
        with contextlib.suppress(Exception):  # it was told
            self._answer(unit)
        self._messages.put(_END)

    def _send(self, message: Message) -> None:
        if "frames" not in message:
            self._messages.put(message)
            return
        with contextlib.suppress(queue.Full):  # the next one says more
            self._messages.put_nowait(message)
