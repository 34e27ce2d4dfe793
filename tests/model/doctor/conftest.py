"""An examination that ends with one error."""

import numpy as np
import pytest

from support.darknet.darknet_files import HEADER, cfg_file
from support.darknet.doctor_files import line_of, write
from yolocam.model.doctor import examine


@pytest.fixture
def diagnose(tmp_path):
    """Examine a cfg text with values or the bytes of a file; return the only error."""

    def _diagnose(text, content, header=HEADER):
        cfg = cfg_file(tmp_path, text)
        if isinstance(content, np.ndarray):
            weights = write(tmp_path, content, header)
        else:
            weights = tmp_path / "net.weights"
            weights.write_bytes(content)
        diagnosis = examine(cfg, weights)
        (error,) = diagnosis.errors
        assert not diagnosis.fits
        assert "\n" not in error.text
        assert str(tmp_path) not in error.text
        assert error.line == (None if error.layer is None else line_of(text, error.layer))
        return error

    return _diagnose
