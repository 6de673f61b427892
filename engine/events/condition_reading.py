"""From the `Condition` of an event in a service file to what decides, or to what is wrong with it.

Everything is looked at, so that an author sees all problems at once; the first in the reference's
order is what its log would say. Source: generic-interface reference 10.4.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from dsl.values import Value
from engine.events._field_reading import FieldReading
from engine.events.condition_problem import ConditionProblem, unknown_word
from engine.events.event_condition import (
    BrokenCondition,
    EventCondition,
    FieldTest,
    Group,
    Linking,
)
from engine.events.validation import VALIDATORS, Validator
from engine.model.perl_scalar import is_true

_LINKINGS = tuple(each.value for each in Linking)


@dataclass(frozen=True, slots=True)
class ReadCondition:
    """A condition ready to decide, and every problem with it."""

    condition: EventCondition | BrokenCondition
    problems: tuple[ConditionProblem, ...]


def is_conditional(value: Value) -> bool:
    """Tell whether an event's `Condition` asks for anything; the empty ones of exports do not."""
    groups = value.get("Condition") if isinstance(value, dict) else None
    return isinstance(groups, dict) and bool(groups)


def read_condition(value: Value, validators: Mapping[str, Validator] = VALIDATORS) -> ReadCondition:
    """Return the condition ``{"ConditionLinking": …, "Condition": {id: group}}``. Never raises."""
    reader = _Reader(validators)
    condition = reader.condition(value)
    problems = tuple(reader.problems)
    return ReadCondition(BrokenCondition(problems[0].text) if problems else condition, problems)


@dataclass(slots=True)
class _Reader:
    """Reads on behind a problem; what it returns then is not used."""

    validators: Mapping[str, Validator]
    problems: list[ConditionProblem] = field(default_factory=list)

    def condition(self, value: Value) -> EventCondition:
        given = value if isinstance(value, dict) else {}
        groups = given.get("Condition")
        if not isinstance(groups, dict) or not groups:
            self.problems.append(
                ConditionProblem(
                    "empty-condition",
                    "Condition has no values!",
                    "the condition has no groups",
                    ("Condition",),
                    "add `'1': {Type: and, Fields: {Queue: {Type: String, Match: Raw}}}`",
                )
            )
            return EventCondition(Linking.AND, ())
        linking = self._linking(
            given.get("ConditionLinking"), "Invalid ConditionLinking!", ("ConditionLinking",)
        )
        return EventCondition(
            linking,
            tuple(
                self._group(name, group)
                for name, group in sorted(groups.items())
                # Old files link the groups from among them, where nothing has ever read it.
                if name != "ConditionLinking"
            ),
        )

    def _group(self, name: str, group: Value) -> Group:
        given = group if isinstance(group, dict) else {}
        fields = given.get("Fields")
        if not isinstance(fields, dict) or not fields:
            self.problems.append(
                ConditionProblem(
                    "group-without-fields",
                    f"No Fields in Condition->{name} found!",
                    f"the group `{name}` tests no field",
                    ("Condition", name, "Fields"),
                    "add `Fields: {Queue: {Type: String, Match: Raw}}`",
                )
            )
            fields = {}
        linking = self._linking(
            given.get("Type"), f"Invalid Condition->{name}->Type!", ("Condition", name, "Type")
        )
        return Group(linking, self._tests(name, fields))

    def _tests(self, group: str, fields: Mapping[str, Value]) -> tuple[FieldTest, ...]:
        tests = []
        for name, entry in sorted(fields.items()):
            read = FieldReading(group, name, self.validators).read(entry)
            if isinstance(read, ConditionProblem):
                self.problems.append(read)
            else:
                tests.append(read)
        return tuple(tests)

    def _linking(self, value: Value, text: str, path: tuple[str, ...]) -> Linking:
        if value in _LINKINGS:
            return Linking(value)
        if is_true(value):
            self.problems.append(unknown_word(text, value, path, _LINKINGS))
        return Linking.AND
