"""Addresses of network sources without the secrets in them: user names, passwords, keys and tokens."""

from __future__ import annotations

import re
from collections.abc import Iterable
from urllib.parse import quote, unquote

_LOCAL = re.compile(r"(?:file|camera|synthetic|screen|window):", re.I)
_URL = re.compile(r"(?P<start>[a-z][a-z0-9+.-]+:/+)(?P<rest>.*)", re.I | re.S)
_URL_IN_TEXT = re.compile(r"(?:whip:)?[a-z][a-z0-9+.-]+://[^\s'\"<>|]+", re.I)

_WHIP = re.compile(r"whip:(?=https?:/)", re.I)
_ENCRYPTED = re.compile(r"(?:https|rtmps|rtsps|tls):/", re.I)
_UNVERIFIED = "#unverified"
"""Behind the address of a source whose certificate is not looked at. It is never sent to anybody."""

_PUBLISHED = re.compile(r"(?:rtmp(?:s|e|t|ts|te)?|whip):", re.I)
"""Addresses whose last part is the stream key of whoever streams there: `rtmp://host/app/key`."""

_SRT = re.compile("srt:", re.I)
_SRT_PORT = re.compile(r"(?P<shown>srt://:[0-9]{1,5})/?(?:\?[^@]*)?", re.I)
"""The address of one who waits at a port: SRT knows no logins, so that the number is no password."""

_LOGIN = re.compile(r"(?![a-z]:[/\\])[^/\\\s:@]+:[^\\]*@(?=[\w\[])", re.I)
"""`user:password@` before a host, where somebody has left the scheme out."""

_SECRET_KEY = re.compile(
    r"pass|pwd|^pw$|^p$|token|key|secret|auth|sig|cred|session|^sid$|jwt|hash|login|^user|^usr|^u$|bearer"
    r"|code$|^pin$|nonce",
    re.I,
)
"""What cameras and servers call the values that open something."""

_SRT_SECRET_KEY = re.compile(_SECRET_KEY.pattern + "|streamid", re.I)
"""What opens something at a server that speaks SRT; elsewhere the id of a stream is its number."""

_SECRET_IN_PATH = re.compile(
    r"(?P<key>[a-z0-9.-]*(?:pass|pwd|pw|token|key|secret|auth|sig|cred|session|sid|jwt)[a-z0-9.-]*)"
    r"(?P<is>=|%3d)(?:(?![&;]|[_,][a-z]+(?:=|%3d)).)*",
    re.I | re.S,
)
"""`password=...` in a path, as in `/user=admin_password=..._channel=1.sdp`."""

_HOST = r"(?:\[[0-9a-f:.%]+\]|[^:@\[\]]+)"

_IP_OR_PORT = re.compile(
    r"(?:(?:\d{1,3}\.){3}\d{1,3}|\[[0-9a-f:.%]+\]|localhost|[^:@]+:\d{1,5})(?::\d*)?", re.I
)


def is_network(address: str) -> bool:
    """Whether an address names a scheme and a host, rather than a file, camera or test card."""
    plain = _WHIP.sub("", address, count=1)
    return "://" in plain and _LOCAL.match(plain) is None and _URL.match(plain) is not None


def shown(address: str) -> str:
    """Return an address that may be shown, logged and written: host and path, nothing secret.

    Everything from `//` to the last `@` goes, for a password may hold `/`, `?`, `#` and `@` that nobody
    has escaped; so do the query, the fragment, the values of passwords and keys in the path, and the stream
    key of RTMP and WHIP. Files, cameras and test cards stay as they are.
    """
    return _without_stream_key(address) if _PUBLISHED.match(address) else _shown(address)


def _without_stream_key(address: str) -> str:
    whip = _WHIP.match(address)
    start = "" if whip is None else whip[0]
    head, slashes, rest = _shown(address[len(start) :]).partition("://")
    if not slashes:
        return f"{address.partition(':')[0]}:…"
    host, *path = rest.split("/")
    public = [] if start else path[:1]
    if any(path[len(public) :]):
        path = [*public, "…"]
    return start + head + slashes + "/".join([host, *path])


def _shown(address: str) -> str:
    local = _LOCAL.match(address)
    if local is not None:
        inner = address[local.end() :]
        return local[0] + (shown(inner) if is_network(inner) else inner)
    found = _URL.match(address)
    if found is None:
        login = _LOGIN.match(address)
        return address if login is None else _host_and_path(address[login.end() :])
    waiting = _SRT_PORT.fullmatch(address)
    if waiting is not None:
        return waiting["shown"]
    host_and_path = _host_and_path(found["rest"].rpartition("@")[2])
    # Without a host it may be a login from which somebody has lost the rest.
    return found["start"] + host_and_path if host_and_path else found["start"].rstrip("/")


def kept(address: str) -> str:
    """Return an address to be opened again another day: as it was, less what is secret in it.

    Unlike `shown` it keeps those parts of the query that choose a channel or a size. Nothing is left of an
    address of which a part might be a password or a path: `http://cam:8080/@home`.
    """
    plain, marked = without_mark(address)
    safe = _kept(plain)
    return unverified(safe) if marked else safe


