"""Files of a model dropped on the window simply work; everything else is opened as ever."""

import shutil
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDragLeaveEvent, QGuiApplication
from PySide6.QtWidgets import QPushButton

from support.window.model_shop import FLOATS, own_model
from support.window.window_driver import drop, endless_film, offered, open_film, runs_on
from yolocam.ui.models.check.check_dialog import CheckDialog
from yolocam.ui.models.model_drop import holds_model, split_drop
from yolocam.zoo.catalog import CATALOG


@pytest.fixture
def farm(tmp_path):
    return own_model(tmp_path / "farm")


@pytest.fixture
def bar(window):
    return window.viewer.message_bar


def reports(window):
    return [report for report in window.findChildren(CheckDialog) if report.isVisible()]


def files(folder: Path, *suffixes: str) -> list[Path]:
    return [folder / f"herd{suffix}" for suffix in suffixes]


@pytest.mark.slow
@pytest.mark.parametrize(
    "suffixes", [(".cfg", ".weights", ".names"), (".weights", ".cfg"), (".cfg",), (".weights",)]
)
def test_files_of_a_model_are_used_at_once(qtbot, window, farm, bar, suffixes):
    open_film(qtbot, window)
    drop(window, *files(farm, *suffixes))
    qtbot.waitUntil(lambda: window.view.current.detected.model.name == "herd")
    qtbot.waitUntil(lambda: bar.text.startswith("Added herd with 2 classes"))
    assert window.models.store.library.find("herd").class_names == ("cow", "sheep")
    assert window.controls.row("model").combo.currentData() == "herd"
    assert reports(window) == []


@pytest.mark.slow
def test_a_folder_is_used_at_once_also_with_a_chart_in_it(qtbot, window, farm, bar, sources):
    (farm / "chart.png").write_bytes(b"")
    drop(window, farm)
    qtbot.waitUntil(lambda: window.session.store.current.model == "herd")
    qtbot.waitUntil(lambda: "Added herd" in bar.text)
    assert sources.addresses == []


@pytest.mark.slow
def test_a_data_file_is_used_at_once(qtbot, window, farm, bar):
    (farm / "herd.data").write_text("classes=2\nnames=herd.names\nbackup=.\n", encoding="utf-8")
    drop(window, farm / "herd.data")
    qtbot.waitUntil(lambda: window.session.store.current.model == "herd")


@pytest.mark.slow
def test_undo_goes_back_and_forgets(qtbot, window, farm, bar):
    open_film(qtbot, window)
    qtbot.waitUntil(lambda: window.view.current.detected.model.name == "first")
    drop(window, farm)
    qtbot.waitUntil(lambda: "Added herd" in bar.text)
    assert offered(bar).text() == "Undo"
    qtbot.mouseClick(offered(bar), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.view.current.detected.model.name == "first")
    qtbot.waitUntil(lambda: window.models.store.entry("herd") is None)
    assert (farm / "herd.weights").exists()
    assert window.controls.row("model").combo.findData("herd") < 0


@pytest.mark.slow
def test_the_same_files_twice_are_one_model(qtbot, window, farm, bar):
    drop(window, farm)
    qtbot.waitUntil(lambda: "Added herd" in bar.text)
    window.session.store.update(model="first")
    bar.dismiss()
    drop(window, farm / "herd.weights")
    qtbot.waitUntil(lambda: "already" in bar.text)
    assert window.session.store.current.model == "herd"
    own = [entry.name for entry in window.models.store.entries if entry.own]
    assert own == ["herd"]


@pytest.mark.slow
def test_what_does_not_fit_opens_the_report(qtbot, window, tmp_path, bar):
    endless_film(qtbot, window)
    folder = own_model(tmp_path / "short", floats=FLOATS - 10)
    drop(window, folder)
    qtbot.waitUntil(lambda: bool(reports(window)))
    assert "was not added" in bar.text
    assert window.session.store.current.model == "first"
    assert window.models.store.entry("herd") is None
    (report,) = reports(window)
    runs_on(qtbot, window)
    copy = next(b for b in report.findChildren(QPushButton) if b.text() == "Copy report")
    qtbot.mouseClick(copy, Qt.MouseButton.LeftButton)
    text = QGuiApplication.clipboard().text()
    assert "herd.weights cannot be used" in text and "Error: " in text and "convolutional" in text
    report.close()
    offered(bar).click()
    qtbot.waitUntil(lambda: len(reports(window)) == 1)


@pytest.mark.slow
def test_a_lone_file_says_what_it_lacks(qtbot, window, farm, bar, tmp_path):
    lone = tmp_path / "alone"
    lone.mkdir()
    shutil.copy(farm / "herd.cfg", lone)
    drop(window, lone / "herd.cfg")
    qtbot.waitUntil(lambda: "weights" in bar.text)
    assert window.session.store.current.model == "first"


@pytest.mark.slow
def test_a_filter_of_classes_does_not_outlive_its_network(qtbot, window, farm, monkeypatch):
    from support.fake_detector import FakeDetector
    from yolocam.frame import ModelInfo

    def info(self, settings):
        name = self.built_for.model
        names = ("cow", "sheep") if name == "herd" else ("person", "bicycle", "car", "dog", "cat")
        return ModelInfo(name, names, (416, 416), "CPU", "fp32")

    monkeypatch.setattr(FakeDetector, "model_info", info)
    open_film(qtbot, window)
    window.session.store.update(classes=frozenset({4}))
    qtbot.waitUntil(lambda: window.view.current.detected.settings.classes == frozenset({4}))
    assert window.session.store.current.classes == frozenset({4})
    drop(window, farm)
    qtbot.waitUntil(lambda: window.session.store.current.classes is None)


