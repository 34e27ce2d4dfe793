"""What two runs wrote is compared as float32 rounds, which PyTorch's products may do either way."""

import re

import pytest

NUMBER = re.compile(rb"-?\d+\.\d+")


def near(one: bytes, other: bytes) -> bool:
    """Whether they are the same but for the last digits of their numbers."""
    if one == other:
        return True
    numbers = zip(NUMBER.findall(one), NUMBER.findall(other), strict=False)
    return NUMBER.sub(b"", one) == NUMBER.sub(b"", other) and all(
        float(a) == pytest.approx(float(b), rel=1e-4, abs=2e-4) for a, b in numbers
    )


def unlike(some: dict[str, bytes], others: dict[str, bytes]) -> list[str]:
    """The names of files that are not near each other, or are on one side alone."""
    names = sorted(some.keys() | others.keys())
    return [name for name in names if not near(some.get(name, b"-"), others.get(name, b"+"))]
