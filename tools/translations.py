"""Bring the translations of the window up to date with its texts, and compile them.

usage: translations.py              (all languages in assets/translations)
       translations.py CODE         (the same, and begin another language, such as fr or zh_CN)

The texts are those that `yolocam/ui` hands to `tr`, and what it shows of settings, palettes and registry
descriptors. Translate what is left in `yolocam_CODE.ts`, by hand or with `pyside6-linguist`, and run this
again.
"""

from __future__ import annotations

import ast
import json
import subprocess
import sys
import tempfile
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
FOLDER = ROOT / "assets" / "translations"

sys.path.insert(0, str(ROOT))

from yolocam.palette import load_palette, palette_names  # noqa: E402
from yolocam.pipeline.actions import action_types  # noqa: E402
from yolocam.pipeline.sinks import result_formats  # noqa: E402
from yolocam.pipeline.sinks.results.summary import TITLES  # noqa: E402
from yolocam.pipeline.sources import source_types  # noqa: E402
from yolocam.settings import controls  # noqa: E402

Text = tuple[str, str | None]
"""An English text, and its singular where it holds a count."""


def main(codes: list[str]) -> int:
    """Update and compile every language, and these; returns an exit status."""
    FOLDER.mkdir(exist_ok=True)
    files = sorted({*FOLDER.glob("*.ts"), *(FOLDER / f"yolocam_{code}.ts" for code in codes)})
    for file in files:
        update(file)
        compile_to(file, file.with_suffix(".qm"))
    return 0


def update(file: Path) -> None:
    """Add new texts to a .ts file, and drop those that are gone."""
    with tempfile.TemporaryDirectory() as folder:
        source = Path(folder) / "texts.py"
        source.write_text("".join(map(_call, sorted(texts(), key=str))), encoding="utf-8")
        language = file.stem.removeprefix("yolocam_")
        options = ["-source-language", "en", "-target-language", language, "-locations", "none"]
        _run("pyside6-lupdate", str(source), *options, "-no-obsolete", "-sort-messages", "-ts", str(file))


def compile_to(file: Path, target: Path) -> None:
    """Compile a .ts file; texts that are not translated stay English."""
    _run("pyside6-lrelease", "-silent", str(file), "-qm", str(target))


def texts() -> set[Text]:
    """Return every text that the window can show in another language."""
    found: set[Text] = {(text, None) for text in _described()}
    for path in sorted((ROOT / "yolocam" / "ui").rglob("*.py")):
        found.update(_literals(ast.parse(path.read_text(encoding="utf-8"))))
    return found


def _literals(tree: ast.Module) -> Iterator[Text]:
    for node in ast.walk(tree):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.func.id == "tr":
            strings = [a.value if isinstance(a, ast.Constant) else None for a in node.args]
            if isinstance(strings[0], str):
                one = strings[1] if len(strings) > 1 else None
                yield strings[0], one if isinstance(one, str) else None


def _described() -> Iterator[str]:
    """The texts that modules without Qt describe, as the window shows them."""
    for control in controls().values():
        yield from (control.label, control.help, control.section)
    for one in (*result_formats().types, *source_types().types, *action_types().types):
        yield from (one.title, one.help)
    yield from (field.title for kind in action_types().types for field in kind.fields if field.title)
    yield from (load_palette(name).title for name in palette_names())
    yield from (title.capitalize() for title in TITLES)


def _call(text: Text) -> str:
    shown, one = (json.dumps(part, ensure_ascii=False) if part is not None else None for part in text)
    if "%n" in text[0]:
        return f'QCoreApplication.translate("", {shown}, {one}, 1)\n'
    return f'QCoreApplication.translate("", {shown})\n'


def _run(program: str, *arguments: str) -> None:
    subprocess.run([Path(sys.executable).parent / program, *arguments], check=True)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
