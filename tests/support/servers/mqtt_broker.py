"""A broker that speaks as much MQTT as a test needs: it takes messages, or refuses everybody."""

import contextlib
import socket
import threading


class MqttBroker:
    """`messages` are topic and payload; `refuse` answers every login with "not authorized"."""

    def __init__(self, port=0, refuse=False):
        self.messages = []
        self.logins = []
        self._refuse = refuse
        self._server = socket.create_server(("127.0.0.1", port))
        self.port = self._server.getsockname()[1]
        self._clients = []
        self._thread = threading.Thread(target=self._accept, daemon=True)
        self._thread.start()

    def close(self):
        self._server.shutdown(socket.SHUT_RDWR)
        self._server.close()
        for client, _ in self._clients:
            with contextlib.suppress(OSError):
                client.shutdown(socket.SHUT_RDWR)
        self._thread.join()
        for _, thread in self._clients:
            thread.join()

    def _accept(self):
        while True:
            try:
                client, _ = self._server.accept()
            except OSError:
                return
            thread = threading.Thread(target=self._serve, args=(client,), daemon=True)
            self._clients.append((client, thread))
            thread.start()

    def _serve(self, client):
        with client, client.makefile("rb") as data:
            try:
                while (head := data.read(1)) != b"":
                    self._answer(client, head[0], data.read(_length(data)))
            except OSError:
                return

    def _answer(self, client, head, body):
        kind = head >> 4
        if kind == 1:
            self.logins.append(body)
            client.sendall(bytes((0x20, 2, 0, 5 if self._refuse else 0)))
        elif kind == 3:
            size = int.from_bytes(body[:2], "big")
            topic, rest = body[2 : 2 + size].decode(), body[2 + size :]
            if head & 6:
                client.sendall(bytes((0x40, 2)) + rest[:2])
                rest = rest[2:]
            self.messages.append((topic, rest))
        elif kind == 12:
            client.sendall(bytes((0xD0, 0)))


def _length(data):
    length = shift = 0
    while True:
        byte = data.read(1)[0]
        length |= (byte & 127) << shift
        if byte < 128:
            return length
        shift += 7
