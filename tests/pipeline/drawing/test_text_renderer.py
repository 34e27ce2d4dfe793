import cv2
import numpy as np
import pytest

from yolocam.pipeline.drawing.text_renderer import Hershey, TrueType, ascii_only, lettering

needs_fonts = pytest.mark.skipif(not hasattr(cv2, "FontFace"), reason="this OpenCV has no fonts of its own")
FONTS = [pytest.param(TrueType, marks=needs_fonts), Hershey]


def written(font, text, size=20):
    image = np.zeros((60, 400, 3), np.uint8)
    font.write(image, text, (10, 40), size, (255, 255, 255))
    return image


@pytest.mark.parametrize("make", FONTS)
@pytest.mark.parametrize("size", [11, 20, 33])
def test_the_width_is_that_of_what_is_written(make, size):
    font = make()
    columns = np.flatnonzero(written(font, "person 0.87", size).max(axis=(0, 2)) > 64)
    assert abs((columns[-1] + 1 - 10) - font.width("person 0.87", size)) <= 0.2 * size


@pytest.mark.parametrize("make", FONTS)
def test_digits_have_one_width(make):
    font = make()
    assert len({font.width(f"{digit}{digit}.{digit} fps", 20) for digit in range(10)}) == 1


@needs_fonts
@pytest.mark.parametrize("text", ["Füßgänger", "人", "Ёж", "Ελληνικά", "한국어", "עברית"])
def test_other_scripts_are_drawn_and_are_not_question_marks(text):
    image = written(TrueType(), text)
    assert image.max() > 200
    assert not np.array_equal(image, written(TrueType(), "?" * len(text)))


@pytest.mark.parametrize("make", FONTS)
@pytest.mark.parametrize("text", ["Füßgänger 人", "", "\x00\x07", "हिन्दी 🙂", "\ud800"])
def test_no_text_breaks_it(make, text):
    font = make()
    font.width(text, 12)
    written(font, text)


def test_without_its_fonts_opencv_still_writes(monkeypatch):
    monkeypatch.delattr(cv2, "FontFace", raising=False)
    assert isinstance(lettering(), Hershey)


def test_the_nearest_ascii_text():
    assert ascii_only("Füßgänger") == "Fussganger"
    assert ascii_only("人") == "?"
    assert ascii_only("person 0.87") == "person 0.87"
