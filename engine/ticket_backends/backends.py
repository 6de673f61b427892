"""The remote systems of one instance: those handed in, and those its folder declares."""

from collections.abc import Mapping
from pathlib import Path

from dsl.diagnostics import CompileError, Diagnostic
from dsl.source import Source, Span
from engine.mapping_files import loader_for
from engine.model.remote import Connect, RemoteSystem, RemoteSystems
from engine.ticket_backends.backend_file import FILE_NAME, DeclaredBackend, read_backends
from engine.ticket_backends.remote import RemoteTicketSystem


def open_backends(
    folder: Path, given: Mapping[str, RemoteSystem], connect: Connect | None
) -> RemoteSystems:
    """Return the systems in `given` and in the folder's `backends.yml`; the former win.

    Without `connect` what is declared is known by name alone.
    Raises `CompileError` for a file with mistakes, `OSError` for one that cannot be read.
    """
    declared = _declared(folder)
    if connect is None:
        return RemoteSystems(given, frozenset(each.name for each in declared) - given.keys())
    return RemoteSystems({**{each.name: _system(each, connect) for each in declared}, **given})


def _system(declared: DeclaredBackend, connect: Connect) -> RemoteSystem:
    return RemoteTicketSystem(
        connect(declared.address), declared.routes, max_answer_bytes=declared.max_answer_bytes
    )


def _declared(folder: Path) -> tuple[DeclaredBackend, ...]:
    path = folder / FILE_NAME
    try:
        octets = path.read_bytes()
    except FileNotFoundError:
        return ()
    try:
        source = Source(str(path), octets.decode("utf-8-sig"))
    except UnicodeDecodeError as error:
        told = f"the file is not UTF-8 text: byte {error.start} starts no character"
        empty = Source(str(path), "")
        raise CompileError((Diagnostic("not-utf-8", told, empty, Span(0, 0)),)) from error
    return read_backends(source, loader_for(folder))
