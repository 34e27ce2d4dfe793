"""What is heard in a stream or a live recording belongs to what is seen."""

import threading
import time
from dataclasses import replace
from fractions import Fraction

import av
import numpy as np
import pytest

from support.eventually import eventually
from support.films.click_films import FPS, WHITE, clicks, flashes, make_film
from support.pipeline.recording_frames import LIVE as CAMERA
from support.pipeline.recording_frames import MODEL, read_film, result
from support.servers.rtmp_server import rtmp_server
from support.servers.stubborn_server import resets, stubborn_server
from yolocam.detections import Detections
from yolocam.frame import Detected, Inference, Rendered, Timing
from yolocam.media.encoding.encoder_settings import LIVE, STREAM
from yolocam.media.encoding.encoders import working_encoders
from yolocam.media.sound.audio_choice import AudioChoice, SharedInput
from yolocam.media.sound.live_sound import RATE, LiveSound
from yolocam.media.streaming.destination import destination
from yolocam.media.streaming.live_encoder import LiveEncoder
from yolocam.media.streaming.live_packet import VIDEO
from yolocam.media.streaming.sender import _as_packet, _tracks
from yolocam.pipeline.sinks.live.stream_link import Retries
from yolocam.pipeline.sinks.live.stream_sound import StreamSound
from yolocam.pipeline.sinks.live.streamer import Streamer
from yolocam.pipeline.sinks.video.recorder import Recorder
from yolocam.pipeline.sources.files.video import VideoSource
from yolocam.pipeline.sources.live.stream import open_stream
from yolocam.settings import Settings

SMALL = replace(STREAM, bitrate=500_000, size_wh=(64, 48), fps=Fraction(FPS), hardware=False)
SECOND = 10**9


def rendered(frame):
    return Rendered(Detected(frame, Inference(Detections.empty(), Timing(), MODEL), Settings()), frame.image)


def images_of(path):
    source = VideoSource(path)
    try:
        while (frame := source.read()) is not None:
            yield frame
    finally:
        source.close()


@pytest.mark.slow
@pytest.mark.parametrize(("sound_encoder", "container"), [("aac", "flv"), ("libopus", "matroska")])
def test_the_sound_of_a_file_goes_on_air_with_its_images(tmp_path, sound_encoder, container):
    make_film(tmp_path / "in.mp4", rate=44_100)
    encoder = LiveEncoder(working_encoders(SMALL), SMALL, sound_encoder)
    beside, packets = StreamSound(), []
    for number, frame in enumerate(images_of(tmp_path / "in.mp4")):
        sound, moment_ns = beside.beside(frame, time.monotonic_ns())
        packets += encoder.encode(frame.image, number, sound, moment_ns)
    beside.close()
    with av.open(str(tmp_path / "out"), "w", format=container) as out:
        tracks = _tracks(out, encoder.facts, packets[0])
        for packet in packets:
            out.mux(_as_packet(packet, tracks[packet.track]))
    film = read_film(tmp_path / "out")
    assert len(flashes(film)) == len(WHITE)
    assert clicks(film) == pytest.approx(flashes(film), abs=0.045)


def test_a_source_without_sound_is_silent():
    encoder = LiveEncoder(working_encoders(SMALL), SMALL, "aac")
    sound, moment_ns = StreamSound().beside(result(0).frame, 0)
    assert sound is None
    kinds = [p.track for n in range(10) for p in encoder.encode(result(0).image, n, sound, moment_ns)]
    assert kinds.count(VIDEO) == 10 and len(kinds) > 20


class Microphone(LiveSound):
    """A sound input that is fed by hand."""

    closed = False

    def close(self):
        self.closed = True

    def used(self):
        """Return a use of it, as recordings and streams get one."""
        return SharedInput(AudioChoice(listening="default"), make=lambda *_: self).acquire()


def clicking(at_ns, count):
    """A click every half second of the clock."""
    times = at_ns / SECOND + np.arange(count) / RATE
    return np.tile((times % 0.5 < 0.04) * np.sin(times * 6283), (2, 1)).astype(np.float32) * 0.7


