"""The lines between the entries of a menu, and its boxes to tick, can be seen in light and in dark."""

import pytest
from PySide6.QtWidgets import QMenu

from yolocam.palette import contrast
from yolocam.ui.widgets import theme


@pytest.mark.parametrize("scheme", ["light", "dark"])
def test_lines_and_boxes_of_menus_stand_out(qtbot, qapp, scheme):
    theme.apply_theme(qapp, scheme)
    menu = QMenu()
    qtbot.addWidget(menu)
    mirror = menu.addAction("Mirror")
    mirror.setCheckable(True)
    line = menu.addSeparator()
    menu.addAction("Close")
    menu.ensurePolished()
    menu.resize(menu.sizeHint())
    image = menu.grab().toImage()

    def colour(x, y):
        pixel = image.pixelColor(x, y)
        return pixel.blue(), pixel.green(), pixel.red()

    for place, x in ((menu.actionGeometry(line), menu.width() - 12), (menu.actionGeometry(mirror), 12)):
        ground = colour(menu.width() - 12, 6)
        column = [colour(x, y) for y in range(place.top(), place.bottom() + 1)]
        assert max(contrast(one, ground) for one in column) > 1.3
    theme.apply_theme(qapp, "light")
