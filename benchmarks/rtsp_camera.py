"""An RTSP camera by GStreamer's server: `python3 rtsp_camera.py PORT FOLDER FPS FRAMES SHOWN`.

It needs Python's GObject bindings and GStreamer's RTSP server; in Debian these are python3-gi,
gir1.2-gst-rtsp-server-1.0, gstreamer1.0-plugins-good and gstreamer1.0-rtsp. It sends the images of FOLDER,
which are JPEG of 320 x 240, again and again, and from the first one for a new client. Each time that number
SHOWN has been sent it prints "shown"; after FRAMES images it dies as a camera without power does.
"""

from __future__ import annotations

import itertools
import os
import sys
import threading
import time
from pathlib import Path
from typing import Any

import gi

gi.require_version("Gst", "1.0")
gi.require_version("GstRtspServer", "1.0")
from gi.repository import GLib, Gst, GstRtspServer  # noqa: E402

LAUNCH = (
    "( appsrc name=images is-live=true do-timestamp=true format=time"
    " caps=image/jpeg,width=320,height=240,framerate={fps}/1 ! rtpjpegpay name=pay0 )"
)


def main() -> None:
    """Serve until enough was sent."""
    port, folder, fps, frames, shown = sys.argv[1:]
    images = [path.read_bytes() for path in sorted(Path(folder).glob("*.jpg"))]
    sent = itertools.count(1)

    def send(source: Any) -> None:
        due = time.monotonic()
        for number in itertools.cycle(range(len(images))):
            if source.emit("push-buffer", Gst.Buffer.new_wrapped(images[number])) != Gst.FlowReturn.OK:
                return  # the client has gone
            if number == int(shown):
                print("shown", flush=True)
            if next(sent) >= int(frames):
                time.sleep(1)
                os._exit(0)
            due += 1 / int(fps)
            time.sleep(max(due - time.monotonic(), 0))

    def prepared(_factory: Any, media: Any) -> None:
        source = media.get_element().get_by_name("images")
        threading.Thread(target=send, args=(source,), daemon=True).start()

    Gst.init(None)
    server = GstRtspServer.RTSPServer()
    server.set_address("127.0.0.1")
    server.set_service(port)
    factory = GstRtspServer.RTSPMediaFactory()
    factory.set_launch(LAUNCH.format(fps=fps))
    factory.set_shared(True)
    factory.connect("media-configure", prepared)
    server.get_mount_points().add_factory("/camera", factory)
    server.attach(None)
    print("ready", flush=True)
    GLib.MainLoop().run()


if __name__ == "__main__":
    main()
