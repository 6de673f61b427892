"""Rewrites the keys of data by rules of a Perl pattern and a replacement.

Source: generic-interface reference 7.6. A rule that renames hands the new key to the rules behind
it; the reference goes on with the old one and creates keys out of nothing (12.4 no. 27).
"""

import re
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from dsl.values import Value
from engine.kinds import SetupError
from engine.model.perl_pattern import Allowance, PatternError, PerlPattern, compile_pattern
from engine.model.perl_scalar import is_string, text_of

_REFERENCE: Final = re.compile(
    r"\$(?:(?P<dollar>\$)|(?P<digits>\d+)|\{(?P<braced>\d+)\}|\+\{(?P<name>\w+)\})", re.ASCII
)

Data = dict[str, Value]


@dataclass(frozen=True, slots=True)
class _Rule:
    search: PerlPattern
    replacement: str

    def renamed(self, key: str, allowance: Allowance) -> str | None:
        """Return the key with the first match replaced, None when nothing matches."""
        found = self.search.first(key, allowance)
        if found is None:
            return None

        def group(reference: re.Match[str]) -> str:
            if reference["dollar"]:
                return "$"
            if reference["name"]:
                return found.named.get(reference["name"]) or ""
            number = int(reference["digits"] or reference["braced"])
            return (found.numbered[number] or "") if number < len(found.numbered) else ""

        return f"{key[: found.start]}{_REFERENCE.sub(group, self.replacement)}{key[found.end :]}"


@dataclass(frozen=True, slots=True)
class KeyFilter:
    """An ordered list of rules."""

    rules: tuple[_Rule, ...]

    def apply(self, data: Mapping[str, Value]) -> Data:
        """Return data with rewritten keys, inner levels too; raises `TimeoutError`.

        Where two keys become one, the later in sorted order wins.
        """
        return self._object(data, Allowance())

    def _object(self, data: Mapping[str, Value], allowance: Allowance) -> Data:
        result = {key: self._value(value, allowance) for key, value in data.items()}
        for key in sorted(data):
            new = self._key(key, allowance)
            if new != key:
                result[new] = result.pop(key)
        return result

    def _value(self, value: Value, allowance: Allowance) -> Value:
        if isinstance(value, dict):
            return self._object(value, allowance)
        if isinstance(value, list):
            return [
                self._object(item, allowance) if isinstance(item, dict) else item for item in value
            ]
        return value

    def _key(self, key: str, allowance: Allowance) -> str:
        for rule in self.rules:
            new = rule.renamed(key, allowance)
            if new == key:
                break
            key = key if new is None else new
        return key


def read_filter(config: Mapping[str, Value], name: str) -> KeyFilter | None:
    """Return the filter below a key of a `Config`, None without rules; raises `SetupError`."""
    rules = config.get(name)
    if not rules:
        return None
    if not isinstance(rules, list):
        raise SetupError(
            f"{name} is a list of rules", path=(name,), help="- Search: ^a\n  Replace: b"
        )
    return KeyFilter(tuple(_rule(rule, name, str(index)) for index, rule in enumerate(rules)))


def _rule(rule: Value, name: str, index: str) -> _Rule:
    if not isinstance(rule, dict):
        raise SetupError(f"a rule of {name} has Search and Replace", path=(name, index))
    search, replacement = rule.get("Search"), rule.get("Replace")
    if not is_string(search) or not text_of(search):
        raise SetupError(f"a rule of {name} has a pattern under Search", path=(name, index))
    if replacement is None:
        replacement = ""
    if not is_string(replacement):
        raise SetupError(f"Replace of {name} is a text", path=(name, index, "Replace"))
    try:
        pattern = compile_pattern(text_of(search), is_extended=False)
    except PatternError as error:
        raise SetupError(
            f"Got pattern {search} in {name} which cannot be read: {error}",
            path=(name, index, "Search"),
            code="broken-pattern",
        ) from error
    return _Rule(pattern, text_of(replacement))
