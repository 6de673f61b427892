"""One field of a condition: its type and what it is compared with, in the long and short forms."""

from collections.abc import Mapping
from dataclasses import dataclass

from dsl.values import Value
from engine.events.condition_problem import ConditionProblem, unknown_word, wrong_match
from engine.events.event_condition import (
    EqualsText,
    FieldTest,
    HoldsItems,
    HoldsPairs,
    MatchesPattern,
    PassesValidator,
)
from engine.events.validation import Validator
from engine.model.perl_pattern import PatternError, compile_pattern
from engine.model.perl_scalar import is_string, is_true, text_of

_TYPES = ("String", "Regexp", "Module", "Hash", "Array")


@dataclass(frozen=True, slots=True)
class FieldReading:
    """A field of the group `group`. Its methods return a test, or what is wrong."""

    group: str
    name: str
    validators: Mapping[str, Validator]

    def read(self, entry: Value) -> FieldTest | ConditionProblem:
        """Read ``{"Type": …, "Match": …}``, a text for String, or a list for Array."""
        path: tuple[str, ...] = ("Condition", self.group, "Fields", self.name)
        if isinstance(entry, dict):
            # Reference 12.4 no. 31: it takes no notice of a field without a type.
            word, match = entry.get("Type") or "String", entry.get("Match")
            if word not in _TYPES:
                return unknown_word("Invalid Condition->Type!", word, (*path, "Type"), _TYPES)
            return self._test(word, match, (*path, "Match"))
        return self._test("Array" if isinstance(entry, list) else "String", entry, path)

    def _test(
        self, word: Value, match: Value, path: tuple[str, ...]
    ) -> FieldTest | ConditionProblem:
        match word:
            case "String":
                if is_string(match) and match != "":
                    return EqualsText(self.name, text_of(match))
                kind, text = "text", "a String if Type is set to String"
            case "Regexp":
                if is_string(match) and is_true(match):
                    return self._pattern(text_of(match), path)
                kind, text = "pattern", "a Regular expression if Type is set to Regexp"
            case "Array":
                if isinstance(match, list) and match:
                    return HoldsItems(self.name, tuple(match))
                kind, text = "list", "an Array"
            case "Hash":
                if isinstance(match, dict) and match:
                    return HoldsPairs(self.name, match)
                kind, text = "mapping", "a Hash"
            case _:
                return self._validator(match, path)
        return wrong_match(f"{self._place} Match must be {text}!", self.name, match, kind, path)

    @property
    def _place(self) -> str:
        return f"Condition->{self.group}->Fields->{self.name}"

    def _pattern(self, source: str, path: tuple[str, ...]) -> MatchesPattern | ConditionProblem:
        try:
            return MatchesPattern(self.name, compile_pattern(source, is_extended=False))
        except PatternError as error:
            return ConditionProblem(
                "broken-pattern",
                f"{self._place} Match cannot be read as a regular expression: {error}",
                f"the pattern cannot be read: {error}",
                path,
                r"put `\` before characters that mean themselves: `\(`, `\[`, `\.`",
            )

    def _validator(self, match: Value, path: tuple[str, ...]) -> PassesValidator | ConditionProblem:
        found = self.validators.get(match) if isinstance(match, str) else None
        if found is not None:
            return PassesValidator(found)
        name = f" `{match}`" if isinstance(match, str) and match else " without a name"
        return ConditionProblem(
            "unknown-validator",
            f"Can't load ModuleModule for {self._place} validation!",
            f"there is no check{name}",
            path,
            "test the field with the types String or Regexp instead",
            tuple(self.validators),
        )
