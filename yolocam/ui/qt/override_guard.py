"""Prevents a crash when a method that overrides one of Qt's raises an exception.

Before Python 3.12, an exception raised by C code (a division by zero, a call on a deleted Qt object) becomes
an object only when it is caught. Shiboken (at least 6.8 to 6.11) expects an object and crashes if such an
exception leaves an overriding method, such as paintEvent or data.
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from functools import wraps
from types import FunctionType
from typing import Any

from shiboken6 import Shiboken

PACKAGE = "yolocam.ui"
"""The package whose classes may override methods of Qt."""


def guard_overrides() -> None:
    """Guard the overriding methods of all loaded classes of the package."""
    if sys.version_info >= (3, 12):
        return
    for cls in _own_classes():
        foreign = [base for base in cls.__mro__ if not base.__module__.startswith(PACKAGE)]
        for name, method in list(vars(cls).items()):
            overrides = not name.startswith("__") and any(name in vars(base) for base in foreign)
            if overrides and isinstance(method, FunctionType) and not hasattr(method, "__wrapped__"):
                setattr(cls, name, _catching(method))


def _own_classes() -> Iterator[type]:
    for module_name, module in list(sys.modules.items()):
        if module_name.startswith(PACKAGE):
            for cls in list(vars(module).values()):
                if (
                    isinstance(cls, type)
                    and cls.__module__ == module_name
                    and issubclass(cls, Shiboken.Object)
                ):
                    yield cls


def _catching(method: Callable[..., Any]) -> Callable[..., Any]:
    @wraps(method)
    def caught(*args: Any, **kwargs: Any) -> Any:
        try:
            return method(*args, **kwargs)
        except BaseException:
            raise  # once caught, the exception is an object

    return caught
