"""What the tests of the window's parts share."""

import pytest

from yolocam.ui.widgets.theme import apply_theme


@pytest.fixture(params=["light", "dark"])
def scheme(request, qapp):
    """The name of the colours that the program has."""
    apply_theme(qapp, request.param)
    yield request.param
    apply_theme(qapp, "light")
