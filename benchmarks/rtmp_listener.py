"""FFmpeg (the program) as a server for one stream by RTMP."""

from __future__ import annotations

import socket
import subprocess
from pathlib import Path

KEY = "key"


def listener(got: Path, address: str | None = None) -> tuple[subprocess.Popen[bytes], str]:
    """Start it, to write what comes to a file; returns it with its address, to which KEY belongs.

    The address may be that of one that has ended.
    """
    if address is None:
        with socket.create_server(("127.0.0.1", 0)) as one:
            address = f"rtmp://127.0.0.1:{one.getsockname()[1]}/live"
    command = ["ffmpeg", "-loglevel", "error", "-listen", "1", "-i", f"{address}/{KEY}", "-c", "copy"]
    return subprocess.Popen([*command, str(got)], stdin=subprocess.DEVNULL), address
