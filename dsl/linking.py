"""Reads the files that a mapping uses, and links names to what they declare."""

import csv
from collections.abc import Callable, Sequence
from io import StringIO
from typing import TypeAlias

from dsl import nodes
from dsl.diagnostics import Diagnostic, Severity
from dsl.messages import diagnostic
from dsl.parser import parse
from dsl.source import Source, Span
from dsl.templates.asks import Slip
from dsl.templates.file import FileTemplate, read_template
from dsl.templates.naming import template_files, with_reads
from dsl.unit import Unit
from dsl.words import counted

Load: TypeAlias = Callable[[str], bytes]
"""Gives the bytes of a file of the mapping folder; raises `OSError`, `LookupError` or `ValueError`
when there is none, or none that may be read."""


def link(source: Source, load: Load | None) -> tuple[Unit | None, tuple[Diagnostic, ...]]:
    """Return a file with all it uses, and the findings of reading; no unit if it cannot be parsed.

    Every file is read once, however often it is used.
    """
    linker = _Linker(load)
    unit = linker.unit(source, ())
    return unit, tuple(linker.findings)


class _Linker:
    """Reads files by name, each once."""

    def __init__(self, load: Load | None) -> None:
        self._load = load
        self._units: dict[str, Unit | None] = {}
        self._templates: dict[str, tuple[FileTemplate | None, Sequence[Slip]]] = {}
        self.findings: list[Diagnostic] = []

    def unit(self, source: Source, using: tuple[str, ...]) -> Unit | None:
        """Return a parsed file with what it uses; `using` are the files that led here."""
        mapping, findings = parse(source)
        self.findings.extend(findings)
        if mapping is None or any(one.severity is Severity.ERROR for one in findings):
            return None
        tables: dict[str, nodes.Table] = {}
        functions: dict[str, nodes.Function] = {}
        imports: dict[str, Unit] = {}
        for declaration in mapping.declarations:
            match declaration:
                case nodes.Table():
                    tables.setdefault(declaration.name, declaration)
                case nodes.TableFile():
                    tables.setdefault(declaration.name, self._table(source, declaration))
                case nodes.Function():
                    functions.setdefault(declaration.name, declaration)
                case nodes.Use():
                    imports.update(self._imports(source, declaration, using))
                case _:
                    pass
        self._prove_schemas(source, mapping)
        templates: dict[str, FileTemplate] = {}
        if "template" in source.text:
            files = template_files(mapping)
            templates = {
                file: read
                for file, span in files.items()
                if (read := self._template(source, file, span)) is not None
            }
            if templates:
                mapping = with_reads(mapping, templates)
        return Unit(source, mapping, tables, functions, imports, templates)

    def _imports(self, source: Source, use: nodes.Use, using: tuple[str, ...]) -> dict[str, Unit]:
        path = (*using, source.name)
        if use.file in path:
            chain = " → ".join((*path[path.index(use.file) :], use.file))
            self._report("import-cycle", source, use.file_span, chain=chain)
            return {}
        unit = self._used(source, use, path)
        if unit is None:
            return {}
        found: dict[str, Unit] = {}
        for name, span in use.names:
            if name in unit.tables or name in unit.functions:
                found[name] = unit
            else:
                self._report("unknown-import", source, span, name=name, file=use.file)
        return found

    def _used(self, source: Source, use: nodes.Use, path: tuple[str, ...]) -> Unit | None:
        if use.file not in self._units:
            text = self._text(source, use.file, use.file_span)
            self._units[use.file] = (
                None if text is None else self.unit(Source(use.file, text), path)
            )
        return self._units[use.file]

    def _table(self, source: Source, declaration: nodes.TableFile) -> nodes.Table:
        span = declaration.file_span
        text = self._text(source, declaration.file, span) or ""
        cases: list[nodes.Case] = []
        for number, row in enumerate(csv.reader(StringIO(text)), start=1):
            if not row or (number == 1 and [cell.strip().lower() for cell in row] == _HEAD):
                continue
            if len(row) != len(_HEAD):
                self._report(
                    "bad-table-file", source, span, file=declaration.file, line=str(number),
                    count=counted(len(row), "column"),
                )  # fmt: skip
                break
            key, value = (nodes.Literal(span, cell) for cell in row)
            cases.append(nodes.Case(span, (key,), None, None, value))
        return nodes.Table(
            declaration.span, declaration.name, declaration.name_span, tuple(cases), None
        )

    def _template(self, source: Source, file: str, span: Span) -> FileTemplate | None:
        if file not in self._templates:
            text = self._text(source, file, span)
            if text is None:
                return None
            self._templates[file] = read_template(Source(file, text))
        template, slips = self._templates[file]
        for slip in slips:
            words = {"file": file, "line": str(slip.line), **slip.words}
            self._report(slip.code, source, span, **words)
        return template

    def _prove_schemas(self, source: Source, mapping: nodes.Mapping) -> None:
        """Load the schemas that the header names, which proves that they are there."""
        header = mapping.header
        if header is None or self._load is None:
            return
        contracts = [each.contract for each in header.inputs]
        for contract in [*contracts, *([header.output] if header.output else [])]:
            if contract.schema is not None:
                self._text(source, contract.schema, contract.span)

    def _text(self, source: Source, file: str, span: Span) -> str | None:
        if self._load is None:
            self._report("no-files", source, span, file=file)
            return None
        try:
            return self._load(file).decode("utf-8-sig")
        except UnicodeDecodeError:
            self._report("file-not-text", source, span, file=file)
        except (OSError, LookupError, ValueError):
            self._report("file-not-found", source, span, file=file)
        return None

    def _report(self, code: str, source: Source, span: Span, /, **words: str) -> None:
        self.findings.append(diagnostic(code, source, span, **words))


_HEAD = ["key", "value"]
"""A first line with these two words is a heading, any other first line is a row."""
