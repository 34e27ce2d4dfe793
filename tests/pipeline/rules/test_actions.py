"""What rules do: files, messages, and nothing secret in what is told."""

import json
import os
import shutil
import socket
import subprocess
import threading
import time
from dataclasses import replace
from http.server import BaseHTTPRequestHandler, HTTPServer
from types import SimpleNamespace

import pytest

from support.eventually import eventually
from support.pipeline.ruled_frames import seen
from support.servers.mqtt_broker import MqttBroker
from support.servers.ports import answers, free_port
from yolocam.errors import SinkError
from yolocam.frame import Event, Rendered
from yolocam.pipeline.actions.attached_rules import Telling, open_rules
from yolocam.pipeline.actions.firing import Firing
from yolocam.pipeline.actions.types.mqtt_action import MQTT as MQTT_ACTION
from yolocam.pipeline.actions.types.webhook_action import WEBHOOK

RULE = '[[rule]]\nname = "visitor"\nwhen = "appears"\n'


@pytest.fixture
def opened(read, tmp_path):
    """Opens the outputs of rules; `said` and `failed` are what they tell."""
    made = []

    def make(text):
        said, failed = [], []
        outputs = open_rules(read(text), tmp_path / "out", Telling(said.append, failed.append, said.append))
        made.append(outputs)
        return SimpleNamespace(sinks=outputs.sinks, health=outputs.health, said=said, failed=failed)

    yield make
    for outputs in made:
        outputs.close()


def fired(index=3, rule="visitor"):
    detected = seen(index, [7])
    event = Event("appeared", detected.frame.pts_ns, None, "yard", 7, 0, 0.9, rule)
    return Rendered(replace(detected, events=(event,)), detected.frame.image)


@pytest.fixture
def hook():
    """A web server; `posts` are what came, `status` is what it answers."""

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self):
            body = self.rfile.read(int(self.headers["Content-Length"]))
            server.posts.append((self.path, self.headers.get("Authorization"), json.loads(body)))
            self.send_response(server.status)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_):
            pass

    server = HTTPServer(("127.0.0.1", 0), Handler)
    server.posts, server.status = [], 200
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02})
    thread.start()
    yield server
    server.shutdown()
    thread.join()
    server.server_close()


def test_a_log_line_says_what_happened(opened, tmp_path):
    file = tmp_path / "log.txt"
    outputs = opened(RULE + f'do = [{{action = "log"}}, {{action = "log", file = {str(file)!r}}}]')
    outputs.sinks["rules"].write(fired())
    assert outputs.said == ["visitor: person #7 appeared in yard"]
    assert file.read_text().endswith(" visitor: person #7 appeared in yard\n")


def test_a_snapshot_has_boxes_also_where_nobody_else_wants_them_drawn(opened, tmp_path):
    outputs = opened(RULE + 'do = [{action = "snapshot"}]')
    assert not outputs.sinks["rules"].wants_image
    outputs.sinks["rules"].write(replace(fired(), image=None))
    outputs.sinks["rules"].close()
    names = sorted(path.suffix for path in (tmp_path / "out").iterdir())
    assert names == [".json", ".png"] and outputs.failed == []


def test_a_recording_is_switched_on_and_off(opened, tmp_path):
    outputs = opened(
        RULE + 'do = [{action = "record", switch = "start"}]\n'
        '[[rule]]\nname = "gone"\nwhen = "leaves"\ndo = [{action = "record", switch = "stop"}]'
    )
    rules, recording = outputs.sinks["rules"], outputs.sinks["recording by rules"]
    assert not recording.wants_image
    for index in range(10):
        item = fired(index, {3: "visitor", 6: "gone"}.get(index, "another"))
        rules.write(item)
        recording.write(item)
    (said,) = outputs.said
    assert said.startswith("recorded ") and len(list((tmp_path / "out").glob("*.mp4"))) == 1


def test_a_webhook_gets_the_event_and_the_token_of_the_environment(opened, hook, monkeypatch):
    monkeypatch.setenv("HOOK_TOKEN", "geheim")
    monkeypatch.setenv("HOOK_PATH", "versteckt")
    url = f"http://127.0.0.1:{hook.server_port}/${{HOOK_PATH}}"
    outputs = opened(RULE + f'do = [{{action = "webhook", url = "{url}", token = "${{HOOK_TOKEN}}"}}]')
    outputs.sinks["rules"].write(fired())
    eventually(lambda: outputs.health()[0].sent == 1)
    ((path, token, message),) = hook.posts
    assert (path, token) == ("/versteckt", "Bearer geheim")
    assert message["rule"] == "visitor" and message["class"] == "person" and message["track_id"] == 7
    hook.status = 404
    outputs.sinks["rules"].write(fired())
    eventually(lambda: outputs.said != [])
    told = repr((outputs.said, outputs.health()))
    assert "it answers 404" in told and "geheim" not in told and "versteckt" not in told


