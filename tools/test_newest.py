"""Run the suite on the newest releases of everything, without constraints, under each Python that is here.

    python tools/test_newest.py [--slow] [VERSION...]        # default: 3.11 3.12 3.13

This is what `pip install yolocam` gives a user today. Each Python gets an environment of its own, such
as `.venv-3.12`, brought up to date every time. torch is taken where the index has the CPU build that was
tried; its other wheels for Linux are gigabytes, and there the tests that need torch are skipped. The slow
tests run with `--slow`. A Python that is missing is passed over with a sentence.
"""

from __future__ import annotations

import os
import re
import subprocess
import sys
import tomllib
from pathlib import Path

PYTHONS = ("3.11", "3.12", "3.13")
ROOT = Path(__file__).resolve().parent.parent
LINTERS = frozenset({"import-linter", "mypy", "ruff"})
SHOWN = ("av", "numpy", "opencv-python", "PySide6-Essentials", "torch")
SPREAD = ("--dist", "loadfile", "--no-loadscope-reorder")
_PROBE = "import sys; print('%d.%d' % sys.version_info[:2])"


def main(arguments: list[str]) -> int:
    """Return 0 if no Python that was tried failed."""
    slow = "--slow" in arguments
    versions = [argument for argument in arguments if argument != "--slow"]
    outcome = {version: try_python(version, slow=slow) for version in versions or PYTHONS}
    print("\nnewest releases:")
    for version, words in outcome.items():
        print(f"  Python {version}: {words}")
    return 1 if any(words.startswith("FAILED") for words in outcome.values()) else 0


def try_python(version: str, *, slow: bool) -> str:
    """Return in words how the suite went under one version of Python."""
    interpreter = find_python(version)
    if interpreter is None:
        return f"passed over, no python{version} on the PATH or in ~/.pyenv/versions"
    print(f"\nPython {version}: installing the newest releases", flush=True)
    folder = ROOT / f".venv-{version}"
    python = folder / ("Scripts/python.exe" if os.name == "nt" else "bin/python")
    if not works_as(python, version):
        subprocess.run([interpreter, "-m", "venv", "--clear", folder], check=True)
    if not install(python, *requirements()):
        return "FAILED, pip could not install the newest releases (see above: no index, or bounds that clash)"
    with_torch = install(python, tried_torch(), told=False)
    print(
        f"{installed(python)}{'' if with_torch else ', no torch: no CPU build of it in the index'}",
        flush=True,
    )
    environment = {**os.environ, "PYTHONPATH": str(ROOT), "QT_QPA_PLATFORM": "offscreen"}
    command = [str(python), "-m", "pytest", "-p", "no:cacheprovider", "-n", "auto", *SPREAD]
    command += [] if slow else ["-m", "not slow"]
    status = subprocess.run(command, cwd=ROOT, env=environment, check=False).returncode
    which = "the whole suite" if slow else "all but the slow tests"
    which += "" if with_torch else " as far as it needs no torch"
    return f"{'passed' if status == 0 else 'FAILED'}, {which}: {installed(python)}"


def find_python(version: str) -> Path | None:
    """Return an interpreter of this version that really runs; None if there is none."""
    name = f"python{version}"
    on_path = [Path(folder) / name for folder in os.get_exec_path()]
    pyenv = sorted((Path.home() / ".pyenv" / "versions").glob(f"{version}*/bin/{name}"), reverse=True)
    return next((path for path in [Path(sys.executable), *on_path, *pyenv] if works_as(path, version)), None)


def works_as(python: Path, version: str) -> bool:
    """Whether this interpreter runs and has the version; pyenv's stand-ins are there and may not run."""
    if not python.is_file():
        return False
    found = subprocess.run([python, "-c", _PROBE], capture_output=True, text=True, check=False)
    return found.stdout.strip() == version


def requirements() -> list[str]:
    """Return what pyproject.toml names for the program and its tests, but for torch and the linters."""
    project = tomllib.loads((ROOT / "pyproject.toml").read_text())["project"]
    wanted: list[str] = project["dependencies"] + project["optional-dependencies"]["test"]
    return [text for text in wanted if name_of(text) not in LINTERS | {"torch"}]


def name_of(requirement: str) -> str:
    """Return the name in `av>=18,<20`."""
    return re.split(r"[<>=!~;\[ ]", requirement, maxsplit=1)[0]


def tried_torch() -> str:
    """Return the release of torch that constraints.txt names, in the build for machines without a GPU."""
    found = re.search(r"^torch==\S+$", (ROOT / "constraints.txt").read_text(), re.MULTILINE)
    assert found is not None, "constraints.txt names no torch"
    return found[0] + ("+cpu" if sys.platform.startswith("linux") else "")


def install(python: Path, *wanted: str, told: bool = True) -> bool:
    """Install the newest releases that the requirements allow; whether that went well."""
    command = [str(python), "-m", "pip", "--disable-pip-version-check", "install", "-qq", "--upgrade"]
    # Whoever pins versions on this machine by environment does not pin them for the users.
    environment = {name: value for name, value in os.environ.items() if name != "PIP_CONSTRAINT"}
    done = subprocess.run(
        [*command, "--upgrade-strategy", "eager", *wanted],
        env=environment,
        check=False,
        stderr=None if told else subprocess.DEVNULL,
    )
    return done.returncode == 0


def installed(python: Path) -> str:
    """Return the names and versions of what matters most."""
    listing = subprocess.run(
        [python, "-m", "pip", "list", "--format", "freeze"], capture_output=True, text=True, check=False
    ).stdout
    found = dict(line.split("==", 1) for line in listing.splitlines() if "==" in line)
    names = {name.lower().replace("_", "-"): version for name, version in found.items()}
    return ", ".join(f"{name} {names[name.lower()]}" for name in SHOWN if name.lower() in names)


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))
