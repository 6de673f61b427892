"""Reads one mapping of a desk file key by key, and collects what is wrong with it."""

from collections.abc import Callable, Iterable, Iterator, Mapping
from typing import Final

from dsl.diagnostics import CompileError, Diagnostic
from dsl.source import Source, Span
from engine.configuration.suggestion import did_you_mean
from engine.configuration.yaml_nodes import (
    YamlEntry,
    YamlList,
    YamlMap,
    YamlNode,
    YamlText,
    kind_of,
)
from engine.desk.plan import NameUsed, Target

_FLAGS: Final = {"true": True, "false": False, "True": True, "False": False, "1": True, "0": False}


class DeskFindings:
    """The mistakes in one desk file, and the names it uses."""

    def __init__(self, source: Source) -> None:
        self.source = source
        self.names_used: list[NameUsed] = []
        self._found: list[Diagnostic] = []

    def mistake(
        self, code: str, message: str, span: Span, *, label: str, helps: Iterable[str] = ()
    ) -> None:
        """Add a mistake; `helps` are things to type."""
        found = Diagnostic(code, message, self.source, span, label=label, helps=tuple(helps))
        if found not in self._found:  # a key may be asked for more than once
            self._found.append(found)

    def wrong_kind(self, node: YamlNode, at: Span, name: str, expected: str) -> None:
        """Add that something of another kind stands where `expected` was."""
        span = node.span if isinstance(node, YamlText) and node.raw else at
        found = kind_of(node)
        self.mistake("wrong-kind", f"{name} is {expected}, not {found}", span, label=found)

    def unknown(self, code: str, text: YamlText, name: str, known: Iterable[str]) -> None:
        """Add a word that is none of `known`."""
        words = sorted(known)
        guess = did_you_mean(text.raw, words)
        listed = ", ".join(f"`{word}`" for word in words)
        helps = (f"did you mean `{guess}`?",) if guess else (f"write one of {listed}",)
        self.mistake(code, f"{name} `{text.raw}`", text.span, label="not known", helps=helps)

    def check(self) -> None:
        """Raise `CompileError` with all mistakes in file order, if there are any."""
        if self._found:
            raise CompileError(tuple(sorted(self._found, key=lambda finding: finding.span)))


