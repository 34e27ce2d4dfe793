"""Opens network addresses with FFmpeg, in every way that may be needed."""

from __future__ import annotations

import contextlib
import time
from functools import cache

import av
from av.container import InputContainer

from yolocam.address import for_opening, is_encrypted, login_hint, without_mark
from yolocam.errors import SourceError, reason_of
from yolocam.media.containers import video_stream_of
from yolocam.media.ffmpeg_errors import MEDIA_ERRORS, reason
from yolocam.media.local_media import film_formats
from yolocam.media.network import verified_web
from yolocam.media.network.bounded_list import ListRefusedError
from yolocam.media.network.certificates import FFMPEG_CHECKS, certificate_fault, trust_options
from yolocam.media.network.list_server import PlayLists
from yolocam.media.network.web_reader import FETCH_ERRORS, WebReader
from yolocam.media.pyav import open_input
from yolocam.media.srt.srt_link import SrtLink

OPTIONS = {
    # Over UDP a lost packet smears the image until the next key frame: only if TCP is refused (461).
    "rtsp_transport": "tcp+udp",
    "rtsp_flags": "prefer_tcp",
    "analyzeduration": "1000000",  # microseconds; the default of 5 s is a long wait for an image
    # A play list must not make us read local files, nor hold what it names in itself (`data:`).
    "protocol_whitelist": "rtsp,rtsps,rtp,rtmp,rtmps,http,https,httpproxy,tcp,tls,udp,crypto",
}
"""Options of FFmpeg for low delay; those a protocol does not know are passed over.

`fflags=nobuffer` is not among them: it throws the first frames away, and what was buffered while
opening is decoded in a burst of which only the newest frame is kept anyway.
"""

RTSP_TRANSPORTS = {"rtspt": "tcp", "rtspu": "udp"}
"""Schemes that fix how the images of an RTSP camera come, named as GStreamer names them."""

_PICTURES_ALONE = {"probesize": "4096"}
"""For motion JPEG read image by image: more would be waited for before the first is shown."""

WEB_SCHEMES = frozenset({"http", "https"})

SEGMENTED_FORMATS = frozenset({"hls"})
"""Lists of pieces of several seconds, which come in bursts and are to be shown at their own time."""

_SUBTITLES = frozenset(
    {
        "aqtitle", "ass", "jacosub", "lrc", "microdvd", "mpl2", "mpsub", "pjs", "realtext", "sami", "scc",
        "srt", "stl", "subviewer", "subviewer1", "tedcaptions", "vplayer", "webvtt",
    }
)  # fmt: skip
"""Formats of texts alone. FFmpeg reads them to their end before it goes on, and keeps all of them."""

_ALLOW = "; if you know that server, allow it with --allow-unverified or the tick in the network dialog"


def open_srt(url: str, name: str, timeout: tuple[float, float]) -> SrtLink | None:
    """Connect to an SRT address; None for another one. SourceError, with `name` in its place.

    `timeout` is as for `open_network`, which is to read from it.
    """
    if not url.lower().startswith("srt:"):
        return None
    connect_s, read_s = timeout
    try:
        return SrtLink(url, sending=False, connect_s=connect_s, accept_s=connect_s, read_s=read_s)
    except (OSError, ValueError) as error:
        raise SourceError(f"{name} cannot be opened: {reason_of(error)}") from None


def open_network(
    url: str,
    name: str,
    timeout: tuple[float, float],
    *,
    link: SrtLink | None = None,
    by_pictures: bool = False,
) -> tuple[InputContainer, PlayLists | None]:
    """Open an address; SourceError, with `name` in its place, when that fails.

    Returns also what serves its play lists, to be closed after it; None where it has none.

    `timeout` is for opening and for each read, in seconds; `link` is what `open_srt` gave. With
    `by_pictures`, or if FFmpeg cannot make out the parts of a motion JPEG stream, it is read by the
    beginnings and ends of the images: some cameras send no boundary before the first part, or a wrong length.
    """
    hint = login_hint(url)
    url, unverified = without_mark(for_opening(url))
    scheme, _, rest = url.partition(":")
    transport = RTSP_TRANSPORTS.get(scheme.lower())
    if transport is not None:
        url = f"rtsp:{rest}"
    options = OPTIONS if transport is None else {**OPTIONS, "rtsp_transport": transport}
    # An address without encryption may lead to one with it.
    options = options | trust_options(unverified)
    options = options | {"format_whitelist": _formats()}
    begun = time.monotonic()
    try:
        if link is not None:
            return open_input(link, options, timeout), None
        if by_pictures:
            return _by_pictures(url, options, timeout), None
        return open_input(url, options, timeout), None
    except MEDIA_ERRORS as error:
        web = scheme.lower() in WEB_SCHEMES
        if web and isinstance(error, av.error.ArgumentError):  # a format that is not among those named
            with contextlib.suppress(*FETCH_ERRORS):  # then FFmpeg's own error says more
                return _open_play_list(url, name, options, timeout, unverified)
        # What has sent for half the time and is no video would only send as much once more.
        soon = time.monotonic() - begun < timeout[0] / 2
        if soon and isinstance(error, av.error.InvalidDataError) and web:
            found = _open_by_pictures(url, options, timeout)
            if found is not None:
                return found, None
        fault = None if unverified else _fault(url)
        why = reason(error, address=True) if fault is None else f"{fault}{_ALLOW}"
        raise SourceError(f"{name} cannot be opened: {why}{hint}") from None


def _fault(url: str) -> str | None:
    with contextlib.suppress(OSError, ValueError):
        return certificate_fault(url)
    return None


@cache
def _formats() -> str:
    return ",".join(name for name in film_formats() if name not in _SUBTITLES)


def _open_play_list(
    url: str, name: str, options: dict[str, str], timeout: tuple[float, float], unverified: bool
) -> tuple[InputContainer, PlayLists]:
    """Open a play list: FFmpeg keeps whatever it reads of one, so that it is read here.

    The pieces of an encrypted server are as safe as the list: FFmpeg would check no certificate there.
    Raises SourceError, and FETCH_ERRORS when it is not to be had.
    """
    reader = WebReader(unverified)
    try:
        lists = PlayLists(url, reader, timeout[0])
    except ListRefusedError as error:
        raise SourceError(f"{name} cannot be opened: {error}") from None
    options = {**options, **verified_web.OPTIONS, "format_whitelist": f"hls,{_formats()}"}
    ours = FFMPEG_CHECKS if unverified else is_encrypted(url)
    opener = verified_web.VerifiedWeb(reader, timeout[1]).open if ours else None
    try:
        return open_input(lists.address, options, timeout, file_format="hls", opener=opener), lists
    except MEDIA_ERRORS as error:
        lists.close()
        why = lists.refused or reason(error, address=True)
        raise SourceError(f"{name} cannot be opened: {why}") from None


def _by_pictures(url: str, options: dict[str, str], timeout: tuple[float, float]) -> InputContainer:
    return open_input(url, {**options, **_PICTURES_ALONE}, timeout, file_format="mjpeg")


def _open_by_pictures(
    url: str, options: dict[str, str], timeout: tuple[float, float]
) -> InputContainer | None:
    """Open what may be a motion JPEG stream; None if there is no image in it."""
    try:
        container = _by_pictures(url, options, timeout)
    except MEDIA_ERRORS:
        return None
    track = video_stream_of(container)
    if track is not None and track.codec_context.width:
        return container
    container.close()
    return None
