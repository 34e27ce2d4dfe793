"""Messages between two processes: a JSON header, then arrays as bytes. Nothing is unpickled."""

from __future__ import annotations

import json
import struct
from collections.abc import Sequence
from typing import IO, Any

import numpy as np
from numpy.typing import NDArray

_LENGTHS = struct.Struct("<IQ")
"""Bytes of the header, bytes of all arrays together."""

Arrays = Sequence[NDArray[Any]]


def send(file: IO[bytes], header: dict[str, Any], arrays: Arrays = ()) -> None:
    """Write a message; OSError if the other end has gone."""
    described = {**header, "arrays": [(array.dtype.str, array.shape) for array in arrays]}
    text = json.dumps(described).encode()
    file.write(_LENGTHS.pack(len(text), sum(array.nbytes for array in arrays)) + text)
    for array in arrays:
        file.write(np.ascontiguousarray(array).data)
    file.flush()


def receive(file: IO[bytes]) -> tuple[dict[str, Any], list[NDArray[Any]]]:
    """Wait for a message; EOFError if the other end has gone."""
    text_bytes, data_bytes = _LENGTHS.unpack(_read(file, _LENGTHS.size))
    header = json.loads(_read(file, text_bytes))
    data = _read(file, data_bytes)
    arrays: list[NDArray[Any]] = []
    start = 0
    for kind, shape in header.pop("arrays"):
        array = np.frombuffer(data, np.dtype(kind), int(np.prod(shape, dtype=np.int64)), start).reshape(shape)
        arrays.append(array)
        start += array.nbytes
    return header, arrays


def _read(file: IO[bytes], count: int) -> bytes:
    data = file.read(count)
    if len(data) < count:
        raise EOFError("the other process has gone")
    return data
