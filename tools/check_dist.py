"""Build the wheel and the sdist, install the wheel into a bare environment elsewhere, and use it there.

    python tools/check_dist.py

Needs no network: what yolocam depends on is taken from the environment that runs this. Checks that the
sdist builds the same wheel as the repository, that the environment has what the wheel asks for, and that
the installed program finds its files without the repository beside it.
"""

from __future__ import annotations

import email
import os
import subprocess
import sys
import sysconfig
import tarfile
import tempfile
import venv
import zipfile
from collections.abc import Sequence
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
CARRIED = (
    "yolocam/py.typed",
    "yolocam/assets/palettes/clear.json",
    "yolocam/assets/samples/gallery.mp4",
    "yolocam/assets/translations/yolocam_de.qm",
    ".data/data/share/applications/yolocam.desktop",
    ".data/data/share/icons/hicolor/scalable/apps/yolocam.svg",
)


def main() -> int:
    """Return 0 if everything is as it should be; the first thing that is not ends the program."""
    with tempfile.TemporaryDirectory(prefix="yolocam-dist-") as folder:
        work = Path(folder)
        wheel, sdist = build(ROOT, work / "dist")
        check_content(wheel)
        check_sdist(sdist, wheel, work / "unpacked")
        use(install(wheel, work / "bare"), work)
    print("the wheel and the sdist are in order")
    return 0


def build(project: Path, into: Path) -> tuple[Path, Path]:
    """Build both and return the wheel and the sdist."""
    run(sys.executable, "-m", "hatchling", "build", "-d", str(into), cwd=project)
    (wheel,), (sdist,) = into.glob("*.whl"), into.glob("*.tar.gz")
    return wheel, sdist


def check_content(wheel: Path) -> None:
    """Check that the wheel holds what the program needs, and a description that stands alone."""
    names = names_in(wheel)
    missing = [name for name in CARRIED if not any(found.endswith(name) for found in names)]
    if missing:
        sys.exit(f"{wheel.name} lacks {', '.join(missing)}")
    with zipfile.ZipFile(wheel) as archive:
        (metadata,) = (name for name in names if name.endswith(".dist-info/METADATA"))
        described = email.message_from_bytes(archive.read(metadata))
    text = str(described.get_payload())
    if "## Install" not in text or "](docs/" in text or "![" in text:
        sys.exit("the description of the package is empty, or points at files that are not there")


def check_sdist(sdist: Path, wheel: Path, folder: Path) -> None:
    """Check that the sdist builds the same wheel, file by file."""
    with tarfile.open(sdist) as archive:
        archive.extractall(folder, filter="data")
    (project,) = folder.iterdir()
    again, _ = build(project, folder / "dist")
    different = {name for name, _ in contents(wheel) ^ contents(again)}
    if different:
        sys.exit(f"the sdist makes another wheel than the repository: {', '.join(sorted(different)[:5])}")


def names_in(wheel: Path) -> list[str]:
    """Return the names of the files in a wheel."""
    with zipfile.ZipFile(wheel) as archive:
        return archive.namelist()


def contents(wheel: Path) -> set[tuple[str, int]]:
    """Return the names of the files in a wheel with their checksums."""
    with zipfile.ZipFile(wheel) as archive:
        return {(info.filename, info.CRC) for info in archive.infolist()}


def install(wheel: Path, folder: Path) -> Path:
    """Install the wheel into a new environment and return the folder of its programs."""
    venv.create(folder)
    programs = folder / ("Scripts" if os.name == "nt" else "bin")
    python = str(programs / "python")
    pip = (sys.executable, "-m", "pip", "--disable-pip-version-check", "--python", python)
    run(*pip, "install", "-qq", "--no-index", "--no-deps", str(wheel))
    (packages,) = (
        (folder / "Lib" / "site-packages",) if os.name == "nt" else folder.glob("lib/*/site-packages")
    )
    # Behind the new environment's own packages stand those of the environment that runs this.
    (packages / "borrowed.pth").write_text(sysconfig.get_path("purelib") + "\n")
    run(*pip, "check")
    return programs


def use(programs: Path, work: Path) -> None:
    """Run the installed program as a user would, in a folder and a home of its own."""
    home = work / "home"
    home.mkdir()
    environment = {name: value for name, value in os.environ.items() if name not in ("PYTHONPATH", "DISPLAY")}
    environment |= {"HOME": str(home), "QT_QPA_PLATFORM": "offscreen", "XDG_CACHE_HOME": str(home / ".cache")}
    python, yolocam = str(programs / "python"), str(programs / "yolocam")
    where = run(python, "-c", "import yolocam; print(yolocam.__file__)", cwd=home, env=environment)
    if not Path(where.strip()).is_relative_to(programs.parent):
        sys.exit(f"the installed program runs another copy of yolocam: {where.strip()}")
    print(run(yolocam, "--version", cwd=home, env=environment).strip())
    run(str(programs / "yolocam-window"), "--help", cwd=home, env=environment)
    output = home / "demo"
    print(run(yolocam, "demo", "--headless", "--output", str(output), cwd=home, env=environment))
    found = (output / "gallery.jsonl").read_text()
    if '"person"' not in found or not (output / "det_gallery.mp4").stat().st_size:
        sys.exit("the demo of the installed program found nobody, or wrote no video")
    if "yolocam doctor" in run(yolocam, "--help", cwd=home, env=environment):
        # Its status says how this machine is, and a machine that builds packages may lack a display.
        print(run(yolocam, "doctor", cwd=home, env=environment, statuses=(0, 1, 2)))


def run(
    *command: str, cwd: Path | None = None, env: dict[str, str] | None = None, statuses: Sequence[int] = (0,)
) -> str:
    """Run a command and return what it printed; another exit status ends the program with its words."""
    done = subprocess.run(command, cwd=cwd, env=env, capture_output=True, text=True, check=False)
    if done.returncode not in statuses or "Traceback" in done.stderr:
        sys.exit(f"{' '.join(command)} ended with status {done.returncode}:\n{done.stdout}{done.stderr}")
    return done.stdout


if __name__ == "__main__":
    sys.exit(main())
