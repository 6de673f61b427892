"""When an event concerns an invoker: groups of tests on fields of the flat object data.

Source: generic-interface reference 10.4. Two of its defects are mended (12.4): object data that are
not there fulfil nothing (no. 30), and a group of type `or` counts under `xor` like any other (31).
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from enum import Enum
from typing import TypeAlias, assert_never

from dsl.values import Value
from engine.events.validation import Validator
from engine.model.perl_pattern import Allowance, PerlPattern
from engine.model.perl_scalar import is_string, is_true, text_of


class Linking(Enum):
    """How many of several have to be true: all, at least one, exactly one."""

    AND = "and"
    OR = "or"
    XOR = "xor"

    def holds(self, parts: Iterable[bool]) -> bool:
        """Tell whether enough parts are true; looks at no more of them than it has to."""
        match self:
            case Linking.AND:
                return all(parts)
            case Linking.OR:
                return any(parts)
            case Linking.XOR:
                # The second `any` goes on behind the first true part.
                rest = iter(parts)
                return any(rest) and not any(rest)
            case _:
                assert_never(self)


@dataclass(frozen=True, slots=True)
class EqualsText:
    """True where the field, an item of it, or a field that it was flattened to, is the text."""

    field: str
    text: str

    def holds(self, data: Mapping[str, Value], allowance: Allowance) -> bool:
        """Tell whether the flat data pass."""
        return any(text == self.text for text in _texts(self.field, data))


@dataclass(frozen=True, slots=True)
class MatchesPattern:
    """True where the pattern is found in what `EqualsText` compares; `0` counts as empty."""

    field: str
    pattern: PerlPattern

    def holds(self, data: Mapping[str, Value], allowance: Allowance) -> bool:
        """Tell whether the flat data pass; raises `TimeoutError`."""
        return any(
            self.pattern.matches(text, allowance)
            for text in _texts(self.field, data)
            if is_true(text)
        )


@dataclass(frozen=True, slots=True)
class HoldsItems:
    """True where the field is a list with every item. Flat data hold no list but an empty one."""

    field: str
    items: tuple[Value, ...]

    def holds(self, data: Mapping[str, Value], allowance: Allowance) -> bool:
        """Tell whether the flat data pass."""
        given = data.get(self.field)
        return isinstance(given, list) and all(
            any(_is_same(item, each) for each in given) for item in self.items
        )


@dataclass(frozen=True, slots=True)
class HoldsPairs:
    """True where the field is a mapping with every pair."""

    field: str
    pairs: Mapping[str, Value]

    def holds(self, data: Mapping[str, Value], allowance: Allowance) -> bool:
        """Tell whether the flat data pass."""
        given = data.get(self.field)
        return isinstance(given, dict) and all(
            key in given and _is_same(value, given[key]) for key, value in self.pairs.items()
        )


@dataclass(frozen=True, slots=True)
class PassesValidator:
    """True where a check that is named by its class says so; it sees all data."""

    validator: Validator

    def holds(self, data: Mapping[str, Value], allowance: Allowance) -> bool:
        """Tell whether the flat data pass."""
        return self.validator(data)


FieldTest: TypeAlias = EqualsText | MatchesPattern | HoldsItems | HoldsPairs | PassesValidator


@dataclass(frozen=True, slots=True)
class Group:
    """Tests of fields, in the order of the fields' names."""

    linking: Linking
    tests: tuple[FieldTest, ...]

    def holds(self, data: Mapping[str, Value], allowance: Allowance) -> bool:
        """Tell whether enough tests pass; raises `TimeoutError`."""
        return self.linking.holds(test.holds(data, allowance) for test in self.tests)


@dataclass(frozen=True, slots=True)
class Decision:
    """Whether an invoker runs. `reason` is for the log, where a mistake decided; else empty."""

    fires: bool
    reason: str = ""


@dataclass(frozen=True, slots=True)
class EventCondition:
    """Groups of tests, in the order of the groups' names."""

    linking: Linking
    groups: tuple[Group, ...]

    def decide(self, data: Mapping[str, Value]) -> Decision:
        """Return whether flat object data fulfil the condition. Never raises."""
        if not data:
            return Decision(fires=False, reason=NO_DATA)
        allowance = Allowance()
        try:
            return Decision(self.linking.holds(each.holds(data, allowance) for each in self.groups))
        except TimeoutError:
            return Decision(fires=False, reason="A pattern of the condition took too long")


@dataclass(frozen=True, slots=True)
class BrokenCondition:
    """A condition that cannot be read: it is never fulfilled."""

    reason: str

    def decide(self, data: Mapping[str, Value]) -> Decision:
        """Return that the invoker does not run, and why. Never raises."""
        return Decision(fires=False, reason=self.reason if data else NO_DATA)


NO_DATA = "Data has no values!"


def _texts(field: str, data: Mapping[str, Value]) -> Iterator[str]:
    """Return the texts a field stands for: itself, its items, then ``field_0``, ``field_1``, …"""
    given = data.get(field)
    for value in given if isinstance(given, list) else (given,):
        if is_string(value):
            yield text_of(value)
    prefix = f"{field}_"
    for key, value in data.items():
        if key.startswith(prefix) and _is_number(key[len(prefix) :]) and is_string(value):
            yield text_of(value)


def _is_number(text: str) -> bool:
    return text.isascii() and text.isdigit()


def _is_same(left: Value, right: Value) -> bool:
    if is_string(left) and is_string(right):
        return text_of(left) == text_of(right)
    return left == right
