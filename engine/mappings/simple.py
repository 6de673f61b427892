r"""Mapping Simple: renames keys and replaces values of the top level, by text or by pattern.

Source: generic-interface reference 6. Three of its defects are mended (12.4 no. 25): a key `0` is a
key like any other, a broken pattern is found when the service is loaded, and a falsy value protects
its key like any other value.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from dsl.values import Value
from engine.kinds import Example, MappingKind, SetupError, StageSetup
from engine.mappings._simple_check import Texts, check, texts
from engine.mappings._wrapper import Data, WrappedMapper, failed, wrapped
from engine.model.exchange import Exchange
from engine.model.fault import Blame, Fault
from engine.model.level import Level
from engine.model.perl_pattern import Allowance, PatternError, PerlPattern, compile_pattern
from engine.model.perl_scalar import is_string, text_of
from engine.model.service import Compatibility
from engine.model.tracer import Tracer

Patterns = tuple[tuple[PerlPattern, str], ...]
"""Patterns in the order they are tried, each with what it gives."""


@dataclass(frozen=True, slots=True)
class _Default:
    """What becomes of keys or values that nothing else names."""

    is_keep: bool
    map_to: str | None
    """A text under `MapTo`; None under `Ignore`, and under `Keep`."""


@dataclass(frozen=True, slots=True)
class _ValueMap:
    """Replacements for the values of one key."""

    exact: Texts
    patterns: Patterns

    def replacement(self, text: str, allowance: Allowance) -> str | None:
        """Return the text that replaces a value, None when nothing names it."""
        found = self.exact.get(text)
        if found is None and self.patterns:
            found = _first_match(self.patterns, text, allowance)
        return found


@dataclass(frozen=True, slots=True)
class SimpleMapping:
    """The maps of one configuration, ready to run."""

    key_exact: Texts
    key_patterns: Patterns
    key_default: _Default
    value_maps: Mapping[str, _ValueMap]
    value_default: _Default

    @property
    def _only_renames(self) -> bool:
        return (
            self.key_default.is_keep
            and self.value_default.is_keep
            and not (self.key_patterns or self.value_maps)
        )

    def __call__(self, data: Data, include: Mapping[str, Value], exchange: Exchange) -> Value:
        """Return the mapped data; keys are taken in sorted order, so the first of equals wins."""
        if self._only_renames and "" not in data:
            names = self.key_exact
            return {names.get(old, old): data[old] for old in sorted(data)}
        try:
            return self._mapped(data, exchange.tracer)
        except TimeoutError as error:
            text = "A pattern of the mapping took too long"
            fault = Fault("mapping.pattern-timeout", text, Blame.SERVICE)
            raise failed(exchange, fault) from error

    def _mapped(self, data: Data, tracer: Tracer) -> Value:
        allowance = Allowance()
        result: Data = {}
        keeps = self.key_default.is_keep and not self.key_patterns
        for old in sorted(data):
            new = self.key_exact.get(old)
            if new is None:
                new = old if keeps and old else self._key(old, result, tracer, allowance)
                if new is None:
                    continue
            value = data[old]
            value_map = self.value_maps.get(new)
            if not (isinstance(value, str) or is_string(value)):
                result[new] = value
            elif value_map is not None and (
                (found := value_map.replacement(text_of(value), allowance)) is not None
            ):
                result[new] = found
            elif self.value_default.is_keep:
                result[new] = value
            elif self.value_default.map_to is not None:
                result[new] = self.value_default.map_to
        return result

    def _key(self, old: str, taken: Data, tracer: Tracer, allowance: Allowance) -> str | None:
        """Return the new name of a key that has no exact one, None when its pair is dropped."""
        if not old:
            tracer.record(Level.NOTICE, "Got an original key that is not valid!")
            return None
        found = _first_match(self.key_patterns, old, allowance)
        # The reference takes an empty target, or `0`, for no match.
        if found and found != "0":
            if found in taken:
                tracer.record(Level.NOTICE, f"The data key '{found}' already exists!")
                return None
            return found
        if self.key_default.is_keep:
            return old
        target = self.key_default.map_to
        if target is not None and target in taken:
            tracer.record(Level.NOTICE, f"The data key {target} already exists!")
            return None
        return target


def build(setup: StageSetup) -> WrappedMapper:
    """Return the mapper of a `Config`; raises `SetupError` with the reference's texts."""
    # Unlike the reference, modern services keep a top-level `a|b` between the anchors as a whole.
    strict = setup.compatibility is Compatibility.STRICT
    anchors = (r"\A ", r" \z") if strict else (r"\A(?:", "\n)\\z")

    def start(config: Mapping[str, Value]) -> SimpleMapping:
        check(config)
        return _read(config, anchors)

    return wrapped(setup, start)


def _read(config: Mapping[str, Value], anchors: tuple[str, str]) -> SimpleMapping:
    exact = texts(config, "KeyMapExact")
    entries = config.get("ValueMap")
    return SimpleMapping(
        key_exact={old: new for old, new in exact.items() if old and new not in ("", "0")},
        key_patterns=_patterns(config, "KeyMapRegEx", ("KeyMapRegEx",), anchors),
        key_default=_default(texts(config, "KeyMapDefault")),
        value_maps={
            name: _ValueMap(
                exact=texts(entry, "ValueMapExact"),
                patterns=_patterns(
                    entry, "ValueMapRegEx", ("ValueMap", name, "ValueMapRegEx"), anchors
                ),
            )
            for name, entry in (entries.items() if isinstance(entries, dict) else ())
            if isinstance(entry, dict)
        },
        value_default=_default(texts(config, "ValueMapDefault")),
    )


def _patterns(
    config: Mapping[str, Value], key: str, path: tuple[str, ...], anchors: tuple[str, str]
) -> Patterns:
    before, after = anchors
    compiled = []
    for source, target in sorted(texts(config, key).items()):
        try:
            compiled.append((compile_pattern(source, before=before, after=after), target))
        except PatternError as error:
            raise SetupError(
                f"Got pattern {source} in {key} which cannot be read: {error}",
                path=(*path, source),
                code="broken-pattern",
            ) from error
    return tuple(compiled)


def _default(config: Texts) -> _Default:
    map_type = config["MapType"]
    return _Default(map_type == "Keep", config["MapTo"] if map_type == "MapTo" else None)


def _first_match(patterns: Patterns, text: str, allowance: Allowance) -> str | None:
    for pattern, target in patterns:
        if pattern.matches(text, allowance):
            return target
    return None


MAPPING = MappingKind(
    name="Simple",
    summary="Rename keys and replace values of the top level, by text or by pattern.",
    build=build,
    examples=(
        Example(
            "a key and its value",
            given={"prio": "1", "title": "Printer"},
            gives={"Priority": "1 very low", "title": "Printer"},
            config={
                "KeyMapExact": {"prio": "Priority"},
                "KeyMapDefault": {"MapType": "Keep"},
                "ValueMap": {"Priority": {"ValueMapExact": {"1": "1 very low"}}},
                "ValueMapDefault": {"MapType": "Keep"},
            },
        ),
        Example(
            "patterns match whole keys and values",
            given={"Status": "closed", "Statute": "old"},
            gives={"State": "CLOSED"},
            config={
                "KeyMapRegEx": {"Stat(e|us)": "State"},
                "KeyMapDefault": {"MapType": "Ignore"},
                "ValueMap": {"State": {"ValueMapRegEx": {"clos.*": "CLOSED"}}},
                "ValueMapDefault": {"MapType": "Keep"},
            },
        ),
    ),
)
