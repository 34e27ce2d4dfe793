from dataclasses import replace

import numpy as np
import pytest

from yolocam.detections import Detections
from yolocam.errors import PaletteError
from yolocam.frame import publish
from yolocam.palette import load_palette
from yolocam.pipeline.drawing.annotate import Annotator
from yolocam.pipeline.drawing.text_renderer import Hershey, lettering
from yolocam.settings import Settings

NAMES = ("person", "bicycle", "car")
PLAIN = Settings(labels=False)
AMBER = load_palette("clear").colour(0)
BLUE = load_palette("clear").colour(1)


def found(*rows):
    """Detections from rows of x1, y1, x2, y2, score, class."""
    table = np.array(rows, np.float64).reshape(-1, 6)
    ones = np.ones(len(table), np.float32)
    scores = table[:, 4].astype(np.float32)
    return Detections(
        xyxy=table[:, :4].astype(np.float32),
        objectness=scores,
        class_score=ones,
        class_id=table[:, 5].astype(np.int32),
    )


def grey(width=320, height=240, value=90):
    return publish(np.full((height, width, 3), value, np.uint8))


def draw(image, detections, settings=PLAIN, names=NAMES, fps=None):
    return Annotator().draw(image, detections, names, settings, fps)


def changed(before, after):
    """The rectangle x1, y1, x2, y2 of what differs."""
    rows, columns = np.nonzero((before != after).any(axis=2))
    return columns.min(), rows.min(), columns.max() + 1, rows.max() + 1


def is_colour(image, colour):
    return (image == colour).all(axis=2)


def test_the_frame_is_left_alone_and_a_new_picture_comes_back():
    image = grey()
    before = image.copy()
    drawn = draw(image, found((10, 30, 200, 200, 0.9, 0)), Settings(show_fps=True), fps=30)
    assert np.array_equal(image, before)
    assert drawn.shape == image.shape and drawn.dtype == np.uint8 and not np.shares_memory(drawn, image)


def test_nothing_found_is_the_same_picture():
    assert np.array_equal(draw(grey(), Detections.empty(), Settings()), grey())


def test_the_outline_follows_the_edges_of_the_box():
    drawn = draw(grey(), found((40, 50, 200, 180, 0.9, 0)), replace(PLAIN, line_width=3))
    outline = is_colour(drawn, AMBER)
    assert outline[50:53, 40:200].all() and outline[177:180, 40:200].all()
    assert outline[50:180, 40:43].all() and outline[50:180, 197:200].all()
    assert not outline[53:177, 43:197].any()
    assert outline.sum() == 160 * 130 - 154 * 124


