"""Films decoded on a card, with the processor's planes in the place of the card's: they export alike."""

from fractions import Fraction

import av
import numpy as np
import pytest
import torch

from support.films.media_files import make_video, number_in
from yolocam.frame import Colours
from yolocam.media import card_decoding, video_file
from yolocam.media.card_decoding import CardRefused
from yolocam.media.upright import UprightPictures
from yolocam.model.preprocess import nv12_to_bgr
from yolocam.pipeline.sources.files import video
from yolocam.pipeline.sources.files.listing import list_sources
from yolocam.pipeline.sources.files.sequence import SequenceSource
from yolocam.pipeline.sources.files.video import VideoSource

LENGTH = 40


class Card:
    """A decoder that leaves NV12 planes behind, and refuses the frame of a number, counted over all."""

    def __init__(self, monkeypatch):
        self.refuses_at = None
        self.decoded = 0
        self.files = []
        self.format = "nv12"
        software = video_file.VideoFile.frames

        def frames(file, *args, **options):
            self.files.append(file)
            for frame in software(file, *args, **options):
                if file._card is None:
                    yield frame
                    continue
                if self.decoded == self.refuses_at:
                    raise CardRefused("no more surfaces")
                self.decoded += 1
                yield frame.reformat(format="nv12")

        monkeypatch.setattr(video_file.VideoFile, "frames", frames)
        monkeypatch.setattr(video_file, "card_decoder", lambda number: None)
        for place in (video, card_decoding):
            monkeypatch.setattr(place, "lies_on_card", lambda frame: frame.format.name == "nv12")
        monkeypatch.setattr(card_decoding, "planes_format", lambda frame: self.format)


@pytest.fixture
def card(monkeypatch):
    return Card(monkeypatch)


def film(folder, name="v.mp4", **options):
    return make_video(folder / name, LENGTH, rate=Fraction(25), **options)


def all_of(source):
    found = list(iter(source.read, None))
    source.close()
    return found


def assert_whole(frames, on_card):
    """Every frame once, in order, with its number, its time and its image; so many of them on the card."""
    assert [frame.index for frame in frames] == list(range(LENGTH))
    assert [frame.pts_ns for frame in frames] == [n * 40_000_000 for n in range(LENGTH)]
    assert sum(frame.on_card is not None for frame in frames) == on_card
    assert [number_in(frame.image) for frame in frames] == list(range(LENGTH))
    assert not any(frame.image.flags.writeable for frame in frames)


def test_frames_stay_on_the_card_until_their_image_is_asked_for(tmp_path, card):
    frames = all_of(VideoSource(film(tmp_path), card=0))
    assert all(frame.on_card._image is None for frame in frames)
    assert all(frame.size_wh == (64, 48) for frame in frames)
    moved = frames[5].with_times(jumps=1)
    assert (moved.jumps, frames[5].jumps, moved.on_card) == (1, 0, frames[5].on_card)
    assert frames[5].on_card._image is None
    assert frames[5].image is frames[5].image is moved.image  # brought over once
    luma, chroma = (torch.from_dlpack(plane) for plane in frames[5].on_card.planes)
    assert (tuple(luma.shape), tuple(chroma.shape)) == ((48, 64), (24, 32, 2))
    assert_whole(frames, LENGTH)


@pytest.mark.parametrize("name", ["v.mp4", "v.mkv", "v.ts"])
@pytest.mark.parametrize("refuses_at", [1, 17, LENGTH - 1])
def test_what_the_card_refuses_the_processor_goes_on_with(tmp_path, card, name, refuses_at):
    """In pictures that are stored out of order, with one key frame and with many."""
    card.refuses_at = refuses_at
    source = VideoSource(film(tmp_path, name, options={"bf": "3", "g": "12"}), card=0)
    assert_whole(all_of(source), refuses_at)
    assert source.card_refusal == (
        f"{tmp_path / name} is not decoded on the graphics card (no more surfaces): "
        "the processor does it, frame by frame"
    )
    assert source.problem is None


def test_a_first_frame_that_the_card_refuses(tmp_path, card):
    card.refuses_at = 0
    assert_whole(all_of(VideoSource(film(tmp_path), card=0)), 0)
    assert len(card.files) == 2 and all(file.closed for file in card.files)


def test_without_a_card_the_processor_decodes_and_says_so(tmp_path):
    """For real: opening a CUDA device fails here, or the test has a card and films stay on it."""
    source = VideoSource(film(tmp_path), card=0)
    frames = all_of(source)
    assert_whole(frames, LENGTH if source.card_refusal is None else 0)


def test_several_files_tell_once(tmp_path, card):
    card.refuses_at = 0
    for name in ("a.mp4", "b.mp4"):
        film(tmp_path, name)
    told = []
    source = SequenceSource(list_sources([str(tmp_path)]), on_note=lambda *note: told.append(note), card=0)
    assert len(all_of(source)) == 2 * LENGTH
    assert [name for name, _ in told] == ["a.mp4"]


def test_a_file_that_is_no_film_is_told_as_ever(tmp_path, card):
    path = tmp_path / "v.mp4"
    path.write_bytes(b"no film" * 100)
    with pytest.raises(Exception, match="cannot be opened as a video"):
        VideoSource(path, card=0)


def test_seeking_is_exact_on_the_card_and_where_it_refuses(tmp_path, card):
    path = film(tmp_path, options={"bf": "3", "g": "12"})
    for refuses_at in (None, 3, 20):
        card.decoded, card.refuses_at = 0, refuses_at
        source = VideoSource(path, card=0)
        for number in (30, 7, 39, 0, 18):
            source.seek(number * 40_000_000)
            assert number_in(source.read().image) == number
        source.close()


def test_an_image_that_the_card_no_longer_gives_is_decoded_anew(tmp_path, card, monkeypatch):
    """As after a sleep: the frame is there, its memory is gone."""
    frames = all_of(VideoSource(film(tmp_path), card=0))
    picture = UprightPictures.picture

    def lost(upright, frame):
        if frame.format.name == "nv12":
            raise av.error.ExternalError(1, "Generic error in an external library")
        return picture(upright, frame)

    monkeypatch.setattr(UprightPictures, "picture", lost)
    assert_whole(frames, LENGTH)


def test_what_the_letterbox_does_not_take_is_made_an_image_of_at_once(tmp_path, card):
    card.format = "p010le"
    frames = all_of(VideoSource(film(tmp_path), card=0))
    assert_whole(frames, 0)


@pytest.mark.parametrize(("size", "bt709"), [((64, 48), False), ((1280, 720), True)])
def test_colours_are_those_that_the_image_is_made_with(tmp_path, card, size, bt709):
    path = make_video(tmp_path / "v.mp4", 2, size=size) if size != (64, 48) else film(tmp_path)
    frame = next(iter(VideoSource(path, card=0).read, None))
    assert frame.on_card.colours == Colours(bt709=bt709, full_range=False)
    planes = [torch.from_dlpack(plane) for plane in frame.on_card.planes]
    off = {
        colours: np.abs(nv12_to_bgr(*planes, colours)[0].numpy().astype(int) - frame.image).mean()
        for colours in (Colours(one, full) for one in (False, True) for full in (False, True))
    }
    assert off[frame.on_card.colours] < min(off.values()) + 0.5  # a grey film is nearly the same by both
    assert off[frame.on_card.colours] < 1.5  # FFmpeg rounds down on its way
