"""Going live from the window: asked in a dialog, shown on the button, and ended by it."""

from fractions import Fraction

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLineEdit, QMainWindow

from support.servers.stubborn_server import silent, stubborn_server
from support.window.window_fakes import CAMERA, make_session
from yolocam.media.sound.audio_choice import AudioChoice, SharedInput
from yolocam.pipeline.sinks.live.stream_health import StreamHealth
from yolocam.ui.live.go_live_dialog import GoLiveDialog
from yolocam.ui.live.live_button import LiveButton
from yolocam.ui.live.live_stream import LiveRequest
from yolocam.ui.preferences import Preferences
from yolocam.ui.recording.encoding_parts import select_size

KEY = "kanary"


@pytest.fixture
def window(qtbot, sources):
    window = QMainWindow()
    qtbot.addWidget(window)
    window.session = make_session(sources)
    window.button = LiveButton(window.session)
    window.setCentralWidget(window.button)
    window.show()
    yield window
    window.session.close()


def ask(window):
    window.button.click()
    return window.findChild(GoLiveDialog)


def test_the_dialog_gives_what_was_chosen_and_keeps_no_key(window):
    asked = []
    dialog = GoLiveDialog(window, asked.append)
    assert dialog.key.echoMode() == QLineEdit.EchoMode.Password
    assert dialog.server.text().startswith("rtmps://") and dialog.server.isReadOnly()
    dialog.service.setCurrentIndex(dialog.service.count() - 1)
    dialog.server.setText("rtmp://localhost/live")
    dialog.key.setText(KEY)
    dialog.bitrate.setValue(6000)
    dialog.image_size.setCurrentIndex(dialog.image_size.findText("1280 × 720"))
    dialog.rate.setCurrentText("25")
    dialog.accept()
    (request,) = asked
    assert (request.address, request.key) == ("rtmp://localhost/live", KEY)
    assert (request.encoder.bitrate, request.encoder.size_wh) == (6_000_000, (1280, 720))
    assert request.encoder.fps == Fraction(25)
    assert dialog.key.text() == "" and KEY not in repr(request)


def test_enter_behind_the_key_goes_live(window, qtbot):
    asked = []
    dialog = GoLiveDialog(window, asked.append)
    dialog.show()
    qtbot.keyClicks(dialog.key, KEY)
    qtbot.keyClick(dialog.key, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: [one.key for one in asked] == [KEY])


def test_the_dialog_remembers_everything_but_the_key(window, tmp_path):
    preferences = Preferences(tmp_path / "a.ini")
    dialog = GoLiveDialog(window, lambda request: None, preferences)
    dialog.service.setCurrentIndex(dialog.service.count() - 1)
    dialog.server.setText("rtmp://localhost/live")
    dialog.key.setText(KEY)
    dialog.bitrate.setValue(6000)
    dialog.encoder.setCurrentIndex(1)
    dialog.image_size.setCurrentIndex(dialog.image_size.findText("1280 × 720"))
    dialog.rate.setCurrentText("25")
    dialog.accept()
    again = GoLiveDialog(window, lambda request: None, preferences)
    assert again.server.text() == "rtmp://localhost/live" and again.key.text() == ""
    assert (again.bitrate.value(), again.rate.currentData()) == (6000, 25)
    assert again.image_size.currentData() == (1280, 720)
    assert again.encoder.currentData() is False
    for server in (f"rtmp://localhost/live/{KEY}", f"srt://localhost:9000?streamid={KEY}"):
        again = GoLiveDialog(window, lambda request: None, preferences)
        again.server.setText(server)
        again.accept()
    preferences.save()
    assert KEY not in (tmp_path / "a.ini").read_text()


def test_a_size_that_this_machine_can_do_is_remembered(window, tmp_path):
    preferences = Preferences(tmp_path / "a.ini")
    dialog = GoLiveDialog(window, lambda request: None, preferences)
    select_size(dialog.image_size, (960, 544))
    dialog.accept()
    again = GoLiveDialog(window, lambda request: None, preferences)
    assert again.image_size.currentData() == (960, 544) and again.image_size.currentText() == "960 × 544"


def test_broken_memories_of_the_dialog_are_passed_over(window, tmp_path):
    preferences = Preferences(tmp_path / "a.ini")
    preferences.keep_words("live", ["service=nobody", "bitrate=99999999999999999", "size=x", "rate=-1", "="])
    dialog = GoLiveDialog(window, lambda request: None, preferences)
    assert dialog.service.currentIndex() == 0 and dialog.rate.currentData() is None
    assert dialog.image_size.currentData() is None
    preferences.keep_object("live", {"service": "twitch", "size": "99999x11"})
    dialog = GoLiveDialog(window, lambda request: None, preferences)
    dialog.accept()
    assert "output size is 99999x11" in dialog.problem.text()


def test_a_server_that_is_none_is_told_in_the_dialog(window):
    asked = []
    dialog = GoLiveDialog(window, asked.append)
    dialog.service.setCurrentIndex(dialog.service.count() - 1)
    for server in ("", "ftp://host/x", "nonsense"):
        dialog.server.setText(server)
        dialog.accept()
        assert "no address to stream to" in dialog.problem.text() and not asked