@pytest.mark.slow
@pytest.mark.parametrize("pieces_late_s", [0.0, 0.2])
def test_a_microphone_is_recorded_beside_a_camera(tmp_path, pieces_late_s):
    card = Microphone()
    recorder = Recorder(
        tmp_path / "out.mp4", encoder=replace(LIVE, hardware=False), jsonl=False, sound_input=card.used()
    )
    start_ns, heard = 50 * SECOND, 0.0
    for number in range(100):
        now = number / 25
        while heard < now - pieces_late_s:
            card.put(clicking(start_ns + round(heard * SECOND), 480), start_ns + round(heard * SECOND))
            heard += 0.01
        white = now % 0.5 < 0.04
        at_ns = start_ns + number * SECOND // 25
        recorder.write(
            result(number, source=CAMERA, drawn=255 if white else 0, captured_ns=at_ns, pts_ns=at_ns)
        )
    recorder.close()
    assert card.closed
    film = read_film(tmp_path / "out.mp4")
    seen = [t for t in flashes(film) if 0.1 < t < 3.4]
    found = [t for t in clicks(film) if 0.1 < t < 3.4]
    assert len(seen) == 6
    assert found == pytest.approx(seen, abs=0.03)


def test_recording_without_audio_leaves_the_microphone_out(tmp_path):
    recorder = Recorder(tmp_path / "out.mp4", jsonl=False, audio=False, sound_input=Microphone().used())
    for number in range(5):
        recorder.write(result(number, source=CAMERA))
    recorder.close()
    assert read_film(tmp_path / "out.mp4").sound is None


def test_sound_waits_for_images_that_are_sent_a_while_after_they_came(tmp_path):
    make_film(tmp_path / "in.mp4")
    beside, off = StreamSound(), []
    for frame in images_of(tmp_path / "in.mp4"):
        _, moment_ns = beside.beside(frame, time.monotonic_ns() - SECOND // 15)
        off.append(moment_ns - frame.pts_ns)
    beside.close()
    assert np.median(off) == pytest.approx(0, abs=0.02 * SECOND)


def test_a_stream_that_is_given_up_lets_go_of_the_microphone():
    card, ended = Microphone(), []
    with stubborn_server(resets) as server:
        streamer = Streamer(
            destination(f"rtmp://127.0.0.1:{server.port}/live", "key"),
            SMALL,
            failed=ended.append,
            raises=False,
            sound_input=card.used(),
            retries=Retries(pause_s=0.05, most=0),
        )
        streamer.write(result(0, source=CAMERA))
        eventually(lambda: ended and card.closed, 20)
        streamer.close()


def test_a_stream_that_never_had_an_image_lets_go_of_the_microphone():
    card = Microphone()
    Streamer(destination("rtmp://127.0.0.1:9/live", "key"), SMALL, sound_input=card.used()).close()
    assert card.closed


@pytest.mark.slow
def test_the_sound_of_a_network_stream_is_recorded_and_sent_on(tmp_path):
    """A film goes to a server, comes back as a source, is recorded, and goes to the server again."""
    make_film(tmp_path / "in.mp4")
    frames = list(images_of(tmp_path / "in.mp4"))
    over = threading.Event()
    with rtmp_server(tmp_path) as server:
        first = Streamer(destination(server.address, "first"), SMALL, raises=False)

        def play():
            began, number = time.monotonic(), 0
            while not over.wait(max(began + number / FPS - time.monotonic(), 0)):
                lap, index = divmod(number, len(frames))
                # A flash lasts three frames: where a busy machine leaves one out, it is seen all the same.
                shown = next((white for white in WHITE if white <= index < white + 3), index)
                image = frames[shown].image
                first.write(rendered(replace(frames[index], image=image, jumps=lap)))
                number += 1

        player = threading.Thread(target=play)
        player.start()
        try:
            eventually(lambda: first.health.phase == "on air")
            time.sleep(1)
            source = open_stream(f"{server.address}/first")
            recorder = Recorder(tmp_path / "out.mkv", encoder=replace(LIVE, hardware=False), jsonl=False)
            second = Streamer(destination(server.address, "second"), SMALL, raises=False)
            until, white = time.monotonic() + 60, 0
            while white < 24 and time.monotonic() < until:
                item = rendered(source.read())
                white += item.frame.image.mean() > 150
                recorder.write(item)
                second.write(item)
            source.close()
            recorder.close()
            second.close()
        finally:
            over.set()
            player.join()
            first.close()
        eventually(lambda: server.recordings("second"))
    for path in (tmp_path / "out.mkv", server.recordings("second")[0]):
        film = read_film(path)
        seen = [t for t in flashes(film) if t > 2]
        found = [t for t in clicks(film) if t > 2]
        near = [t for t in found if any(abs(t - s) < 0.1 for s in seen)]
        assert len(near) >= 3, (path, seen, found)
        off = [min((t - s for s in seen), key=abs) for t in near]
        assert abs(np.median(off)) < 0.05
