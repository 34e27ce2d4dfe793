"""Rows come back bit for bit, and no file of rows is half there."""

from dataclasses import replace
from fractions import Fraction
from pathlib import Path

import numpy as np
import pytest

from support.films.media_files import MODEL, detections, image_frame, rendered, video_frame
from yolocam.detections import Candidates
from yolocam.frame import Detected, Rendered, Timing
from yolocam.letterbox import Placement
from yolocam.pipeline.distribution import row_file
from yolocam.pipeline.distribution.row_file import ROW_ERRORS, RowSink, read_rows
from yolocam.settings import Settings

ODD = np.float32(1 / 3)


def with_candidates(item: Rendered, count: int) -> Rendered:
    rows = np.arange(count * 4, dtype=np.float32).reshape(-1, 4) * ODD
    scores = np.linspace(0.1, 0.9, count, dtype=np.float32)
    place = Placement((64, 48), (416, 416), (416, 312), (0, 52))
    found = Candidates(rows, scores, scores, np.arange(count, dtype=np.int32), place, 0.05)
    inference = replace(item.detected.inference, candidates=found, timing=Timing(1, 2, 3))
    return Rendered(Detected(item.frame, inference, item.detected.settings), None)


def some_rows() -> list[Rendered]:
    film = [rendered(video_frame(n), detections(*[(n + ODD, 1, 2, 3, 0.5, ODD, n)] * n)) for n in range(4)]
    film[2] = with_candidates(film[2], 3)
    film[3] = with_candidates(film[3], 0)
    other = replace(film[0].frame.source, pixel_aspect=Fraction(16, 11), name="wände.mkv", has_audio=True)
    return [*film, rendered(image_frame()), rendered(replace(film[1].frame, source=other))]


def written(path: Path, rows: list[Rendered]) -> bytes:
    sink = RowSink(path)
    for row in rows:
        sink.write(row)
    sink.close()
    sink.save()
    assert sink.frames == len(rows)
    return path.read_bytes()


@pytest.mark.parametrize("at_once", [2, 4096])
def test_rows_come_back_bit_for_bit(tmp_path, monkeypatch, at_once):
    monkeypatch.setattr(row_file, "_AT_ONCE", at_once)
    rows = some_rows()
    settings = Settings(confidence=0.3)
    found = list(read_rows(written(tmp_path / "a" / "rows.npz", rows), settings))
    assert len(found) == len(rows)
    for one, other in zip(rows, found, strict=True):
        frame, back = one.frame, other.frame
        assert (back.index, back.pts_ns, back.size_wh) == (frame.index, frame.pts_ns, frame.size_wh)
        assert back.source == replace(frame.source, path=None)
        assert (other.detected.model, other.detected.settings) == (MODEL, settings)
        assert other.detected.inference.timing == one.detected.inference.timing
        columns = ("xyxy", "objectness", "class_score", "class_id")
        pairs = [(one.detected.detections, other.detected.detections)]
        below = one.detected.inference.candidates, other.detected.inference.candidates
        assert (below[0] is None) == (below[1] is None)
        if below[0] is not None:
            pairs.append(below)
            assert (below[0].place, below[0].floor) == (below[1].place, below[1].floor)
        for was, became in pairs:
            for name in columns:
                before, after = getattr(was, name), getattr(became, name)
                assert (before.dtype, before.shape, before.tobytes()) == (
                    after.dtype,
                    after.shape,
                    after.tobytes(),
                )


def test_a_unit_that_is_given_up_leaves_nothing(tmp_path):
    sink = RowSink(tmp_path / "rows.npz")
    sink.write(some_rows()[0])
    sink.close()
    sink.discard()
    assert list(tmp_path.iterdir()) == []


@pytest.mark.parametrize("cut", [5, 100, -1])
def test_a_damaged_file_is_found_out(tmp_path, cut):
    data = written(tmp_path / "rows.npz", some_rows())
    with pytest.raises(ROW_ERRORS):
        list(read_rows(data[:cut], Settings()))
