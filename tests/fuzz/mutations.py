"""Changes inputs as damage and malice do: by their lines, their JSON, or the fields of their bytes."""

from __future__ import annotations

import json
import random
import re
import struct
from collections.abc import Callable
from typing import Any

NUMBERS = (
    "0", "-1", "1", "2", "65535", "65536", "2147483647", "2147483648", "-2147483649", "4294967296",
    "9223372036854775807", "1e30", "1e308", "1e309", "-1e308", "1e-320", "nan", "inf", "-inf", "NaN",
    "0x10", "1_000", "٣", "1,5", "1.5", "--1", "", "9" * 400, "9" * 5000, "true",
)  # fmt: skip
WORDS = (
    "\0", "\x1b]0;x\x07", "\r", "\u202e", "\ufeff", "\udc80", "é", "<img src=x>", "=1+1", "a" * 300,
    "/" * 300, "../../../../etc/passwd", "/dev/zero", "[", "]", "=", "#", ",", "\t", "{", '"', "[net]",
    "[yolo]",
)  # fmt: skip
VALUES: tuple[Any, ...] = (
    None, True, False, 0, 1, -1, 2, 255, 65536, 2**31, 2**63, 10**30, -(10**30), 10**400, 0.5, -0.0, 1e30,
    1e308, float("nan"), float("inf"), float("-inf"), "", "nan", "1", "a" * 300, "\0", "\ud800", [], [[]], {},
    [0] * 9, "9999-12-31T23:59:59-23:00", "0001-01-01T00:00:00+23:00", [None] * 4, {"a": {"b": []}},
    "/dev/zero",
)  # fmt: skip
INTEGERS = (
    0,
    1,
    2,
    0x7F,
    0x80,
    0xFF,
    0x7FFF,
    0x8000,
    0xFFFF,
    0x7FFFFFFF,
    0x80000000,
    0xFFFFFFFF,
    15000,
    1 << 20,
)
FLOATS = (float("nan"), float("inf"), float("-inf"), 3e38, -3e38, 1e-40, 0.0, -1.0)

HEAD = 400
"""Half of all changes to bytes hit the first ones, where the headers are."""


