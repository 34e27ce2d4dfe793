"""The public models: their files, figures and addresses. Imports nothing heavy."""

from __future__ import annotations

import contextlib
from dataclasses import dataclass
from pathlib import Path

from platformdirs import user_data_path

from yolocam.assets import asset
from yolocam.zoo.entry import Fit

_PJREDDIE = ("https://data.pjreddie.com/files/{}", "https://pjreddie.com/media/files/{}")
_ALEXEYAB = "https://github.com/AlexeyAB/darknet/releases/download/"


@dataclass(frozen=True, slots=True)
class CatalogEntry:
    """One public model. `ap50` is on COCO at `size`, in percent; `fit` is how it was trained.

    `bytes` is the size of the weights; the file is right if it has any one of the `sha256`. Where none is
    published, one of the `sha1` counts, or else the length and what came first (see `trust`). `sizes` are
    as ModelFiles has them, for a network that finds more at another size than that of its cfg.
    """

    name: str
    size: int
    ap50: float
    gflops: float
    fit: Fit
    bytes: int
    sha256: tuple[str, ...]
    addresses: tuple[str, ...]
    names: str = "coco.names"
    licence: str = "public domain"
    sizes: tuple[int, ...] = ()
    sha1: tuple[str, ...] = ()

    @property
    def cfg_path(self) -> Path:
        """The cfg that ships with yolocam."""
        return asset(f"models/{self.name}.cfg")

    @property
    def names_path(self) -> Path:
        """The class names that ship with yolocam."""
        return asset(f"models/{self.names}")

    @property
    def weights_name(self) -> str:
        """File name of the weights."""
        return f"{self.name}.weights"

    def weights_path(self, folder: Path) -> Path | None:
        """Return where the weights are: they ship with yolocam or lie in `folder`; None if neither."""
        for place in (asset("models"), folder):
            path = place / self.weights_name
            with contextlib.suppress(OSError):  # a folder that is closed has nothing for us
                if path.is_file():
                    return path
        return None


def _addresses(name: str) -> tuple[str, ...]:
    return tuple(address.format(f"{name}.weights") for address in _PJREDDIE)


CATALOG: dict[str, CatalogEntry] = {
    entry.name: entry
    for entry in (
        CatalogEntry(
            "yolov3-tiny", 416, 33.1, 5.6, "letterbox", 35_434_956,
            ("dccea06f59b781ec1234ddf8d1e94b9519a97f4245748a7d4db75d5b7080a42c",),
            _addresses("yolov3-tiny"),
        ),
        CatalogEntry(
            "yolov3", 416, 55.3, 65.9, "letterbox", 248_007_048,
            ("523e4e69e1d015393a1b0a441cef1d9c7659e3eb2d7e15f793f060a21b32f297",),
            _addresses("yolov3"),
        ),
        CatalogEntry(
            "yolov3-spp", 608, 60.6, 141.5, "letterbox", 252_209_544,
            ("87a1e8c85c763316f34e428f2295e1db9ed4abcec59dd9544f8052f50de327b4",),
            _addresses("yolov3-spp"),
        ),
        CatalogEntry(
            "yolov4-tiny", 416, 40.2, 6.9, "stretch", 24_251_276,
            (
                "cf9fbfd0f6d4869b35762f56100f50ed05268084078805f0e7989efe5bb8ca87",
                "037676f0d929c24e1bd9a0037fe30dc416fc26e0ca2a4491a44d024873316061",
            ),
            (_ALEXEYAB + "darknet_yolo_v4_pre/yolov4-tiny.weights",),
        ),
        CatalogEntry(
            "yolov4", 608, 65.7, 128.5, "stretch", 257_717_640,
            ("e8a4f6c62188738d86dc6898d82724ec0964d0eb9d2ae0f0a9d53d65d108d562",),
            (_ALEXEYAB + "darknet_yolo_v3_optimal/yolov4.weights",),
        ),
        CatalogEntry(
            "yolo-fastest-1.1-xl", 320, 34.3, 0.73, "stretch", 3_693_964,
            ("fac5fb41786c1f38f04972a658443b189f48720d7d117f9a044100e98a35b0c5",),
            (
                "https://github.com/dog-qiuqiu/Yolo-Fastest/raw/master/ModelZoo/"
                "yolo-fastest-1.1_coco/yolo-fastest-1.1-xl.weights",
            ),
            sizes=(256, 320, 384),
        ),
        CatalogEntry(
            "yolov7-tiny", 416, 52.8, 5.8, "letterbox", 24_967_560, (),
            (_ALEXEYAB + "yolov4/yolov7-tiny.weights",),
            licence="not stated",
        ),
        CatalogEntry(
            "yolov4-csp", 512, 64.8, 77.0, "letterbox", 211_944_840, (),
            (_ALEXEYAB + "darknet_yolo_v4_pre/yolov4-csp.weights",),
        ),
        CatalogEntry(
            "yolov4x-mish", 640, 68.5, 222.0, "letterbox", 399_388_168, (),
            (_ALEXEYAB + "darknet_yolo_v4_pre/yolov4x-mish.weights",),
            sha1=("a6f2879af2241de2e9730d317a55db6afd0af00b",),
        ),
        CatalogEntry(
            "yolov7", 640, 69.7, 104.6, "letterbox", 147_898_248, (),
            (_ALEXEYAB + "yolov4/yolov7.weights",),
            licence="not stated",
        ),
    )
}  # fmt: skip
"""The public models, by name."""


def models_folder() -> Path:
    """Return the folder for downloads and for a user's own models, which may not exist yet."""
    return user_data_path("yolocam", appauthor=False) / "models"
