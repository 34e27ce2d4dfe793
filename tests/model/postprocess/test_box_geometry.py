"""The geometry between frame and input: Darknet's letterbox, its inverse, overlaps."""

import numpy as np
import pytest
import torch
from hypothesis import given, settings
from hypothesis import strategies as st
from torch.utils._python_dispatch import TorchDispatchMode

from support.darknet import plain_detector
from yolocam.letterbox import Placement, placement, rectangle, to_frame
from yolocam.model.postprocess.box_geometry import pairwise_iou, xywh_to_xyxy
from yolocam.model.preprocess import fit_frame, fit_tensor

pytestmark = pytest.mark.usefixtures("one_thread")

NET_WH = (96, 64)
SIZES = [
    (96, 64),  # equal
    (768, 576),  # smaller
    (33, 47),  # larger, odd, tall
    (61, 17),  # larger, odd, wide
    (1, 1),
    (1, 300),
    (300, 1),
    (3000, 3),
    (3, 3000),
    (97, 65),
    (2, 2),
]
side = st.integers(1, 400)


def picture(wh, seed=0):
    return np.random.default_rng(seed).integers(0, 256, (wh[1], wh[0], 3), dtype=np.uint8)


def fitted(image, place, dtype=np.uint8):
    width, height = place.net_wh
    canvas = np.full((height, width, 3), 7, dtype)  # as if it held an earlier frame
    fit_frame(image, place, canvas)
    return canvas


def fitted_tensor(image, place):
    """What `fit_tensor` makes of it, in the units and layout of `fit_frame`."""
    x = fit_tensor(torch.from_numpy(image)[None], place)
    assert x.dtype == torch.float32
    assert x.shape == (1, place.net_wh[1], place.net_wh[0], 3)
    return x[0].numpy()


@pytest.mark.parametrize("wh", SIZES)
def test_letterbox_is_darknets(wh):
    image = picture(wh)
    place = placement(wh, NET_WH, "letterbox")
    expected = plain_detector.letterbox(image, NET_WH)
    assert np.abs(fitted(image, place) - expected).max() <= 1.0
    assert np.abs(fitted(image, place, np.float32) - expected).max() < 0.05
    assert np.abs(fitted_tensor(image, place) - expected).max() < 0.05


@pytest.mark.parametrize("wh", SIZES)
def test_stretch_fills_the_input(wh):
    image = picture(wh)
    place = placement(wh, NET_WH, "stretch")
    expected = plain_detector.resize(image, NET_WH)
    assert np.abs(fitted(image, place) - expected).max() <= 1.0
    assert np.abs(fitted_tensor(image, place) - expected).max() < 0.05


def test_equal_size_changes_nothing():
    image = picture(NET_WH)
    for fit in ("letterbox", "stretch"):
        place = placement(NET_WH, NET_WH, fit)
        np.testing.assert_array_equal(fitted(image, place), image)
        np.testing.assert_allclose(fitted_tensor(image, place), image, atol=1e-4)


def test_read_only_and_cut_out_frames_are_taken_and_kept():
    wall = picture((200, 150))
    part = wall[20:120, 30:180]
    part.flags.writeable = False
    before = wall.copy()
    place = placement((150, 100), NET_WH, "letterbox")
    np.testing.assert_array_equal(fitted(part, place), fitted(part.copy(), place))
    np.testing.assert_array_equal(wall, before)


@pytest.mark.parametrize("wh", [(40_000, 10), (10, 40_000)])
def test_frames_longer_than_opencv_counts_in_16_bits(wh):
    image = np.full((wh[1], wh[0], 3), 90, np.uint8)
    place = placement(wh, NET_WH, "letterbox")
    assert set(np.unique(fitted(image, place))) == {90, 128}


@pytest.mark.parametrize(
    ("frame", "expected"),
    [((768, 576), (416, 320)), ((1280, 720), (416, 256)), ((720, 1280), (256, 416)), ((9, 9), (416, 416))],
)
def test_rectangle_holds_the_frame_as_large_as_the_square(frame, expected):
    net = rectangle(frame, (416, 416), 32)
    assert net == expected
    assert placement(frame, net, "letterbox").new_wh == placement(frame, (416, 416), "letterbox").new_wh


@given(frame=st.tuples(side, side), net=st.tuples(side, side))
def test_letterbox_is_centred_and_fills_one_side(frame, net):
    place = placement(frame, net, "letterbox")
    for new, offset, whole in zip(place.new_wh, place.offset_xy, net, strict=True):
        assert 1 <= new <= whole
        assert offset == (whole - new) // 2
    assert place.new_wh[0] == net[0] or place.new_wh[1] == net[1]


