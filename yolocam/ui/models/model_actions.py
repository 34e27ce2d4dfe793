"""The window's actions with models: use, add, check, download and remove them."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QWidget

from yolocam.pipeline.notices import Notice
from yolocam.pipeline.session import Session
from yolocam.ui import file_dialogs
from yolocam.ui.models.download.download_thread import DownloadState
from yolocam.ui.models.download.downloads import Downloads
from yolocam.ui.models.model_adding import Outcome, add_model, added_text
from yolocam.ui.models.model_advice import ModelAdvice
from yolocam.ui.models.model_drop import holds_model, may_be_folder, split_drop
from yolocam.ui.models.model_speeds import ModelSpeeds
from yolocam.ui.models.model_store import ModelStore
from yolocam.ui.models.weights_at_hand import WeightsAtHand
from yolocam.ui.qt.background_jobs import Background
from yolocam.ui.qt.override_guard import guard_overrides
from yolocam.ui.translation import tr
from yolocam.ui.widgets.dialog_parts import to_front
from yolocam.ui.widgets.message_bar import Message, MessageBar
from yolocam.zoo.entry import ModelEntry
from yolocam.zoo.library import Library

if TYPE_CHECKING:
    from yolocam.model.doctor import Diagnosis
    from yolocam.ui.models.model_manager import ModelManager


class ModelActions(QObject):
    """Holds the `store` of models, their `speeds`, the `downloads` and the `advice`.

    For the UI thread, except `wait`.

    `named` are models that are not in the library; for `rate` see ModelAdvice. Messages appear in the model
    manager while it is open, otherwise in `message_bar`.
    """

    def __init__(
        self,
        session: Session,
        library: Library,
        named: Sequence[str],
        message_bar: MessageBar,
        window: QWidget,
        rate: Callable[[], float] | None = None,
    ) -> None:
        super().__init__(window)
        self._session = session
        self._message_bar = message_bar
        self._window = window
        self._manager: ModelManager | None = None
        self._background = Background(self)
        self.store = ModelStore(library, named, self._background, self)
        self.downloads = Downloads(library.folder, self)
        self.speeds = ModelSpeeds(session, self.store, self)
        self.advice = ModelAdvice(session, self.store, self.speeds, rate, self._background, self)
        self._weights_at_hand = WeightsAtHand(self, self._background)
        self.store.failed.connect(self._show_error)
        self.store.changed.connect(self._find_parts)
        self.store.warned.connect(self._show_error)
        self.downloads.finished.connect(self._downloaded)
        self.downloads.changed.connect(self._show_failure)
        self.store.refresh()

    @property
    def served(self) -> str | None:
        """The model in use; None while no model is ready or stored results are shown."""
        model = self._session.detector.model
        return model.name if model is not None and model.stored is None else None

    @property
    def wanted(self) -> str:
        """The model in the settings."""
        return self._session.store.current.model

    def show_manager(self) -> None:
        """Show the model manager in front."""
        from yolocam.ui.models.model_manager import ModelManager

        guard_overrides()
        if self._manager is None:
            self._manager = ModelManager(self.store, self.speeds, self.downloads, self, self._window)
        to_front(self._manager)

    def offer(self, name: str) -> None:
        """Use a model if it is ready; otherwise show it in the manager for download."""
        entry = self.store.entry(name)
        if entry is not None and entry.ready:
            self.use(name)
            return
        self.show_manager()
        if self._manager is not None:
            self._manager.list.choose(name)

    def follow(self) -> None:
        """Show which model is in use."""
        self.speeds.follow()
        self.advice.follow()
        if self._manager is not None and self._manager.isVisible():
            self._manager.follow()

    def show_notice(self, notice: Notice) -> None:
        """Show in the open manager that a model could not be used."""
        manager = self._manager
        if notice.level == "error" and notice.address is None and manager is not None and manager.isVisible():
            manager.message_bar.show_message(Message(notice.text, "error", matter="model"))

    def show_message(self, message: Message) -> None:
        """Show a message in the manager if it is open, otherwise in the window."""
        manager = self._manager
        bar = manager.message_bar if manager is not None and manager.isVisible() else self._message_bar
        bar.show_message(message)

    def stop(self) -> None:
        """Pause the downloads and drop all results: the window closes."""
        if self._manager is not None:
            self._manager.close()
        self._background.stop()
        self.downloads.stop()

    def wait(self) -> None:
        """Wait until all threads have ended."""
        self.downloads.wait()
        self._background.wait()

    # What the user does.

    def use(self, name: str) -> None:
        """Put a model into the settings; the one in use goes on until the new one is ready."""
        self._session.store.update(model=name)

    def check(self, entry: ModelEntry) -> None:
        """Check the files of a model and show the report."""
        self._background.start(partial(_examine, entry), partial(self.report, entry.name), self._show_error)

    def remove(self, entry: ModelEntry) -> None:
        """Delete a model, or remove it from the list."""
        self.store.remove(entry.name, lambda files: self._removed(entry, bool(files)))

    def browse(self, folder: bool) -> None:
        """Ask for the files or the folder of a model, and add it."""
        parent = self._manager or self._window
        file_dialogs.browse_model(parent, folder, lambda paths: self.add([Path(path) for path in paths]))

    def browse_weights(self, entry: ModelEntry) -> None:
        """Ask for the weights of a public model, which the user has already."""
        self._weights_at_hand.ask(entry, self._manager or self._window)

    def add(self, paths: Sequence[Path], *, use: bool = False) -> None:
        """Add the model that these files are, and `use` it; show the report if they do not fit together."""
        job = partial(add_model, self.store.library, paths)
        self._background.start(job, partial(self._added, use), self._show_error)

    def take_drop(self, addresses: Sequence[str], open_others: Callable[[Sequence[str]], None]) -> None:
        """Add and use a model that was dropped on the window; open everything else."""
        files, others = split_drop(addresses)
        if files:
            self.add(files, use=True)
        if len(others) == 1 and not files and may_be_folder(others[0]):
            folder = Path(others[0])

            def found(model: bool) -> None:
                if model:
                    self.add([folder], use=True)
                else:
                    open_others(others)

            self._background.start(partial(holds_model, folder), found, self._show_error)
        elif others:
            open_others(others)

    # Results.

    def _added(self, use: bool, outcome: Outcome) -> None:
        entry = outcome.entry
        if entry is None:
            report = partial(self.report, outcome.title, outcome.diagnosis)
            text = tr("{model} was not added: its files do not fit together").format(model=outcome.title)
            self.show_message(Message(text, "error", tr("Show report"), report, "model"))
            report()
            if outcome.fitting is not None and outcome.weights is not None:
                self._offer_cfg(outcome.weights, outcome.fitting)
            return
        before = self.wanted
        self.store.refresh(lambda: self._show_added(entry, outcome, before))
        if use:
            self.use(entry.name)

    def _show_added(self, entry: ModelEntry, outcome: Outcome, before: str) -> None:
        if self._manager is not None:
            self._manager.list.choose(entry.name)
        text = added_text(entry, outcome, used=self.wanted == entry.name)
        undo = partial(self._undo, entry, before, placed=outcome.placed) if outcome.new else None
        self.show_message(Message(text, "info", tr("Undo") if undo else "", undo, "model"))

    def _offer_cfg(self, weights: Path, fitting: ModelEntry) -> None:
        text = tr("{file} fits the cfg of {model}, which is included")
        files = [fitting.cfg, weights, *([] if fitting.names is None else [fitting.names])]
        again = partial(self.add, files, use=True)
        text = text.format(file=weights.name, model=fitting.name)
        self.show_message(Message(text, "error", tr("Use that cfg"), again, "model"))

    def _undo(self, entry: ModelEntry, before: str, *, placed: bool) -> None:
        if self.wanted == entry.name:
            self.use(before)
        # Of weights that were placed only the second name goes.
        self.store.remove(entry.name, lambda files: self._removed(entry, bool(files) and not placed))

    def _removed(self, entry: ModelEntry, deleted: bool) -> None:
        text = tr("{model} was removed from the list; its files stay where they are")
        if deleted:
            text = tr("{model} was deleted from this computer")
        self.show_message(Message(text.format(model=entry.name), matter="model"))

    def report(self, title: str, diagnosis: Diagnosis) -> None:
        """Show the report on the files of a model."""
        from yolocam.ui.models.check.check_dialog import CheckDialog

        guard_overrides()
        for other in self._window.findChildren(CheckDialog):
            other.close()
        CheckDialog(title, diagnosis, self._window).show()

    def _downloaded(self, name: str) -> None:
        use = partial(self.use, name)
        text = tr("{model} has been downloaded").format(model=name)
        self.store.refresh(lambda: self.show_message(Message(text, "info", tr("Use it"), use, "model")))

    def _show_failure(self, name: str) -> None:
        """Show that a download has failed, if the manager is not open to show it."""
        state, entry = self.downloads.state(name), self.store.entry(name)
        open_ = self._manager is not None and self._manager.isVisible()
        if state is not None and state.phase == "failed" and entry is not None and not open_:
            retry = partial(self.downloads.start, entry)
            self._message_bar.show_message(Message(state.error, "error", tr("Retry"), retry, "model"))

    def _show_error(self, text: str) -> None:
        self.show_message(Message(text, "error", matter="model"))

    def _find_parts(self) -> None:
        parts = {}
        for name, size in self.store.parts.items():
            entry = self.store.entry(name)
            parts[name] = DownloadState("paused", size, entry.download_bytes if entry else None)
        self.downloads.found(parts)


def _examine(entry: ModelEntry) -> Diagnosis:
    from yolocam.model.doctor import examine

    return examine(entry.cfg, entry.weights, entry.names, fit=entry.fit)
