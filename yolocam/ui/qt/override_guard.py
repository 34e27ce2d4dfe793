"""Keeps an exception in a method that Qt calls from ending the process.

Before Python 3.12 an exception that C code raises (a division by zero, a call on a deleted Qt object) is made
into an object only when somebody catches it. Shiboken (6.8 to 6.11 at least) takes it for an object as it is
and crashes, when it comes out of a method that overrides one of Qt's: a paintEvent, a model's data().
"""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from functools import wraps
from types import FunctionType
from typing import Any

from shiboken6 import Shiboken

PACKAGE = "yolocam.ui"
"""All that may override methods of Qt."""


def guard_overrides() -> None:
    """Guard every method of the classes of this package, as far as they are loaded, that Qt may call."""
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
            raise  # what was caught is an object from here on

    return caught
