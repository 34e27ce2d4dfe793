"""A network that is to begin on a GPU that another one has lost, with the CPU in its place."""

import gc
import weakref

import numpy as np
import pytest
import torch

from support.darknet.darknet_files import TINY
from support.darknet.small_detector import files_of
from yolocam.letterbox import placement
from yolocam.model import load_network
from yolocam.model.engines.cpu_engine import CpuEngine
from yolocam.model.engines.failover import guarded
from yolocam.model.engines.runtime import InferenceNetwork
from yolocam.model.engines.task import EngineTask
from yolocam.model.postprocess.rows import Thresholds

CPU = torch.device("cpu")
LOST = "CUDA error: an illegal memory access was encountered"
WORK = [np.full((32, 32, 3), 128, np.uint8)], [placement((32, 32), (32, 32), "stretch")], Thresholds(0.01)


def on_cpu(network, task=None):
    return CpuEngine(InferenceNetwork(network, CPU, "fp32"), CPU)


@pytest.fixture
def card(tmp_path, monkeypatch):
    """A GPU whose engines are the CPU's; returns how one is opened, and what is asked of new processes."""
    files, asked = files_of(tmp_path, TINY), []

    def worker(task):
        asked.append(task)
        return on_cpu(load_network(task.cfg, task.weights))

    monkeypatch.setattr(guarded, "open_torch", on_cpu)
    monkeypatch.setattr(guarded, "WorkerEngine", worker)
    monkeypatch.setattr(guarded, "device_label", lambda device: "RTX 1")
    task = EngineTask(device="cuda:0", precision="fp16", files=files)
    return lambda: guarded.open_guarded(load_network(*files), task), asked


def test_an_engine_that_is_given_up_frees_its_network_at_once(card):
    """Not with the next collection of garbage: until then the card would hold two networks."""
    engine = card[0]()
    network = weakref.ref(engine.engine)
    engine.close()
    gc.disable()
    try:
        del engine
        assert network() is None
    finally:
        gc.enable()


def test_another_network_begins_in_a_process_of_its_own_once_the_card_is_lost(card, monkeypatch):
    opened, asked = card
    expected, _ = opened().submit(*WORK).result()

    def lost(network, task):
        raise RuntimeError(LOST)

    monkeypatch.setattr(guarded, "open_torch", lost)
    engine = opened()
    assert (engine.status.device, engine.status.precision) == ("RTX 1", "fp16")
    rows, _ = engine.submit(*WORK).result()
    np.testing.assert_allclose(rows, expected, rtol=1e-4, atol=1e-3)
    assert [task.device for task in asked] == ["cuda:0"]
    assert engine.status.refusal == f"RTX 1 has failed ({LOST}): the network runs in a process of its own"
    engine.close()


def test_other_failures_are_no_loss(card, monkeypatch):
    def fails(network, task):
        raise RuntimeError("shapes do not fit")

    monkeypatch.setattr(guarded, "open_torch", fails)
    with pytest.raises(RuntimeError, match="shapes do not fit"):
        card[0]()
