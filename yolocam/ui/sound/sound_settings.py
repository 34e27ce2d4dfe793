"""The sound of recordings and streams in a window: remembered, overruled by flags, changed in a dialog."""

from __future__ import annotations

from PySide6.QtWidgets import QWidget

from yolocam.errors import YolocamError
from yolocam.media.sound.audio_choice import AudioChoice, SharedInput
from yolocam.media.sound.sound_mix import SoundMix
from yolocam.pipeline.session import Session
from yolocam.ui.preferences import Preferences
from yolocam.ui.qt.override_guard import guard_overrides
from yolocam.ui.sound.level_watch import LevelWatch
from yolocam.ui.widgets.dialog_parts import to_front

_NAME = "sound"


class SoundSettings:
    """For the UI thread; `shared` is what recordings and streams use."""

    def __init__(self, session: Session, preferences: Preferences, parent: QWidget) -> None:
        self._session = session
        self._preferences = preferences
        self._parent = parent
        self.shared = SharedInput()

    def start(self, shared: SharedInput) -> None:
        """Use what was chosen last, except where flags said something."""
        self.shared = shared
        if shared.choice == AudioChoice():
            shared.choice = remembered_sound(self._preferences)

    def show_dialog(self) -> None:
        """Ask for it, in front of the window."""
        from yolocam.ui.sound.sound_dialog import SoundDialog

        guard_overrides()
        dialog = self._parent.findChild(SoundDialog)
        if dialog is None:
            watch = LevelWatch(self._session, self.shared)
            dialog = SoundDialog(self._parent, self.shared.choice, watch, self._take)
        to_front(dialog)

    def _take(self, choice: AudioChoice) -> None:
        self.shared.choice = choice
        keep_sound(self._preferences, choice)


def remembered_sound(preferences: Preferences) -> AudioChoice:
    """Return what was chosen last; what is broken is as usual."""
    kept = preferences.texts(_NAME)
    name = kept.get("source") or "auto"
    try:
        mix = SoundMix(
            float(kept.get("gain", "0")), float(kept.get("delay", "0")), kept.get("muted") == "yes"
        )
    except (ValueError, YolocamError):
        mix = SoundMix()
    return AudioChoice(name != "none", None if name in ("auto", "none") else name, mix)


def keep_sound(preferences: Preferences, choice: AudioChoice) -> None:
    """Remember it for the next start."""
    values = {
        "source": choice.listening or ("auto" if choice.own else "none"),
        "gain": f"{choice.mix.gain_db:g}",
        "delay": f"{choice.mix.delay_ms:g}",
        "muted": "yes" if choice.mix.muted else "no",
    }
    preferences.keep_object(_NAME, values)
