"""What went wrong, in words, whatever kind of exception says it."""

import errno

import pytest

from yolocam.errors import first_line_of, reason_of

NO_SPACE = OSError(errno.ENOSPC, "No space left on device", "/tmp/film.mp4")


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (NO_SPACE, "no space left on device"),
        (OSError(errno.EIO, "Input/output error"), "input/output error"),
        (RuntimeError("CUDA error: out of memory"), "CUDA error: out of memory"),
        (OSError("the cable is out"), "the cable is out"),
        (ValueError(" embedded null byte\n"), "embedded null byte"),
        (TimeoutError(), "TimeoutError"),
    ],
)
def test_reason(error, words):
    assert reason_of(error) == words


@pytest.mark.parametrize(
    ("error", "line"),
    [
        (
            RuntimeError("CUDA error: unspecified launch failure\nCompile with more"),
            "CUDA error: unspecified launch failure",
        ),
        (RuntimeError("\n"), "RuntimeError"),
        (MemoryError(), "MemoryError"),
    ],
)
def test_first_line(error, line):
    assert first_line_of(error) == line
