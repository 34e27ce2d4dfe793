"""Retries a download: asks each address in turn until the file is complete or no hope is left."""

from __future__ import annotations

import logging
import time
from collections.abc import Callable
from dataclasses import dataclass, field

from yolocam.errors import DownloadError, DownloadStopped
from yolocam.zoo.checksums import is_right, what_is_expected
from yolocam.zoo.entry import ModelEntry
from yolocam.zoo.http_transfer import Broken, Refused, Unreachable, fetch, host
from yolocam.zoo.partial_download import PartFile

_LOG = logging.getLogger("yolocam.zoo")

ROUNDS = 4
"""Rounds over all addresses without one new byte before the download fails."""

PAUSE_S = 1.0
"""Pause before the second round; it doubles before each further one."""

SURPLUS_BYTES = 1 << 20
"""Most bytes received beyond the size of the file."""

_LOOK_S = 0.1


@dataclass
class Attempts:
    """One download: asks address after address until the bytes received are the file."""

    entry: ModelEntry
    part: PartFile
    progress: Callable[[int, int | None], None] | None
    stop: Callable[[], bool] | None
    failures: dict[str, Exception] = field(default_factory=dict)
    """Address -> what was wrong with it last."""
    online: bool = False
    """Whether an address has sent something."""

    def run(self) -> None:
        """Ask until the file is whole; DownloadError or DownloadStopped if it does not get there."""
        asked, most, barren = list(self.entry.addresses), self.part.size, 0
        if self._right(ended=False):
            return
        while asked and barren < ROUNDS:
            self._pause(barren)
            for address in tuple(asked):
                ended, again = self._ask(address)
                if self._right(ended):
                    return
                if not again:
                    asked.remove(address)
            barren = 0 if self.part.size > most else barren + 1
            most = max(most, self.part.size)
        raise DownloadError(self._failure())

    def _ask(self, address: str) -> tuple[bool, bool]:
        """Receive what an address sends; returns whether it says that was all, and whether to ask again."""
        before = self.part.size
        _LOG.debug("%s from %s, %d bytes are here", self.entry.name, host(address), before)
        try:
            fetch(address, self.part, self._came, (self.entry.download_bytes or 0) + SURPLUS_BYTES)
        except (Broken, Refused, Unreachable) as failure:
            self.failures[address] = failure
            _LOG.debug("nothing more from %s: %s", host(address), failure)
            # Without a connection from the start, waiting for one would only take the user's time.
            return False, isinstance(failure, Broken) or (isinstance(failure, Unreachable) and self.online)
        expected = what_is_expected(self.entry)
        self.failures[address] = Refused(f"{host(address)} sent another file than {expected}")
        # What came earlier may have been wrong, or the rest may still be there.
        return True, before > 0 or self.part.size < (self.entry.download_bytes or 0)

    def _right(self, ended: bool) -> bool:
        """Whether the file is whole; drops what cannot become it any more."""
        size, expected = self.part.size, self.entry.download_bytes
        enough = expected is not None and size >= expected
        if not size or not (ended or enough):
            return False
        if is_right(self.entry, self.part.path):
            return True
        if enough or expected is None:
            self.part.discard()
        return False

    def _came(self, done: int, total: int | None) -> None:
        self.online = True
        if self.stop is not None and self.stop():
            raise DownloadStopped(f"the download of {self.entry.name} was stopped{self._kept()}")
        if self.progress is not None:
            self.progress(done, self.entry.download_bytes or total)

    def _pause(self, barren: int) -> None:
        end = time.monotonic() + (PAUSE_S * 2 ** (barren - 1) if barren else 0.0)
        while (left := end - time.monotonic()) > 0:
            if self.stop is not None and self.stop():
                raise DownloadStopped(f"the download of {self.entry.name} was stopped{self._kept()}")
            time.sleep(min(left, _LOOK_S))

    def _failure(self) -> str:
        reasons = "; ".join(str(failure) for failure in self.failures.values())
        if all(type(failure) is Unreachable for failure in self.failures.values()):
            hosts = " or ".join(host(address) for address in self.failures)
            reasons = f"no connection to {hosts}, is this machine offline?"
        return f"{self.entry.name} cannot be downloaded: {reasons}{self._kept()}"

    def _kept(self) -> str:
        size = self.part.size
        return f" ({size / 1e6:.1f} MB are kept for the next try)" if size else ""
