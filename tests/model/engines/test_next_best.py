"""A network that does not fit into the first GPU, with the CPU in the place of all of them."""

import pytest
import torch

from support.darknet.darknet_files import TINY
from support.darknet.small_detector import files_of
from yolocam.model import load_network
from yolocam.model.detector import Detector
from yolocam.model.engines import choice, next_best
from yolocam.model.engines.cpu_engine import CpuEngine
from yolocam.model.engines.engine import EngineStatus
from yolocam.model.engines.runtime import InferenceNetwork
from yolocam.model.engines.task import EngineTask

CPU = torch.device("cpu")
FULL = torch.OutOfMemoryError("CUDA out of memory. Tried to allocate 2.00 MiB")


class Card(CpuEngine):
    """The CPU's engine, which says that it is a card's."""

    status = EngineStatus("RTX 1", "fp16")


@pytest.fixture
def cards(monkeypatch):
    """Let an engine be opened on one of two cards; returns those that are full."""
    full, opened = set(), []

    def choose(name, task):
        device = "cuda:0" if task.device == "auto" else task.device
        return choice.engine_types().types[0], EngineTask(device=device, files=task.files)

    def open_engine(name, network, task):
        device = choose(name, task)[1].device
        opened.append(device)
        if device in full:
            raise FULL
        network = InferenceNetwork(network, CPU, "fp32")
        return (CpuEngine if device == "cpu" else Card)(network, CPU)

    monkeypatch.setattr(next_best, "choose_engine", choose)
    monkeypatch.setattr(next_best, "open_engine", open_engine)
    monkeypatch.setattr("yolocam.model.detector.choose_engine", choose)
    monkeypatch.setattr(next_best, "release_cached", lambda device: None)
    monkeypatch.setattr(next_best, "usable_gpu", lambda after: (1 if after < 1 else None, None))
    monkeypatch.setattr("yolocam.model.engines.device_choice.gpu_name", lambda index: f"RTX {index}")
    return full, opened


def detector(folder, device="auto"):
    files = files_of(folder, TINY)
    network = load_network(*files)
    names = [str(number) for number in range(network.num_classes)]
    return Detector(network, names, name="tiny", task=EngineTask(device=device, files=files))


@pytest.mark.parametrize(
    ("full", "tried", "where"),
    [
        (set(), ["cuda:0"], None),
        ({"cuda:0"}, ["cuda:0", "cuda:1"], "RTX 1"),
        ({"cuda:0", "cuda:1"}, ["cuda:0", "cuda:1", "cpu"], "the CPU"),
    ],
)
def test_the_next_card_then_the_cpu_take_it(tmp_path, cards, full, tried, where):
    cards[0].update(full)
    made = detector(tmp_path)
    assert cards[1] == tried
    assert made.refusal == (
        where
        and "RTX 0 has too little free memory for net, which another program may fill: "
        f"the network runs on {where} instead"
    )
    made.close()


def test_a_card_that_was_asked_for_is_not_exchanged(tmp_path, cards):
    cards[0].add("cuda:0")
    with pytest.raises(Exception, match="tiny does not fit into the memory of RTX 0"):
        detector(tmp_path, "cuda:0")
    assert cards[1] == ["cuda:0"]
