"""Results in the window: the table and the timeline, saving them, opening stored ones."""

import csv
import json
import time

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFileDialog, QWidget

from support.fake_detector import FakeDetector
from support.window.window_driver import close_window, drop, held_film, key, open_film, paused_film
from support.window.window_fakes import CAMERA, FILM, FRAMES, HEIGHT, NAMES, WIDTH
from yolocam.settings import Settings
from yolocam.ui.preferences import Preferences
from yolocam.ui.results.save_dialog import SaveDialog
from yolocam.ui.results.saving import FLOOR

DISABLED = ("imgsz", "engine", "device", "precision", "fit", "rect")


def stored_film(folder, *, complete=True, name=FILM):
    """Results of the fake film, with one box of 0.3 and one of 0.8 in each frame; and the film's name."""
    folder.mkdir(exist_ok=True)
    (folder / name).touch()
    lines = []
    for index in range(FRAMES):
        boxes = [[10, 50, 60, 90, 0.3, 1, 0], [100, 50, 160, 90, 0.8, 1, 2]]
        shown = [
            {"class_id": k, "class_name": NAMES[k], "confidence": o, "objectness": o, "class_score": 1,
             "xyxy": [x1, y1, x2, y2]} for x1, y1, x2, y2, o, _, k in boxes
        ]  # fmt: skip
        line = {
            "source": name, "frame": index, "pts": index / 50, "width": WIDTH, "height": HEIGHT,
            "detections": shown,
        }  # fmt: skip
        if complete:
            place = {"input": [WIDTH, HEIGHT], "size": [WIDTH, HEIGHT], "offset": [0, 0]}
            line |= {"floor": 0.2, "placement": place, "candidates": boxes}
        if complete and index == 0:
            settings = {"confidence": 0.25, "iou": 0.45, "threshold_on": "score", "max_det": 300}
            line["session"] = {
                "model": "own", "input": [416, 416], "precision": "fp32", "device": "cpu",
                "class_names": NAMES, "settings": {**settings, "classes": None},
            }  # fmt: skip
        lines.append(json.dumps(line))
    path = folder / "found.jsonl"
    path.write_text("\n".join(lines) + "\n", encoding="utf-8")
    return path


def open_stored(qtbot, window, path):
    window.open(str(path))
    qtbot.waitUntil(lambda: window.view.current is not None and window.session.detector.model is not None)
    qtbot.waitUntil(lambda: window.session.detector.model.stored is not None)
    qtbot.waitUntil(lambda: not window.controls.row("imgsz").slider.isEnabled())


def boxes(window):
    return len(window.view.current.detected.detections)


def wish(qtbot, window, *, formats=("json", "csv"), whole=False):
    key(qtbot, window, Qt.Key.Key_E, Qt.KeyboardModifier.ControlModifier)
    dialog = window.findChild(SaveDialog)
    for name, box in dialog.formats.items():
        box.setChecked(name in formats)
    dialog.whole.setChecked(whole)
    return dialog


def finished(qtbot, window):
    bar = window.viewer.message_bar
    qtbot.waitUntil(lambda: "results of" in bar.text)


@pytest.mark.slow
def test_the_table_counts_from_the_first_frame(qtbot, window):
    key(qtbot, window, Qt.Key.Key_T)
    dock = window.results.dock
    assert dock.isVisible() and not dock.save_table.isEnabled()
    open_film(qtbot, window)
    playback = window.session.playback
    qtbot.waitUntil(lambda: playback.state.ended)
    qtbot.waitUntil(lambda: f"{FRAMES} frames" in dock.summary.text())
    cells = [dock.table.model().index(0, column).data() for column in range(4)]
    assert cells[1:3] == [str(FRAMES), "100%"] and cells[0] in NAMES
    assert dock.table.model().rowCount() == len(NAMES)
    assert not dock.picture.pixmap().isNull() and dock.save_picture.isEnabled()


@pytest.mark.slow
def test_another_source_starts_another_count(qtbot, window):
    window.results.toggle_dock()
    open_film(qtbot, window)
    qtbot.waitUntil(lambda: window.results.tally.current.frames > 30)
    before = window.results.tally.current
    open_film(qtbot, window, "other.avi")
    qtbot.waitUntil(
        lambda: window.results.tally.current is not before and window.results.tally.current.frames > 0
    )
    assert window.results.tally.current.rows()[0].first.source == "other.avi"


