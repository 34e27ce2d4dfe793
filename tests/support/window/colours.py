"""How well colours of the window can be told apart."""

from PySide6.QtGui import QColor

from yolocam.palette import contrast


def ratio(first: QColor, second: QColor) -> float:
    """Return WCAG's ratio of contrast, 1 to 21."""
    one, other = ((colour.blue(), colour.green(), colour.red()) for colour in (first, second))
    return contrast(one, other)
