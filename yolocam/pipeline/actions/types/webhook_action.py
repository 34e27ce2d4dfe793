"""A message to a web server."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from yolocam.pipeline.actions.action import ActionContext
from yolocam.pipeline.actions.firing import Firing, trial_record
from yolocam.pipeline.actions.outbox import Outbox
from yolocam.registry import ActionField, ActionType


class WebhookAction:
    """Posts events as JSON, on a thread of its own."""

    def __init__(self, values: Mapping[str, Any], context: ActionContext) -> None:
        from yolocam.pipeline.actions.webhook_carrier import WebhookCarrier

        carrier = WebhookCarrier(values)
        self._outbox: Outbox[dict[str, Any]] = Outbox(carrier.name, carrier, context.tell)
        context.follow(lambda: self._outbox.health)

    def fire(self, firing: Firing) -> None:
        """Post it soon."""
        self._outbox.put(firing.record())

    def close(self) -> None:
        """Post what waits."""
        self._outbox.close()


def _probe(values: Mapping[str, Any]) -> str:
    from yolocam.pipeline.actions.webhook_carrier import WebhookCarrier

    carrier = WebhookCarrier(values)
    try:
        carrier.send(trial_record())
    finally:
        carrier.close()
    return carrier.name


WEBHOOK = ActionType(
    name="webhook",
    title="Webhook",
    help="Send the event as JSON to a web address.",
    rank=80,
    fields=(
        ActionField("url", required=True, title="Address", holds="address"),
        ActionField("token", secret=True, title="Token"),
        ActionField("timeout", "number", low=0.1, high=60, title="Seconds to wait", usual=5.0),
    ),
    open=WebhookAction,
    probe=_probe,
)
