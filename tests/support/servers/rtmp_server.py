"""nginx with its RTMP module: a real server that takes streams and hands them to whoever asks."""

from __future__ import annotations

import shutil
import subprocess
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from support.eventually import eventually
from support.servers.ports import answers, free_port

_MODULES = ("/usr/lib/nginx/modules/ngx_rtmp_module.so", "/usr/lib64/nginx/modules/ngx_rtmp_module.so")
_CONFIGURATION = """
daemon off; master_process off;
load_module {module};
error_log {folder}/error.log info;
pid {folder}/nginx.pid;
events {{ }}
rtmp {{ server {{
    listen 127.0.0.1:{port};
    application live {{ live on; record all; record_path {folder}; record_unique on; }}
}} }}
"""


class RtmpServer:
    """Records each stream it takes as `KEY-TIME.flv` in its folder; may be stopped and started."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.port = free_port()
        self._process: subprocess.Popen[bytes] | None = None
        text = _CONFIGURATION.format(module=_module(), folder=folder, port=self.port)
        (folder / "nginx.conf").write_text(text)

    @property
    def address(self) -> str:
        return f"rtmp://127.0.0.1:{self.port}/live"

    def recordings(self, key: str) -> list[Path]:
        return sorted(self.folder.glob(f"{key}-*.flv"))

    def start(self) -> None:
        command = [_nginx(), "-p", str(self.folder), "-c", str(self.folder / "nginx.conf")]
        self._process = subprocess.Popen(command, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
        eventually(lambda: answers(self.port))

    def stop(self) -> None:
        if self._process is not None:
            self._process.kill()
            self._process.wait()
            self._process = None


def _nginx() -> str:
    found = shutil.which("nginx") or shutil.which("nginx", path="/usr/sbin:/usr/local/sbin")
    if found is None:
        pytest.skip("nginx is not installed")
    return found


def _module() -> str:
    module = next((path for path in _MODULES if Path(path).exists()), None)
    if module is None:
        pytest.skip("nginx has no RTMP module (Debian: libnginx-mod-rtmp)")
    return module


@contextmanager
def rtmp_server(folder: Path) -> Iterator[RtmpServer]:
    _nginx()
    server = RtmpServer(folder)
    server.start()
    try:
        yield server
    finally:
        server.stop()
