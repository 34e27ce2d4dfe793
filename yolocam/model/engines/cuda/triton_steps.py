"""The letterbox and the rows by Triton's kernels; importing it needs Triton."""

from __future__ import annotations

from collections.abc import Sequence

from torch import Tensor

from yolocam.frame import Colours
from yolocam.letterbox import Placement
from yolocam.model.engines.cuda.decode_kernel import decode_passing
from yolocam.model.engines.cuda.letterbox_kernel import fit_into
from yolocam.model.engines.cuda.nms_kernel import suppress_packed
from yolocam.model.engines.cuda.planes_kernel import fit_planes_into
from yolocam.model.layers.heads import Head
from yolocam.model.postprocess.fixed_shapes import DeviceLimits


class TritonSteps:
    """One kernel for the letterbox; for the rows one for each head, a sort, and one for the suppression."""

    def fit_into(self, frames: Tensor, place: Placement, fitted: Tensor) -> None:
        """Fit straight into the network's input."""
        fit_into(frames, place, fitted)

    def fit_planes(
        self, luma: Tensor, chroma: Tensor, colours: Colours, place: Placement, fitted: Tensor
    ) -> None:
        """Fit a decoder's planes straight into the network's input."""
        fit_planes_into(luma, chroma, colours, place, fitted)

    def rows(
        self,
        heads: Sequence[Head],
        raw: Sequence[Tensor],
        size_hw: tuple[int, int],
        limits: DeviceLimits,
        wanted: Tensor,
    ) -> Tensor:
        """Decode only what passes; suppress greedily, however long a chain of boxes is."""
        return suppress_packed(*decode_passing(heads, raw, size_hw, limits, wanted), limits)
