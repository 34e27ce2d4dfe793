"""A detector that can be exchanged while it runs: the next one is prepared beside it."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable, Sequence
from dataclasses import asdict, dataclass, replace
from typing import Any, Protocol

from yolocam.errors import DeviceError
from yolocam.frame import Frame, Image, ModelInfo
from yolocam.pipeline.interfaces import BatchDetector, Pending, submit_to
from yolocam.settings import Settings, SettingsStore

_LOG = logging.getLogger("yolocam.pipeline")


class WarmDetector(BatchDetector, Protocol):
    """A detector that can be made ready for a resolution before it has to serve it."""

    def warm(self, settings: Settings) -> None:
        """Run once at the resolution of `settings`: afterwards it answers at full speed.

        Called on a thread of its own, while `submit` goes on at the resolution being served.
        """

    def model_info(self, settings: Settings) -> ModelInfo:
        """What the results under `settings` will say of the network."""

    @property
    def refusal(self) -> str | None:
        """Why it does not run in the precision that was asked for, in a sentence; may come late."""


@dataclass(frozen=True, slots=True)
class _Wish:
    """The settings that need preparation before they can be served."""

    model: str
    engine: str
    device: str
    precision: str
    imgsz: int

    @staticmethod
    def of(settings: Settings) -> _Wish:
        return _Wish(settings.model, settings.engine, settings.device, settings.precision, settings.imgsz)

    def fields(self) -> dict[str, Any]:
        """Return the fields by name, to be put into a Settings."""
        return asdict(self)

    def within(self, settings: Settings) -> Settings:
        """Return the settings with these fields; usually they have them, and each frame asks."""
        return settings if _Wish.of(settings) == self else replace(settings, **self.fields())


class DetectorSwitch:
    """Serves one network while the next is built and warmed on a thread of its own.

    Watches the store. Every frame is answered by the last network that is ready, so the image never
    waits; the exchange happens between two batches. Only the newest wish is prepared: dragging the
    resolution slider does not build every size on the way. When a preparation fails, the settings
    go back to what is being served and `take_failure` has the reason. `on_change` is called, on the
    preparing thread, when a preparation begins and when it has ended. With `later` nothing is prepared
    before `begin`. `_condition` guards all other fields.
    """

    def __init__(
        self,
        factory: Callable[[Settings], WarmDetector],
        store: SettingsStore,
        on_change: Callable[[], None] | None = None,
        *,
        later: bool = False,
    ) -> None:
        self._factory = factory
        self._store = store
        self.on_change = on_change
        self._condition = threading.Condition()
        self._begun = not later
        self._serving: tuple[_Wish, WarmDetector] | None = None
        self._preparing: _Wish | None = None
        self._failure: Exception | None = None
        self._failed: _Wish | None = None  # the wish that failed while nothing was served
        self._closed = False
        self._unsubscribe = store.subscribe(self._wake)
        self._thread = threading.Thread(target=self._run, name="prepare", daemon=True)
        self._thread.start()

    @property
    def slots(self) -> int:
        """As many batches as the network being served takes."""
        with self._condition:
            return self._serving[1].slots if self._serving else 1

    @property
    def preparing(self) -> str | None:
        """What is being prepared, in words for the status line; None when nothing is."""
        with self._condition:
            wish, serving = self._preparing, self._serving
            if wish is None and not (self._begun or self._closed):
                wish = _Wish.of(self._store.current)
        if wish is None:
            return None
        if serving is not None and replace(serving[0], imgsz=wish.imgsz) == wish and wish.imgsz:
            return f"preparing {wish.imgsz}x{wish.imgsz}"
        return f"preparing {wish.model}"

    @property
    def model(self) -> ModelInfo | None:
        """The network being served; None before the first is ready."""
        with self._condition:
            serving = self._serving
        if serving is None:
            return None
        return serving[1].model_info(serving[0].within(self._store.current))

    @property
    def refusal(self) -> str | None:
        """Why the network being served does not run in the precision that was asked for."""
        with self._condition:
            serving = self._serving
        return serving[1].refusal if serving is not None else None

    def begin(self) -> None:
        """Prepare networks from now on; until then whoever waits for one goes on waiting."""
        with self._condition:
            self._begun = True
            self._condition.notify_all()

    def wait_ready(self) -> None:
        """Wait until a network is served; raises what its preparation raised."""
        self._wait_served()

    def retry(self) -> None:
        """Prepare the first network once more, if that has failed."""
        with self._condition:
            if self._serving is None and self._failed is not None:
                self._failure = self._failed = None
                self._condition.notify_all()

    def _wait_served(self) -> tuple[_Wish, WarmDetector]:
        with self._condition:
            self._condition.wait_for(lambda: self._serving or self._failure or self._closed)
            if self._serving is not None:
                return self._serving
            if self._failure is not None and not self._closed:
                raise self._failure
            raise DeviceError("the network was closed before it was ready")

    @property
    def failure(self) -> Exception | None:
        """Why the last preparation failed, until it is taken or the next one succeeds."""
        with self._condition:
            return self._failure

    def take_failure(self) -> Exception | None:
        """Return why the last preparation failed, once."""
        with self._condition:
            failure, self._failure = self._failure, None
            return failure

    def submit(self, images: Sequence[Image], settings: Settings) -> Pending:
        """Start on a batch with the network being served, whatever is wished for."""
        wish, detector = self._wait_served()
        return detector.submit(images, wish.within(settings))

    def submit_frames(self, frames: Sequence[Frame], settings: Settings) -> Pending:
        """Do what `submit` does, for a detector that looks at images or one that looks results up."""
        wish, detector = self._wait_served()
        return submit_to(detector, frames, wish.within(settings))

    def close(self) -> None:
        """Stop preparing, and release the network."""
        self._unsubscribe()
        with self._condition:
            self._closed = True
            self._condition.notify_all()
        self._thread.join()
        with self._condition:
            serving, self._serving = self._serving, None
        if serving is not None:
            serving[1].close()

    def _wake(self) -> None:
        with self._condition:
            self._condition.notify_all()

    def _run(self) -> None:
        try:
            while (wish := self._next_wish()) is not None:
                self._notify()
                self._fulfil(wish)
                self._notify()
        finally:  # whatever a listener raised: nobody may wait for a thread that has gone
            with self._condition:
                self._closed = True
                self._preparing = None
                self._condition.notify_all()

    def _fulfil(self, wish: _Wish) -> None:
        _LOG.debug("network wanted: %s", wish)
        try:
            detector = self._prepare(wish)
        except Exception as error:
            _LOG.debug("network not prepared: %s", wish, exc_info=error)
            self._give_up(wish, error)
        else:
            self._swap(wish, detector)

    def _next_wish(self) -> _Wish | None:
        """Wait until the settings differ from what is served; None once closed."""
        with self._condition:
            while not self._closed:
                wish = _Wish.of(self._store.current)
                # What failed at the start is not tried for ever, only what is chosen instead of it.
                last = self._failed if self._serving is None else self._serving[0]
                if self._begun and wish != last:
                    if self._serving is None:
                        self._failure = self._failed = None
                    self._preparing = wish
                    return wish
                self._condition.wait()
            return None

    def _prepare(self, wish: _Wish) -> WarmDetector:
        settings = wish.within(self._store.current)
        with self._condition:
            serving = self._serving
        if serving is not None and replace(serving[0], imgsz=wish.imgsz) == wish:
            detector = serving[1]
        else:
            detector = self._factory(settings)
        detector.warm(settings)
        return detector

    def _swap(self, wish: _Wish, detector: WarmDetector) -> None:
        # The old network is not closed here: a batch of it may still be under way. It goes with
        # its last reference.
        with self._condition:
            self._serving = (wish, detector)
            self._preparing = None
            self._failure = None
            self._condition.notify_all()
        _LOG.debug("network swapped: %s serves from the next batch on", wish)

    def _give_up(self, wish: _Wish, error: Exception) -> None:
        wanted = _Wish.of(self._store.current) == wish
        with self._condition:
            self._preparing = None
            serving = self._serving
            if wanted:  # otherwise something else was chosen meanwhile, and is tried next
                self._failure = error
                self._failed = wish if serving is None else None
            self._condition.notify_all()
        if serving is not None and wanted:
            self._store.update(**serving[0].fields())

    def _notify(self) -> None:
        if self.on_change is not None:
            self.on_change()
