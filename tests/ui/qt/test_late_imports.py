"""What of the window is imported at its first use has its overriding methods guarded as well."""

import ast
from pathlib import Path

import yolocam.ui

PACKAGE = Path(yolocam.ui.__file__).parent


def widgets_imported(function):
    """Modules with widgets that a function imports itself."""
    for node in ast.walk(function):
        if isinstance(node, ast.ImportFrom) and (node.module or "").startswith("yolocam.ui."):
            path = PACKAGE.parent.parent.joinpath(*node.module.split(".")).with_suffix(".py")
            if path.exists() and "PySide6.QtWidgets" in path.read_text(encoding="utf-8"):
                yield node.module


def calls_guard(function):
    calls = (node for node in ast.walk(function) if isinstance(node, ast.Call))
    return any(getattr(call.func, "id", "") == "guard_overrides" for call in calls)


def test_who_imports_late_guards_what_came():
    found = 0
    for path in PACKAGE.rglob("*.py"):
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.FunctionDef) and any(widgets_imported(node)):
                found += 1
                assert calls_guard(node), f"{path.name}: {node.name}"
    assert found >= 10
