"""The doctor's report: findings before figures, and text that can be copied."""

from dataclasses import replace

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLabel, QWidget

from support.window.model_shop import FLOATS, own_model
from yolocam.model.doctor import Diagnosis, Finding, LayerRow, Totals, examine
from yolocam.ui.models.check.check_dialog import CheckDialog
from yolocam.ui.models.check.check_table import LayerTable
from yolocam.ui.models.check.check_text import headings, report_text, totals_text, verdict
from yolocam.ui.widgets.status_icon import StatusIcon

ROW = LayerRow(0, 25, "convolutional", (-1,), 16, 3, (1, 1), 1, (416, 416, 16), 496, 0.1495, (3, 3))


@pytest.fixture
def misfit(tmp_path):
    folder = own_model(tmp_path / "short", floats=FLOATS - 10)
    return examine(folder / "herd.cfg", folder / "herd.weights", folder / "herd.names")


@pytest.fixture
def show(qtbot):
    parent = QWidget()
    qtbot.addWidget(parent)

    def make(diagnosis):
        report = CheckDialog("herd", diagnosis, parent)
        report.show()
        return report

    return make


def words(report):
    return [label.text() for label in report.findChildren(QLabel) if label.text()]


def test_findings_stand_first_each_with_sign_and_word(show, misfit):
    report = show(misfit)
    texts = words(report)
    assert texts[0] == "herd cannot be used: its files do not fit together"
    assert texts[1:3] == ["Error", misfit.findings[0].text]
    assert texts.index(misfit.findings[0].text) < texts.index(totals_text(misfit.totals)[0])
    assert len(report.findChildren(StatusIcon)) == 1 + len(misfit.findings)


def test_every_layer_has_a_row(show, misfit):
    (table,) = show(misfit).findChildren(LayerTable)
    assert table.model().rowCount() == len(misfit.layers) == 3
    cells = [table.model().index(0, column).data() for column in range(len(headings()))]
    assert cells[2:8] == ["convolutional", "image", "4", "3", "2", "32×16×4"]


def test_the_layer_that_is_wrong_is_marked(show):
    rows = tuple(replace(ROW, number=number) for number in range(60))
    finding = Finding("error", "the count breaks at layer 50", layer=50)
    report = show(Diagnosis(rows, None, (finding,)))
    (table,) = report.findChildren(LayerTable)
    index = table.model().index(50, 0)
    assert not index.data(Qt.ItemDataRole.DecorationRole).isNull()
    assert table.model().index(49, 0).data(Qt.ItemDataRole.DecorationRole) is None
    assert table.viewport().rect().contains(table.visualRect(index).center())


def test_rows_can_be_copied(qtbot, show, misfit):
    (table,) = show(misfit).findChildren(LayerTable)
    table.selectRow(1)
    qtbot.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text().split("\t")[2] == "convolutional"


def test_a_network_that_cannot_be_read_has_no_table(show):
    finding = Finding("error", "net.cfg line 3: [rnn] is not supported", 3)
    report = show(Diagnosis((), None, (finding,)))
    assert report.findChildren(LayerTable) == []
    assert finding.text in words(report)


def test_escape_closes_it(qtbot, show, misfit):
    report = show(misfit)
    qtbot.keyClick(report, Qt.Key.Key_Escape)
    assert not report.isVisible()


def test_verdict_knows_three_kinds():
    warning = Finding("warning", "two classes are called cow")
    assert "fit together" in verdict("herd", Diagnosis((), None, ()))
    assert "warnings" in verdict("herd", Diagnosis((), None, (warning,)))
    assert "cannot" in verdict("herd", Diagnosis((), None, (Finding("error", "gone"), warning)))


@pytest.mark.slow
def test_plain_text_is_aligned():
    totals = Totals((416, 416, 3), 80, 1, 496, 0.15, 2535, 32, "letterbox", (), 2004, 2004, (0, 2, 0), 64, 20)
    text = report_text("herd", Diagnosis((ROW, ROW), totals, (Finding("note", "it is small"),)))
    lines = text.splitlines()
    assert "Note: it is small" in lines
    heading = next(line for line in lines if line.startswith("Layer"))
    first = lines[lines.index(heading) + 1]
    assert heading.index("Output") == first.index("416×416×16")
    assert "trained on 64 images" in text
