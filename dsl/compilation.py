"""Text to program: parse, link, check, build, or recall what was built before."""

from functools import cached_property
from typing import Final

from dsl import artifact
from dsl.artifact import Artifact
from dsl.caching import Cache
from dsl.checker import check
from dsl.diagnostics import CompileError, Diagnostic, Severity
from dsl.generating.evaluation import FastEvaluation, code_of
from dsl.generating.generator import generate
from dsl.generating.reads import reads_of
from dsl.linking import Load, link
from dsl.messages import diagnostic
from dsl.program import Evaluation, Program
from dsl.running.evaluation import ClosureEvaluation
from dsl.running.runs import Limits
from dsl.running.sharing import may_repeat
from dsl.source import Source, Span
from dsl.unit import Unit


def compile_mapping(
    text: str,
    name: str = "mapping.tie",
    load: Load | None = None,
    *,
    limits: Limits | None = None,
    cache: Cache | None = None,
) -> Program:
    """Return the program of a mapping's text.

    `name` is shown in diagnostics. `load` gives the bytes of files that the text names: other
    mappings after `use`, tables, schemas. `cache` keeps what was compiled for the next time; it is
    asked first. Raises `CompileError` with every finding, in file order.
    """
    source = Source(name, text)
    key = artifact.key_of(source) if cache is not None else ""
    built = None if cache is None else _recalled(cache, key, source, load)
    if built is None:
        built = _built(source, load)
        if cache is not None:
            cache.put(key, built.to_bytes())
    return _program(source, built, limits or Limits())


def _recalled(cache: Cache, key: str, source: Source, load: Load | None) -> Artifact | None:
    """Return what the cache kept of a mapping, if all its files are what they were."""
    data = cache.get(key)
    if data is None:
        return None
    try:
        names = artifact.files_of(data)
        files = {name: load(name) for name in names} if load is not None else {}
        return artifact.from_bytes(data, files, source)
    except (ValueError, EOFError, TypeError, LookupError, OSError):
        # Bytes that are no artifact, or a file that is gone: compiling says what there is to say.
        return None


def _built(source: Source, load: Load | None) -> Artifact:
    files: dict[str, bytes] = {}

    def remembering(name: str) -> bytes:
        if load is None:
            raise FileNotFoundError(name)
        files[name] = load(name)
        return files[name]

    try:
        unit, findings = link(source, None if load is None else remembering)
        if unit is not None:
            findings += check(unit)
        if unit is None or any(finding.severity is Severity.ERROR for finding in findings):
            raise CompileError(_ordered(findings))
        # What the closures cannot be built of, nothing can run.
        ClosureEvaluation(unit, Limits())
        code, uses_numbers = code_of(unit)
        reads = reads_of(unit)
        return Artifact(code, uses_numbers, may_repeat(unit), reads, _ordered(findings), files)
    except RecursionError:
        raise CompileError((diagnostic("too-deep", source, Span(0, 1)),)) from None


class _Tree:
    """The syntax tree of a program, read again when something asks for it.

    Running asks for it only where the code gives up, so an idle program holds its text alone.
    """

    def __init__(self, source: Source, files: dict[str, bytes]) -> None:
        self._source: Final = source
        self._files: Final = files

    @cached_property
    def unit(self) -> Unit:
        unit, _ = link(self._source, self._files.__getitem__ if self._files else None)
        if unit is None:
            raise ValueError("a text that compiled before does not parse")
        return unit


def _program(source: Source, built: Artifact, limits: Limits) -> Program:
    tree = _Tree(source, dict(built.files))

    def exact() -> ClosureEvaluation:
        return ClosureEvaluation(tree.unit, limits)

    evaluation: Evaluation
    if built.code is None:
        evaluation = exact()
    else:
        evaluation = FastEvaluation(
            built.code,
            source,
            limits,
            uses_numbers=built.uses_numbers,
            is_weighed=built.is_weighed,
            reads=built.reads,
            delegates=lambda: generate(tree.unit).delegates,
            exact=exact,
        )
    return Program(source, lambda: tree.unit.mapping, built.warnings, evaluation)


def _ordered(findings: tuple[Diagnostic, ...]) -> tuple[Diagnostic, ...]:
    """Return findings in file order, each once: a file may be reached in several ways."""
    unique = dict.fromkeys(findings)
    return tuple(sorted(unique, key=lambda finding: (finding.source.name, finding.span)))
