"""Finds the kinds: reads one constant per module, and registers nothing."""

import importlib
import pkgutil
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from importlib.metadata import entry_points
from types import MappingProxyType, ModuleType
from typing import TypeVar

from engine.kinds import (
    ErrorHandlingKind,
    InvokerKind,
    MappingKind,
    OperationKind,
    TransportKind,
)

K = TypeVar("K", OperationKind, InvokerKind, MappingKind, TransportKind, ErrorHandlingKind)


@dataclass(frozen=True, slots=True)
class Registry:
    """Every kind there is, by the name that service files use."""

    operations: Mapping[str, OperationKind]
    invokers: Mapping[str, InvokerKind]
    mappings: Mapping[str, MappingKind]
    transports: Mapping[str, TransportKind]
    error_handling: Mapping[str, ErrorHandlingKind]


def discover() -> Registry:
    """Return the kinds of this distribution, and of others that joined through entry points.

    A module of `engine.operations` declares `OPERATION`, of `engine.invokers` `INVOKER`, of
    `engine.mappings` `MAPPING`, of `transports` `TRANSPORT`, which is None where service files
    cannot name it, of `engine.error_handling` `ERROR_HANDLING`; modules with a leading underscore
    declare nothing.
    Raises `ValueError` when two modules claim one name.
    """
    return Registry(
        operations=_collect("engine.operations", "crosstie.operations", "OPERATION", OperationKind),
        invokers=_collect("engine.invokers", "crosstie.invokers", "INVOKER", InvokerKind),
        mappings=_collect("engine.mappings", "crosstie.mappings", "MAPPING", MappingKind),
        transports=_collect("transports", "crosstie.transports", "TRANSPORT", TransportKind),
        error_handling=_collect(
            "engine.error_handling",
            "crosstie.error_handling",
            "ERROR_HANDLING",
            ErrorHandlingKind,
        ),
    )


def _collect(package: str, group: str, constant: str, kind: type[K]) -> Mapping[str, K]:
    found: dict[str, K] = {}
    for module in _modules(package, group):
        declared = getattr(module, constant)
        if declared is None:
            continue
        if not isinstance(declared, kind):
            raise TypeError(f"{module.__name__}.{constant} is not a {kind.__name__}")
        if declared.name in found:
            raise ValueError(f"{module.__name__} declares {declared.name} a second time")
        found[declared.name] = declared
    return MappingProxyType(found)


def _modules(package: str, group: str) -> Iterator[ModuleType]:
    root = importlib.import_module(package)
    for info in sorted(pkgutil.iter_modules(root.__path__), key=lambda info: info.name):
        if not info.name.startswith("_"):
            yield importlib.import_module(f"{package}.{info.name}")
    for point in sorted(entry_points(group=group), key=lambda point: point.name):
        yield importlib.import_module(point.value)
