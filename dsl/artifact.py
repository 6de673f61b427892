"""What a mapping is compiled to, as bytes that a cache can keep."""

import hashlib
import marshal
import sys
from collections.abc import Mapping
from dataclasses import dataclass
from functools import cache
from importlib.metadata import version
from types import CodeType
from typing import Final

from dsl.diagnostics import Diagnostic, Severity
from dsl.functions._discover import discover
from dsl.generating.places import Reads
from dsl.source import Source, Span

_FORMAT: Final = 3
"""Changes whenever the generator or this file does, so that nothing older is taken for its own."""


@dataclass(frozen=True, slots=True)
class Artifact:
    """The code of a mapping and what else is needed to run it without reading its text again."""

    code: CodeType | None
    """None when the closure tree alone can run the mapping."""
    uses_numbers: bool
    is_weighed: bool
    """Whether the output must be weighed after a run: it may repeat its input very often."""
    reads: Reads
    """What the mapping reads of its input."""
    warnings: tuple[Diagnostic, ...]
    files: Mapping[str, bytes]
    """All files that were read, by name."""

    def to_bytes(self) -> bytes:
        """Return the artifact as bytes; files are kept as their hashes."""
        hashes = {name: _hash(data) for name, data in self.files.items()}
        warnings = [_packed(warning) for warning in self.warnings]
        return marshal.dumps(
            (hashes, self.code, self.uses_numbers, self.is_weighed, self.reads, warnings)
        )


def key_of(source: Source) -> str:
    """Return the key of a mapping: its name and text, and the versions that make its code."""
    return _hash(f"{_versions()}\n{source.name}\n{source.text}".encode("utf-8", "surrogatepass"))


def files_of(data: bytes) -> dict[str, str]:
    """Return the hash of each file that a mapping was compiled with, by the file's name."""
    hashes: dict[str, str] = marshal.loads(data)[0]  # noqa: S302 # see `dsl.caching.Cache`
    return hashes


def from_bytes(data: bytes, files: Mapping[str, bytes], source: Source) -> Artifact | None:
    """Return an artifact whose files are what they were, None if one has changed.

    Raises `ValueError`, `EOFError` or `TypeError` for bytes that are no artifact.
    """
    hashes, code, uses_numbers, is_weighed, reads, warnings = marshal.loads(data)  # noqa: S302 # the same
    if {name: _hash(content) for name, content in files.items()} != hashes:
        return None
    unpacked = tuple(_unpacked(warning, source, files) for warning in warnings)
    return Artifact(code, uses_numbers, is_weighed, reads, unpacked, files)


@cache
def _versions() -> str:
    functions = sorted(function.signature for function in discover().values())
    return _hash(f"{_FORMAT} {version('crosstie')} {sys.version} {functions}".encode())


def _hash(data: bytes) -> str:
    return hashlib.sha256(data).hexdigest()


_Packed = tuple[str, str, str, int, int, str, tuple[str, ...], tuple[str, ...], str]


def _packed(one: Diagnostic) -> _Packed:
    return (
        one.code, one.message, one.source.name, one.span.start, one.span.end, one.label,
        one.notes, one.helps, one.severity.value,
    )  # fmt: skip


def _unpacked(packed: _Packed, source: Source, files: Mapping[str, bytes]) -> Diagnostic:
    code, message, name, start, end, label, notes, helps, severity = packed
    if name != source.name:
        source = Source(name, files[name].decode("utf-8-sig"))
    span = Span(start, end)
    return Diagnostic(code, message, source, span, label, notes, helps, Severity(severity))
