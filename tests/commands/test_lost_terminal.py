"""A terminal that closes costs a run its status lines, and nothing else."""

from __future__ import annotations

import errno
import io
import os
import sys
from pathlib import Path

import pytest

from yolocam.commands.detect.stop_signals import lasting


@pytest.mark.skipif(sys.platform == "win32", reason="pseudo-terminals are POSIX")
def test_writing_to_a_closed_terminal_is_no_error() -> None:
    ours, its_end = os.openpty()
    told: list[str] = []
    with os.fdopen(its_end, "w") as terminal:

        def silence() -> None:
            told.append("gone")
            nowhere = os.open(os.devnull, os.O_WRONLY)
            os.dup2(nowhere, its_end)
            os.close(nowhere)

        stream = lasting(terminal, silence)
        assert stream.write("seen") == 4
        stream.flush()
        assert os.read(ours, 10) == b"seen"
        os.close(ours)
        assert stream.write("unseen") == 6
        stream.flush()
        stream.flush()
    assert told == ["gone"]


def test_what_a_stream_has_beside_is_still_there(tmp_path: Path) -> None:
    with (tmp_path / "log").open("w", encoding="utf-8") as file:
        stream = lasting(file, lambda: None)
        assert stream.fileno() == file.fileno() and stream.encoding == "utf-8" and not stream.isatty()


def test_other_failures_are_raised() -> None:
    class FullStream(io.StringIO):
        def write(self, text: str) -> int:
            raise OSError(errno.ENOSPC, os.strerror(errno.ENOSPC))

    with pytest.raises(OSError, match=os.strerror(errno.ENOSPC)):
        lasting(FullStream(), lambda: None).write("text")
