"""A play list of HLS as FFmpeg may have it: not too long, and with whole addresses."""

from __future__ import annotations

import re
from collections.abc import Callable
from urllib.parse import urljoin, urlsplit

MOST_BYTES = 8_000_000
"""How long a play list may be: a day in pieces of two seconds takes 4 MB."""

MOST_KEPT = 32_000_000
"""What FFmpeg may come to keep of all play lists of a source, in bytes."""

_PIECE_BYTES = 200
"""What FFmpeg keeps of a piece apart from its addresses."""

_LONGEST_ADDRESS = 4000
_LONGEST_NAME = 200

_READ_TAGS = frozenset(
    {
        "#EXTM3U", "#EXTINF", "#EXT-X-VERSION", "#EXT-X-TARGETDURATION", "#EXT-X-MEDIA-SEQUENCE",
        "#EXT-X-PLAYLIST-TYPE", "#EXT-X-ENDLIST", "#EXT-X-BYTERANGE", "#EXT-X-DISCONTINUITY",
        "#EXT-X-PROGRAM-DATE-TIME", "#EXT-X-START", "#EXT-X-STREAM-INF",
    }
)  # fmt: skip
"""Lines that FFmpeg reads and that hold no address (RFC 8216); of subtitles it would keep everything."""

_ADDRESS_TAGS = frozenset({"#EXT-X-KEY", "#EXT-X-MAP", "#EXT-X-MEDIA"})
_PLAIN_NAME = re.compile(r"[\w-][\w.-]*(?:/[\w-][\w.-]*)*(?:\?[\w.=&%/~+-]*)?", re.ASCII)
"""A name beside the play list, as nearly all are: there are tens of thousands in some lists."""

_ATTRIBUTE = re.compile(r'([A-Z0-9-]+)=("[^"\\]*"|[^",\\\s]*)(?:,\s*|$)')


class ListRefusedError(ValueError):
    """A play list that FFmpeg does not get; the words say why."""


class BoundedList:
    """Takes a play list line by line. `base` is its own address, `list_address` gives that of another one.

    `text` is what FFmpeg may read, `kept` how many bytes it comes to keep of it. Raises ListRefusedError.
    """

    def __init__(self, data: bytes, base: str, list_address: Callable[[str], str]) -> None:
        self.kept = 0
        self._base = base
        self._folder = base.partition("?")[0].rpartition("/")[0] + "/"
        self._list_address = list_address
        self._lists_follow = False
        self._addresses = {"#EXT-X-KEY": 0, "#EXT-X-MAP": 0}
        self._lines: list[str] = []
        for line in data.decode(errors="surrogateescape").replace("\0", "\n").splitlines():
            self._take(line.strip())
            if self.kept > MOST_KEPT:
                raise too_long()

    @property
    def text(self) -> bytes:
        """The play list that FFmpeg may read."""
        return "\n".join([*self._lines, ""]).encode(errors="surrogateescape")

    def _take(self, line: str) -> None:
        tag, _, value = line.partition(":")
        if not line.startswith("#"):
            self._take_address(line)
        elif tag in _ADDRESS_TAGS:
            self._take_attributes(tag, value)
        elif tag in _READ_TAGS:
            self._lists_follow |= tag == "#EXT-X-STREAM-INF"
            self._lines.append(line[:_LONGEST_ADDRESS])

    def _take_address(self, line: str) -> None:
        if not line:
            return
        whole = self._whole(line)
        self._lines.append(self._list_address(whole) if self._lists_follow else whole)
        self._lists_follow = False
        # Each piece has a copy of the addresses of its key and of its beginning.
        self.kept += _PIECE_BYTES + len(whole) + sum(self._addresses.values())

    def _take_attributes(self, tag: str, value: str) -> None:
        found = dict(_ATTRIBUTE.findall(value))
        if _ATTRIBUTE.sub("", value).strip():
            raise ListRefusedError(f"its play list has a line {tag} that is not written as it must be")
        if tag == "#EXT-X-MEDIA" and found.get("TYPE") not in ("AUDIO", "VIDEO"):
            return
        if "URI" in found:
            whole = self._whole(found["URI"].strip('"'))
            found["URI"] = f'"{self._list_address(whole) if tag == "#EXT-X-MEDIA" else whole}"'
            self.kept += _PIECE_BYTES + len(whole)
        if tag in self._addresses:
            self._addresses[tag] = len(found.get("URI", ""))
        self._lines.append(f"{tag}:" + ",".join(f"{key}={text}" for key, text in found.items()))

    def _whole(self, address: str) -> str:
        if len(address) < _LONGEST_NAME and _PLAIN_NAME.fullmatch(address):
            return self._folder + address
        try:
            whole = urljoin(self._base, address)
            scheme = urlsplit(whole).scheme.lower()
        except ValueError:
            raise ListRefusedError("its play list names an address that makes no sense") from None
        if scheme not in ("http", "https"):
            raise ListRefusedError(f"its play list names a {scheme[:20]}: address, expected http or https")
        if (
            len(whole) > _LONGEST_ADDRESS
            or any(letter in whole for letter in '"\\')
            or not whole.isprintable()
        ):
            raise ListRefusedError(
                "its play list names an address that is too long, or has letters that none may have"
            )
        return whole


def too_long() -> ListRefusedError:
    """Return what to raise for a play list that is longer than any should be."""
    return ListRefusedError(
        f"its play list is longer than {MOST_BYTES // 1_000_000} MB, or names so many pieces that they take "
        f"more than {MOST_KEPT // 1_000_000} MB; have the server list only the newest ones"
    )
