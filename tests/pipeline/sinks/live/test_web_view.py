"""The page for the local network shows images, counts and events to who has the token, and nothing else."""

import http.client
import json
import socket
import threading
import time
from dataclasses import replace
from urllib.parse import urlsplit

import cv2
import numpy as np
import psutil
import pytest

from support.eventually import eventually
from support.films.media_files import rendered
from support.pipeline.result_items import live_frame
from yolocam.detections import Detections
from yolocam.errors import SinkError
from yolocam.frame import Event, publish
from yolocam.pipeline.sinks.live.web_view import MOST_CLIENTS, WebView


def item(index=0):
    """A frame with one object, a grey image, and an event."""
    two = np.zeros(2, np.float32)
    boxes = np.zeros((2, 4), np.float32)
    persons = Detections(xyxy=boxes, objectness=two, class_score=two, class_id=np.zeros(2, np.int32))
    found = rendered(live_frame(index, 10**9 * index), persons)
    image = publish(np.full((48, 64, 3), 100 + index % 50, np.uint8))
    events = (Event("enter", 10**9, place="door"),) if index == 3 else ()
    return replace(found, image=image, detected=replace(found.detected, events=events))


@pytest.fixture
def view():
    opened = WebView("http:0")
    stop = threading.Event()

    def feed():
        index = 0
        while not stop.wait(0.02):
            opened.write(item(index))
            index += 1

    thread = threading.Thread(target=feed)
    thread.start()
    yield opened
    stop.set()
    thread.join()
    began = time.monotonic()
    opened.close()
    assert time.monotonic() - began < 30
    eventually(lambda: not [one for one in threading.enumerate() if "process_request" in one.name])


def get(view, path, method="GET", token=None):
    connection = http.client.HTTPConnection("127.0.0.1", urlsplit(view.url).port, timeout=60)
    connection.request(method, f"{path}?token={view.token if token is None else token}")
    return connection, connection.getresponse()


def test_the_page_is_shown_to_who_has_the_token(view):
    connection, answer = get(view, "/")
    text = answer.read().decode()
    assert answer.status == 200 and f"live.mjpg?token={view.token}" in text
    assert "default-src 'none'" in answer.headers["Content-Security-Policy"]
    connection.close()


@pytest.mark.slow
@pytest.mark.parametrize(
    ("path", "method", "token", "status"),
    [
        ("/", "GET", "", 403),
        ("/live.mjpg", "GET", "wrong", 403),
        ("/events", "GET", "wrong", 403),
        ("/etc/passwd", "GET", None, 404),
        ("/../web_view.py", "GET", None, 404),
        ("/", "POST", None, 501),
        ("/", "PUT", None, 501),
        ("/", "DELETE", None, 501),
    ],
)
def test_nothing_else_is_read_or_written(view, path, method, token, status):
    connection, answer = get(view, path, method, token)
    assert answer.status == status
    connection.close()


def test_images_come_one_after_the_other_and_are_made_only_while_somebody_looks(view):
    assert not view.wants_image
    connection, answer = get(view, "/live.mjpg")
    for _ in range(3):
        assert answer.readline() == b"--frame\r\n"
        answer.readline()
        size = int(answer.readline().split(b":")[1])
        answer.readline()
        image = cv2.imdecode(np.frombuffer(answer.read(size), np.uint8), cv2.IMREAD_COLOR)
        assert image.shape == (48, 64, 3) and view.wants_image
        answer.readline()
    connection.close()
    answer.close()
    eventually(lambda: not view.wants_image)


@pytest.mark.slow
def test_counts_and_events_are_told(view):
    connection, answer = get(view, "/events")
    events, counts = [], {}
    while not events:
        line = answer.readline()
        if line.startswith(b"data:"):
            told = json.loads(line[5:])
            events, counts = told["events"], told["counts"]
    assert events == [{"kind": "enter", "place": "door", "seconds": 1.0}]
    assert counts == {"person": 2}
    connection.close()


@pytest.mark.slow
def test_clients_are_bounded_and_slow_ones_hold_up_nobody(view):
    port = urlsplit(view.url).port
    lazy = [socket.create_connection(("127.0.0.1", port)) for _ in range(MOST_CLIENTS)]
    for one in lazy[:4]:
        one.sendall(f"GET /live.mjpg?token={view.token} HTTP/1.1\r\n\r\n".encode())
    eventually(lambda: view.wants_image)
    connection, answer = get(view, "/")
    assert answer.status == 503
    connection.close()
    count = view.health.frames
    eventually(lambda: view.health.frames > count + 20)
    for one in lazy:
        one.close()


def test_it_is_for_this_computer_alone_unless_a_host_is_given(view):
    port = urlsplit(view.url).port
    ours = [one for one in psutil.Process().net_connections("tcp") if one.laddr.port == port]
    assert {one.laddr.ip for one in ours if one.status == psutil.CONN_LISTEN} == {"127.0.0.1"}
    assert view.url.startswith("http://127.0.0.1:")


def test_a_port_that_is_used_and_one_that_is_none_are_told(view):
    with pytest.raises(SinkError, match=r"no page can be shown at port .* give another port"):
        WebView(f"http:{urlsplit(view.url).port}")
    for address in ("http:", "http:x", "http:70000", "http:a:b:1", "http://h:1/x"):
        with pytest.raises(SinkError, match="is no place for a page"):
            WebView(address)
