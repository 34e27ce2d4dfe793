"""The kernels of the CUDA engine, run by Triton's interpreter on the CPU, give what the CPU gives."""

import os
import subprocess
import sys
from importlib.util import find_spec
from pathlib import Path

import numpy as np
import pytest
import torch

from support.darknet.head_files import KINDS, network_of, random_raw
from support.fake_cuda import FakeRecorder, cpu_in_place_of_cuda
from yolocam.frame import Colours
from yolocam.letterbox import placement
from yolocam.model.engines.cpu_engine import CpuEngine
from yolocam.model.engines.cuda.convolution_call import activated
from yolocam.model.engines.cuda.cuda_engine import CudaEngine
from yolocam.model.engines.cuda.device_steps import TorchSteps, proved
from yolocam.model.engines.cuda.recorded_layers import proved_bias
from yolocam.model.engines.cuda.slot_rows import unpack
from yolocam.model.engines.runtime import InferenceNetwork
from yolocam.model.postprocess.fixed_shapes import TOP, DeviceLimits
from yolocam.model.postprocess.rows import Thresholds, postprocess
from yolocam.model.preprocess import fit_tensor, nv12_to_bgr

CPU = torch.device("cpu")
INTERPRETED = os.environ.get("TRITON_INTERPRET") == "1"
SIZE_HW = (24, 32)

needs_triton = [
    pytest.mark.skipif(find_spec("triton") is None, reason="needs Triton, which comes with PyTorch for CUDA"),
    pytest.mark.skipif(not INTERPRETED, reason="run by the test of this file that sets TRITON_INTERPRET"),
]


@pytest.mark.slow
@pytest.mark.timeout(150)
@pytest.mark.parametrize(
    "part", ["rows", "oblong or finite", "chain or too_many", "letterbox or bias", "engine_with"], ids=str
)
@pytest.mark.skipif(find_spec("triton") is None, reason="needs Triton, which comes with PyTorch for CUDA")
@pytest.mark.skipif(INTERPRETED, reason="this is the run by the interpreter")
def test_by_the_interpreter(part):
    """In a process of its own: the interpreter is chosen when Triton is imported."""
    run = [
        sys.executable,
        "-m",
        "pytest",
        "-q",
        "-p",
        "no:cacheprovider",
        __file__,
        "-k",
        f"TestKernels and ({part})",
    ]
    root = Path(__file__).parents[3]
    # One thread: on a busy machine several wait for one another at each of its many small steps.
    environment = {**os.environ, "TRITON_INTERPRET": "1", "OMP_NUM_THREADS": "1"}
    done = subprocess.run(run, cwd=root, env=environment, capture_output=True, text=True, timeout=240)
    assert done.returncode == 0, done.stdout[-3000:]


def device_limits(limits):
    made = DeviceLimits.empty(torch.device("cpu"))
    made.follow(limits)
    return made


def by_kernels(network, raw, limits, size_hw=SIZE_HW):
    from yolocam.model.engines.cuda.decode_kernel import decode_passing
    from yolocam.model.engines.cuda.nms_kernel import suppress_packed

    classes = range(network.num_classes)
    wanted = torch.tensor([limits.classes is None or number in limits.classes for number in classes])
    made = device_limits(limits)
    rows, strength = decode_passing(network.heads, raw, size_hw, made, wanted)
    return unpack(suppress_packed(rows, strength, made).numpy(), limits.max_det)


LIMITS = {
    "darknet": Thresholds(),
    "low": Thresholds(confidence=0.05),
    "nothing": Thresholds(confidence=1.0),
    "objectness": Thresholds(confidence=0.3, iou=0.4, on_objectness=True),
    "few of two classes": Thresholds(confidence=0.05, max_det=3, classes=frozenset({0, 3})),
}


