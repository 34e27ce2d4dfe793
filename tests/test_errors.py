"""What went wrong, in words, whatever kind of exception says it."""

import errno
import os

import pytest

from yolocam.errors import reason_of

NO_SPACE = OSError(errno.ENOSPC, os.strerror(errno.ENOSPC), "/tmp/film.mp4")


@pytest.mark.parametrize(
    ("error", "words"),
    [
        (NO_SPACE, os.strerror(errno.ENOSPC)),
        (OSError("the cable is out"), "the cable is out"),
        (ValueError(" embedded null byte\n"), "embedded null byte"),
        (TimeoutError(), "TimeoutError"),
    ],
)
def test_reason(error, words):
    assert reason_of(error) == words
