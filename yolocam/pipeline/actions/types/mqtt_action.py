"""A message to an MQTT broker."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

from yolocam.pipeline.actions.action import ActionContext
from yolocam.pipeline.actions.firing import Firing, trial_record
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
        self._outbox.put(_message(firing.record()))

    def close(self) -> None:
        """Publish what waits."""
        self._outbox.close()


def _message(record: Mapping[str, Any]) -> bytes:
    return json.dumps(record, ensure_ascii=False).encode("utf-8", "replace")


def _probe(values: Mapping[str, Any]) -> str:
    from yolocam.pipeline.actions.mqtt_carrier import MqttCarrier

    carrier = MqttCarrier(values)
    try:
        carrier.send(_message(trial_record()))
    finally:
        carrier.close()
    return carrier.name


MQTT = ActionType(
    name="mqtt",
    title="MQTT",
    help="Publish the event as JSON on a topic of a broker.",
    rank=70,
    needs=Need("paho", "yolocam[mqtt]"),
    fields=(
        ActionField("host", required=True, title="Broker"),
        ActionField("port", "number", low=1, high=65535, title="Port"),
        ActionField("topic", required=True, title="Topic"),
        ActionField("user", title="User"),
        ActionField("password", secret=True, title="Password"),
        ActionField("tls", "flag", title="Encrypted (TLS)", usual=False),
        ActionField("retain", "flag", title="Keep the last message", usual=False),
    ),
    open=MqttAction,
    probe=_probe,
)