@pytest.mark.slow
def test_a_model_and_a_film_together_do_both(qtbot, window, farm, tmp_path, sources):
    drop(window, *files(farm, ".cfg", ".weights"), tmp_path / "film.avi")
    qtbot.waitUntil(lambda: window.session.store.current.model == "herd")
    qtbot.waitUntil(lambda: [Path(address) for address in sources.addresses] == [tmp_path / "film.avi"])


@pytest.mark.slow
def test_folders_of_pictures_and_films_open_as_ever(qtbot, window, tmp_path, sources):
    pictures = tmp_path / "pictures"
    pictures.mkdir()
    (pictures / "a.jpg").write_bytes(b"")
    drop(window, pictures)
    qtbot.waitUntil(lambda: len(sources.addresses) == 1)
    drop(window, tmp_path / "one.mp4", tmp_path / "two.mp4")
    qtbot.waitUntil(lambda: len(sources.addresses) == 2)
    assert [Path(address) for address in sources.addresses] == [pictures, tmp_path / "one.mp4"]
    qtbot.waitUntil(lambda: "first of 2 files" in window.viewer.message_bar.text)


def test_drag_of_words_is_not_taken(window):
    from PySide6.QtCore import QCoreApplication, QMimeData
    from PySide6.QtGui import QDragEnterEvent

    data = QMimeData()
    data.setText("hello")
    button, modifier = Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier
    event = QDragEnterEvent(QPoint(9, 9), Qt.DropAction.CopyAction, data, button, modifier)
    event.ignore()
    QCoreApplication.sendEvent(window, event)
    assert not event.isAccepted()


def test_what_counts_as_a_model(tmp_path):
    def folder(*names):
        made = tmp_path / str(len(list(tmp_path.iterdir())))
        made.mkdir()
        for name in names:
            (made / name).write_bytes(b"")
        return made

    assert holds_model(folder("a.cfg", "a.weights"))
    assert holds_model(folder("A.CFG", "A.WEIGHTS", "predictions.jpg"))
    assert holds_model(folder("a.weights"))  # the sentence says what is missing
    assert not holds_model(folder("a.weights", "a.jpg"))
    assert not holds_model(folder("a.jpg", "a.cfg"))
    assert not holds_model(folder("a.txt"))
    assert not holds_model(folder())
    assert not holds_model(tmp_path / "gone")
    found, others = split_drop(["/a/x.CFG", "/a/film.mp4", "rtsp://host/x.avi"])
    assert [path.name for path in found] == ["x.CFG"]
    assert others == ["/a/film.mp4", "rtsp://host/x.avi"]


@pytest.mark.slow
def test_a_good_pair_after_a_wrong_one_offers_to_undo(qtbot, window, farm, tmp_path):
    wrong = own_model(tmp_path / "wrong", floats=3)
    bar = window.viewer.message_bar
    drop(window, *files(wrong, ".cfg", ".weights"))
    qtbot.waitUntil(lambda: "was not added" in bar.text)
    drop(window, *files(farm, ".cfg", ".weights"))
    qtbot.waitUntil(lambda: "Added herd" in bar.text)
    assert bar.isVisible() and offered(bar).text() == "Undo"


@pytest.mark.slow
def test_weights_of_a_public_model_are_that_model(qtbot, window, tmp_path, bar):
    copy = tmp_path / "from elsewhere.weights"
    shutil.copy(CATALOG["yolov3-tiny"].weights_path(tmp_path), copy)
    drop(window, copy)
    qtbot.waitUntil(lambda: "yolov3-tiny" in bar.text)
    assert bar.text.startswith("yolov3-tiny is already in the list")
    assert window.session.store.current.model == "yolov3-tiny"
    assert not [entry for entry in window.models.store.entries if entry.own]


@pytest.mark.slow
def test_a_wrong_pair_offers_the_cfg_that_fits(qtbot, window, tmp_path, bar, farm):
    weights = tmp_path / "mine.weights"
    data = bytearray(CATALOG["yolov3-tiny"].weights_path(tmp_path).read_bytes())
    data[-1] ^= 1
    weights.write_bytes(data)
    drop(window, farm / "herd.cfg", weights)
    qtbot.waitUntil(lambda: "fits the cfg of yolov3-tiny" in bar.text)
    for report in reports(window):
        report.close()
    qtbot.mouseClick(offered(bar), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bar.text.startswith("Added yolov3-tiny-2 with 80 classes"))


def test_a_drop_is_a_copy_so_that_nobody_deletes_the_file(qtbot, window, tmp_path):
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(tmp_path / "a.mp4"))])
    action = Qt.DropAction
    both, link = action.CopyAction | action.MoveAction, action.LinkAction
    for possible, proposed, expected in (
        (both, action.MoveAction, action.CopyAction),
        (action.CopyAction, action.CopyAction, action.CopyAction),
        (link, link, link),
    ):
        how = (possible, data, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier)
        event = QDragEnterEvent(QPoint(9, 9), *how)
        event.setDropAction(proposed)
        QCoreApplication.sendEvent(window, event)
        assert event.isAccepted() and event.dropAction() == expected
    QCoreApplication.sendEvent(window, QDragLeaveEvent())
    assert not window.viewer.drop_hint.isVisible()