@pytest.mark.slow
def test_table_and_picture_are_saved_where_the_user_says(qtbot, window, tmp_path):
    (tmp_path / "documents").mkdir()
    window.results.toggle_dock()
    paused_film(qtbot, window)
    dock = window.results.dock
    qtbot.waitUntil(dock.save_table.isEnabled)
    for button, name in (
        (dock.save_table, "a.csv"),
        (dock.save_picture, "a.png"),
        (dock.save_table, "a.xls"),
    ):
        button.click()
        (dialog,) = dock.findChildren(QFileDialog)
        assert not dialog.isModal() and dialog.directory().path() == str(tmp_path / "documents")
        dialog.fileSelected.emit(str(tmp_path / name))
        dialog.close()
        dialog.deleteLater()
        qtbot.waitUntil(lambda: not dock.findChildren(QFileDialog))
    assert (tmp_path / "a.csv").read_text().startswith("class_id,")
    assert (tmp_path / "a.png").read_bytes().startswith(b"\x89PNG")
    assert "expected a name that ends in" in window.viewer.message_bar.text


@pytest.mark.slow
def test_a_whole_film_is_saved_from_its_first_to_its_last_frame(qtbot, window, tmp_path):
    paused_film(qtbot, window)
    dialog = wish(qtbot, window, whole=True)
    assert not dialog.isModal() and dialog.candidates.isChecked()
    dialog.save.click()
    assert window.session.store.current.floor == FLOOR
    finished(qtbot, window)
    (lines,) = (tmp_path / "documents").glob("*.jsonl")
    records = [json.loads(line) for line in lines.read_text("utf-8").splitlines()]
    assert [record["frame"] for record in records] == list(range(FRAMES))
    with lines.with_suffix(".csv").open(newline="", encoding="utf-8") as file:
        assert len(list(csv.DictReader(file))) == sum(len(record["detections"]) for record in records)
    assert window.session.store.current.floor is None
    assert window.actions_by_name["save_results"].text() == "Save results…"


@pytest.mark.slow
def test_the_last_frame_is_waited_for_however_slow_the_network(qtbot, window, tmp_path, monkeypatch):
    submit = FakeDetector.submit

    def slow_at_the_end(self, images, settings):
        if images[0][0, 0, 0] >= FRAMES - 3:
            time.sleep(0.3)
        return submit(self, images, settings)

    monkeypatch.setattr(FakeDetector, "submit", slow_at_the_end)
    open_film(qtbot, window)
    wish(qtbot, window, whole=True).save.click()
    finished(qtbot, window)
    (lines,) = (tmp_path / "documents").glob("*.jsonl")
    assert len(lines.read_text("utf-8").splitlines()) == FRAMES


@pytest.mark.slow
def test_a_camera_is_saved_until_it_is_stopped(qtbot, window, tmp_path):
    open_film(qtbot, window, CAMERA)
    dialog = wish(qtbot, window, formats=("csv",))
    assert not dialog.whole.isVisible() and not dialog.candidates.isEnabled()
    dialog.save.click()
    qtbot.waitUntil(lambda: window.saved_files.saving.frames >= 5)
    qtbot.waitUntil(lambda: window.actions_by_name["save_results"].text() == "Stop saving results")
    window.actions_by_name["save_results"].trigger()
    finished(qtbot, window)
    (table,) = (tmp_path / "documents").glob("*.csv")
    with table.open(newline="", encoding="utf-8") as file:
        times = [row["time"] for row in csv.DictReader(file)]
    assert len(times) > 5 and all(times)


@pytest.mark.slow
def test_closing_the_window_finishes_the_files(qtbot, make_window, tmp_path):
    window = make_window()
    open_film(qtbot, window, CAMERA)
    wish(qtbot, window, formats=("coco",)).save.click()
    qtbot.waitUntil(lambda: window.saved_files.saving.frames >= 3)
    close_window(qtbot, window)
    (file,) = (tmp_path / "documents").glob("*.coco.json")
    assert json.loads(file.read_text("utf-8"))


@pytest.mark.slow
def test_another_source_ends_the_saving(qtbot, window):
    open_film(qtbot, window)
    with held_film(window):
        wish(qtbot, window).save.click()
    qtbot.waitUntil(lambda: window.saved_files.saving.frames >= 1)
    window.open(CAMERA)
    finished(qtbot, window)
    assert not window.saved_files.saving.active


