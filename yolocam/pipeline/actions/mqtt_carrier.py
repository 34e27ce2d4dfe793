"""Publishes on a topic of an MQTT broker."""

from __future__ import annotations

import threading
from collections.abc import Mapping
from typing import Any

from paho.mqtt.client import Client
from paho.mqtt.enums import CallbackAPIVersion

from yolocam.errors import SinkError, reason_of
from yolocam.pipeline.rules.secret_values import filled

_PORT, _TLS_PORT = 1883, 8883
_WAIT_S = 5.0
"""How long the broker may take for an answer."""


class MqttCarrier:
    """Keeps one connection, which paho makes anew where it breaks; used by one thread.

    Each message is acknowledged by the broker (quality of service 1): it may come twice, but is not lost.
    """

    def __init__(self, values: Mapping[str, Any]) -> None:
        self._tls = bool(values.get("tls", False))
        self._host = filled(values["host"])
        self._port = int(values.get("port", _TLS_PORT if self._tls else _PORT))
        self._topic = filled(values["topic"])
        self._retain = bool(values.get("retain", False))
        self.name = f"mqtt://{values['host']}:{self._port}"
        if not self._topic or set("+#\0") & set(self._topic):
            raise SinkError(
                f"the topic '{values['topic']}' cannot be published on, expected one without + and #"
            )
        self._answered = threading.Event()
        self._refusal = ""
        self._client: Client | None = None
        self._login: tuple[str, str | None] | None = None
        if "user" in values:
            password = filled(values["password"]) if "password" in values else None
            self._login = (filled(values["user"]), password)

    def prepare(self) -> None:
        """Connect; SinkError where that fails."""
        if self._client is not None and self._client.is_connected():
            return
        self._drop()
        client = Client(CallbackAPIVersion.VERSION2)
        client.on_connect = self._on_connect
        client.connect_timeout = _WAIT_S
        if self._login is not None:
            client.username_pw_set(*self._login)
        if self._tls:
            client.tls_set()
        self._client, self._refusal = client, ""
        self._answered.clear()
        try:
            client.connect(self._host, self._port)
        except (OSError, ValueError) as error:
            self._drop()
            raise SinkError(f"the broker cannot be reached: {reason_of(error)}") from error
        client.loop_start()
        if not self._answered.wait(_WAIT_S) or self._refusal:
            self._drop()
            raise SinkError(
                f"the broker refuses: {self._refusal}" if self._refusal else "the broker does not answer"
            )

    def send(self, message: bytes) -> None:
        """Publish a message and wait until the broker has it."""
        self.prepare()
        assert self._client is not None
        try:
            sent = self._client.publish(self._topic, message, qos=1, retain=self._retain)
            sent.wait_for_publish(_WAIT_S)
            done = sent.is_published()
        except (RuntimeError, ValueError, OSError) as error:
            self._drop()
            raise SinkError(f"the broker did not take a message: {reason_of(error)}") from error
        if not done:
            self._drop()
            raise SinkError("the broker did not take a message in time")

    def close(self) -> None:
        """Take leave of the broker."""
        if self._client is not None:
            self._client.disconnect()
        self._drop()

    def _on_connect(self, client: Client, data: Any, flags: Any, reason: Any, properties: Any) -> None:
        self._refusal = str(reason).lower() if reason.is_failure else ""
        self._answered.set()

    def _drop(self) -> None:
        client, self._client = self._client, None
        if client is not None:
            client.loop_stop()