def _kept(address: str) -> str:
    if _WHIP.match(address):
        return ""
    found = _URL.match(address)
    if found is None or not is_network(address):
        return address
    authority, tail = _split(_with_escaped_login(found["rest"]))
    if "@" in tail and (":" in authority or "@" in authority):
        return ""
    path, _, query = tail.partition("#")[0].partition("?")
    plain = _SECRET_IN_PATH.sub("", path)
    secret = _SRT_SECRET_KEY if _SRT.match(address) else _SECRET_KEY
    pairs = _harmless_pairs(query, secret) if plain == path else []
    return found["start"] + authority.rpartition("@")[2] + plain + ("?" + "&".join(pairs) if pairs else "")


def is_encrypted(address: str) -> bool:
    """Whether an address is that of a source whose server shows a certificate."""
    return _ENCRYPTED.match(address) is not None


def unverified(address: str) -> str:
    """Return an address with the mark that its certificate is not looked at; others as they are."""
    return address if not is_encrypted(address) else without_mark(address)[0] + _UNVERIFIED


def without_mark(address: str) -> tuple[str, bool]:
    """Return an address without that mark, and whether it had one."""
    plain = address.removesuffix(_UNVERIFIED)
    return plain, plain != address


def for_opening(address: str) -> str:
    """Return an address as FFmpeg understands it: `/`, `?`, `#` and `@` of a password are escaped.

    Only where it can mean nothing else: in `http://cam:8080/@home` the port and the path are just that.
    """
    found = _URL.match(address)
    if found is None or not is_network(address):
        return address
    return found["start"] + _with_escaped_login(found["rest"])


def with_login(address: str, user: str, password: str) -> str:
    """Return an address with a user and a password in it; what it has of them already gives way.

    An address that is not of the network, and one for which there are none, stays as it is.
    """
    found = _URL.match(address)
    if found is None or not is_network(address) or not (user or password):
        return address
    authority, tail = _split(_with_escaped_login(found["rest"]))
    login = ":".join(quote(word, safe="") for word in ((user, password) if password else (user,)))
    return f"{found['start']}{login}@{authority.rpartition('@')[2]}{tail}"


def has_login(address: str) -> bool:
    """Whether a network address has a user or a password in it."""
    found = _URL.match(address)
    return found is not None and "@" in _split(_with_escaped_login(found["rest"]))[0]


def login_hint(address: str) -> str:
    """Return how to write a password if a part of one may have been taken for the path; else nothing."""
    found = _URL.match(address)
    if found is None or "@" not in _split(_with_escaped_login(found["rest"]))[1]:
        return ""
    return "; if its password has such letters, write / as %2F, ? as %3F, # as %23 and @ as %40"


def without_secrets(text: str, addresses: Iterable[str] = ()) -> str:
    """Return a text in which every address is as `shown` has it, those given and those that it finds."""
    for address in sorted(set(addresses), key=len, reverse=True):
        if len(address) > 1 and shown(address) != address:
            text = text.replace(address, shown(address))
    return _URL_IN_TEXT.sub(lambda found: shown(found[0]), text)


def _host_and_path(text: str) -> str:
    """Return a host and path without query, fragment and secrets of the path; nothing if it is no host."""
    host, path = _split(re.split(r"[?#]", text, maxsplit=1)[0])
    if re.fullmatch(_HOST + r"(?::\d*)?", host, re.I) is None:
        return ""
    return host + _SECRET_IN_PATH.sub(r"\g<key>\g<is>…", path)


def _harmless_pairs(query: str, secret: re.Pattern[str]) -> list[str]:
    pairs: list[str] = []
    after_secret = False
    for pair in filter(None, re.split(r"[&;]", query)):
        key, equals, value = pair.partition("=")
        if secret.search(unquote(key)) or "@" in unquote(value):
            after_secret = True
        elif equals or not after_secret:  # without a `=` it may be the rest of a password with a `&`
            pairs.append(pair)
    return pairs


def _split(rest: str) -> tuple[str, str]:
    """Return what stands before the first `/`, `?` or `#`, and the rest from there on."""
    end = next((i for i, letter in enumerate(rest) if letter in "/?#"), len(rest))
    return rest[:end], rest[end:]


def _with_escaped_login(rest: str) -> str:
    """Escape `user:password@` where a letter of the password has ended the host too early."""
    authority, tail = _split(rest)
    if ":" not in authority or "@" not in tail or not _breaks_a_password(authority, rest.rpartition("@")[2]):
        return rest
    login, _, host_and_path = rest.rpartition("@")
    user, _, password = login.partition(":")
    return f"{_escaped(user)}:{_escaped(password)}@{host_and_path}"


def _breaks_a_password(authority: str, after: str) -> bool:
    """Whether a password goes on after `authority`, rather than a path with an `@` in it."""
    login, at, host = authority.rpartition("@")
    later, named = _split(after)[0], host.partition(":")[0]
    if not _is_host(host) or host.endswith(":"):
        return True
    if "." in named or "[" in named or named.lower() == "localhost":
        return False
    return _IP_OR_PORT.fullmatch(later) is not None or (bool(at and ":" in login) and "." in later)


def _is_host(authority: str) -> bool:
    """Whether this is a host, perhaps with a port."""
    found = re.fullmatch(_HOST + r"(?::([0-9]{1,5})?)?", authority, re.I)
    return found is not None and int(found[1] or 0) < 1 << 16


def _escaped(text: str) -> str:
    return quote(text, safe="%!$&'()*+,;=:~")
