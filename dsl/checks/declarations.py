"""Checks of what a file declares: names that clash, functions that call themselves, imports."""

from collections.abc import Iterator, Mapping, Sequence

from dsl import nodes
from dsl.checks.cases import check_table
from dsl.checks.names import Known, Names
from dsl.checks.walk import CallSite, Walk
from dsl.source import Span
from dsl.unit import Unit

CHECKS = {"total": None, "roundtrip": None, "inverse": None}


def check_names(walk: Walk) -> None:
    """Report names that are declared twice, and names of the library that a file takes over."""
    seen: dict[str, Span] = {}
    for name, span in _declared(walk.unit):
        earlier = seen.setdefault(name, span)
        if earlier is not span:
            line = walk.unit.source.position(earlier.start).line
            walk.report("duplicate-name", span, name=name, line=str(line))
        elif name in walk.library:
            walk.report("shadowed-function", span, name=name)


def check_header(walk: Walk) -> None:
    """Report inputs of one name."""
    seen: set[str] = set()
    for each in walk.unit.inputs:
        if each.name in seen:
            walk.report("duplicate-parameter", each.name_span, name=each.name)
        seen.add(each.name)


def check_tables(walk: Walk) -> None:
    """Check the tables written in the file."""
    for declaration in walk.unit.mapping.declarations:
        if isinstance(declaration, nodes.Table):
            check_table(walk, declaration)


def check_output(walk: Walk) -> None:
    """Report a `result` beside keys, and a second one."""
    results: list[nodes.Result] = []
    fields: list[nodes.Assign | nodes.Block | nodes.Spread] = []
    for declaration in walk.unit.mapping.declarations:
        if isinstance(declaration, nodes.Result):
            results.append(declaration)
        elif isinstance(declaration, nodes.Assign | nodes.Block | nodes.Spread):
            fields.append(declaration)
    for result in results[1:]:
        walk.report("several-results", result.span)
    if results and fields:
        late = max(results[0], fields[0], key=lambda one: one.span)
        walk.report("mixed-result", late.span)


def check_proofs(walk: Walk, names: Names) -> None:
    """Check examples, laws and `check` declarations."""
    for declaration in walk.unit.mapping.declarations:
        match declaration:
            case nodes.Example():
                parts = (declaration.given, declaration.context, declaration.expect)
                for part in parts:
                    if part is not None:
                        walk.kind(part, Names(has_input=False))
            case nodes.Law():
                out = Known("out", "output", declaration.span, is_used=True)
                law = Names({**names.known, "out": out}, {}, names.has_input, is_law=True)
                walk.condition(declaration.condition, law)
            case nodes.Check() if declaration.kind not in CHECKS:
                walk.suggest("unknown-check", declaration.kind_span, declaration.kind, CHECKS)
            case _:
                pass


def check_recursion(walk: Walk) -> None:
    """Report functions that call themselves, directly or through others: each circle once."""
    called = _called(walk)
    done: set[str] = set()
    for name in walk.unit.functions:
        for circle in _circles(name, called, done):
            first = circle[0].caller or name
            chain = " → ".join([f"`{first}`", *(f"`{site.name}`" for site in circle)])
            walk.report("recursive-function", circle[0].span, name=first, chain=chain)


def check_reads(walk: Walk) -> None:
    """Report calls that stand before a `let` which the called function reads."""
    reads = {name: frozenset(known) for name, known in walk.reads.items()}
    if not reads:
        return
    called = _called(walk)
    for site in walk.calls:
        if site.caller is not None or site.name in walk.unit.imports:
            continue
        needed = {one for name in _reachable(site.name, called) for one in reads.get(name, ())}
        for known in sorted(needed - site.bound, key=lambda one: one.span):
            line = walk.unit.source.position(known.span.start).line
            walk.report(
                "function-before-let", site.span, name=site.name, let=known.name, line=str(line)
            )


def check_imports(walk: Walk, imported: Mapping[str, Walk]) -> None:
    """Report imported functions that read the input or a `let` of their own file."""
    for use in walk.unit.mapping.declarations:
        if not isinstance(use, nodes.Use):
            continue
        for name, span in use.names:
            owner = walk.unit.imports.get(name)
            if owner is None or name not in owner.functions:
                continue
            other = imported[owner.source.name]
            reach = _reachable(name, _called(other))
            if reach & other.readers_of_input or any(other.reads.get(one) for one in reach):
                walk.report("open-import", span, name=name, file=use.file)


def check_unused(walk: Walk) -> None:
    """Report tables, functions and imports that nothing calls, unless the file is a library."""
    outputs = (nodes.Assign, nodes.Block, nodes.Spread, nodes.Result)
    is_library = not any(isinstance(one, outputs) for one in walk.unit.mapping.declarations)
    for declaration in walk.unit.mapping.declarations:
        match declaration:
            case nodes.Table() | nodes.TableFile() if not is_library:
                if declaration.name not in walk.used:
                    walk.report("unused-table", declaration.name_span, name=declaration.name)
            case nodes.Function() if not is_library:
                if declaration.name not in walk.used:
                    walk.report("unused-function", declaration.name_span, name=declaration.name)
            case nodes.Use():
                for name, span in declaration.names:
                    if name not in walk.used and name in walk.unit.imports:
                        walk.report("unused-import", span, name=name)
            case _:
                pass


def _declared(unit: Unit) -> Iterator[tuple[str, Span]]:
    for declaration in unit.mapping.declarations:
        match declaration:
            case nodes.Table() | nodes.TableFile() | nodes.Function():
                yield declaration.name, declaration.name_span
            case nodes.Use():
                yield from declaration.names
            case _:
                pass


def _called(walk: Walk) -> Mapping[str, Sequence[CallSite]]:
    """Return for each function of the file the calls in its body of others of the file."""
    called: dict[str, list[CallSite]] = {}
    for site in walk.calls:
        if site.caller is not None and site.name in walk.unit.functions:
            called.setdefault(site.caller, []).append(site)
    return called


def _circles(
    start: str, called: Mapping[str, Sequence[CallSite]], done: set[str]
) -> Iterator[list[CallSite]]:
    """Give the calls of each circle that can be reached; `done` are functions looked at before."""
    way: list[CallSite] = []
    places = {start: 0}
    open_calls = [iter(called.get(start, ()) if start not in done else ())]
    done.add(start)
    while open_calls:
        site = next(open_calls[-1], None)
        if site is None:
            open_calls.pop()
            if way:
                places.pop(way.pop().name)
        elif site.name in places:
            yield [*way[places[site.name] :], site]
        elif site.name not in done:
            done.add(site.name)
            way.append(site)
            places[site.name] = len(way)
            open_calls.append(iter(called.get(site.name, ())))


def _reachable(name: str, called: Mapping[str, Sequence[CallSite]]) -> set[str]:
    """Return a function of the file and all that it calls."""
    found: set[str] = set()
    waiting = [name]
    while waiting:
        one = waiting.pop()
        if one not in found:
            found.add(one)
            waiting.extend(site.name for site in called.get(one, ()))
    return found
