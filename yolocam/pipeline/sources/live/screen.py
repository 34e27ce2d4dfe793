"""Screens, parts of them, and windows as sources: `screen:0`, `screen:X,Y,W,H`, `window:TITLE`."""

from __future__ import annotations

import os
import re
import sys
from collections.abc import Callable, Iterator
from contextlib import closing
from dataclasses import dataclass, replace
from fractions import Fraction
from typing import Protocol

from yolocam.errors import SourceError
from yolocam.frame import Frame, Image, SourceInfo, publish
from yolocam.pipeline.sources.live.options import parse_fps, split_options
from yolocam.pipeline.sources.live.portal_grab import PortalGrab, RefusedError
from yolocam.pipeline.sources.live.read_guard import ReadGuard
from yolocam.pipeline.sources.live.reconnect import ReconnectingSource
from yolocam.pipeline.sources.live.screen_access import asks_portal, why_no_screen
from yolocam.pipeline.sources.live.x11_desktop import Desktop, DesktopWindow, Rectangle

_OPTIONS = re.compile(r"\?(?:(?:fps|cursor)=[^&?]*&?)+$")
_NUMBERS = re.compile(r"-?[0-9]{1,5}(,-?[0-9]{1,5})*")
_MIN_SIDE = 16
_OPEN_S = 10.0
_ANSWER_S = 120.0
"""How long the user may take to answer the desktop's question."""
_EXAMPLES = "screen:0, screen:100,100,640,480 or window:TITLE"


@dataclass(frozen=True, slots=True)
class ScreenRequest:
    """What an address asks for: the number of a screen, a rectangle of the desktop, or a window's title."""

    address: str
    screen: int = 0
    rectangle: Rectangle | None = None
    title: str | None = None
    fps: Fraction = Fraction(30)
    cursor: bool = True

    @staticmethod
    def parse(address: str) -> ScreenRequest:
        """Read an address; SourceError when it cannot be understood."""
        found = _OPTIONS.search(address)
        options: dict[str, str] = {}
        if found is not None:
            _, options = split_options(address[found.start() :], ("fps", "cursor"))
        scheme, _, what = address[: found.start() if found else None].partition(":")
        fps = parse_fps(options["fps"], address) if "fps" in options else Fraction(30)
        cursor = options.get("cursor", "on")
        if cursor not in ("on", "off"):
            raise SourceError(f"{address}: cursor is '{cursor}', expected on or off")
        plain = ScreenRequest(address, fps=fps, cursor=cursor == "on")
        if scheme.lower() == "window":
            if not what.strip():
                raise SourceError(f"{address} names no window, expected a part of its title: window:TITLE")
            return replace(plain, title=what.strip())
        if not what:
            return plain
        numbers = [int(one) for one in what.split(",")] if _NUMBERS.fullmatch(what) else []
        if len(numbers) == 1 and numbers[0] >= 0:
            return replace(plain, screen=numbers[0])
        if len(numbers) == 4 and min(numbers[2:]) >= 0:  # a screen may lie left of the first one
            x, y, width, height = numbers
            return replace(plain, rectangle=(x, y, width, height))
        raise SourceError(f"{address} is no screen, expected one such as {_EXAMPLES}")


class Grab(Protocol):
    """Gives the images of a screen."""

    def images(self) -> Iterator[tuple[Image, int]]:
        """Yield images as they are due, each with its monotonic time in ns.

        Raises SourceError where there are no more.
        """

    def stop(self) -> None:
        """End the images, from any thread."""

    def close(self) -> None:
        """Let go of the screen."""


@dataclass(frozen=True, slots=True)
class Target:
    """Where a request leads at this moment; `remark` is what the user should know of it."""

    rectangle: Rectangle
    window: int | None = None
    remark: str = ""


class ScreenSource:
    """One grab of a screen or window; ReconnectingSource guards it. Raises SourceError if it fails."""

    def __init__(self, request: ScreenRequest) -> None:
        self.remark, self._grab = _open(request)
        self._guard = ReadGuard(self._grab.close)
        self._images = self._grab.images()
        try:
            first = next(self._images)
        except RefusedError:
            self.close()
            raise
        except (SourceError, StopIteration) as error:
            self.close()
            raise SourceError(str(error) or f"{request.address} gives no images") from error
        self._ahead: tuple[Image, int] | None = first
        size_wh = first[0].shape[1], first[0].shape[0]
        self.info = SourceInfo(request.address, "screen", size_wh, fps=request.fps, live=True)
        self._index, self._first_ns = 0, first[1]

    def read(self) -> Frame | None:
        """Wait for the next image; None after `close`."""
        if not self._guard.begin():
            return None
        try:
            shot, self._ahead = self._ahead, None
            if shot is None:
                shot = next(self._images, None)
        finally:
            going = self._guard.end()
        if not going or shot is None:
            return None
        image, now = shot
        index, self._index = self._index, self._index + 1
        return Frame(publish(image), index, now - self._first_ns, now, self.info)

    def close(self) -> None:
        """Let go of the screen, or let a read that is under way do so."""
        self._grab.stop()
        self._guard.close()