@pytest.mark.slow
@given(frame=st.tuples(side, side), net=st.tuples(side, side), letterbox=st.booleans(), data=st.data())
def test_boxes_come_back_from_the_input(frame, net, letterbox, data):
    place = placement(frame, net, "letterbox" if letterbox else "stretch")
    corner = st.floats(0, 1, width=32)
    box = np.array([[data.draw(corner) for _ in range(4)]], np.float32) * (frame * 2)
    scale = np.array(place.new_wh * 2) / np.array(frame * 2)
    there = (box * scale + place.offset_xy * 2).astype(np.float32)
    back = to_frame(there, place)
    assert back.dtype == np.float32
    # float32 keeps 24 bits of a position in the input; that many come back.
    tolerance = 4 * np.finfo(np.float32).eps * max(net) / min(scale) + 1e-4
    np.testing.assert_allclose(back, box, atol=tolerance)


def test_boxes_are_clipped_to_the_frame():
    place = placement((200, 100), (96, 96), "letterbox")
    outside = np.array([[-50, -50, 200, 200], [0, 0, 96, 10], [-1e9, 0, 1e9, 1e30]], np.float32)
    expected = [[0, 0, 200, 100], [0, 0, 200, 0], [0, 0, 200, 100]]
    np.testing.assert_array_equal(to_frame(outside, place), expected)


def test_no_boxes_come_back_as_no_boxes():
    place = placement((200, 100), (96, 96), "letterbox")
    assert to_frame(np.zeros((0, 4), np.float32), place).shape == (0, 4)


def test_stretched_boxes_have_a_scale_of_their_own_for_each_axis():
    place = placement((200, 50), (100, 100), "stretch")
    box = np.array([[10, 10, 20, 20]], np.float32)
    np.testing.assert_allclose(to_frame(box, place), [[20, 5, 40, 10]])


def test_the_border_alone_is_grey():
    place = placement((10, 100), NET_WH, "letterbox")
    canvas = fitted(np.zeros((100, 10, 3), np.uint8), place)
    assert (place.new_wh, place.offset_xy) == ((6, 64), (45, 0))
    assert (canvas[:, 45:51] == 0).all()
    assert (canvas[:, :45] == 128).all()
    assert (canvas[:, 51:] == 128).all()


def test_a_batch_is_fitted_picture_by_picture():
    images = np.stack([picture((50, 40), seed) for seed in range(3)])
    place = placement((50, 40), NET_WH, "letterbox")
    together = fit_tensor(torch.from_numpy(images), place)
    for image, x in zip(images, together, strict=True):
        torch.testing.assert_close(x, fit_tensor(torch.from_numpy(image)[None], place)[0])


class LargestTensor(TorchDispatchMode):
    """Notes the bytes of the largest tensor that is made."""

    nbytes = 0

    def __torch_dispatch__(self, func, types, args=(), kwargs=None):
        made = func(*args, **(kwargs or {}))
        if isinstance(made, torch.Tensor) and made._base is None:
            self.nbytes = max(self.nbytes, made.nbytes)
        return made


@pytest.mark.slow
def test_a_huge_picture_is_not_copied_on_the_device():
    """As float32 it would take four times its size, and there were four of them."""
    images = torch.zeros((1, 3000, 4000, 3), dtype=torch.uint8)
    with LargestTensor() as made:
        fit_tensor(images, placement((4000, 3000), NET_WH, "letterbox"))
    assert 0 < made.nbytes < images.nbytes / 20


def test_identity_placement_passes_pixels_through():
    image = picture(NET_WH)
    place = Placement(NET_WH, NET_WH, NET_WH, (0, 0))
    np.testing.assert_array_equal(fitted(image, place), image)


def test_xywh_to_xyxy():
    boxes = torch.tensor([[[10.0, 20.0, 4.0, 6.0]]])
    assert xywh_to_xyxy(boxes).tolist() == [[[8, 17, 12, 23]]]


@settings(deadline=None, max_examples=30)
@given(st.integers(0, 2**32 - 1))
def test_pairwise_iou_is_that_of_each_pair(seed):
    rng = np.random.default_rng(seed)
    corner = rng.integers(0, 12, (2, 9, 2))
    boxes = np.concatenate((corner, corner + rng.integers(0, 8, (2, 9, 2))), axis=-1).astype(np.float32)
    found = pairwise_iou(torch.from_numpy(boxes[0]), torch.from_numpy(boxes[1][:5]))
    expected = [[plain_detector.iou(a, b) for b in boxes[1][:5]] for a in boxes[0]]
    assert found.shape == (9, 5)
    np.testing.assert_allclose(found, expected, rtol=1e-6)