def test_a_folder_that_cannot_be_written_is_told(qtbot, window, tmp_path):
    (tmp_path / "file").write_text("x")
    open_film(qtbot, window)
    dialog = wish(qtbot, window)
    dialog.name.setText(str(tmp_path / "file" / "a"))
    dialog.save.click()
    assert "cannot be" in window.viewer.message_bar.text and not window.saved_files.saving.active


@pytest.mark.slow
def test_nothing_is_saved_without_a_format(qtbot, window):
    open_film(qtbot, window)
    dialog = wish(qtbot, window, formats=())
    assert not dialog.save.isEnabled()
    dialog.close()


@pytest.mark.slow
@pytest.mark.parametrize("how", ["open", "drop"])
def test_stored_results_answer_in_place_of_a_network(qtbot, window, tmp_path, how):
    path = stored_film(tmp_path / "stored")
    if how == "drop":
        drop(window, path)
    open_stored(qtbot, window, path) if how == "open" else None
    qtbot.waitUntil(lambda: window.view.current is not None)
    qtbot.waitUntil(lambda: not window.controls.row("imgsz").slider.isEnabled())
    for name in DISABLED:
        assert "found.jsonl" in window.controls.row(name).toolTip()
    window.session.playback.pause()
    qtbot.waitUntil(lambda: boxes(window) == 2)
    window.session.store.update(confidence=0.5)
    qtbot.waitUntil(lambda: boxes(window) == 1)
    window.session.store.update(confidence=0.25, classes=frozenset({0}))
    qtbot.waitUntil(lambda: boxes(window) == 1 and window.view.current.detected.detections.class_id[0] == 0)


def test_the_confidence_stays_above_the_floor(qtbot, window, tmp_path):
    open_stored(qtbot, window, stored_film(tmp_path / "stored"))
    row = window.controls.row("confidence")
    assert "nothing below 0.20" in row.toolTip()
    for value in (0.0, 0.1):
        row.slider.setValue(round(value * 100))
        assert window.session.store.current.confidence == 0.2 and row.box.value() == 0.2
    row.box.setValue(0.05)
    assert row.box.value() == 0.2
    row.slider.setValue(60)
    assert window.session.store.current.confidence == 0.6


def test_what_was_only_shown_has_its_overlaps_settled(qtbot, window, tmp_path):
    open_stored(qtbot, window, stored_film(tmp_path / "stored", complete=False))
    assert not window.controls.row("iou").slider.isEnabled()
    assert "only the boxes that were shown" in window.controls.row("iou").toolTip()


@pytest.mark.slow
def test_another_film_leads_back_to_the_network(qtbot, window, tmp_path):
    open_stored(qtbot, window, stored_film(tmp_path / "stored"))
    open_film(qtbot, window, "other.avi")
    qtbot.waitUntil(lambda: window.session.detector.model.stored is None)
    qtbot.waitUntil(lambda: window.session.store.current.model == "first")
    qtbot.waitUntil(window.controls.row("imgsz").slider.isEnabled)
    qtbot.waitUntil(lambda: "nothing below" not in window.controls.row("confidence").toolTip())


@pytest.mark.slow
def test_results_that_cannot_be_opened_change_nothing(qtbot, window, tmp_path):
    open_film(qtbot, window)
    bad = tmp_path / "bad.jsonl"
    bad.write_text("nothing\n")
    for path in (bad, tmp_path / "missing.jsonl"):
        window.open(str(path))
        assert path.name in window.viewer.message_bar.text
        window.viewer.message_bar.dismiss()
    assert window.session.store.current.model == "first" and window.session.pipeline is not None


def test_stored_results_are_not_remembered_as_the_model(tmp_path):
    preferences = Preferences(tmp_path / "window.ini")
    preferences.keep_settings(Settings(), Settings(model="results:/tmp/a.jsonl", line_width=4))
    preferences.save()
    again = Preferences(tmp_path / "window.ini")
    assert again.settings(Settings(), ["yolov3-tiny"]).line_width == 4
    assert again.lost_model(["yolov3-tiny"]) is None


@pytest.mark.slow
def test_the_results_menu_is_in_the_tool_bar(window):
    named = [w for w in window.tool_bar.findChildren(QWidget) if w.accessibleName() == "Results"]
    assert [a.text() for a in named[0].menu().actions()] == [
        "Results table",
        "Tracking and regions",
        "Rules",
        "Save results…",
        "Open stored results…",
    ]