def open_screen(address: str) -> ReconnectingSource:
    """Open a screen, a part of it, or a window, which is looked for again when it has gone or changed.

    Raises SourceError when the address is bad, or this system does not let its screen be captured.
    """
    request = ScreenRequest.parse(address)
    remarks = [""]
    refusals: list[RefusedError] = []

    def connect() -> ScreenSource:
        if refusals:  # whoever said no is not asked every few seconds
            raise SourceError(str(refusals[0]))
        try:
            source = ScreenSource(request)
        except RefusedError as error:
            refusals.append(error)
            raise
        remarks[0] = source.remark
        return source

    return ReconnectingSource(
        connect,
        name=request.address,
        open_limit=_ANSWER_S if asks_portal() else _OPEN_S,
        remark=lambda _: remarks[0],
    )


def _open(request: ScreenRequest) -> tuple[str, Grab]:
    if not sys.platform.startswith("linux"):
        from yolocam.pipeline.sources.live.mss_grab import MssGrab

        if request.title is not None:
            raise SourceError(
                f"{request.address}: windows by title can be captured on X11 only; use screen:0"
            )
        return "", MssGrab(request.screen, request.rectangle, request.fps, request.address)
    if why := why_no_screen():
        raise SourceError(f"{request.address} cannot be captured: {why}")
    if asks_portal():
        return "", _of_portal(request)
    display = os.environ["DISPLAY"]
    from yolocam.media.screen_grab import GrabRequest, ScreenGrab

    with closing(Desktop(display)) as desktop:
        target = find_target(request, desktop.monitors(), desktop.size_wh(), desktop.windows)
    asked = GrabRequest(display, target.rectangle, request.fps, request.cursor, target.window)
    return target.remark, ScreenGrab(asked, request.address)


def _of_portal(request: ScreenRequest) -> Grab:
    if request.title is not None:
        raise SourceError(
            f"{request.address}: windows by title can be captured on X11 only; use screen:0, "
            "and the desktop asks you for the screen"
        )
    if request.rectangle is not None and min(request.rectangle[2:]) < _MIN_SIDE:
        raise SourceError(f"{request.address} is too small, expected at least {_MIN_SIDE}x{_MIN_SIDE} pixels")
    return PortalGrab(request.rectangle, request.fps, request.address)


def find_target(
    request: ScreenRequest,
    monitors: list[Rectangle],
    desktop_wh: tuple[int, int],
    windows: Callable[[], list[DesktopWindow]],
) -> Target:
    """Return what a request means on this desktop; SourceError where there is no such thing."""
    if request.title is not None:
        return _window(request, windows())
    if request.rectangle is not None:
        rectangle = request.rectangle
        x, y, width, height = rectangle
        beyond = min(x, y) < 0 or x + width > desktop_wh[0]
        if beyond or y + height > desktop_wh[1] or min(width, height) < _MIN_SIDE:
            raise SourceError(
                f"{request.address} is not on the desktop, "
                f"expected at least {_MIN_SIDE}x{_MIN_SIDE} of its {desktop_wh[0]}x{desktop_wh[1]} pixels"
            )
    else:
        number = request.screen
        if number >= len(monitors):
            raise SourceError(f"{request.address}: there are {len(monitors)} screens, expected 0 to "
                              f"{len(monitors) - 1}")  # fmt: skip
        rectangle = monitors[number]
    own = any(one.pid == os.getpid() and _overlap(one.rectangle, rectangle) for one in windows())
    remark = "yolocam's own window is on the captured screen: move it away, or it shows itself in itself"
    return Target(rectangle, remark=remark if own else "")


def _window(request: ScreenRequest, windows: list[DesktopWindow]) -> Target:
    wanted = (request.title or "").casefold()
    fitting = [one for one in windows if wanted in one.title.casefold()]
    others = [one for one in fitting if one.pid != os.getpid()]
    if fitting and not others:
        raise SourceError(f"{request.address} is yolocam's own window, expected that of another program")
    if not others:
        titles = ", ".join(sorted({f"'{one.title}'" for one in windows})[:10]) or "none"
        raise SourceError(f"{request.address}: no window has this in its title; there are {titles}")
    best = min(others, key=lambda one: (one.title.casefold() != wanted, len(one.title)))
    if min(best.rectangle[2:]) < _MIN_SIDE:
        raise SourceError(f"{request.address}: the window is smaller than {_MIN_SIDE}x{_MIN_SIDE} pixels")
    return Target(best.rectangle, best.id)


def _overlap(one: Rectangle, other: Rectangle) -> bool:
    return all(one[i] < other[i] + other[i + 2] and other[i] < one[i] + one[i + 2] for i in (0, 1))