@pytest.mark.slow
def test_a_dead_webhook_holds_up_nothing(opened):
    with socket.create_server(("127.0.0.1", 0)) as silent:  # it takes connections and never answers
        url = f"http://127.0.0.1:{silent.getsockname()[1]}/"
        outputs = opened(RULE + f'do = [{{action = "webhook", url = "{url}", timeout = 0.2}}]')
        began = time.monotonic()
        for index in range(500):
            outputs.sinks["rules"].write(fired(index))
        assert time.monotonic() - began < 50  # it would be 100
        eventually(lambda: outputs.health()[0].failures > 0)
        outputs.sinks["rules"].close()
    (health,) = outputs.health()
    assert health.sent == 0 and health.waiting == 0 and health.dropped == 500
    assert "no answer in time" in outputs.said[0]


def test_a_secret_that_is_missing_is_told_before_anything_begins(opened, monkeypatch):
    monkeypatch.delenv("NOT_THERE", raising=False)
    with pytest.raises(SinkError, match=r"rules.toml line 4: the environment variable NOT_THERE is not set"):
        opened(RULE + 'do = [{action = "webhook", url = "http://h/", token = "${NOT_THERE}"}]')


MQTT = RULE + 'do = [{{action = "mqtt", host = "127.0.0.1", port = {port}, topic = "a/b"{more}}}]'


@pytest.fixture
def broker():
    made = []

    def make(**options):
        made.append(MqttBroker(**options))
        return made[-1]

    yield make
    for one in made:
        one.close()


@pytest.mark.slow
def test_a_broker_gets_the_event(opened, broker, monkeypatch):
    pytest.importorskip("paho")
    monkeypatch.setenv("MQTT_PASSWORD", "geheim")
    server = broker()
    more = ', user = "me", password = "${MQTT_PASSWORD}"'
    outputs = opened(MQTT.format(port=server.port, more=more))
    outputs.sinks["rules"].write(fired())
    eventually(lambda: server.messages != [])
    ((topic, message),) = server.messages
    assert topic == "a/b" and json.loads(message)["text"] == "visitor: person #7 appeared in yard"
    assert b"geheim" in server.logins[0]


@pytest.mark.slow
def test_a_broker_that_refuses_is_told_and_tried_again(opened, broker):
    pytest.importorskip("paho")
    outputs = opened(MQTT.format(port=broker(refuse=True).port, more=""))
    outputs.sinks["rules"].write(fired())
    eventually(lambda: outputs.health()[0].failures > 1)
    (told,) = outputs.said
    assert "the broker refuses: not authorized; it is tried again" in told


@pytest.mark.slow
def test_a_broker_that_comes_late_gets_what_has_waited(opened, broker):
    pytest.importorskip("paho")
    port = free_port()
    outputs = opened(MQTT.format(port=port, more=""))
    outputs.sinks["rules"].write(fired())
    eventually(lambda: outputs.health()[0].failures > 0)
    server = broker(port=port)
    eventually(lambda: len(server.messages) == 1)
    eventually(lambda: "is reached again" in outputs.said[-1])


@pytest.mark.slow
def test_mosquitto_gets_the_event(opened, tmp_path):
    """A real broker, and a real client that listens."""
    pytest.importorskip("paho")
    from paho.mqtt.client import Client
    from paho.mqtt.enums import CallbackAPIVersion

    program = shutil.which("mosquitto", path=os.pathsep.join((os.environ.get("PATH", ""), "/usr/sbin")))
    if program is None:
        pytest.skip("there is no MQTT broker here: mosquitto is not installed")
    port = free_port()
    broker = subprocess.Popen(
        [program, "-p", str(port)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    listener, heard = Client(CallbackAPIVersion.VERSION2), []
    try:
        eventually(lambda: answers(port))
        listener.on_message = lambda client, data, message: heard.append(json.loads(message.payload))
        listener.on_connect = lambda client, *_: client.subscribe("a/#")
        ready = threading.Event()
        listener.on_subscribe = lambda *_: ready.set()
        listener.connect("127.0.0.1", port)
        listener.loop_start()
        assert ready.wait(60)
        outputs = opened(MQTT.format(port=port, more=""))
        for index in range(20):
            outputs.sinks["rules"].write(fired(index))
        eventually(lambda: len(heard) == 20)
        assert [message["frame"] for message in heard] == list(range(20))
    finally:
        listener.disconnect()
        listener.loop_stop()
        broker.terminate()
        broker.wait()


def test_a_test_message_is_sent_and_its_answer_awaited(hook):
    url = f"http://127.0.0.1:{hook.server_port}/x"
    assert WEBHOOK.probe({"url": url}) == f"http://127.0.0.1:{hook.server_port}"
    ((_, _, body),) = hook.posts
    assert body["rule"] == body["kind"] == "test" and set(body) == set(fired_record())
    hook.status = 403
    with pytest.raises(SinkError, match="it answers 403"):
        WEBHOOK.probe({"url": url})


@pytest.mark.slow
def test_a_test_message_goes_to_a_broker(broker):
    pytest.importorskip("paho")
    server = broker()
    values = {"host": "127.0.0.1", "port": server.port, "topic": "a/b"}
    assert MQTT_ACTION.probe(values) == f"mqtt://127.0.0.1:{server.port}"
    assert json.loads(server.messages[0][1])["kind"] == "test"
    with pytest.raises(SinkError, match="the broker refuses: not authorized"):
        MQTT_ACTION.probe({**values, "port": broker(refuse=True).port})


def fired_record():
    item = fired()
    return Firing(item.detected.events[0], item).record()
