"""A message to an MQTT broker."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from yolocam.pipeline.actions.action import ActionContext
from yolocam.pipeline.actions.firing import Firing
from yolocam.pipeline.actions.outbox import Outbox
from yolocam.registry import ActionField, ActionType, Need


class MqttAction:
    """Publishes events as JSON, on a thread of its own."""

    def __init__(self, values: Mapping[str, Any], context: ActionContext) -> None:
        from yolocam.pipeline.actions.mqtt_carrier import MqttCarrier

        carrier = MqttCarrier(values)
        self._outbox: Outbox[bytes] = Outbox(carrier.name, carrier, context.tell)
        context.follow(lambda: self._outbox.health)

    def fire(self, firing: Firing) -> None:
        """Publish it soon."""
        self._outbox.put(json.dumps(firing.record(), ensure_ascii=False).encode("utf-8", "replace"))

    def close(self) -> None:
        """Publish what waits."""
        self._outbox.close()


MQTT = ActionType(
    name="mqtt",
    title="MQTT",
    help="Publish the event as JSON on a topic of a broker.",
    rank=70,
    needs=Need("paho", "yolocam[mqtt]"),
    fields=(
        ActionField("host", required=True),
        ActionField("port", "number", low=1, high=65535),
        ActionField("topic", required=True),
        ActionField("user"),
        ActionField("password", secret=True),
        ActionField("tls", "flag"),
        ActionField("retain", "flag"),
    ),
    open=MqttAction,
)
