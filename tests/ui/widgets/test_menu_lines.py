"""The lines between the entries of a menu, and its boxes to tick, can be seen in light and in dark."""

import pytest
from PySide6.QtWidgets import QMenu

from support.window.colours import ratio


@pytest.mark.usefixtures("scheme")
def test_lines_and_boxes_of_menus_stand_out(qtbot):
    menu = QMenu()
    qtbot.addWidget(menu)
    mirror = menu.addAction("Mirror")
    mirror.setCheckable(True)
    line = menu.addSeparator()
    menu.addAction("Close")
    menu.ensurePolished()
    menu.resize(menu.sizeHint())
    image = menu.grab().toImage()

    for place, x in ((menu.actionGeometry(line), menu.width() - 12), (menu.actionGeometry(mirror), 12)):
        ground = image.pixelColor(menu.width() - 12, 6)
        column = [image.pixelColor(x, y) for y in range(place.top(), place.bottom() + 1)]
        assert max(ratio(one, ground) for one in column) > 1.3
