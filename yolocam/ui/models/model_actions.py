"""What the window does with models: choose, add, check, download and remove them."""

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
from yolocam.ui.models.check_dialog import CheckDialog
from yolocam.ui.models.downloads import Downloads
from yolocam.ui.models.model_adding import Outcome, add_model, added_text
from yolocam.ui.models.model_advice import ModelAdvice
from yolocam.ui.models.model_download import DownloadState
from yolocam.ui.models.model_drop import holds_model, may_be_folder, sort_out
from yolocam.ui.models.model_manager import ModelManager
from yolocam.ui.models.model_store import ModelStore
from yolocam.ui.qt.background_jobs import Background
from yolocam.ui.widgets.message_bar import Message, MessageBar
from yolocam.zoo.entry import ModelEntry
from yolocam.zoo.library import Library

if TYPE_CHECKING:
    from yolocam.model.doctor import Diagnosis


class ModelActions(QObject):
    """Holds the `store` of models and the `downloads` of a window. For the UI thread, except `wait`.

    `named` are the models that the library does not know, `rate` is as WindowOptions has it; `advice` is what
    there is to say of the model in use. What happens is told in the model manager
    while that is open, in `message_bar` otherwise.
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
        self.advice = ModelAdvice(session, self.store, rate, self._background, self)
        self.store.failed.connect(self._tell_error)
        self.store.changed.connect(self._find_parts)
        self.store.warned.connect(self._tell_error)
        self.downloads.finished.connect(self._downloaded)
        self.downloads.changed.connect(self._tell_failure)
        self.store.refresh()

    @property
    def served(self) -> str | None:
        """The model that answers now; None while none does, or stored results do in its place."""
        model = self._session.detector.model
        return model.name if model is not None and model.stored is None else None

    @property
    def wanted(self) -> str:
        """The model that the settings ask for."""
        return self._session.store.current.model

    def show_manager(self) -> None:
        """Show the model manager, and bring it to the front."""
        if self._manager is None:
            self._manager = ModelManager(self.store, self.downloads, self, self._window)
        self._manager.show()
        self._manager.raise_()
        self._manager.activateWindow()

    def offer(self, name: str) -> None:
        """Use a model, or show it in the manager, where it can be downloaded."""
        entry = self.store.entry(name)
        if entry is not None and entry.ready:
            self.use(name)
            return
        self.show_manager()
        if self._manager is not None:
            self._manager.list.choose(name)

    def follow(self) -> None:
        """Show in the manager which model answers now."""
        self.advice.follow()
        if self._manager is not None and self._manager.isVisible():
            self._manager.follow()

    def hear(self, notice: Notice) -> None:
        """Say in the manager as well, where the user looks, that a model could not be used."""
        manager = self._manager
        if notice.level == "error" and notice.address is None and manager is not None and manager.isVisible():
            manager.message_bar.show_message(Message(notice.text, "error"))

    def tell(self, message: Message) -> None:
        """Say something where the user looks."""
        manager = self._manager
        bar = manager.message_bar if manager is not None and manager.isVisible() else self._message_bar
        bar.show_message(message)

    def stop(self) -> None:
        """Pause the downloads and answer no more: the window closes."""
        if self._manager is not None:
            self._manager.close()
        self._background.stop()
        self.downloads.stop()

    def wait(self) -> None:
        """Wait until no thread is at work any more."""
        self.downloads.wait()
        self._background.wait()

    # What the user does.

    def use(self, name: str) -> None:
        """Have a model look at the picture; the one before goes on until it is ready."""
        self._session.store.update(model=name)

    def check(self, entry: ModelEntry) -> None:
        """Have the doctor look at the files of a model, and show the report."""
        self._background.start(partial(_examine, entry), partial(self._report, entry.name), self._tell_error)

    def remove(self, entry: ModelEntry) -> None:
        """Take a model off this computer, or off the list."""
        self.store.remove(entry.name, lambda files: self._removed(entry, bool(files)))

    def browse(self, folder: bool) -> None:
        """Ask for the files of a model, or the folder they are in, and add it."""
        parent = self._manager or self._window
        file_dialogs.browse_model(parent, folder, lambda paths: self.add([Path(path) for path in paths]))

    def add(self, paths: Sequence[Path], *, use: bool = False) -> None:
        """Add the network that these files are, and `use` it at once; a report tells if it does not fit."""
        job = partial(add_model, self.store.library, paths)
        self._background.start(job, partial(self._added, use), self._tell_error)

    def take_drop(self, addresses: Sequence[str], open_others: Callable[[Sequence[str]], None]) -> None:
        """Take what was dropped on the window: a model is added and used, the rest is opened."""
        files, others = sort_out(addresses)
        if files:
            self.add(files, use=True)
        if len(others) == 1 and not files and may_be_folder(others[0]):
            folder = Path(others[0])

            def found(model: bool) -> None:
                if model:
                    self.add([folder], use=True)
                else:
                    open_others(others)

            self._background.start(partial(holds_model, folder), found, self._tell_error)
        elif others:
            open_others(others)

    # What came of it.

    def _added(self, use: bool, outcome: Outcome) -> None:
        entry = outcome.entry
        if entry is None:
            report = partial(self._report, outcome.title, outcome.diagnosis)
            text = f"{outcome.title} was not added: its files do not fit together"
            self.tell(Message(text, "error", "Show report", report))
            report()
            return
        before = self.wanted
        self.store.refresh(lambda: self._welcome(entry, outcome, before))
        if use:
            self.use(entry.name)

    def _welcome(self, entry: ModelEntry, outcome: Outcome, before: str) -> None:
        if self._manager is not None:
            self._manager.list.choose(entry.name)
        words = added_text(entry, outcome, used=self.wanted == entry.name)
        undo = partial(self._undo, entry, before) if outcome.new else None
        self.tell(Message(words, "info", "Undo" if undo else "", undo))

    def _undo(self, entry: ModelEntry, before: str) -> None:
        if self.wanted == entry.name:
            self.use(before)
        self.remove(entry)

    def _removed(self, entry: ModelEntry, deleted: bool) -> None:
        if deleted:
            self.tell(Message(f"{entry.name} was deleted from this computer"))
        else:
            self.tell(Message(f"{entry.name} is off the list; its files stay where they are"))

    def _report(self, title: str, diagnosis: Diagnosis) -> None:
        for other in self._window.findChildren(CheckDialog):
            other.close()
        CheckDialog(title, diagnosis, self._window).show()

    def _downloaded(self, name: str) -> None:
        use = partial(self.use, name)
        self.store.refresh(lambda: self.tell(Message(f"{name} has been downloaded", "info", "Use it", use)))

    def _tell_failure(self, name: str) -> None:
        """Say that a download has failed, where the manager does not show it."""
        state, entry = self.downloads.state(name), self.store.entry(name)
        open_ = self._manager is not None and self._manager.isVisible()
        if state is not None and state.phase == "failed" and entry is not None and not open_:
            retry = partial(self.downloads.start, entry)
            self._message_bar.show_message(Message(state.error, "error", "Retry", retry))

    def _tell_error(self, text: str) -> None:
        self.tell(Message(text, "error"))

    def _find_parts(self) -> None:
        parts = {}
        for name, size in self.store.parts.items():
            entry = self.store.entry(name)
            parts[name] = DownloadState("paused", size, entry.download_bytes if entry else None)
        self.downloads.found(parts)


def _examine(entry: ModelEntry) -> Diagnosis:
    from yolocam.model.doctor import examine

    return examine(entry.cfg, entry.weights, entry.names, fit=entry.fit)
