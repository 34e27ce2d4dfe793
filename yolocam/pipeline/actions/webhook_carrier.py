"""Posts JSON to a web address."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

import requests

from yolocam.address import shown
from yolocam.errors import SinkError
from yolocam.pipeline.actions.outbox import Refused
from yolocam.pipeline.rules.secret_values import filled

_TIMEOUT_S = 5.0
_USELESS = frozenset({400, 401, 403, 404, 405, 410, 413, 415, 422})
"""Answers after which another attempt would bring the same."""


class WebhookCarrier:
    """Used by one thread. No message of it holds what the address has beyond host and path, or the token."""

    def __init__(self, values: Mapping[str, Any]) -> None:
        # As it stands in the file: what is secret in it has only its name there.
        # Of that the host is enough: services have their secrets in the path.
        self.name = _host_of(shown(values["url"]))
        url = filled(values["url"])
        if not url.startswith(("http://", "https://")):
            raise SinkError(f"{self.name} is no address of a webhook, expected http://... or https://...")
        self._url = url
        self._timeout_s = float(values.get("timeout", _TIMEOUT_S))
        self._session = requests.Session()
        if "token" in values:
            self._session.headers["Authorization"] = f"Bearer {filled(values['token'])}"

    def prepare(self) -> None:
        """Nothing is asked of the server before there is something to say."""

    def send(self, message: Mapping[str, Any]) -> None:
        """Post a message."""
        try:
            answer = self._session.post(
                self._url, json=message, timeout=self._timeout_s, allow_redirects=False
            )
        except requests.RequestException as error:
            raise SinkError(f"it cannot be reached: {_reason(error)}") from None  # it quotes the address
        if answer.status_code in _USELESS:
            raise Refused(f"it answers {answer.status_code} {answer.reason}, so this message is given up")
        if not answer.ok or answer.is_redirect:
            raise SinkError(f"it answers {answer.status_code} {answer.reason}, expected 200")

    def close(self) -> None:
        """Close the connection."""
        self._session.close()


def _host_of(address: str) -> str:
    scheme, _, rest = address.partition("://")
    return f"{scheme}://{rest.partition('/')[0]}"


def _reason(error: requests.RequestException) -> str:
    kinds: tuple[tuple[type[Exception], str], ...] = (
        (requests.Timeout, "no answer in time"),
        (requests.exceptions.SSLError, "its certificate is not trusted"),
        (requests.ConnectionError, "no connection"),
        (requests.exceptions.InvalidURL, "the address is broken"),
    )
    return next((words for kind, words in kinds if isinstance(error, kind)), type(error).__name__)
