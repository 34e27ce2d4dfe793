"""Labels that were written before are copied: the same to the pixel, and no more are kept than agreed."""

import numpy as np
import pytest

from yolocam.pipeline.drawing.label_plates import LabelPlates, Plate
from yolocam.pipeline.drawing.text_renderer import Hershey, lettering

TEXTS = ("person 0.87", "Fußgänger #12 0.31", "jäy_|gÅ", "人 0.50", "...", "bicycle")
COLOURS = ((0, 176, 255), (20, 20, 20))


class CountingFont:
    """Counts what it writes."""

    def __init__(self):
        self.font = lettering()
        self.width = self.font.width
        self.written = 0

    def write(self, *args):
        self.written += 1
        self.font.write(*args)


def written(font, canvas, place, text, origin, size, colours):
    x1, y1, x2, y2 = place
    canvas[y1:y2, x1:x2] = colours[0]
    font.write(canvas, text, (x1 + origin[0], y1 + origin[1]), size, colours[1])


def cases():
    rng = np.random.default_rng(3)
    for number in range(120):
        text, size = TEXTS[number % len(TEXTS)], (8, 11, 17, 40)[number // 7 % 4]
        height = round(size * (1.5 if number % 5 else 0.8))  # in a low plate letters stand out
        width = lettering().width(text, size) + 2 * max(3, round(size * 0.4))
        x, y = int(rng.integers(0, 700 - width)), int(rng.integers(0, 120 - height))
        yield (x, y, x + width, y + height), text, (max(3, round(size * 0.4)), round(height * 0.8)), size


@pytest.mark.parametrize("font", [lettering(), Hershey()], ids=["best", "ascii"])
def test_a_label_is_the_same_to_the_pixel_as_one_that_is_written_there(font):
    noise = np.random.default_rng(1).integers(0, 256, (120, 700, 3), np.uint8)
    ours, theirs = noise.copy(), noise.copy()
    plates = LabelPlates(font)
    for place, text, origin, size in [*cases()] * 3:  # the second and third time from a bitmap
        x1, y1, x2, y2 = place
        plates.draw(ours, (x1, y1), Plate(text, (x2 - x1, y2 - y1), origin, size, *COLOURS))
        written(font, theirs, place, text, origin, size, COLOURS)
        assert np.array_equal(ours, theirs), (text, size, place)


def test_a_label_that_comes_again_is_written_no_more_by_colour_and_size():
    font, canvas = CountingFont(), np.zeros((60, 300, 3), np.uint8)
    plates = LabelPlates(font)

    def writes(left=0, **other):
        plate = Plate("dog 0.90", (100, 21), (6, 16), 14, *COLOURS)._replace(**other)
        before = font.written
        plates.draw(canvas, (left, 10), plate)
        return font.written - before

    assert writes() == 1
    writes()  # makes the bitmap
    assert writes() == writes(left=77) == 0
    assert writes(font_size=15) == writes(colour=(1, 2, 3)) == writes(text="dog 0.91") == 1


def test_only_so_many_bytes_are_kept_and_those_used_last():
    font, canvas = CountingFont(), np.zeros((60, 300, 3), np.uint8)
    plates = LabelPlates(font, most_bytes=50_000)
    always = Plate("always", (100, 21), (6, 16), 14, *COLOURS)
    for number in range(40):
        for plate in (always, always, *[always._replace(text=f"thrice {number}")] * 3):
            plates.draw(canvas, (0, 10), plate)
        assert 20_000 * (number > 3) < plates.kept_bytes <= 50_000
    before = font.written
    plates.draw(canvas, (0, 10), always)
    assert font.written == before
    plates.draw(canvas, (0, 10), always._replace(text="thrice 0"))
    assert font.written == before + 1


def test_a_bitmap_larger_than_all_that_may_be_kept_is_not_kept():
    canvas, theirs = np.zeros((60, 300, 3), np.uint8), np.zeros((60, 300, 3), np.uint8)
    plates = LabelPlates(lettering(), most_bytes=2000)
    for _ in range(3):
        plates.draw(canvas, (3, 10), Plate("dog 0.90", (100, 21), (6, 16), 14, *COLOURS))
        assert plates.kept_bytes <= 2000
    written(lettering(), theirs, (3, 10, 103, 31), "dog 0.90", (6, 16), 14, COLOURS)
    assert np.array_equal(canvas, theirs)