class EntryReader:
    """One mapping of a desk file. `name` is how messages call it: `a queue`.

    Every key is asked for once; `finish` tells of the others.
    """

    def __init__(self, node: YamlMap, at: Span, name: str, findings: DeskFindings) -> None:
        self.findings = findings
        self.at = at
        self._node = node
        self._name = name
        self._asked: set[str] = set()

    def finish(self) -> None:
        """Add a mistake for every key that means nothing here."""
        for entry in self._node:
            if entry.name not in self._asked:
                self.findings.unknown(
                    "unknown-key", entry.key, f"{self._name} has no key", self._asked
                )

    def entry(self, key: str) -> YamlEntry | None:
        """Return what stands behind a key; a key with nothing behind it is as good as absent."""
        self._asked.add(key)
        found = self._node.entry(key)
        if found is None or (isinstance(found.node, YamlText) and found.node.value is None):
            return None
        return found

    def node(self, key: str) -> YamlText | None:
        """Return the text behind a key with its place."""
        entry = self.entry(key)
        if entry is None:
            return None
        if isinstance(entry.node, YamlText):
            return entry.node
        self.findings.wrong_kind(entry.node, entry.key.span, f"`{key}`", "a text")
        return None

    def text(self, key: str) -> str | None:
        """Return the text behind a key."""
        found = self.node(key)
        return None if found is None else found.raw

    def required(self, key: str) -> str:
        """Return the text behind a key that must be there and not empty."""
        found = self.node(key)
        if found is not None and found.raw:
            return found.raw
        is_text_missing = found is not None or self.entry(key) is None
        if is_text_missing and not self._has_misspelt(key):
            self.findings.mistake(
                "missing-key",
                f"{self._name} needs `{key}`",
                self.at,
                label=f"no `{key}` here",
                helps=(f"add `{key}: …`",),
            )
        return ""

    def _has_misspelt(self, key: str) -> bool:
        """Say whether a key that means nothing was probably meant to be this one."""
        return any(did_you_mean(entry.name, [key]) for entry in self._node if entry.name != key)

    def choice(self, key: str, words: Iterable[str], otherwise: str | None = None) -> str:
        """Return the word behind a key, one of `words`; required without `otherwise`."""
        found = self.node(key)
        if found is None and otherwise is not None:
            return otherwise
        word = self.required(key)
        if word and word not in words and found is not None:
            self.findings.unknown("unknown-choice", found, f"there is no {key}", words)
        return word

    def flag(self, key: str) -> bool:
        """Return whether a switch is on; it is off when it is not there."""
        found = self.node(key)
        if found is None:
            return False
        if found.raw not in _FLAGS:
            self.findings.mistake(
                "wrong-kind",
                f"`{key}` is true or false, not `{found.raw}`",
                found.span,
                label="neither of them",
            )
        return _FLAGS.get(found.raw, False)

    def items(self, key: str) -> Iterator[YamlNode]:
        """Return the items of the list behind a key; none when it is not there."""
        entry = self.entry(key)
        if entry is None:
            return
        if isinstance(entry.node, YamlList):
            yield from entry.node.items
        else:
            self.findings.wrong_kind(entry.node, entry.key.span, f"`{key}`", "a list")

    def words(self, key: str) -> tuple[YamlText, ...]:
        """Return the texts of the list behind a key."""
        found = []
        for item in self.items(key):
            if isinstance(item, YamlText) and item.raw:
                found.append(item)
            else:
                self.findings.wrong_kind(item, item.span, f"an item of `{key}`", "a text")
        return tuple(found)

    def entries(self, key: str) -> tuple[YamlEntry, ...]:
        """Return the entries of the mapping behind a key; none when it is not there."""
        entry = self.entry(key)
        if entry is None:
            return ()
        if isinstance(entry.node, YamlMap):
            return entry.node.entries
        self.findings.wrong_kind(entry.node, entry.key.span, f"`{key}`", "a mapping")
        return ()

    def texts(self, key: str) -> Mapping[str, str]:
        """Return the mapping from texts to texts behind a key."""
        found: dict[str, str] = {}
        for entry in self.entries(key):
            if isinstance(entry.node, YamlText):
                found[entry.name] = entry.node.raw
            else:
                self.findings.wrong_kind(entry.node, entry.key.span, f"`{entry.name}`", "a text")
        return found

    def uses(self, target: Target, names: Iterable[YamlText]) -> tuple[str, ...]:
        """Return names as texts, noted down as used."""
        used = tuple(names)
        self.findings.names_used += [NameUsed(target, each.raw, each.span) for each in used]
        return tuple(each.raw for each in used)

    def permissions(
        self, known: Iterable[str], key: str = "groups"
    ) -> Mapping[str, tuple[str, ...]]:
        """Return the permission keys for each group behind a key."""
        found: dict[str, tuple[str, ...]] = {}
        for entry in self.entries(key):
            self.uses(Target.GROUP, [entry.key])
            keys = entry.node.items if isinstance(entry.node, YamlList) else (entry.node,)
            words = [key for key in keys if isinstance(key, YamlText) and key.raw]
            if len(words) < len(keys):
                self.findings.wrong_kind(
                    entry.node, entry.key.span, f"`{entry.name}`", "a permission or a list of them"
                )
            for word in words:
                if word.raw not in known:
                    self.findings.unknown("unknown-choice", word, "there is no permission", known)
            found[entry.name] = tuple(word.raw for word in words)
        return found


def read_entries(
    parent: EntryReader,
    key: str,
    name: str,
    read: Callable[[EntryReader], None],
    *,
    named_by: str = "name",
) -> None:
    """Read every item of the list behind a key; a text alone is an entry with only its name.

    `named_by` is the key that a name stands behind.
    """
    for item in parent.items(key):
        match item:
            case YamlMap():
                node = item
            case YamlText() if item.raw:
                key_text = YamlText(named_by, named_by, item.style, item.span)
                node = YamlMap((YamlEntry(key_text, item),), item.span)
            case _:
                parent.findings.wrong_kind(item, item.span, name, "a mapping")
                continue
        reader = EntryReader(node, node.span, name, parent.findings)
        read(reader)
        reader.finish()
