"""What is no number is not taken for one."""

import pytest

from yolocam.ui.inputs.typed_number import read_number


@pytest.mark.slow
@pytest.mark.parametrize("text", ["", " ", "%", ".", "1.2.3", "0x10", "nan", "inf", "--1", "1 2", "٣a"])
def test_no_number(text) -> None:
    assert read_number(text, 0, 1) is None
