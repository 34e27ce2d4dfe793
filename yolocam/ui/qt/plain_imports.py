"""Takes PySide's hook out of `import`: it reads the source of every module that is imported after it.

It looks for those that use PySide, so that `from __feature__ import snake_case` holds for them alone, which
nobody asks for here. Torch has a thousand modules, and is imported after the window: the hook costs a sixth
of that time, and keeps the texts.
"""

from __future__ import annotations

import builtins

import PySide6.QtCore  # noqa: F401  # puts the hook in place

_HOOK, _BEFORE = "__feature_import__", "__orig_import__"
"""The name of the hook, and where PySide keeps what it has replaced."""


def import_plainly() -> None:
    """Import as if the hook were not there; nothing happens where it is not, or is not the last one."""
    before = getattr(builtins, _BEFORE, None)
    if getattr(builtins.__import__, "__name__", "") == _HOOK and callable(before):
        builtins.__import__ = before
