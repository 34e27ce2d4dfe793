"""No text of the window is written without `tr`, which would leave it English in every language."""

from __future__ import annotations

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest

UI = Path(__file__).resolve().parents[3] / "yolocam" / "ui"

SHOWING = {
    "setText", "setToolTip", "setWindowTitle", "setTitle", "setAccessibleName",
    "setAccessibleDescription", "setPlaceholderText", "setStatusTip", "setWhatsThis",
    "setInformativeText", "setDetailedText", "setPrefix", "setSuffix", "setItemText", "setTabText",
    "setNameFilter", "setNameFilters", "setLabelText", "set_text", "set_note", "addAction",
    "addSection", "addMenu", "addButton", "addRow", "addTab", "addItem", "showMessage", "show_message",
    "set_reason", "set_remark", "tooltip", "QLabel", "QPushButton", "QToolButton", "QCheckBox",
    "QRadioButton", "QGroupBox", "QAction", "QMenu", "QDockWidget", "QFileDialog", "TickBox",
    "BigButton", "ActionSpec", "Message", "Line", "Choice", "Column", "FigureText", "Notice",
}  # fmt: skip
"""What shows the texts it is given."""

NAMES = {
    "ActionSpec": ("name", "group", "keys", "icon"),
    "Message": ("level", "matter"),
    "Notice": ("level", "matter"),
}
"""Arguments that are no texts."""

POSITIONS = {
    "ActionSpec": {2}, "Message": {0, 2}, "Notice": {1}, "Line": {0}, "Choice": {0, 1}, "set_text": {-1},
}  # fmt: skip
"""Where the texts are, if not everywhere; -1 is the last argument."""

UNTRANSLATED = {"yolocam", "1x ", "x ", "x", "JSON (*.json)"}
"""Names and units that are the same in every language."""

_MARKUP = re.compile(r"<[^>]*>|&\w+;")
_SENTENCE = re.compile(r"[A-Z][a-z]+ (\w+ )*[a-z]+\b(?! *\{).*")


@pytest.mark.slow
def test_every_text_goes_through_tr():
    missed = [
        f"{path.relative_to(UI)}:{line}: {text}"
        for path in sorted(UI.rglob("*.py"))
        for line, text in _missed(ast.parse(path.read_text(encoding="utf-8")))
    ]
    assert not missed, "\n".join(missed)


def test_a_text_that_is_shown_later_is_found():
    code = """
def tell(bar):
    "Say that it is saved."
    words = "Nothing was saved"
    bar.show(words or tr("Something was saved"))
"""
    assert list(sentences(ast.parse(code))) == [(4, "Nothing was saved")]


@pytest.mark.parametrize("code", [
    'label.setText("Save")', 'QLabel(f"{count} files")', 'button.setToolTip("a" if x else tr("b"))',
    'bar.show_message(Message("Saved"))', 'Message(tr("Saved"), "info", "Show")', 'Column("Name")',
])  # fmt: skip
def test_a_missed_text_is_found(code):
    assert list(untranslated(ast.parse(code)))


@pytest.mark.slow
@pytest.mark.parametrize("code", [
    'label.setText(tr("Save"))', 'QLabel(f"{name}: {3:.2f}")', 'Message(tr("Saved"), "error")',
    'label.setText(words["save"])', 'QLabel(tr("%n files", "1 file", count))', 'tooltip(tr(control.help))',
    'ActionSpec("open", "open", tr("Open"), ("Ctrl+O",), "film")',
])  # fmt: skip
def test_a_translated_text_passes(code):
    assert not list(untranslated(ast.parse(code)))


def _missed(tree: ast.Module) -> list[tuple[int, str]]:
    return sorted({*untranslated(tree), *sentences(tree)})


def sentences(tree: ast.Module) -> Iterator[tuple[int, str]]:
    """Find literals that read like a text, wherever they stand, but for docstrings and what `tr` is given."""
    known = {id(node.value) for node in ast.walk(tree) if isinstance(node, ast.Expr)}
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and _name(node.func) in ("tr", "print", "debug"):
            known |= {id(part) for argument in node.args for part in ast.walk(argument)}
    for node in ast.walk(tree):
        text = node.value if isinstance(node, ast.Constant) and id(node) not in known else None
        if isinstance(text, str) and _SENTENCE.fullmatch(text):
            yield node.lineno, text


def untranslated(tree: ast.AST) -> Iterator[tuple[int, str]]:
    """Find literals with letters that are shown as they are: (line, text)."""
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and _name(node.func) in SHOWING:
            for argument in _texts_of(node):
                for literal in _literals(argument):
                    text = literal.value
                    if any(map(str.isalpha, _MARKUP.sub("", text))) and text not in UNTRANSLATED:
                        yield literal.lineno, text


def _name(function: ast.expr) -> str:
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def _texts_of(call: ast.Call) -> Iterator[ast.expr]:
    name = _name(call.func)
    positions = POSITIONS.get(name)
    for number, argument in enumerate(call.args):
        if positions is None or number in positions or number - len(call.args) in positions:
            yield argument
    for keyword in call.keywords:
        if keyword.arg not in NAMES.get(name, ()):
            yield keyword.value


def _literals(node: ast.expr) -> Iterator[ast.Constant]:
    """The strings that an expression may become; what other calls and subscripts are given is theirs."""
    match node:
        case ast.Constant(value=str()):
            yield node
        case ast.JoinedStr(values=parts):
            for part in parts:
                yield from _literals(part.value if isinstance(part, ast.FormattedValue) else part)
        case ast.IfExp(body=body, orelse=other):
            yield from _literals(body)
            yield from _literals(other)
        case ast.BinOp(left=left, right=right):
            yield from _literals(left)
            yield from _literals(right)
        case ast.BoolOp(values=values) | ast.Tuple(elts=values) | ast.List(elts=values):
            for value in values:
                yield from _literals(value)
        case ast.Call(func=ast.Attribute(value=value, attr="format" | "removesuffix" | "join")):
            yield from _literals(value)
