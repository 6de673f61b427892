"""The wording of everything that can be wrong with a YAML text as YAML."""

from collections.abc import Collection

import yaml

from dsl.diagnostics import Diagnostic, Severity
from dsl.source import Source, Span
from engine.configuration.legible import legible
from engine.configuration.suggestion import did_you_mean
from engine.configuration.yaml_nodes import YamlNode, YamlText, kind_of

_UNCLOSED = ("unexpected end of stream", "unexpected document indicator")
_EXPLAINED: tuple[tuple[str, str, str], ...] = (
    (
        "mapping values are not allowed",
        "a `:` that YAML does not expect here",
        "quote a text that holds `: `, or indent the line like its siblings",
    ),
    (
        "cannot start any token",
        "a character that no plain text may begin with",
        "quote the text: `'@…'`; indent with blanks, never with tabs",
    ),
    (
        "did not find expected key",
        "neither a key of this mapping nor its end",
        "indent the keys of one mapping alike, and quote a text that goes on behind a quote",
    ),
    (
        "could not find expected ':'",
        "a key without its `:`",
        "write `key: value`, and begin the lines of a long text deeper than its key",
    ),
    (
        "did not find expected '-'",
        "neither an item of this list nor its end",
        "begin every item of a list with `- ` in the same column",
    ),
    (
        "did not find expected ',' or",
        "neither a `,` nor the closing bracket",
        "close every `[` with `]` and every `{` with `}`, and quote texts that hold them",
    ),
    (
        "unexpected end of stream",
        "a quote that is never closed",
        "end the text with the quote it began with",
    ),
    (
        "unexpected document indicator",
        "a quote that is not closed before a line of `---` or `...`",
        "end the text with the quote it began with",
    ),
    (
        "unknown escape character",
        "a backslash before a character that it does not go with",
        "write `\\\\` for a backslash, or use single quotes",
    ),
    (
        "did not find expected alphabetic",
        "a `*` or `&` that names no alias or anchor",
        "quote the text if the sign belongs to it",
    ),
    ("did not find expected <document start>", "something behind the end of the document", ""),
)


def syntax(source: Source, error: yaml.MarkedYAMLError, shift: int) -> Diagnostic:
    """Return the finding for what the parser stumbled over."""
    problem = error.problem or "this is not YAML"
    mark = error.problem_mark or error.context_mark
    is_unclosed = mark is not None and _is_unclosed(problem, source.text[mark.index + shift :])
    if is_unclosed and error.context_mark:
        # What is missing is missing since the quote: the end of the file tells nobody anything.
        mark = error.context_mark
    at = min((mark.index if mark else 0) + shift, len(source.text))
    notes: tuple[str, ...] = ()
    if error.context and error.context_mark and error.context_mark.line != getattr(mark, "line", 0):
        began = source.position(min(error.context_mark.index + shift, len(source.text))).line
        notes = (f"{error.context}, which begins in line {began}",)
    label, remedy = _explained(problem, source.text[at : at + 1])
    if is_unclosed and source.text[at : at + 1] in ("[", "{"):
        label = "a bracket that is never closed"
    return Diagnostic(
        "yaml-syntax",
        "the file is not YAML from here on",
        source,
        Span(at, at + 1),
        label=label,
        notes=notes,
        helps=(remedy,) if remedy else (),
    )


def _is_unclosed(problem: str, rest: str) -> bool:
    return not rest.strip() or any(words in problem for words in _UNCLOSED)


def _explained(problem: str, character: str) -> tuple[str, str]:
    """Return what the parser means by its words, and what to do."""
    if character == "\t":
        return "a tab where the line is indented", "indent with blanks"
    for words, explanation, remedy in _EXPLAINED:
        if words in problem:
            return explanation, remedy
    return problem, ""


def unprintable(source: Source, span: Span) -> Diagnostic:
    """Return the finding for a character that may not stand in YAML."""
    code = ord(source.text[span.start])
    return Diagnostic(
        "yaml-character",
        f"the character U+{code:04X} may not stand in YAML",
        source,
        span,
        label="this character",
        helps=(f'write it as an escape in double quotes, `"\\u{code:04X}"`, or remove it',),
    )


def too_large(source: Source, limit: int) -> Diagnostic:
    """Return the finding for a file that is too long to be read."""
    return Diagnostic(
        "yaml-too-large",
        f"the file has {len(source.text):,} characters, more than {limit:,}",
        source,
        Span(0, 1),
        helps=("keep large mappings in files of their own: `Config: {Mapping: folder/name}`",),
    )


def too_deep(source: Source, span: Span, limit: int) -> Diagnostic:
    """Return the finding for the list or mapping that goes one level too deep."""
    return Diagnostic(
        "yaml-too-deep",
        f"lists and mappings stand more than {limit} deep inside each other",
        source,
        span,
        label="one level too deep",
        helps=("check the indentation and the brackets before this place",),
    )


def too_many_nodes(source: Source, span: Span, limit: int) -> Diagnostic:
    """Return the finding for the node that is one too many."""
    return Diagnostic(
        "yaml-too-many-nodes",
        f"the file holds more than {limit:,} values, aliases written out",
        source,
        span,
        label="one value too many",
        helps=("write out what the aliases stand for, and remove what is not needed",),
    )


def unknown_alias(source: Source, span: Span, name: str, known: Collection[str]) -> Diagnostic:
    """Return the finding for an alias without an anchor before it."""
    guess = did_you_mean(name, known)
    return Diagnostic(
        "yaml-unknown-alias",
        f"there is no anchor `&{name}` before this alias",
        source,
        span,
        label="stands for nothing",
        helps=(f"did you mean `*{guess}`?",)
        if guess
        else (f"put `&{name}` before the value to be repeated, or quote the text: `'*{name}'`",),
    )


def endless_alias(source: Source, span: Span, name: str) -> Diagnostic:
    """Return the finding for an alias inside what it stands for."""
    return Diagnostic(
        "yaml-endless-alias",
        f"the alias `*{name}` stands inside what it stands for",
        source,
        span,
        label="would never end",
        helps=("write out what is meant here",),
    )


def unknown_tag(source: Source, span: Span, tag: str) -> Diagnostic:
    """Return the finding for a tag that asks for an object."""
    shown = tag.replace("tag:yaml.org,2002:", "!!")
    return Diagnostic(
        "yaml-tag",
        f"the tag `{legible(shown)}` is not read: a file holds texts, lists and mappings only",
        source,
        Span(span.start, min(span.end, span.start + len(shown))),
        label="a tag",
        helps=("remove the tag, or quote the text if the `!` belongs to it",),
    )


def key_not_text(source: Source, key: YamlNode) -> Diagnostic:
    """Return the finding for a key that is a list or mapping."""
    return Diagnostic(
        "yaml-key",
        f"a key is a text, and this one is {kind_of(key)}",
        source,
        key.span,
        label="not a text",
        helps=("quote the key if its brackets belong to it",),
    )


def repeated_key(source: Source, first: YamlText, second: Span) -> Diagnostic:
    """Return the warning for a key that a mapping has already."""
    line = source.position(first.span.start).line
    return Diagnostic(
        "repeated-key",
        f"the key `{legible(first.raw)}` stands twice in one mapping",
        source,
        second,
        label="hides the one before",
        notes=(f"the first one is in line {line}; only the last one counts",),
        helps=("rename or remove one of the two",),
        severity=Severity.WARNING,
    )
