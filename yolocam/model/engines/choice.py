"""Chooses the engine that a name, a device and a precision ask for."""

from __future__ import annotations

import difflib
import logging
from collections.abc import Callable
from dataclasses import replace
from functools import partial

import torch

from yolocam.errors import DeviceError, SettingsError, YolocamError, first_line_of
from yolocam.model.engines.compiled.compiled_builder import can_compile
from yolocam.model.engines.device_choice import PRECISIONS, device_label, resolve_device, resolve_precision
from yolocam.model.engines.engine import Engine
from yolocam.model.engines.exported.library_trial import LIBRARIES, problem_of
from yolocam.model.engines.named_device import engine_and_device
from yolocam.model.engines.task import EngineTask
from yolocam.model.engines.torch_cpu.fused import can_fuse
from yolocam.model.engines.torch_cpu.quantized import can_quantize
from yolocam.model.engines.torch_engine import resolve_any
from yolocam.model.engines.types import engine_names, engine_types
from yolocam.model.layers.darknet_network import DarknetNetwork
from yolocam.registry import EngineType

_LOG = logging.getLogger("yolocam.model")


def choose_engine(name: str, task: EngineTask) -> tuple[EngineType, EngineTask]:
    """Return an engine, and the task with the device and precision that it will have.

    `task.device` may name the engine too, as in openvino:GPU. "auto" is what is best on the device; generated
    kernels first have to prove that they are, but in fp16.
    Raises SettingsError for a name that no engine has, DeviceError where the engine is not installed or
    cannot do what the task asks for.
    """
    name, device = engine_and_device(name, task.device, engine_types().types)
    task = replace(task, device=device)
    if name == "auto":
        task = resolve_any(task)
        measured = _kernels_may_be_quicker(task)
        return _type_of("kernels" if measured else _best_for(task)), replace(task, measured=measured)
    kind = _type_of(name)
    if kind.needs is not None and not kind.needs.met:
        raise DeviceError(f"engine {name} {kind.needs}")
    _check_device(kind, task.device)
    if kind.resolve is not None:
        return kind, _resolved(kind, _checked(kind, task))
    device = kind.devices[0] if device == "auto" else device
    precision = kind.precisions[0] if task.precision == "auto" else task.precision
    return kind, _checked(kind, replace(task, device=device, precision=precision))


def open_engine(name: str, network: DarknetNetwork, task: EngineTask) -> Engine:
    """Return an engine that has taken the network over; raises what `choose_engine` does."""
    kind, task = choose_engine(name, task)
    _LOG.debug("engine %s, on %s in %s", kind.name, task.device, task.precision)
    engine: Engine = kind.open(network, task)
    return engine


def device_name(device: str) -> str:
    """Return a name for people for the device of a task that is resolved."""
    return device_label(torch.device(device)) if device.startswith("cuda") else device.upper()


def refused_choices() -> dict[str, dict[str, str]]:
    """Return the engines, devices and precisions that cannot be had here: {field: {value: why}}.

    Of a library of others it says only what is known without importing it.
    """
    auto = resolve_device("auto")
    found = {
        "engine": {kind.name: _engine_refusal(kind) for kind in engine_types().types},
        "device": {name: _refusal(partial(resolve_device, name)) for name in ("cuda", "mps")},
        "precision": {name: _refusal(partial(resolve_precision, name, auto)) for name in PRECISIONS},
    }
    return {field: {name: why for name, why in all_.items() if why} for field, all_ in found.items()}


def _engine_refusal(kind: EngineType) -> str:
    if kind.name in LIBRARIES and kind.needs is not None and kind.needs.met:
        return problem_of(kind.name) or ""
    return _refusal(partial(choose_engine, kind.name, EngineTask()))


def _refusal(try_it: Callable[[], object]) -> str:
    try:
        try_it()
    except YolocamError as error:
        return str(error)
    return ""


def _best_for(task: EngineTask) -> str:
    if task.device.startswith("cuda"):
        return "cuda"
    if task.device != "cpu":
        return "torch"
    return "kernels" if task.precision == "fp16" or _kernels_do_better(task.precision) else "torch"


def _kernels_do_better(precision: str) -> bool:
    """Whether PyTorch lacks a precision on this processor, or does it a dozen times as slowly."""
    poor = {"bf16": not can_fuse(torch.bfloat16), "int8": not can_quantize()}
    return poor.get(precision, False) and can_compile()


WORTH_MEASURING = 1000
"""With fewer images in a file, making kernels and timing them takes longer than they save."""


def _kernels_may_be_quicker(task: EngineTask) -> bool:
    """Whether it is worth finding out: kernels are quicker than PyTorch's layers on some processors."""
    enough = task.image_count is None or task.image_count >= WORTH_MEASURING
    known = {"fp32": torch.float32, "bf16": torch.bfloat16}.get(task.precision)
    return task.device == "cpu" and known is not None and can_fuse(known) and enough and can_compile()


def _type_of(name: str) -> EngineType:
    found = engine_types()
    for kind in found.types:
        if kind.name == name:
            return kind
    asked = name.lower()
    begin = [known for known in engine_names() if asked and known.startswith(asked)]
    near = begin or difflib.get_close_matches(asked, engine_names(), n=1)
    hint = f"did you mean '{near[0]}'?" if near else f"expected one of {', '.join(engine_names())}"
    raise SettingsError("; ".join((f"there is no engine '{name}', {hint}", *found.problems)))


def _check_device(kind: EngineType, device: str) -> None:
    if device != "auto" and device.partition(":")[0] not in kind.devices:
        raise DeviceError(f"engine {kind.name} runs on {_either(kind.devices)}, not on '{device}'")


def _checked(kind: EngineType, task: EngineTask) -> EngineTask:
    if task.precision not in ("auto", *kind.precisions):
        raise DeviceError(
            f"engine {kind.name} computes in {_either(kind.precisions)}, not in {task.precision}"
        )
    return task


def _resolved(kind: EngineType, task: EngineTask) -> EngineTask:
    try:
        resolved: EngineTask = kind.resolve(task) if kind.resolve is not None else task
    except YolocamError:
        raise
    except Exception as error:  # whatever a library raises
        _LOG.debug("%s failed", kind.name, exc_info=error)
        raise DeviceError(f"engine {kind.name} cannot be used: {first_line_of(error)}") from error
    return resolved


def _either(words: tuple[str, ...]) -> str:
    return " or ".join(filter(None, (", ".join(words[:-1]), words[-1])))
