"""libsrt of the system, called through ctypes: the few functions that a live connection needs."""

from __future__ import annotations

import contextlib
import ctypes
import ctypes.util
import sys
from collections.abc import Iterator, Mapping
from ctypes import POINTER, byref, c_char_p, c_int, c_size_t, c_void_p
from functools import cache
from types import MappingProxyType

from yolocam.system.system_libraries import manager

_ERROR = -1
AGAIN = 6002
"""What `srt_accept` says while nobody has come."""

_OPTIONS: Mapping[str, int] = MappingProxyType(
    {
        "rcvsyn": 2,
        "rcvtimeo": 14,
        "passphrase": 26,
        "pbkeylen": 27,
        "snddropdelay": 32,
        "conntimeo": 36,
        "rcvlatency": 43,
        "peerlatency": 44,
        "streamid": 46,
    }
)
"""Options of a socket by their numbers in srt.h, which have been the same since 1.4."""

_LINUX = tuple(
    f"libsrt{kind}.so.{version}" for version in ("1.5", "1.4") for kind in ("", "-gnutls", "-openssl")
)  # Debian has it twice, by the library that encrypts
_MAC = ("libsrt.dylib", "/opt/homebrew/lib/libsrt.dylib", "/usr/local/lib/libsrt.dylib")
_WINDOWS = ("srt", "libsrt")

_INSTALL: Mapping[str, str] = MappingProxyType(
    {
        "apt-get": "`sudo apt-get install libsrt1.5-gnutls` brings it",
        "dnf": "`sudo dnf install srt-libs` brings it",
        "pacman": "`sudo pacman -S srt` brings it",
        "darwin": "`brew install srt` brings it",
        "win32": "install srt with MSYS2 or vcpkg, and put the folder of its DLL on the PATH",
    }
)

CUT = "the other side has cut the connection"

_FAULTS: Mapping[int, str] = MappingProxyType(
    {
        1001: "the other side does not answer; check its address, and that it listens",
        1002: "the other side refuses the connection; check its address and the stream key",
        2001: CUT,
        2002: CUT,
        5001: "another program uses this port; end it, or use another port",
        5011: "another program uses this port; end it, or use another port",
        5013: "another program uses this port; end it, or use another port",
        6003: "nothing came within the time limit; check that the other side sends",
    }
)

_SECRETS: Mapping[int, str] = MappingProxyType(
    {10: "the passphrase is wrong", 11: "one side has a passphrase and the other has none"}
)
"""Why a connection was rejected, where the same address will never do better."""

_REJECTED: Mapping[int, str] = MappingProxyType(
    {
        1401: "the server does not know the stream key (401)",
        1403: "the server does not allow the stream key (403)",
        1404: "the server knows no such stream (404); check the stream key",
        1409: "the server has such a stream already (409)",
    }
)


class SrtError(OSError):
    """What libsrt could not do, in words; `hopeless` where it would fail again."""

    def __init__(self, words: str, *, hopeless: bool = False) -> None:
        super().__init__(0, words)
        self.hopeless = hopeless


@cache
def library() -> ctypes.CDLL:
    """Return libsrt, begun: it has threads from now on. SrtError says how to install it."""
    found = found_library()
    found.srt_startup()
    found.srt_setloglevel(0)  # it writes to the terminal; what matters is in the errors
    return found


@cache
def found_library() -> ctypes.CDLL:
    """Return libsrt with the types of its functions, and nothing begun; SrtError says how to install it."""
    for name in _names():
        with contextlib.suppress(OSError, AttributeError):
            return _typed(ctypes.CDLL(name))
    raise SrtError(f"the library libsrt is missing: {_how_to_install()}", hopeless=True)


def checked(result: int, socket: int | None = None) -> int:
    """Return the result of a function; SrtError with its reason where it has failed."""
    if result != _ERROR:
        return result
    found = library()
    code = found.srt_getlasterror(None)
    rejected = 0 if socket is None else found.srt_getrejectreason(socket)
    if rejected in _SECRETS:
        raise SrtError(_SECRETS[rejected], hopeless=True)
    words = _REJECTED.get(rejected) or _FAULTS.get(code)
    raise SrtError(words or found.srt_getlasterror_str().decode(errors="replace").lower())


def set_option(socket: int, name: str, value: int | str) -> None:
    """Set an option of a socket; SrtError where libsrt does not take the value."""
    number = _OPTIONS[name]
    if isinstance(value, str):
        data = value.encode()
        checked(library().srt_setsockflag(socket, number, data, len(data)))
    else:
        whole = c_int(value)
        checked(library().srt_setsockflag(socket, number, byref(whole), ctypes.sizeof(whole)))


def _names() -> Iterator[str]:
    if sys.platform.startswith("linux"):
        yield from _LINUX
    elif sys.platform == "darwin":
        yield from _MAC
    for name in _WINDOWS if sys.platform == "win32" else ("srt",):
        found = ctypes.util.find_library(name)
        if found is not None:
            yield found


def _how_to_install() -> str:
    known = _INSTALL.get(sys.platform) or _INSTALL.get(manager() or "")
    return known or "install the package of your system that holds libsrt 1.5"


def _typed(found: ctypes.CDLL) -> ctypes.CDLL:
    types: dict[str, tuple[object, ...]] = {
        "srt_startup": (),
        "srt_setloglevel": (c_int,),
        "srt_create_socket": (),
        "srt_setsockflag": (c_int, c_int, c_void_p, c_int),
        "srt_bind": (c_int, c_char_p, c_int),
        "srt_listen": (c_int, c_int),
        "srt_accept": (c_int, c_void_p, c_void_p),
        "srt_connect": (c_int, c_char_p, c_int),
        "srt_send": (c_int, c_char_p, c_int),
        "srt_recv": (c_int, c_void_p, c_int),
        "srt_getsndbuffer": (c_int, POINTER(c_size_t), POINTER(c_size_t)),
        "srt_getlasterror": (c_void_p,),
        "srt_getlasterror_str": (),
        "srt_getrejectreason": (c_int,),
        "srt_close": (c_int,),
    }
    for name, arguments in types.items():
        function = getattr(found, name)
        function.argtypes, function.restype = arguments, c_int
    found.srt_getlasterror_str.restype = c_char_p
    return found
