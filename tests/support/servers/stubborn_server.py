"""Servers that do what a streaming server should not: accept and say nothing, read slowly, cut the line."""

from __future__ import annotations

import contextlib
import socket
import threading
from collections.abc import Callable, Iterator

Behaviour = Callable[[socket.socket, threading.Event], None]


def silent(client: socket.socket, stopping: threading.Event) -> None:
    """Accepts and never reads."""
    stopping.wait()


def one_byte_a_second(client: socket.socket, stopping: threading.Event) -> None:
    while not stopping.wait(1):
        if not client.recv(1):
            return


def resets(client: socket.socket, stopping: threading.Event) -> None:
    client.recv(1)
    client.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, b"\x01\0\0\0\0\0\0\0")


def babbles(client: socket.socket, stopping: threading.Event) -> None:
    """Speaks another protocol."""
    client.sendall(b"HTTP/1.1 400 Bad Request\r\n\r\n" * 200)
    stopping.wait(0.5)


class StubbornServer:
    def __init__(self, behaviour: Behaviour) -> None:
        self._behaviour = behaviour
        self._socket = socket.create_server(("127.0.0.1", 0))
        self.stopping = threading.Event()
        self.connections = 0
        self._threads: list[threading.Thread] = []

    @property
    def port(self) -> int:
        return int(self._socket.getsockname()[1])

    def serve(self) -> None:
        with contextlib.suppress(OSError):
            while True:
                client, _ = self._socket.accept()
                thread = threading.Thread(target=self._talk, args=(client,))
                thread.start()
                self._threads.append(thread)
                self.connections += 1

    def _talk(self, client: socket.socket) -> None:
        client.settimeout(10)
        with client, contextlib.suppress(OSError):
            self._behaviour(client, self.stopping)

    def close(self) -> None:
        self.stopping.set()
        with contextlib.suppress(OSError):
            self._socket.shutdown(socket.SHUT_RDWR)
        self._socket.close()

    def join(self) -> None:
        """Wait for all who talk, once nobody serves any more."""
        for thread in self._threads:
            thread.join()


@contextlib.contextmanager
def stubborn_server(behaviour: Behaviour) -> Iterator[StubbornServer]:
    server = StubbornServer(behaviour)
    thread = threading.Thread(target=server.serve)
    thread.start()
    try:
        yield server
    finally:
        server.close()
        thread.join()
        server.join()
