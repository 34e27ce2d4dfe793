"""The package of docs/plugins.md, installed as pip would, and packages that fail in every way."""

import re
import subprocess
import sys
import tomllib
from pathlib import Path

import pytest

from yolocam import discovery
from yolocam.cli import main
from yolocam.errors import SinkError, SourceError
from yolocam.model.engines.types import engine_types
from yolocam.pipeline.plugin_problems import plugin_problems
from yolocam.pipeline.processors import processor_types
from yolocam.pipeline.sinks import result_formats
from yolocam.pipeline.sinks.open_output import open_output, output_types
from yolocam.pipeline.sources import open_source, source_types

DOCS = Path(__file__).parents[2] / "docs" / "plugins.md"


def install(site: Path, name: str, groups: dict[str, dict[str, str]], code: str = "") -> None:
    """Do what pip does with a package of one module: the module, and a dist-info with its entry points."""
    module = name.replace("-", "_")
    (site / f"{module}.py").write_text(code, encoding="utf-8")
    info = site / f"{module}-1.0.dist-info"
    info.mkdir()
    (info / "METADATA").write_text(f"Metadata-Version: 2.1\nName: {name}\nVersion: 1.0\n")
    lines = [line for group, points in groups.items() for line in (f"[{group}]", *points_of(points))]
    (info / "entry_points.txt").write_text("\n".join(lines) + "\n")


def points_of(points: dict[str, str]) -> list[str]:
    return [f"{name} = {value}" for name, value in points.items()]


@pytest.fixture
def site(monkeypatch, tmp_path):
    """A folder of installed packages; whatever a test installs there is forgotten after it."""
    folder = tmp_path / "site"
    folder.mkdir()
    monkeypatch.syspath_prepend(folder)
    monkeypatch.chdir(tmp_path)
    discovery.forget()
    before = set(sys.modules)
    yield folder
    discovery.forget()
    for name in set(sys.modules) - before:
        if getattr(sys.modules[name], "__file__", None) and Path(sys.modules[name].__file__).parent == folder:
            del sys.modules[name]


def install_the_example(site: Path) -> None:
    text = DOCS.read_text(encoding="utf-8")
    (project,) = re.findall(r"```toml\n(.*?)```", text, re.S)
    (code,) = re.findall(r"```python\n(.*?)```", text, re.S)
    described = tomllib.loads(project)["project"]
    install(site, described["name"], described["entry-points"], code)


@pytest.mark.slow
@pytest.mark.torch
def test_the_example_of_the_docs_does_what_they_say(site, capsys):
    install_the_example(site)
    (command,) = re.findall(r"^    yolocam (detect .*)$", DOCS.read_text(encoding="utf-8"), re.M)
    assert main(command.replace("noise:50", "noise:2").split()) == 0
    assert Path("found.txt").read_text().count("\n") == 2
    assert "left out" not in capsys.readouterr().err
    assert plugin_problems() == ()


def test_the_packages_are_looked_through_once_for_all_kinds(site, monkeypatch):
    looks, look = [], discovery.entry_points
    monkeypatch.setattr(discovery, "entry_points", lambda: looks.append("look") or look())
    plugin_problems()
    engine_types()
    assert looks == ["look"]


def test_the_example_is_known_everywhere(site, capsys):
    install_the_example(site)
    for found, name in (
        (source_types(), "noise"), (output_types(), "beep"),
        (result_formats(), "names"), (processor_types(), "people"), (engine_types(), "plain"),
    ):  # fmt: skip
        assert name in [one.name for one in found.types]
    with pytest.raises(SystemExit):
        main(["detect", "--help"])
    assert "--save-names FILE" in capsys.readouterr().out
    source = open_source("noise:1")
    assert source.read().image.shape == (240, 320, 3)
    assert source.read() is None


def result_format(fields: str) -> str:
    return (
        "from yolocam.registry import ResultFormat\n"
        f"X = ResultFormat(name='x', title='X', help='X.', open=str, {fields})\n"
    )


