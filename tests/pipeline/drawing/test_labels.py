from hypothesis import given
from hypothesis import strategies as st

from yolocam.pipeline.drawing.labels import place_label

FRAME = (640, 480)
LABEL = (80, 20)


def test_a_label_stands_on_top_of_its_box():
    assert place_label((100, 100, 300, 300), LABEL, FRAME, []) == (100, 80, 180, 100)


def test_at_the_upper_edge_it_moves_inside():
    assert place_label((100, 5, 300, 300), LABEL, FRAME, []) == (100, 5, 180, 25)


def test_at_the_right_edge_it_is_shifted_to_the_left():
    assert place_label((620, 100, 640, 300), LABEL, FRAME, []) == (560, 80, 640, 100)


def test_it_gives_way_to_another():
    taken = [(100, 80, 180, 100)]
    assert place_label((100, 100, 300, 300), LABEL, FRAME, taken) == (100, 100, 180, 120)
    taken.append((110, 100, 190, 120))
    assert place_label((100, 100, 300, 300), LABEL, FRAME, taken) == (100, 300, 180, 320)


def test_a_touch_does_not_move_it():
    assert place_label((100, 100, 300, 300), LABEL, FRAME, [(175, 80, 255, 100)]) == (100, 80, 180, 100)


def test_in_a_crowd_it_stays_on_top_of_its_box():
    everywhere = [(0, 0, 640, 480)]
    assert place_label((100, 100, 300, 300), LABEL, FRAME, everywhere) == (100, 80, 180, 100)


@given(
    st.tuples(*[st.integers(0, 639)] * 2, *[st.integers(0, 479)] * 2),
    st.tuples(st.integers(1, 640), st.integers(1, 480)),
)
def test_it_always_lies_in_the_frame(edges, label):
    (left, right), (top, bottom) = sorted(edges[:2]), sorted(edges[2:])
    x1, y1, x2, y2 = place_label((left, top, right + 1, bottom + 1), label, FRAME, [])
    assert min(x1, y1) >= 0 and x2 <= 640 and y2 <= 480
    assert (x2 - x1, y2 - y1) == label
