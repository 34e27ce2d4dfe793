"""The window: the only package that imports Qt."""

from yolocam.ui.qt.plain_imports import import_plainly

import_plainly()  # whatever of this package imports more comes after
