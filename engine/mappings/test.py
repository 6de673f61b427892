"""The reference's mapping for tests: changes the case of all values, or empties them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass

from dsl.values import Value
from engine.kinds import Example, MappingKind, StageSetup
from engine.mappings._wrapper import Data, MapData, WrappedMapper, failed, wrapped
from engine.model.exchange import Exchange
from engine.model.fault import Blame, Fault
from engine.model.perl_scalar import is_string, text_of

Change = Callable[[Value], Value]


@dataclass(frozen=True, slots=True)
class _ChangeAll:
    """Applies one change to every value of the top level."""

    change: Change

    def __call__(self, data: Data, include: Mapping[str, Value], exchange: Exchange) -> Value:
        return {key: self.change(value) for key, value in data.items()}


def build(setup: StageSetup) -> WrappedMapper:
    """Return the mapper of a `Config` with the key `TestOption`."""
    return wrapped(setup, _started)


def _started(config: Mapping[str, Value]) -> MapData:
    option = config.get("TestOption")
    if option is not None and not (is_string(option) and text_of(option)):
        return _no_option
    return _ChangeAll(_CHANGES.get(str(option), _kept))


def _no_option(data: Data, include: Mapping[str, Value], exchange: Exchange) -> Value:
    """The reference looks at the option only when there is something to map."""
    fault = Fault("mapping.setup", "Got no TestOption as string with value!", Blame.SERVICE)
    raise failed(exchange, fault)


def _upper(value: Value) -> Value:
    return _with_text(value, str.upper)


def _lower(value: Value) -> Value:
    return _with_text(value, str.lower)


def _empty(value: Value) -> Value:
    return ""


def _kept(value: Value) -> Value:
    return value


def _with_text(value: Value, change: Callable[[str], str]) -> Value:
    if value is None:
        return ""
    return change(text_of(value)) if is_string(value) else value


_CHANGES: Mapping[str, Change] = {"ToUpper": _upper, "ToLower": _lower, "Empty": _empty}


MAPPING = MappingKind(
    name="Test",
    summary="Change the case of all values, or empty them: a mapping for tests.",
    build=build,
    examples=(
        Example(
            "upper case",
            given={"Key": "Value", "n": 1},
            gives={"Key": "VALUE", "n": "1"},
            config={"TestOption": "ToUpper"},
        ),
        Example(
            "empty values",
            given={"Key": "Value"},
            gives={"Key": ""},
            config={"TestOption": "Empty"},
        ),
    ),
)
