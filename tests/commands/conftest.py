from pathlib import Path

import cv2
import numpy as np
import pytest

from support.films.clips import write_clip
from yolocam.assets import asset


@pytest.fixture(scope="session")
def picture() -> np.ndarray:
    """A frame of the sample clip: yolov3-tiny finds a person and a cat in it."""
    capture = cv2.VideoCapture(str(asset("samples/gallery.mp4")))
    capture.set(cv2.CAP_PROP_POS_FRAMES, 65)
    ok, image = capture.read()
    capture.release()
    assert ok
    return image


@pytest.fixture
def photo(tmp_path: Path, picture: np.ndarray) -> Path:
    path = tmp_path / "photo.png"
    cv2.imwrite(str(path), picture)
    return path


@pytest.fixture(scope="session")
def long_film(tmp_path_factory: pytest.TempPathFactory, picture: np.ndarray) -> Path:
    """A small film of 1000 frames, which no machine is done with before it is stopped."""
    small = cv2.resize(picture, (160, 96), interpolation=cv2.INTER_AREA)
    return write_clip(tmp_path_factory.mktemp("long") / "long.mp4", [small] * 1000)


@pytest.fixture(autouse=True)
def in_tmp_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Relative outputs such as runs/detect land in the test's own folder."""
    monkeypatch.chdir(tmp_path)
