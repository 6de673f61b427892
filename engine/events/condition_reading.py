"""From the `Condition` of an event in a service file to what decides, or to what is wrong with it.

Everything is looked at, so that an author sees all problems at once; the first in the reference's
order is what its log would say. Source: generic-interface reference 10.4.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field

from dsl.values import Value
from engine.events.event_condition import (
    BrokenCondition,
    EqualsText,
    EventCondition,
    FieldTest,
    Group,
    HoldsItems,
    HoldsPairs,
    Linking,
    MatchesPattern,
    PassesValidator,
)
from engine.events.validation import VALIDATORS, Validator
from engine.model.perl_pattern import PatternError, compile_pattern
from engine.model.perl_scalar import is_string, is_true, text_of

LINKINGS = tuple(each.value for each in Linking)
FIELD_TYPES = ("String", "Regexp", "Module", "Hash", "Array")


@dataclass(frozen=True, slots=True)
class ConditionProblem:
    """Something that keeps a condition from being read.

    `text` is the reference's own. `path` leads to the place below the event's `Condition`:
    ``("Condition", "1", "Fields", "Queue", "Type")``. `choices` are the words that would do there.
    """

    code: str
    text: str
    message: str
    path: tuple[str, ...]
    help: str
    choices: tuple[str, ...] = ()


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
            self._add(
                "empty-condition",
                "Condition has no values!",
                "the condition has no groups",
                ("Condition",),
                "add `'1': {Type: and, Fields: {Queue: {Type: String, Match: Raw}}}`",
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
        path = ("Condition", name)
        given = group if isinstance(group, dict) else {}
        fields = given.get("Fields")
        if not isinstance(fields, dict) or not fields:
            self._add(
                "group-without-fields",
                f"No Fields in Condition->{name} found!",
                f"the group `{name}` tests no field",
                (*path, "Fields"),
                "add `Fields: {Queue: {Type: String, Match: Raw}}`",
            )
            fields = {}
        linking = self._linking(
            given.get("Type"), f"Invalid Condition->{name}->Type!", (*path, "Type")
        )
        tests = (self._test(name, field, entry) for field, entry in sorted(fields.items()))
        return Group(linking, tuple(test for test in tests if test is not None))

    def _linking(self, value: Value, text: str, path: tuple[str, ...]) -> Linking:
        if not is_true(value):
            return Linking.AND
        if value in LINKINGS:
            return Linking(value)
        found = f", not `{value}`" if isinstance(value, str) else ""
        message = f"{path[-1]} is one of `and`, `or`, `xor`{found}"
        self._add("unknown-choice", text, message, path, "write `and`, the usual one", LINKINGS)
        return Linking.AND

    def _test(self, group: str, name: str, entry: Value) -> FieldTest | None:
        path: tuple[str, ...] = ("Condition", group, "Fields", name)
        where = f"Condition->{group}->Fields->{name}"
        if isinstance(entry, dict):
            # Reference 12.4 no. 31: it takes no notice of a field without a type.
            word, match, path = entry.get("Type") or "String", entry.get("Match"), (*path, "Match")
        else:
            word, match = ("Array" if isinstance(entry, list) else "String"), entry
        match word:
            case "String":
                return self._text(name, match, where, path)
            case "Regexp":
                return self._pattern(name, match, where, path)
            case "Module":
                return self._validator(match, where, path)
            case "Array":
                if isinstance(match, list) and match:
                    return HoldsItems(name, tuple(match))
                self._wrong_match(
                    match, f"{where} Match must be an Array!", "a list", path, "`- Raw`"
                )
            case "Hash":
                if isinstance(match, dict) and match:
                    return HoldsPairs(name, match)
                self._wrong_match(
                    match, f"{where} Match must be a Hash!", "a mapping", path, "`Key: a`"
                )
            case _:
                self._unknown_type(word, path)
        return None

    def _text(
        self, name: str, match: Value, where: str, path: tuple[str, ...]
    ) -> EqualsText | None:
        if is_string(match) and match != "":
            return EqualsText(name, text_of(match))
        text = f"{where} Match must be a String if Type is set to String!"
        self._wrong_match(match, text, "a text", path, "`Match: Raw`")
        return None

    def _pattern(
        self, name: str, match: Value, where: str, path: tuple[str, ...]
    ) -> MatchesPattern | None:
        if not is_string(match) or not is_true(match):
            text = f"{where} Match must be a Regular expression if Type is set to Regexp!"
            self._wrong_match(match, text, "a regular expression", path, "`Match: ^Raw`")
            return None
        try:
            return MatchesPattern(name, compile_pattern(text_of(match), is_extended=False))
        except PatternError as error:
            self._add(
                "broken-pattern",
                f"{where} Match cannot be read as a regular expression: {error}",
                f"the pattern cannot be read: {error}",
                path,
                r"put `\` before characters that mean themselves: `\(`, `\[`, `\.`",
            )
            return None

    def _validator(self, match: Value, where: str, path: tuple[str, ...]) -> PassesValidator | None:
        found = self.validators.get(match) if isinstance(match, str) else None
        if found is not None:
            return PassesValidator(found)
        name = f" `{match}`" if isinstance(match, str) and match else " without a name"
        self._add(
            "unknown-validator",
            f"Can't load ModuleModule for {where} validation!",
            f"there is no check{name}",
            path,
            "test the field with the types String or Regexp instead",
            tuple(self.validators),
        )
        return None

    def _wrong_match(
        self, match: Value, text: str, expected: str, path: tuple[str, ...], example: str
    ) -> None:
        message = f"the field `{path[3]}` is compared with {expected}, not with {_found(match)}"
        self._add("wrong-match", text, message, path, f"write {example}")

    def _unknown_type(self, type: Value, path: tuple[str, ...]) -> None:
        found = f", not `{type}`" if isinstance(type, str) else ""
        self._add(
            "unknown-choice",
            "Invalid Condition->Type!",
            f"Type is one of `String`, `Regexp`, `Module`, `Hash`, `Array`{found}",
            (*path[:-1], "Type"),
            "write `String`, the usual one",
            FIELD_TYPES,
        )

    def _add(
        self,
        code: str,
        text: str,
        message: str,
        path: tuple[str, ...],
        help: str,
        choices: tuple[str, ...] = (),
    ) -> None:
        self.problems.append(ConditionProblem(code, text, message, path, help, choices))


def _found(match: Value) -> str:
    match match:
        case None | "" | [] | {}:
            return "nothing"
        case list():
            return "a list"
        case dict():
            return "a mapping"
        case str():
            return f"`{match}`"
        case _:
            return "what is no text"
