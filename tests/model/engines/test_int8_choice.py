"""Which engine has int8 on which processor, and what is told where none has."""

import pytest
import torch

from yolocam.errors import DeviceError
from yolocam.model.engines import choice, device_choice, torch_engine
from yolocam.model.engines.device_choice import resolve_precision
from yolocam.model.engines.task import EngineTask

CPU = torch.device("cpu")


def test_only_where_bytes_are_multiplied(monkeypatch):
    monkeypatch.setattr(device_choice, "can_quantize", lambda: False)
    monkeypatch.setattr(device_choice, "can_compile", lambda: False)
    with pytest.raises(DeviceError) as told:
        resolve_precision("int8", CPU)
    assert str(told.value) == (
        "precision int8 needs an x86 processor with AVX2 and llvmlite, or one with VNNI; take auto"
    )
    monkeypatch.setattr(device_choice, "can_compile", lambda: True)
    assert resolve_precision("int8", CPU) == "int8"
    monkeypatch.setattr(device_choice, "can_quantize", lambda: True)
    assert resolve_precision("int8", CPU) == "int8"
    with pytest.raises(DeviceError, match="VNNI"):
        resolve_precision("int8", torch.device("cuda:0"))


def test_each_engine_says_what_it_needs(monkeypatch):
    monkeypatch.setattr(torch_engine, "can_quantize", lambda: False)
    monkeypatch.setattr(choice, "can_quantize", lambda: False)
    monkeypatch.setattr(device_choice, "can_compile", lambda: True)
    wish = EngineTask(device="cpu", precision="int8")
    with pytest.raises(DeviceError) as told:
        choice.choose_engine("torch", wish)
    assert str(told.value) == (
        "engine torch has int8 only on processors with VNNI; take --engine kernels or auto"
    )
    assert choice.choose_engine("auto", wish)[0].name == "kernels"
    monkeypatch.setattr(torch_engine, "can_compile", lambda: False)
    with pytest.raises(DeviceError, match="engine kernels needs an x86 processor with AVX2; take auto"):
        choice.choose_engine("kernels", wish)
