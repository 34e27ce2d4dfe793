"""Ports of this machine that nobody has."""

import random
import socket

_FIRST, _LAST = 10_000, 30_000
"""Below those that systems give to whoever calls: none is taken between two uses of it."""


def free_port(kind: socket.SocketKind = socket.SOCK_STREAM) -> int:
    """A port for TCP, or of another kind of socket, that is free, and that no system gives away by itself."""
    while True:
        port = random.SystemRandom().randrange(_FIRST, _LAST)
        with socket.socket(socket.AF_INET, kind) as probe:
            try:
                probe.bind(("127.0.0.1", port))
            except OSError:
                continue
        return port


def answers(port: int) -> bool:
    """Whether somebody takes connections at a port of TCP."""
    try:
        socket.create_connection(("127.0.0.1", port), 1).close()
    except OSError:
        return False
    return True