BAD = {
    "missing": ("import no_such_module_at_all", "No module named 'no_such_module_at_all'"),
    "raises": ("raise OSError('no licence')", "OSError: no licence"),
    "exits": ("import sys; sys.exit(3)", "it ended the program"),
    "no such name": ("", "has no attribute 'X'"),
    "another type": ("X = 3", "is a int, expected a ResultFormat"),
    "syntax": ("X = (", "SyntaxError"),
    "malformed": (
        result_format("ending='x'"),
        "'x' is no file ending, expected one such as .csv",
    ),
    "a taken ending": (result_format("ending='.csv'"), "'.csv' is taken by CSV"),
    "a taken flag": (
        result_format("ending='.x', flag='--save-csv'"),
        "'--save-csv' is taken by CSV",
    ),
    "another's flag": (result_format("ending='.x', flag='--conf'"), "'--conf' is no flag"),
}


@pytest.mark.slow
@pytest.mark.parametrize("fault", BAD)
def test_a_package_that_fails_is_named_and_left_out(site, capsys, fault):
    code, told = BAD[fault]
    install(site, "broken-package", {"yolocam.formats": {"x": "broken_package:X"}}, code)
    install(site, "good-package", {"yolocam.formats": {"y": "good_package:X"}},
            result_format("ending='.y'").replace("'x'", "'y'"))  # fmt: skip
    (problem,) = result_formats().problems
    assert problem.startswith("the plugin x of broken-package is left out: ") and told in problem
    assert "\n" not in problem
    assert "y" in [one.name for one in result_formats().types]
    assert main(["detect", "none.jpg", "--save-y", "a.y"]) == 2
    err = capsys.readouterr().err
    assert err.count("the plugin x of broken-package") == 1 and "Traceback" not in err


def test_a_flag_that_detect_has_is_told_too(site, capsys):
    code = result_format("ending='.x', flag='--save-txt'")
    install(site, "greedy", {"yolocam.formats": {"x": "greedy:X"}}, code)
    assert main(["detect", "none.jpg"]) == 2
    assert "the result format X is left out: --save-txt means something else" in capsys.readouterr().err


def test_a_source_that_fails_is_named_where_its_scheme_is_asked_for(site):
    install(site, "ndi-cameras", {"yolocam.sources": {"ndi": "ndi_cameras:NDI"}}, "import no_such_sdk")
    with pytest.raises(SourceError, match=r"unknown kind.*the plugin ndi of ndi-cameras is left out"):
        open_source("ndi://studio/1")


@pytest.mark.slow
def test_a_slow_package_is_not_loaded_for_other_help(site):
    install(site, "slow", {"yolocam.formats": {"x": "slow:X"}, "yolocam.sources": {"x": "slow:X"}},
            "raise SystemExit('loaded')")  # fmt: skip
    code = "import sys; sys.path.insert(0, sys.argv.pop(1)); from yolocam.cli import main; main(sys.argv[1:])"
    for words in (["--help"], ["models", "--help"], ["bench", "--help"]):
        done = subprocess.run([sys.executable, "-c", code, str(site), *words], capture_output=True, text=True)
        assert (done.returncode, done.stderr) == (0, "")


@pytest.mark.parametrize("address", ["rtsp://admin:kanary@host/live", "out.xyz", "out", "whap:x"])
def test_an_output_of_no_known_kind_is_refused_with_those_that_are(address):
    with pytest.raises(SinkError) as refused:
        open_output(address)
    told = str(refused.value)
    assert "is an output of an unknown kind" in told and "kanary" not in told
    for one in result_formats().types:
        assert one.ending in told
    assert ".mp4" in told


@pytest.mark.parametrize(("name", "sink"), [
    ("a.csv", "CsvSink"), ("a.JSONL", "JsonlSink"), ("a.coco.json", "CocoSink"),
    ("a.summary.csv", "SummarySink"), ("a.mp4", "Recorder"), ("a.MKV", "Recorder"),
])  # fmt: skip
def test_a_file_is_opened_by_its_longest_ending(tmp_path, name, sink):
    opened = open_output(str(tmp_path / name))
    assert type(opened).__name__ == sink
    opened.close()


def test_every_container_that_can_be_recorded_is_an_output():
    from yolocam.media.encoding.muxers import SUFFIXES
    from yolocam.pipeline.sinks.types.recording_output import RECORDING

    assert RECORDING.endings == SUFFIXES
