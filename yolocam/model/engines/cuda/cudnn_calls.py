"""Convolution, bias and activation as one call of cuDNN, by NVIDIA's nvidia-cudnn-frontend."""

from __future__ import annotations

import importlib
from typing import Any, NamedTuple

import torch
from torch import Tensor

from yolocam.model.engines.cuda.convolution_call import CHANNELS_AT_ONCE, BuiltCall, ConvolutionCall

MODULE = "cudnn"
"""What nvidia-cudnn-frontend is imported as."""


class Described(NamedTuple):
    """cuDNN's graph of a call, and the graph's tensors."""

    graph: Any
    x: Any
    weight: Any
    bias: Any
    y: Any


class CudnnCalls:
    """Prepares calls on one device; used by one thread at a time. ImportError without the package."""

    def __init__(self, device: torch.device) -> None:
        self._cudnn = importlib.import_module(MODULE)
        with torch.cuda.device(device):
            self._handle = self._cudnn.create_handle()

    def build(self, call: ConvolutionCall) -> BuiltCall:
        """Have cuDNN choose a kernel; its exceptions say that there is none."""
        found = describe(self._cudnn, call, self._handle)
        graph = found.graph
        graph.validate()
        graph.build_operation_graph()
        graph.create_execution_plans([self._cudnn.heur_mode.A])
        graph.check_support()
        graph.build_plans()
        return _Built(self._cudnn, self._handle, found)

    def close(self) -> None:
        """Release the library's handle, once; what is recorded does not need it."""
        handle, self._handle = self._handle, None
        if handle is not None:
            self._cudnn.destroy_handle(handle)


class _Built:
    def __init__(self, cudnn: Any, handle: Any, described: Described) -> None:
        self._cudnn = cudnn
        self._handle = handle
        self._described = described
        self._workspace_bytes = max(described.graph.get_workspace_size(), 1)

    def __call__(self, x: Tensor, weight: Tensor, bias: Tensor, y: Tensor) -> None:
        stream = torch.cuda.current_stream(x.device).cuda_stream
        self._cudnn.set_stream(handle=self._handle, stream=stream)
        # Of PyTorch's allocator, so that a recording has it in its own pool.
        workspace = torch.empty(self._workspace_bytes, dtype=torch.uint8, device=x.device)
        told = self._described
        tensors = {told.x: x, told.weight: weight, told.bias: bias.view(1, -1, 1, 1), told.y: y}
        told.graph.execute(tensors, workspace, handle=self._handle)


def describe(cudnn: Any, call: ConvolutionCall, handle: Any) -> Described:
    """Return cuDNN's graph for a call; ValueError for one that it has no fused kernels for."""
    if call.dtype not in (torch.float16, torch.bfloat16) or call.activation == "mish":
        raise ValueError(f"{call.activation} in {call.dtype} is not fused")
    if call.x_shape[1] % CHANNELS_AT_ONCE or call.weight_shape[0] % CHANNELS_AT_ONCE:
        raise ValueError(f"{call.x_shape[1]} channels and {call.weight_shape[0]} filters are not fused")
    half = cudnn.data_type.HALF if call.dtype == torch.float16 else cudnn.data_type.BFLOAT16
    wide = cudnn.data_type.FLOAT
    graph = cudnn.pygraph(
        io_data_type=half, intermediate_data_type=wide, compute_data_type=wide, handle=handle
    )
    filters = call.weight_shape[0]
    x = _tensor(graph, "x", call.x_shape, half)
    weight = _tensor(graph, "weight", call.weight_shape, half)
    bias = _tensor(graph, "bias", (1, filters, 1, 1), half)
    y = graph.conv_fprop(
        image=x,
        weight=weight,
        padding=list(call.padding),
        stride=list(call.stride),
        dilation=list(call.dilation),
    )
    y = _activated(graph, call, graph.bias(input=y, bias=bias))
    y.set_output(True).set_data_type(half)  # shape and layout follow from those of x
    return Described(graph, x, weight, bias, y)


def _tensor(graph: Any, name: str, shape: tuple[int, int, int, int], data_type: Any) -> Any:
    return graph.tensor(name=name, dim=list(shape), stride=channels_last(shape), data_type=data_type)


def _activated(graph: Any, call: ConvolutionCall, y: Any) -> Any:
    if call.activation == "leaky":
        return graph.leaky_relu(input=y, negative_slope=call.slope)
    functions = {"relu": graph.relu, "logistic": graph.sigmoid, "swish": graph.swish}
    return functions[call.activation](input=y) if call.activation in functions else y


def channels_last(shape: tuple[int, int, int, int]) -> list[int]:
    """Return the strides of a tensor (B, C, H, W) whose channels lie next to each other."""
    _, channels, height, width = shape
    return [channels * height * width, 1, width * channels, channels]
