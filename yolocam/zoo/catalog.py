"""The models yolocam knows by name: their files, figures and addresses. Imports nothing heavy."""

from __future__ import annotations

import difflib
from dataclasses import dataclass
from pathlib import Path
from typing import Literal

from platformdirs import user_data_path

from yolocam.assets import asset
from yolocam.errors import ModelError

MAX_NAMES_BYTES = 4 << 20
"""A names file is small; a larger file is something else."""

_PJREDDIE = ("https://data.pjreddie.com/files/{}", "https://pjreddie.com/media/files/{}")
_ALEXEYAB = "https://github.com/AlexeyAB/darknet/releases/download/"


@dataclass(frozen=True, slots=True)
class CatalogEntry:
    """One public model. `ap50` is on COCO at `size`, in percent; `fit` is how it was trained."""

    name: str
    size: int
    ap50: float
    gflops: float
    fit: Literal["letterbox", "stretch"]
    sha256: tuple[str, ...]
    addresses: tuple[str, ...]
    names: str = "coco.names"
    licence: str = "public domain"

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

    def weights_path(self) -> Path | None:
        """Return where the weights are on this machine; None if they are not."""
        for folder in (asset("models"), models_folder()):
            path = folder / self.weights_name
            if path.is_file():
                return path
        return None


def _addresses(name: str) -> tuple[str, ...]:
    return tuple(address.format(f"{name}.weights") for address in _PJREDDIE)


CATALOG: dict[str, CatalogEntry] = {
    entry.name: entry
    for entry in (
        CatalogEntry(
            "yolov3-tiny", 416, 33.1, 5.6, "letterbox",
            ("dccea06f59b781ec1234ddf8d1e94b9519a97f4245748a7d4db75d5b7080a42c",),
            _addresses("yolov3-tiny"),
        ),
        CatalogEntry(
            "yolov3", 416, 55.3, 65.9, "letterbox",
            ("523e4e69e1d015393a1b0a441cef1d9c7659e3eb2d7e15f793f060a21b32f297",),
            _addresses("yolov3"),
        ),
        CatalogEntry(
            "yolov3-spp", 608, 60.6, 141.5, "letterbox",
            ("87a1e8c85c763316f34e428f2295e1db9ed4abcec59dd9544f8052f50de327b4",),
            _addresses("yolov3-spp"),
        ),
        CatalogEntry(
            "yolov4-tiny", 416, 40.2, 6.9, "stretch",
            (
                "cf9fbfd0f6d4869b35762f56100f50ed05268084078805f0e7989efe5bb8ca87",
                "037676f0d929c24e1bd9a0037fe30dc416fc26e0ca2a4491a44d024873316061",
            ),
            (_ALEXEYAB + "darknet_yolo_v4_pre/yolov4-tiny.weights",),
        ),
        CatalogEntry(
            "yolov4", 608, 65.7, 128.5, "stretch",
            ("e8a4f6c62188738d86dc6898d82724ec0964d0eb9d2ae0f0a9d53d65d108d562",),
            (_ALEXEYAB + "darknet_yolo_v3_optimal/yolov4.weights",),
        ),
        CatalogEntry(
            "yolo-fastest-1.1-xl", 320, 34.3, 0.73, "stretch",
            ("fac5fb41786c1f38f04972a658443b189f48720d7d117f9a044100e98a35b0c5",),
            (
                "https://github.com/dog-qiuqiu/Yolo-Fastest/raw/master/ModelZoo/"
                "yolo-fastest-1.1_coco/yolo-fastest-1.1-xl.weights",
            ),
        ),
    )
}  # fmt: skip
"""The public models, by name."""


@dataclass(frozen=True, slots=True)
class ModelFiles:
    """What a detector is loaded from. `fit` None leaves it to the cfg."""

    name: str
    cfg: Path
    weights: Path
    class_names: tuple[str, ...]
    fit: Literal["letterbox", "stretch"] | None = None


def models_folder() -> Path:
    """Return the folder for the weights a user adds, which may not exist yet."""
    return user_data_path("yolocam", appauthor=False) / "models"


def find_model(name: str) -> ModelFiles:
    """Return the files of a catalogue model; ModelError if it is unknown or its weights are missing."""
    entry = CATALOG.get(name)
    if entry is None:
        close = difflib.get_close_matches(name.lower(), CATALOG, n=1)
        hint = f"did you mean '{close[0]}'?" if close else f"known are {', '.join(CATALOG)}"
        raise ModelError(f"unknown model '{name}'; {hint}")
    weights = entry.weights_path()
    if weights is None:
        raise ModelError(
            f"the weights of {name} are not on this machine: get {entry.addresses[0]} "
            f"and put it into {models_folder()}"
        )
    return ModelFiles(name, entry.cfg_path, weights, read_names(entry.names_path), entry.fit)


def own_model(cfg: Path, weights: Path, names: Path | None) -> ModelFiles:
    """Return the files of a user's own model; without `names`, those of COCO."""
    path = names or asset("models/coco.names")
    return ModelFiles(cfg.stem, cfg, weights, read_names(path))


def available_models() -> tuple[str, ...]:
    """Return the names of the catalogue models whose weights are on this machine."""
    return tuple(name for name, entry in CATALOG.items() if entry.weights_path() is not None)


def read_names(path: Path) -> tuple[str, ...]:
    """Return the class names of a file with one name on each line; ModelError if it is not one."""
    try:
        if path.exists() and not path.is_file():  # opening a pipe would wait for ever
            raise ModelError(f"{path} is not a names file, expected a regular file")
        with path.open("rb") as file:
            data = file.read(MAX_NAMES_BYTES + 1)
        if len(data) > MAX_NAMES_BYTES or b"\0" in data:
            raise ModelError(f"{path} is not a names file, expected one class name on each line")
        text = data.decode("utf-8-sig")
    except UnicodeDecodeError:
        raise ModelError(f"{path} is not a names file, expected text in UTF-8") from None
    except (OSError, ValueError) as error:
        reason = getattr(error, "strerror", None) or error
        raise ModelError(f"names file {path} cannot be read: {reason}") from error
    names = tuple(line.strip() for line in text.rstrip().splitlines())
    if not names:
        raise ModelError(f"names file {path} is empty, expected one class name on each line")
    return names
