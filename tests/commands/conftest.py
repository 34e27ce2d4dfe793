from pathlib import Path

import cv2
import numpy as np
import pytest

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


@pytest.fixture(autouse=True)
def in_tmp_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    """Relative outputs such as runs/detect land in the test's own folder."""
    monkeypatch.chdir(tmp_path)
