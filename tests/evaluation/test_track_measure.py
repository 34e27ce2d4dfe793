"""Figures of tracks, against small films that are counted by hand."""

import math

import pytest

from yolocam.errors import LabelsError
from yolocam.evaluation.mot_file import MotRow, read_mot
from yolocam.evaluation.track_measure import LIBRARY, TrackSequence, measure_tracks

BOX = (100.0, 100.0, 20.0, 40.0)
ELSEWHERE = (300.0, 100.0, 20.0, 40.0)
needs_library = pytest.mark.skipif(not LIBRARY.met, reason="trackers is not installed")


def film(*numbers, box=BOX, kind=1):
    """One object that stays where it is; its number in each frame, None where it was not found."""
    return [
        MotRow(frame, number, box, 1.0, kind) for frame, number in enumerate(numbers, 1) if number is not None
    ]


def measured(truth, found, **options):
    (figures,) = measure_tracks([TrackSequence("a", truth, found)], **options)
    return figures


@pytest.mark.slow
@needs_library
def test_one_object_that_changes_its_number_half_way():
    figures = measured(film(*[1] * 10), film(*[5] * 5, *[6] * 5))
    assert (figures.switches, figures.missed, figures.false_boxes, figures.objects) == (1, 0, 0, 10)
    assert figures.mota == pytest.approx(1 - 1 / 10)
    assert figures.idf1 == pytest.approx(5 / 10)  # one of the two numbers is the right one, for five boxes
    assert figures.deta == pytest.approx(1.0)
    assert figures.assa == pytest.approx(5 / 10)  # five of the ten boxes of the object and of its number
    assert figures.hota == pytest.approx(math.sqrt(1.0 * 0.5))


@pytest.mark.slow
@needs_library
def test_missed_and_false_boxes():
    truth = film(*[1] * 4)
    found = film(1, 1, 1, None) + film(2, None, None, None, box=ELSEWHERE)
    figures = measured(truth, found)
    assert (figures.switches, figures.missed, figures.false_boxes) == (0, 1, 1)
    assert figures.mota == pytest.approx(1 - (1 + 1) / 4)
    assert figures.idf1 == pytest.approx(2 * 3 / (4 + 4))
    assert figures.deta == pytest.approx(3 / (3 + 1 + 1))
    assert figures.assa == pytest.approx(3 / 4)
    assert figures.hota == pytest.approx(math.sqrt(3 / 5 * 3 / 4))


@pytest.mark.slow
@needs_library
def test_two_objects_that_exchange_their_numbers():
    truth = film(1, 1, 1, 1) + film(2, 2, 2, 2, box=ELSEWHERE)
    found = film(1, 1, 2, 2) + film(2, 2, 1, 1, box=ELSEWHERE)
    figures = measured(truth, found)
    assert figures.switches == 2 and figures.mota == pytest.approx(1 - 2 / 8)
    assert figures.idf1 == pytest.approx(4 / 8)
    assert figures.assa == pytest.approx(2 / (2 + 2 + 2))  # of an object's 4 boxes 2, and 2 of the other's


@pytest.mark.slow
@needs_library
def test_other_classes_do_not_count_and_films_are_put_together():
    truth = film(1, 1, kind=3) + film(1, 1, box=ELSEWHERE)
    found = film(7, 8, kind=3)
    assert measured(truth, found).missed == 2
    cars = measured(truth, found, kind=3)
    assert (cars.switches, cars.missed, cars.objects) == (1, 0, 2)
    figures = measure_tracks([TrackSequence("a", truth, found), TrackSequence("b", truth, truth)], kind=3)
    assert [one.name for one in figures] == ["a", "b", "all"]
    assert [one.switches for one in figures] == [1, 0, 1] and figures[2].mota == pytest.approx(1 - 1 / 4)


@pytest.mark.slow
@needs_library
def test_what_has_no_number_was_not_tracked():
    figures = measured(film(1, 1), film(-1, -1))
    assert (figures.missed, figures.false_boxes, figures.hota) == (2, 0, 0.0)
    assert measured(film(1, 1), []).missed == 2


def test_files_are_read_however_they_are_separated(tmp_path):
    path = tmp_path / "a.txt"
    path.write_text("1,2,10,20,30,40,0.5,3,-1\n2;2;10.5;20;30;40\n\n3 2 10 20 30 40 1 -1 -1 -1\n")
    rows = read_mot(path)
    assert [(row.frame, row.track, row.kind) for row in rows] == [(1, 2, 3), (2, 2, 1), (3, 2, 1)]
    assert rows[1].ltwh == (10.5, 20, 30, 40) and rows[0].confidence == 0.5


@pytest.mark.parametrize(
    "text, words",
    [
        ("1,2,3\n", "line 1: found 3 columns"),
        ("1,2,3,4,5,6\n1,2,3,4,5,6\n", "line 2: track 2 is in frame 1 already, in line 1"),
        ("0,2,3,4,5,6\n", "frame is '0', expected a whole number from 1"),
        ("1,2.5,3,4,5,6\n", "id is '2.5', expected a whole number"),
        ("1,2,nan,4,5,6\n", "left is 'nan', expected a number"),
        ("1,2,3,4,-5,6\n", "width is '-5'"),
        ("1e300,2,3,4,5,6\n", "frame is '1e300'"),
    ],
)
def test_what_is_no_row_is_told_with_its_line(tmp_path, text, words):
    path = tmp_path / "a.txt"
    path.write_text(text)
    with pytest.raises(LabelsError, match=r"a\.txt") as told:
        read_mot(path)
    assert words in str(told.value)
