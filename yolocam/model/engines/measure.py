"""Facts of a measurement that only torch knows: versions, threads, GPU memory."""

from __future__ import annotations

import torch

from yolocam.model.engines.device_choice import device_label, resolve_device


def torch_facts() -> tuple[str, int, str | None]:
    """Return torch's version, its number of threads, and the name of the GPU that `auto` takes."""
    device = resolve_device("auto")
    gpu = None if device.type == "cpu" else device_label(device)
    return torch.__version__, torch.get_num_threads(), gpu


class GpuMemory:
    """The memory of one CUDA device, in bytes."""

    def __init__(self, device: torch.device) -> None:
        self._device = device
        self.index = device.index or 0

    @property
    def uuid(self) -> str | None:
        """What the driver calls the device, whatever CUDA_VISIBLE_DEVICES hides; None if torch can't tell.

        A slice of a card (MIG) has one of its own.
        """
        properties = torch.cuda.get_device_properties(self._device)
        found = getattr(properties, "uuid", None)
        kind = "MIG" if " MIG " in getattr(properties, "name", "") else "GPU"
        return None if found is None else f"{kind}-{found}"

    def begin(self) -> None:
        """Forget the peaks so far, and give back what is only kept for later."""
        torch.cuda.synchronize(self._device)
        torch.cuda.empty_cache()
        torch.cuda.reset_peak_memory_stats(self._device)

    def peaks(self) -> tuple[int, int]:
        """Return the most that was allocated and the most that was reserved since `begin`."""
        torch.cuda.synchronize(self._device)
        return (
            torch.cuda.max_memory_allocated(self._device),
            torch.cuda.max_memory_reserved(self._device),
        )

    def available(self) -> int:
        """Return what can still be allocated: free on the device, or reserved and unused."""
        free, _ = torch.cuda.mem_get_info(self._device)
        unused = torch.cuda.memory_reserved(self._device) - torch.cuda.memory_allocated(self._device)
        return free + unused


def gpu_memory(device_name: str) -> GpuMemory | None:
    """Return the memory of the device that `--device` means; None where it is the computer's own."""
    if device_name.partition(":")[0] not in ("auto", "cuda"):  # other engines have devices of their own
        return None
    device = resolve_device(device_name)
    return GpuMemory(device) if device.type == "cuda" else None
