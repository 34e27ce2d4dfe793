"""What people type by mistake or from habit is answered with what it is called here."""

import re
import shlex

import pytest

from yolocam.cli import COMMANDS, main, parse


def told(capsys, line):
    """Run; return the status and what was said."""
    try:
        status = main(shlex.split(line))
    except SystemExit as stop:
        status = stop.code
    out = capsys.readouterr()
    return status, out.out + out.err


@pytest.mark.parametrize(
    ("line", "words"),
    [
        ("detct x.jpg", "did you mean `yolocam detect x.jpg`?"),
        ("Detect 'my photo.jpg'", "did you mean `yolocam detect 'my photo.jpg'`?"),
        ("predict dog.jpg", "did you mean `yolocam detect dog.jpg`?"),
        ("modles", "did you mean `yolocam models`?"),
        ("download yolov4", "did you mean `yolocam models download yolov4`?"),
        ("--source 0", "the source stands alone, as in `yolocam 0`"),
        ("--source=film.mp4", "as in `yolocam film.mp4`"),
        ("detect --source photos/ --save-txt", "as in `yolocam detect photos/`"),
        ("detect dog.jpg --conf-thres 0.3", "did you mean --conf?"),
        ("detect dog.jpg --confidense 0.3", "did you mean --confidence?"),
        ("detect dog.jpg --half", "did you mean --precision fp16?"),
        ("detect dog.jpg --no-such-flag", "there is no flag --no-such-flag"),
        ("0 1", "one source at a time and was given 2; start yolocam once more for 1"),
        ("a.mp4 b.mp4 c.mp4", "was given 3; start yolocam once more for b.mp4, c.mp4"),
        ("--conf 35", "expected a number from 0 to 1 such as 0.35"),
        ("--iou 45", "such as 0.45"),
        ("detect dog.jpg --conf abc", "--conf/--confidence is 'abc', expected a number"),
        ("detect dog.jpg --max-det many", "--max-det is 'many', expected a whole number"),
        ("--model yolov8n", "only Darknet models run here"),
        ("--model yolo11n.pt", "only Darknet models run here"),
        ("--model mine.weights", "--cfg FILE --weights FILE"),
        ("help detct", "did you mean `yolocam detect --help`?"),
        ("help nothing-like-it", "there is no command 'nothing-like-it', `yolocam help` lists them"),
        ("models nfo yolov4", "there is no command 'nfo', did you mean info?"),
        ("detect dog.jpg --codec h265", "--codec is 'h265', did you mean hevc?"),
        ("detect dog.jpg --codec gif", "--codec is 'gif', expected h264, hevc, av1 or mpeg4"),
        ("eval --points 7", "--points is '7', expected 0, 11 or 101"),
        ("demo dog.jpg", "there is no place for dog.jpg"),
    ],
)
def test_a_slip_is_one_line_that_says_what_was_meant(capsys, line, words):
    status, said = told(capsys, line)
    assert status == 2
    assert words in said
    assert len(said.strip().splitlines()) == 1


def test_a_model_of_another_family_is_not_taken_for_a_slip(capsys):
    assert "did you mean" not in told(capsys, "--model yolov8n")[1]
    assert "did you mean 'yolov4'?" in told(capsys, "--model yolov44")[1]


@pytest.mark.parametrize("name", COMMANDS)
def test_every_command_shows_examples_that_it_understands(capsys, name):
    said = told(capsys, f"{name} --help")[1]
    lines = re.findall(r"(?m)^  .*?\byolocam (\S+(?: \S+)*)", said.partition("\nexamples:\n")[2])
    assert lines
    assert any(line.split()[: len(name.split())] == name.split() for line in lines)
    for line in lines:
        parse(shlex.split(line))


@pytest.mark.parametrize("name", COMMANDS)
def test_help_is_a_command(capsys, name):
    status, said = told(capsys, f"help {name}")
    assert status == 0 and said.startswith(f"usage: yolocam {name}")
    assert said == told(capsys, f"{name} --help")[1]


def test_help_names_streams_and_cameras_and_every_command(capsys):
    status, said = told(capsys, "help")
    assert status == 0
    for words in ("yolocam rtsp://", "yolocam 0 ", "yolocam street.mp4", "/dev/video0", "http"):
        assert words in said
    for name in COMMANDS:
        assert " " in name or f"yolocam {name}" in said


def test_version_is_a_command(capsys):
    assert told(capsys, "version") == told(capsys, "--version")


def test_a_file_of_a_commands_name_is_a_file(capsys, tmp_path, monkeypatch):
    from yolocam.commands.typos import meant_command

    monkeypatch.chdir(tmp_path)
    assert meant_command(["detct"], COMMANDS) is not None
    (tmp_path / "detct").mkdir()
    assert meant_command(["detct"], COMMANDS) is None
    for word in ("0", "holiday", "film.mp4", "rtsp://cam", "--conf"):
        assert meant_command([word], COMMANDS) is None
