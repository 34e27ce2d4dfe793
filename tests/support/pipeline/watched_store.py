"""Settings that know how many listen to them, so that a test sees who forgot to stop."""

from __future__ import annotations

from collections.abc import Callable

from yolocam.settings import Settings, SettingsStore


class WatchedStore(SettingsStore):
    """Counts the listeners that have not unsubscribed."""

    def __init__(self, settings: Settings | None = None) -> None:
        super().__init__(settings)
        self._subscribed: set[object] = set()

    @property
    def listeners(self) -> int:
        return len(self._subscribed)

    def subscribe(self, listener: Callable[[], None]) -> Callable[[], None]:
        stop, mark = super().subscribe(listener), object()
        self._subscribed.add(mark)

        def unsubscribe() -> None:
            stop()
            self._subscribed.discard(mark)

        return unsubscribe
