"""Finds the functions of Tie: reads `FUNCTIONS` of each module, and registers nothing."""

import importlib
import pkgutil
from collections.abc import Iterator, Mapping
from functools import cache
from importlib.metadata import entry_points
from types import MappingProxyType, ModuleType
from typing import Final

from dsl.functions._function import Function

_PACKAGE: Final = "dsl.functions"
_GROUP: Final = "crosstie.functions"


@cache
def discover() -> Mapping[str, Function]:
    """Return every function of the vocabulary by its name.

    A module of this package, or one that joined through the entry-point group
    `crosstie.functions`, declares a tuple `FUNCTIONS`; modules with a leading underscore declare
    nothing. Raises `ValueError` when two modules claim one name, and `TypeError` when a
    declaration is something else.
    """
    return collect(_modules())


def collect(modules: Iterator[ModuleType]) -> Mapping[str, Function]:
    """Return what these modules declare, by name; errors as in `discover`."""
    found: dict[str, Function] = {}
    for module in modules:
        for function in module.FUNCTIONS:
            if not isinstance(function, Function):
                raise TypeError(f"{module.__name__}.FUNCTIONS holds something else than Function")
            if function.name in found:
                raise ValueError(f"{module.__name__} declares {function.name} a second time")
            found[function.name] = function
    return MappingProxyType(found)


def _modules() -> Iterator[ModuleType]:
    package = importlib.import_module(_PACKAGE)
    for info in sorted(pkgutil.iter_modules(package.__path__), key=lambda info: info.name):
        if not info.name.startswith("_"):
            yield importlib.import_module(f"{_PACKAGE}.{info.name}")
    for point in sorted(entry_points(group=_GROUP), key=lambda point: point.name):
        yield importlib.import_module(point.value)