class TestKernels:
    pytestmark = needs_triton

    @pytest.mark.parametrize(("kind", "name"), list(zip(KINDS, LIMITS, strict=True)))
    def test_rows(self, tmp_path, kind, name):
        """Each kind and each of the limits once: the interpreter is slow."""
        network, limits = network_of(tmp_path, KINDS[kind]), LIMITS[name]
        raw = random_raw(network, SIZE_HW, batch=1, bias=-2.0)
        expected = postprocess(network.heads, raw, SIZE_HW, limits).numpy()
        rows, complete = by_kernels(network, raw, limits)
        assert complete
        assert len(expected) or name == "nothing"
        np.testing.assert_allclose(rows, expected, rtol=1e-5, atol=1e-5)

    def test_oblong_cells_and_a_network_in_channels_last(self, tmp_path):
        network = network_of(tmp_path, KINDS["region"])
        raw = [t.contiguous(memory_format=torch.channels_last) for t in random_raw(network, SIZE_HW)]
        limits, size_hw = Thresholds(confidence=0.1), (24, 64)
        rows, complete = by_kernels(network, raw, limits, size_hw)
        assert complete
        expected = postprocess(network.heads, raw, size_hw, limits).numpy()
        np.testing.assert_allclose(rows, expected, rtol=1e-5, atol=1e-5)

    @pytest.mark.parametrize("bad", [float("nan"), float("inf"), -float("inf")])
    def test_numbers_that_are_not_finite(self, tmp_path, bad):
        network = network_of(tmp_path, KINDS["yolo"])
        raw = random_raw(network, SIZE_HW, batch=1, seed=4, bias=-2.0)
        for column in range(7):
            raw[0][:, column, 3, column] = bad
        limits = Thresholds(confidence=0.05)
        rows, complete = by_kernels(network, raw, limits)
        expected = postprocess(network.heads, raw, SIZE_HW, limits).numpy()
        assert complete
        np.testing.assert_allclose(rows, expected, rtol=1e-5, atol=1e-4)

    def test_a_long_chain_needs_no_second_run(self, tmp_path):
        """Each box goes by one that goes itself: greedy, however long that is."""
        from yolocam.model.engines.cuda.nms_kernel import suppress_packed

        count = 60
        boxes = [[0, 4.0 * i, 0, 4.0 * i + 10, 10, 1 - i / 100, 1.0, 0] for i in range(count)]
        rows = torch.tensor([boxes], dtype=torch.float32)
        limits = device_limits(Thresholds(confidence=0.0, iou=0.3))
        found, complete = unpack(suppress_packed(rows, rows[:, :, 5].contiguous(), limits).numpy(), TOP)
        assert complete
        np.testing.assert_array_equal(found[:, 1], [4.0 * i for i in range(0, count, 2)])

    def test_too_many_candidates_are_told(self, tmp_path):
        network = network_of(tmp_path, KINDS["two"])
        raw = random_raw(network, (48, 64), batch=1, bias=8.0)
        _, complete = by_kernels(network, raw, Thresholds(confidence=0.0), (48, 64))
        assert sum(t.shape[2] * t.shape[3] * 2 for t in raw) > TOP
        assert not complete

    @pytest.mark.parametrize(
        ("wh", "fit", "dtype"),
        [
            ((64, 32), "letterbox", torch.float16),
            ((50, 40), "stretch", torch.float32),
            ((20, 90), "letterbox", torch.float32),
            ((1, 1), "stretch", torch.float16),
            ((301, 7), "letterbox", torch.float16),
        ],
    )
    def test_letterbox(self, wh, fit, dtype):
        from yolocam.model.engines.cuda.letterbox_kernel import fit_into

        frames = torch.randint(0, 256, (2, wh[1], wh[0], 3), dtype=torch.uint8)
        place = placement(wh, (64, 32), fit)
        fitted = torch.full((2, 32, 64, 3), -1.0, dtype=dtype)
        fit_into(frames, place, fitted)
        share = 1e-3 if dtype == torch.float16 else 1e-4
        torch.testing.assert_close(fitted.float(), fit_tensor(frames, place), rtol=share, atol=255 * share)

    @pytest.mark.parametrize(
        ("wh", "fit"), [((64, 32), "letterbox"), ((50, 40), "stretch"), ((20, 90), "letterbox")]
    )
    @pytest.mark.parametrize("colours", [Colours(False, False), Colours(True, True)], ids=["601", "709"])
    def test_letterbox_of_planes(self, wh, fit, colours):
        from yolocam.model.engines.cuda.planes_kernel import fit_planes_into

        wide = torch.randint(0, 256, (wh[1], wh[0] + 6), dtype=torch.uint8)  # rows lie apart
        luma, chroma = wide[:, : wh[0]], torch.randint(0, 256, (wh[1] // 2, wh[0] // 2, 2), dtype=torch.uint8)
        place = placement(wh, (64, 32), fit)
        fitted = torch.full((1, 32, 64, 3), -1.0)
        fit_planes_into(luma, chroma, colours, place, fitted)
        distance = (fitted - fit_tensor(nv12_to_bgr(luma, chroma, colours), place)).abs()
        assert distance.max() <= 1.05  # a byte may be rounded the other way
        assert distance.mean() < 0.01

    def test_bias_and_activation(self):
        """Each kind, in half precision and with more numbers than one program changes."""
        from yolocam.model.engines.cuda.bias_kernel import bias_activate

        assert proved_bias(lambda: bias_activate, CPU) is bias_activate
        x = torch.linspace(-30, 30, 2 * 24 * 5 * 7).view(2, 24, 5, 7).half()
        x = x.contiguous(memory_format=torch.channels_last)
        bias = torch.linspace(-1, 1, 24).half()
        expected = activated(x.float() + bias.float().view(1, -1, 1, 1), "mish", 0.0)
        bias_activate(x, bias, "mish", 0.0)
        torch.testing.assert_close(x.float(), expected, rtol=1e-3, atol=1e-3)

    def test_the_engine_with_them(self, tmp_path, monkeypatch):
        from yolocam.model.engines.cuda.triton_steps import TritonSteps

        form = InferenceNetwork(network_of(tmp_path, KINDS["two"]), CPU, "fp32")
        steps = proved(TritonSteps, form.heads, CPU)
        assert isinstance(steps, TritonSteps)
        cpu_in_place_of_cuda(monkeypatch)
        recorder = FakeRecorder()
        cuda = CudaEngine(form, CPU, recorder, steps)
        recorder.staging = cuda._staging
        image = np.random.default_rng(0).integers(0, 256, (40, 50, 3), dtype=np.uint8)
        work = [image], [placement((50, 40), (64, 32), "letterbox")], Thresholds(confidence=0.36)
        found, _ = cuda.submit(*work).result()
        expected, _ = CpuEngine(form, CPU).submit(*work).result()
        assert len(expected)
        np.testing.assert_allclose(found, expected, rtol=1e-3, atol=1e-3)


class WrongRows(TorchSteps):
    """A kernel that a new driver compiles wrongly."""

    def rows(self, *args):
        return super().rows(*args) * 1.01


class WrongFit(TorchSteps):
    def fit_into(self, frames, place, fitted):
        super().fit_into(frames, place, fitted)
        fitted += 1.0


def fails():
    raise RuntimeError("Failed to find C compiler")


@pytest.mark.parametrize("make", [WrongRows, WrongFit, fails])
def test_kernels_that_fail_or_give_something_else_are_left_out(tmp_path, make):
    heads = network_of(tmp_path, KINDS["two"]).heads
    assert type(proved(make, heads, CPU)) is TorchSteps


def test_kernels_that_give_the_same_are_taken(tmp_path):
    class Same(TorchSteps):
        pass

    assert type(proved(Same, network_of(tmp_path, KINDS["region"]).heads, CPU)) is Same