def test_the_automatic_line_grows_with_the_picture():
    def width(size):
        drawn = draw(grey(size, size), found((0, 0, size, size, 0.9, 0)))
        return int(is_colour(drawn, AMBER)[:, size // 2].sum()) // 2

    assert width(64) == 1
    assert width(64) < width(720) < width(2160)


def test_the_stronger_box_lies_on_top():
    weak, strong = (10, 10, 150, 150, 0.4, 1), (80, 10, 220, 150, 0.8, 0)
    for rows in ((weak, strong), (strong, weak)):
        drawn = draw(grey(), found(*rows))
        assert tuple(drawn[10, 100]) == AMBER


def test_each_class_has_its_colour():
    drawn = draw(grey(), found((10, 30, 100, 200, 0.9, 0), (150, 30, 300, 200, 0.9, 1)))
    assert is_colour(drawn[:, :120], AMBER).any() and is_colour(drawn[:, 140:], BLUE).any()


def plate_of(drawn, box, colour):
    """The label of a box that stands on top of it."""
    columns = np.flatnonzero(is_colour(drawn[: box[1] - 1], colour).any(axis=0))
    rows = np.flatnonzero(is_colour(drawn[: box[1] - 1], colour).any(axis=1))
    return drawn[rows[0] : rows[-1] + 1, columns[0] : columns[-1] + 1]


@pytest.mark.parametrize("background", [0, 128, 255])
def test_a_label_is_readable_on_any_background(background):
    box = (40, 100, 250, 200)
    drawn = draw(grey(value=background), found((*box, 0.87, 0)), Settings())
    plate = plate_of(drawn, box, AMBER)
    assert is_colour(plate, AMBER).mean() > 0.4  # the plate is filled
    assert plate.max(axis=2).min() < 120  # and dark letters stand on it


def label_width(settings, names=NAMES, score=0.87):
    image = grey()
    with_label = draw(image, found((40, 100, 250, 200, score, 0)), settings, names)
    without = draw(image, found((40, 100, 250, 200, score, 0)), replace(settings, labels=False), names)
    if np.array_equal(with_label, without):
        return 0
    x1, _, x2, _ = changed(without, with_label)
    return x2 - x1


def test_labels_and_scores_can_be_switched_off():
    both, name_only = label_width(Settings()), label_width(Settings(scores=False))
    assert both > name_only > 0
    assert label_width(Settings(labels=False)) == 0


def test_a_label_keeps_its_width_while_the_score_changes():
    assert len({label_width(Settings(), score=score) for score in (0.11, 0.48, 0.87, 0.99)}) == 1


def test_a_class_without_a_name_shows_its_number():
    assert 0 < label_width(Settings(scores=False), names=()) < label_width(Settings(scores=False))


def test_a_name_with_line_breaks_stays_on_one_line():
    assert label_width(Settings(), names=("traffic\n  light",)) == label_width(
        Settings(), names=("traffic light",)
    )


def test_a_very_long_name_is_cut_to_the_frame():
    image = grey()
    drawn = draw(image, found((200, 100, 250, 200, 0.9, 0)), Settings(), names=("Füßgänger人" * 500,))
    x1, _, x2, _ = changed(image, drawn)
    assert x1 < 20 and x2 <= 320
    plate = plate_of(drawn, (200, 100, 250, 200), AMBER)
    assert is_colour(plate[:, -2:], AMBER).all()  # the text ends before its plate does


@pytest.mark.parametrize("box", [(0, 0, 40, 40), (300, 0, 320, 20), (280, 200, 320, 240), (0, 0, 320, 240)])
def test_a_label_at_an_edge_is_wholly_visible(box):
    middle = grey()
    whole = draw(middle, found((100, 100, 220, 200, 0.87, 0)), Settings())
    at_edge = draw(middle, found((*box, 0.87, 0)), Settings())

    def dark(picture):
        return int((picture.max(axis=2) < 40).sum())

    assert dark(at_edge) == pytest.approx(dark(whole), rel=0.1)


def test_two_labels_at_one_place_do_not_cover_each_other():
    rows = (60, 100, 250, 200, 0.9, 0), (60, 100, 250, 202, 0.8, 1)
    labelled, plain = draw(grey(), found(*rows), Settings()), draw(grey(), found(*rows))
    for colour in (AMBER, BLUE):
        assert is_colour(labelled, colour).sum() - is_colour(plain, colour).sum() > 600


@pytest.mark.parametrize("size", [(1, 1), (2, 3), (16, 16), (400, 8), (8, 400)])
def test_tiny_pictures(size):
    rows = (0, 0, *size, 0.9, 0), (0, 0, 0, 0, 0.5, 1), (*size, *size, 0.4, 2)
    drawn = draw(grey(*size), found(*rows), Settings(show_fps=True), fps=25.0)
    assert drawn.shape == (size[1], size[0], 3)
    assert is_colour(drawn, AMBER).any()


@pytest.mark.parametrize(
    "box",
    [
        (50, 50, 50, 50),
        (320, 240, 320, 240),
        (50, 60, 52, 200),
        (-40, -40, 9000, 9000),
        (200, 200, 100, 100),
        (float("nan"), 0, float("inf"), 50),
    ],
)
def test_a_box_without_area_or_outside_the_frame_breaks_nothing(box):
    drawn = draw(grey(), found((*box, 0.9, 0)), Settings())
    assert is_colour(drawn, AMBER).any()


@pytest.mark.slow
def test_a_huge_picture_gets_large_letters():
    image = grey(4000, 3000)
    drawn = draw(image, found((1000, 1000, 2000, 2000, 0.9, 0)), Settings())
    _, top, _, _ = changed(image, drawn)
    assert 1000 - top > 60


def test_the_frame_rate_is_shown_only_when_asked_for_and_known():
    image = grey()
    shown = Settings(show_fps=True)
    assert np.array_equal(draw(image, Detections.empty(), Settings(), fps=30.0), image)
    assert np.array_equal(draw(image, Detections.empty(), shown), image)
    _, _, x2, y2 = changed(image, draw(image, Detections.empty(), shown, fps=30.0))
    assert x2 < 160 and y2 < 60


def test_the_frame_rate_does_not_change_its_size():
    image = grey()
    shown = Settings(show_fps=True)
    rates = (0.0, 7.4, 29.7, 118.3, 1e9, float("nan"), float("inf"), -1.0)
    assert len({changed(image, draw(image, Detections.empty(), shown, fps=rate)) for rate in rates}) == 1


def test_the_unit_stays_in_its_place_while_the_digits_change():
    image = grey()
    shown = Settings(show_fps=True)
    slow, fast = (draw(image, Detections.empty(), shown, fps=rate) for rate in (7.4, 127.4))
    x1, _, x2, _ = changed(image, slow)
    right_half = np.s_[:, (x1 + x2) // 2 :]
    assert np.array_equal(slow[right_half], fast[right_half]) and not np.array_equal(slow, fast)


def test_a_picture_too_low_for_a_label_gets_none():
    image = grey(400, 12)
    box = found((0, 0, 100, 12, 0.9, 0))
    assert np.array_equal(draw(image, box, Settings()), draw(image, box))


def test_a_label_leaves_the_frame_rate_alone():
    image = grey()
    settings = Settings(show_fps=True)
    alone = draw(image, Detections.empty(), settings, fps=30.0)
    x1, y1, x2, y2 = changed(image, alone)
    drawn = draw(image, found((0, 25, 300, 200, 0.9, 0)), settings, fps=30.0)
    assert np.array_equal(drawn[y1:y2, x1 + 1 : x2], alone[y1:y2, x1 + 1 : x2])


def test_the_palette_can_change_between_two_frames(tmp_path):
    annotator = Annotator()
    box = found((40, 50, 200, 180, 0.9, 0))
    own = tmp_path / "own.json"
    own.write_text('{"colours": ["#010203"]}', encoding="utf-8")
    assert tuple(annotator.draw(grey(), box, NAMES, PLAIN)[50, 100]) == AMBER
    assert tuple(annotator.draw(grey(), box, NAMES, replace(PLAIN, palette=str(own)))[50, 100]) == (3, 2, 1)
    with pytest.raises(PaletteError):
        annotator.draw(grey(), box, NAMES, replace(PLAIN, palette="nosuch"))


@pytest.mark.parametrize("make", [lettering, Hershey])
def test_every_font_fits_its_plate(make):
    box = (40, 100, 250, 200)
    drawn = Annotator(make()).draw(grey(), found((*box, 0.87, 1)), ("", "gjpqÄ"), Settings())
    letters = ~is_colour(plate_of(drawn, box, BLUE), BLUE)
    rows, columns = np.nonzero(letters)
    assert rows.min() >= 1 and columns.min() >= 2
    assert columns.max() < letters.shape[1] - 2
