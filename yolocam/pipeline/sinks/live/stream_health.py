"""How a live stream is doing."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any, Literal

StreamPhase = Literal["waiting", "connecting", "on air", "lost", "ended"]

_FAIR, _BAD = 0.01, 0.05
"""Shares of dropped images from which a stream is no longer good, and from which it is bad."""


@dataclass(frozen=True, slots=True)
class StreamHealth:
    """A live stream at one moment.

    `phase`: "waiting" for the first image, "connecting", "on air", "lost" (a new attempt follows) or "ended".
    `frames` are images that were to be sent. Those lost are counted by cause: the `network` or server was too
    slow or away, the `encoder` was. `attempts` counts those since the stream was last on air.
    `message` is the sentence on what is wrong, empty where nothing is.
    """

    name: str
    phase: StreamPhase = "waiting"
    bits_per_second: float = 0.0
    frames: int = 0
    network: int = 0
    encoder: int = 0
    attempts: int = 0
    message: str = ""

    @property
    def drop_share(self) -> float:
        """Share of images that nobody got, 0..1."""
        return (self.network + self.encoder) / self.frames if self.frames else 0.0

    @property
    def light(self) -> Literal["good", "fair", "bad"]:
        """What a health light shows."""
        if self.phase in ("lost", "ended") or self.drop_share >= _BAD:
            return "bad"
        return "fair" if self.phase == "connecting" or self.drop_share >= _FAIR else "good"

    def to_json(self) -> dict[str, Any]:
        """Return the figures in the form of `--stats-json`."""
        return {
            "address": self.name,
            "phase": self.phase,
            "kbit_per_s": round(self.bits_per_second / 1e3),
            "frames": self.frames,
            "dropped": {"network": self.network, "encoder": self.encoder},
            "drop_share": round(self.drop_share, 4),
        }
