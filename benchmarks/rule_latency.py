"""How long it takes from a detection to the message of a rule at an MQTT client, in milliseconds.

    python benchmarks/rule_latency.py [COUNT]

Starts a mosquitto on this computer and listens to it; a rule fires COUNT times (500), thirty times a second.
The way is that of a run: the processor of rules, the sink's queue, the outbox, the broker.
"""

from __future__ import annotations

import json
import os
import shutil
import socket
import subprocess
import sys
import tempfile
import threading
import time
from pathlib import Path

import numpy as np

from yolocam.detections import Detections
from yolocam.frame import Detected, Frame, Inference, ModelInfo, Rendered, SourceInfo, Timing
from yolocam.pipeline.actions import action_types
from yolocam.pipeline.actions.attached_rules import Telling, open_rules
from yolocam.pipeline.rules.rule_file import read_rules
from yolocam.pipeline.rules.rule_processor import RuleProcessor
from yolocam.pipeline.sink_runner import SinkRunner
from yolocam.settings import Settings

GOAL_MS = 50.0
RULES = """[[rule]]
when = "appears"
do = [{{action = "mqtt", host = "127.0.0.1", port = {port}, topic = "bench"}}]
"""
STEP_S = 1 / 60


def main() -> int:
    """Measure, print the spread, and return 0 where the 95th percentile is below the goal."""
    count = int(sys.argv[1]) if len(sys.argv) > 1 else 500
    program = shutil.which("mosquitto", path=os.pathsep.join((os.environ.get("PATH", ""), "/usr/sbin")))
    if program is None:
        print("mosquitto is not installed")
        return 2
    with socket.create_server(("127.0.0.1", 0)) as free:
        port = free.getsockname()[1]
    broker = subprocess.Popen(
        [program, "-p", str(port)], stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL
    )
    try:
        taken = _measure(port, count)
    finally:
        broker.terminate()
        broker.wait()
    p50, p95 = np.percentile(taken, (50, 95))
    print(
        f"{len(taken)} of {count} messages; p50 {p50:.1f} ms, p95 {p95:.1f} ms, longest {max(taken):.1f} ms"
    )
    return 0 if len(taken) == count and p95 < GOAL_MS else 1


def _measure(port: int, count: int) -> list[float]:
    from paho.mqtt.client import Client
    from paho.mqtt.enums import CallbackAPIVersion

    time.sleep(1)
    heard: dict[int, float] = {}
    ready = threading.Event()
    client = Client(CallbackAPIVersion.VERSION2)
    client.on_connect = lambda *_: client.subscribe("bench")
    client.on_subscribe = lambda *_: ready.set()
    client.on_message = lambda _, __, got: heard.setdefault(
        json.loads(got.payload)["track_id"], time.perf_counter()
    )
    client.connect("127.0.0.1", port)
    client.loop_start()
    ready.wait(10)
    sent: dict[int, float] = {}
    with tempfile.TemporaryDirectory() as folder:
        file = Path(folder, "rules.toml")
        file.write_text(RULES.format(port=port))
        rules = read_rules(file, action_types().types)
        processor = RuleProcessor(file)
        outputs = open_rules(rules, Path(folder), Telling(print, print, print))
        runner = SinkRunner(outputs.sinks["rules"], name="rules")
        time.sleep(0.5)
        for number in range(count):
            for repeat in (0, 1):  # an object counts from its second frame on
                detected = _seen(2 * number + repeat, number + 1)
                sent[number + 1] = time.perf_counter()
                runner.offer(Rendered(processor.process(detected), None))
                time.sleep(STEP_S)
        runner.finish()
    time.sleep(1)
    client.disconnect()
    client.loop_stop()
    return [(heard[track] - sent[track]) * 1e3 for track in sorted(heard)]


def _seen(index: int, track: int) -> Detected:
    one = np.ones(1, np.float32)
    found = Detections(
        xyxy=np.array([[10, 10, 50, 90]], np.float32),
        objectness=one,
        class_score=one,
        class_id=np.zeros(1, np.int32),
        track_id=np.array([track], np.int32),
    )
    info = SourceInfo("bench", "camera", (64, 96), live=True)
    frame = Frame(np.zeros((96, 64, 3), np.uint8), index, index * 16_000_000, time.monotonic_ns(), info)
    model = ModelInfo("bench", ("person",), (64, 96), "cpu", "fp32")
    return Detected(frame, Inference(found, Timing(), model), Settings())


if __name__ == "__main__":
    sys.exit(main())
