"""`--workers`: what many do is what one does."""

import json
from pathlib import Path

import av
import pytest

from support.films.clips import times_of
from support.films.media_files import make_video, sound_packets
from support.inline_worker import use_inline_workers
from support.near_files import unlike
from yolocam.cli import main

RESULTS = {"--save-json": "jsonl", "--save-csv": "csv", "--save-coco": "json", "--summary": "txt"}


def outcome(name: str, source: Path, flags: tuple[str, ...], *more: str) -> tuple[int, dict[str, bytes]]:
    """Return the exit status of a run and every file that came out, but the manifest."""
    results = [text for flag, end in RESULTS.items() for text in (flag, f"{name}/results.{end}")]
    status = main(["detect", str(source), "--output", name, *results, *flags, *more])
    return status, made(name)


def made(name: str) -> dict[str, bytes]:
    files = [path for path in sorted(Path(name).rglob("*")) if path.is_file()]
    hidden = {".lock", "manifest.jsonl"}
    return {str(path.relative_to(name)): path.read_bytes() for path in files if path.name not in hidden}


def manifest(name: str) -> list[dict]:
    lines = Path(name, "manifest.jsonl").read_text().splitlines()
    return [json.loads(line) for line in lines if line.endswith("}")]


def frames_of(path: Path) -> list[bytes]:
    with av.open(str(path)) as container:
        return [frame.to_ndarray().tobytes() for frame in container.decode(video=0)]


@pytest.mark.slow
@pytest.mark.parametrize(
    "more", [("--save-txt", "--save-crop"), ("--only-with-detections", "--no-save", "--floor", "0.05")]
)
def test_two_workers_write_what_one_process_writes(archive, flags, monkeypatch, capsys, more):
    alone = outcome("one", archive / "in", flags, *more)
    told = capsys.readouterr()
    use_inline_workers(monkeypatch, die={"b.mp4"})
    shared = outcome("two", archive / "in", flags, *more, "--workers", "2")
    shared_told = capsys.readouterr()
    assert alone[0] == shared[0] == 2
    assert alone[1].keys() == shared[1].keys() and len(alone[1]) >= 4
    assert unlike(alone[1], shared[1]) == []
    assert told.out.splitlines()[0] == shared_told.out.splitlines()[0]
    assert "worker" in shared_told.err and "b.mp4, which is done again" in shared_told.err
    for line in told.err.splitlines():
        assert line in shared_told.err


@pytest.mark.slow
def test_a_film_in_parts_becomes_the_film_again(archive, flags, monkeypatch, tmp_path):
    film = make_video(tmp_path / "film.mp4", 60, options={"g": "12"}, sound="aac", size=(96, 64))
    exact = (*flags, "--quality", "0", "--save-txt")
    alone = outcome("one", film, exact)
    workers = use_inline_workers(monkeypatch)
    shared = outcome("two", film, exact, "--workers", "3", "--part-length", "0.4")
    assert sum(len(worker.asked) for worker in workers) >= 4  # one that plans, and three parts
    assert alone[0] == shared[0] == 0 and alone[1].keys() == shared[1].keys()
    assert unlike(alone[1], shared[1]) in ([], ["det_film.mp4"])
    one, two = Path("one/det_film.mp4"), Path("two/det_film.mp4")
    assert frames_of(one) == frames_of(two) and len(frames_of(two)) == 60
    assert times_of(one) == times_of(two)
    assert sound_packets(one) == sound_packets(two)


@pytest.mark.slow
def test_tracks_are_followed_where_the_results_come_together(archive, flags, monkeypatch):
    more = ("--track", "--no-save")
    alone = outcome("one", archive / "in", flags, *more)
    use_inline_workers(monkeypatch)
    shared = outcome("two", archive / "in", flags, *more, "--workers", "2", "--part-length", "0.3")
    assert b"track_id" in alone[1]["results.jsonl"]
    assert alone[0] == shared[0] and unlike(alone[1], shared[1]) == []


@pytest.mark.slow
def test_a_run_that_was_ended_goes_on_and_repeats_nothing(archive, flags, monkeypatch, capsys):
    alone = outcome("one", archive / "in", flags)
    use_inline_workers(monkeypatch)
    with monkeypatch.context() as patch:
        patch.setattr("yolocam.commands.detect.workers.shared_run.PARTS", ".nothing")
        outcome("two", archive / "in", flags, "--workers", "1")
    # As a kill would leave it: rows are there, and the manifest ends in the middle of a line.
    log = Path("two/manifest.jsonl")
    lines = log.read_text().splitlines(keepends=True)
    assert len(lines) == 9 and json.loads(lines[-1])["complete"]
    log.write_text("".join(lines[:4]) + '{"key": "half')
    Path("two/results.jsonl").write_text("half of a li")
    capsys.readouterr()
    assert main(["detect", str(archive / "in"), "--output", "two", *flags, "--workers", "1"]) == 2
    assert "add --resume" in capsys.readouterr().err
    workers = use_inline_workers(monkeypatch)
    status, shared = outcome("two", archive / "in", flags, "--workers", "2", "--resume")
    assert status == alone[0] and unlike(alone[1], shared) == []
    done = [line["key"] for line in manifest("two") if line.get("state") == "done"]
    assert len(done) == len(set(done)) == 7
    assert sum(len(worker.asked) for worker in workers) == 4
    assert "beside 3 units that were done before" in capsys.readouterr().out


@pytest.mark.parametrize(
    ("more", "words"),
    [
        (("--max-frames", "2"), "--max-frames counts the frames of all files in their order"),
        (("--track",), "add --no-save"),
        (("--no-save", "--privacy", "faces"), "may look at the images"),
        (("--to", "all.mkv"), "takes the images of all files"),
        (("--jobs", "2"), "--jobs is for one process"),
        (("--precision", "int8"), "add --calibrate"),
        (("--resume",), "it needs --output"),
    ],
)
def test_what_needs_one_process_is_refused_in_a_sentence(archive, capsys, more, words):
    assert main(["detect", str(archive / "in"), "--workers", "2", *more]) == 2
    told = capsys.readouterr().err
    assert told.startswith("yolocam: --workers cannot be: ") and words in told and told.count("\n") == 1


def test_resume_says_what_it_needs(archive, capsys):
    assert main(["detect", str(archive / "in"), "--resume", "--output", "out"]) == 2
    assert "--resume cannot be: it goes on with a run of --workers N" in capsys.readouterr().err