class Mutator:
    """A source of changes; the same seed gives the same ones."""

    def __init__(self, seed: int) -> None:
        self.random = random.Random(seed)

    def text(self, data: bytes) -> bytes:
        """Change lines, words and numbers of a text."""
        lines = data.decode("utf-8", "replace").split("\n")
        for _ in range(self.random.choice((1, 1, 1, 2, 4))):
            lines = self.random.choice(self._line_changes())(lines) or [""]
        out = "\n".join(lines).encode("utf-8", "surrogatepass")
        if self.random.random() < 0.08:
            return self.bytes(out)
        if self.random.random() < 0.05:
            return out.decode("utf-8", "replace").encode(
                self.random.choice(("utf-16", "utf-32", "utf-16-le"))
            )
        return out

    def json(self, data: bytes) -> bytes:
        """Change values of a JSON text; now and then its letters."""
        if self.random.random() < 0.15:
            return self.text(data)
        if self.random.random() < 0.02:
            return b"[" * 100_000
        value = json.loads(data)
        for _ in range(self.random.choice((1, 1, 2, 4))):
            value = self._changed(value)
        out = json.dumps(value)
        if self.random.random() < 0.03:
            out = re.sub(r"\d+", "9" * 5000, out, count=1)
        return out.encode()

    def json_lines(self, data: bytes) -> bytes:
        """Change one line of JSON lines, or their order."""
        lines = data.splitlines()
        at = self.random.randrange(len(lines))
        if self.random.random() < 0.85:
            lines[at] = self.json(lines[at])
        else:
            lines = [line.encode("utf-8", "replace") for line in self._swapped([*map(bytes.decode, lines)])]
        return b"\n".join(lines) + b"\n"

    def bytes(self, data: bytes) -> bytes:
        """Change fields, cut, repeat and insert."""
        out = bytearray(data or b"\0")
        for _ in range(self.random.choice((1, 1, 2, 3, 8))):
            self.random.choice(
                (self._field, self._field, self._field, self._flip, self._cut, self._repeat, self._insert)
            )(out)
            if not out:
                out = bytearray(1)
        return bytes(out)

    def _line_changes(self) -> tuple[Callable[[list[str]], list[str]], ...]:
        return (
            self._number, self._number, self._number, self._word, self._without, self._doubled, self._swapped,
            self._ended, self._many,
        )  # fmt: skip

    def _number(self, lines: list[str]) -> list[str]:
        places = [i for i, line in enumerate(lines) if re.search(r"\d", line)]
        if not places:
            return self._word(lines)
        at = self.random.choice(places)
        found = self.random.choice(list(re.finditer(r"-?\d+(?:\.\d+)?", lines[at])))
        lines[at] = lines[at][: found.start()] + self.random.choice(NUMBERS) + lines[at][found.end() :]
        return lines

    def _word(self, lines: list[str]) -> list[str]:
        at = self.random.randrange(len(lines))
        place = self.random.randint(0, len(lines[at]))
        end = self.random.choice((place, place + 1, len(lines[at])))
        word = self.random.choice((*WORDS, self.random.choice(lines)))
        lines[at] = lines[at][:place] + word + lines[at][end:]
        return lines

    def _without(self, lines: list[str]) -> list[str]:
        start = self.random.randrange(len(lines))
        return lines[:start] + lines[start + self.random.choice((1, 1, 2, 8)) :]

    def _doubled(self, lines: list[str]) -> list[str]:
        start = self.random.randrange(len(lines))
        return lines[:start] + lines[start : start + 6] + lines[start:]

    def _swapped(self, lines: list[str]) -> list[str]:
        first, second = (self.random.randrange(len(lines)) for _ in range(2))
        lines[first], lines[second] = lines[second], lines[first]
        return lines

    def _ended(self, lines: list[str]) -> list[str]:
        return lines[: self.random.randrange(len(lines))]

    def _many(self, lines: list[str]) -> list[str]:
        at = self.random.randrange(len(lines))
        return lines[:at] + [lines[at]] * 300 + lines[at:]

    def _changed(self, value: Any) -> Any:
        """Return the value with one node of it changed."""
        if not isinstance(value, dict | list) or not value or self.random.random() < 0.12:
            return self.random.choice(VALUES)
        keys: list[Any] = list(value) if isinstance(value, dict) else list(range(len(value)))
        key = self.random.choice(keys)
        if self.random.random() < 0.08:
            return self._without_key(value, key)
        changed = self._changed(value[key])
        if isinstance(value, dict):
            return {**value, key: changed}
        return [*value[:key], changed, *value[key + 1 :]]

    def _without_key(self, value: Any, key: Any) -> Any:
        if isinstance(value, dict):
            return {name: item for name, item in value.items() if name != key}
        return [*value[:key], *value[key + 1 :], *([value[key]] * self.random.choice((0, 2, 40)))]

    def _place(self, out: bytearray) -> int:
        most = min(len(out), HEAD) if self.random.random() < 0.5 else len(out)
        return self.random.randrange(most)

    def _field(self, out: bytearray) -> None:
        at, order = self._place(out), self.random.choice("<>")
        if self.random.random() < 0.2:
            new = struct.pack(order + "f", self.random.choice(FLOATS))
        else:
            size = self.random.choice((1, 2, 4, 8))
            number = self.random.choice(INTEGERS) % (1 << 8 * size)
            new = number.to_bytes(size, "little" if order == "<" else "big")
        out[at : at + len(new)] = new

    def _flip(self, out: bytearray) -> None:
        for _ in range(self.random.choice((1, 8, 64))):
            out[self._place(out)] ^= 1 << self.random.randrange(8)

    def _cut(self, out: bytearray) -> None:
        start = self._place(out)
        del out[start : start + self.random.choice((1, 2, 4, 64, len(out)))]

    def _repeat(self, out: bytearray) -> None:
        start = self._place(out)
        piece = out[start : start + self.random.choice((1, 4, 64, 1024))]
        out[start:start] = piece * self.random.choice((1, 2, 100))

    def _insert(self, out: bytearray) -> None:
        at = self._place(out)
        out[at:at] = self.random.randbytes(self.random.choice((1, 2, 4, 64)))
