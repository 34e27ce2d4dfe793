"""What went wrong, in words, whatever kind of exception says it."""

import errno

import pytest

from yolocam.errors import reason_of

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