def test_a_click_asks_and_another_one_ends_the_stream(window, qtbot):
    button = window.button
    assert button.text() == "Go live"
    with stubborn_server(silent) as server:
        dialog = ask(window)
        dialog.service.setCurrentIndex(dialog.service.count() - 1)
        dialog.server.setText(f"rtmp://127.0.0.1:{server.port}/live")
        dialog.key.setText(KEY)
        dialog.accept()
        qtbot.waitUntil(lambda: button.stream.phase == "live")
        button.look()
        assert button.text() == "Waiting for an image…" and f"127.0.0.1:{server.port}" in button.toolTip()
        assert KEY not in button.toolTip() + button.text()
        button.click()
        qtbot.waitUntil(lambda: button.stream.phase == "idle")
    button.look()
    assert button.text() == "Go live" and button.isEnabled()


@pytest.mark.slow
def test_a_missing_key_is_told(window, qtbot, monkeypatch):
    monkeypatch.setattr("yolocam.ui.live.live_stream.stored_key", lambda address: None)
    window.button.stream.start(LiveRequest("rtmp://127.0.0.1/live"))
    qtbot.waitUntil(lambda: window.button.stream.phase == "idle")
    (notice,) = window.session.take_notices()
    assert notice.level == "error" and "the stream key is missing" in notice.text


def test_its_menu_has_the_sound_and_full_screen_a_sign(make_window, qtbot):
    window = make_window(address=CAMERA)
    qtbot.waitUntil(lambda: window.view.current is not None)
    button, sign = window._live, window.viewer.live_sign
    texts = [action.text() for action in button.menu().actions()]
    assert texts[0] == "Go live…" and texts[1].startswith("Sound…")
    sinks = []
    button.stream.open_stream = lambda address, how: sinks.append(EndingSink(how.sound_input)) or sinks[0]
    button.stream.start(LiveRequest("rtmp://127.0.0.1/live", KEY))
    qtbot.waitUntil(lambda: button.stream.phase == "live")
    sinks[0].health = StreamHealth("server", "on air", 2_400_000, 1000, network=30)
    button.look()
    assert button.text() == "Live, 2.4 Mbit/s, 3% lost" and sign.isHidden()
    window.full_screen.toggle()
    qtbot.waitUntil(sign.isVisible)
    assert sign.text() == button.text()
    assert window.viewer.rect().contains(sign.geometry())
    button.toggle()
    qtbot.waitUntil(sign.isHidden)


class EndingSink:
    """A stream whose server gives up on it when the test says so."""

    wants_image = True

    def __init__(self, sound):
        self.health = StreamHealth("server")
        self.sound = sound

    def write(self, item):
        pass

    def close(self):
        if self.sound is not None:
            self.sound.close()


class Microphone:
    closed = False

    def close(self):
        self.closed = True


def test_a_stream_that_ends_by_itself_leaves_no_output_and_no_open_microphone(window, qtbot):
    sinks, microphone, button = [], Microphone(), window.button

    def open_live(address, how):
        sinks.append(EndingSink(how.sound_input))
        return sinks[0]

    button.stream.open_stream = open_live
    choice = AudioChoice(listening="desk")
    button.stream.sound = SharedInput(choice, make=lambda settings, tell: microphone)
    button.stream.start(LiveRequest("rtmp://127.0.0.1/live", KEY))
    qtbot.waitUntil(lambda: button.stream.phase == "live")
    assert window.session.outputs.queued() and not microphone.closed
    sinks[0].health = StreamHealth("server", "ended")
    qtbot.waitUntil(lambda: microphone.closed)
    assert not window.session.outputs.queued()
    qtbot.waitUntil(lambda: button.text() == "Go live")


def test_a_preset_chooses_bitrate_and_size_and_what_is_none_is_my_own(window):
    asked = []
    dialog = GoLiveDialog(window, asked.append, source_wh=(1920, 1080))
    assert dialog.base.text() == "1920 × 1080" and dialog.preset.currentData() == "balanced"
    for name, expected in (("small", (1000, (854, 480))), ("best", (6000, None)), ("balanced", (2500, None))):
        dialog.preset.setCurrentIndex(dialog.preset.findData(name))
        assert (dialog.bitrate.value(), dialog.image_size.currentData()) == expected
        assert dialog.preset.currentData() == name
    dialog.bitrate.setValue(3000)
    assert dialog.preset.currentData() == ""
    smaller = GoLiveDialog(window, asked.append, source_wh=(640, 480))
    smaller.preset.setCurrentIndex(0)
    assert smaller.image_size.currentData() is None


@pytest.mark.slow
def test_what_this_machine_can_do_is_tried_for_streams(window, qtbot):
    asked = []
    dialog = GoLiveDialog(window, asked.append, source_wh=(320, 240))
    dialog.key.setText(KEY)
    dialog.measure.click()
    assert not dialog.measure.isEnabled()
    qtbot.waitUntil(dialog.measure.isEnabled)
    assert "images per second here" in dialog.problem.text()
    qtbot.waitUntil(lambda: dialog.encoder.findData("libx264") > 0)
    assert dialog.encoder.findData("mpeg4") < 0
    dialog.encoder.setCurrentIndex(dialog.encoder.findData("libx264"))
    dialog.accept()
    assert (asked[0].encoder.codec, asked[0].encoder.encoder) == ("h264", "libx264")
    assert asked[0].encoder.constant_rate and asked[0].encoder.bitrate == 2_500_000
