"""What every command shares: the data folder, the store, the form of the output, the open app."""

import asyncio
import getpass
import sys
from collections.abc import Awaitable, Callable
from dataclasses import dataclass
from pathlib import Path
from typing import TypeVar

import typer

import dsl
from engine.accounts.errors import AccountError
from engine.app import App
from engine.archive.errors import ArchiveError
from engine.cli._output import Format, draw_all, fail
from engine.places import data_folder, places
from engine.secret_store.errors import SecretError
from engine.services.errors import ServiceError
from engine.storage.errors import StoreError, StoreFailure

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Globals:
    """The global options of one call."""

    data: Path
    store: str
    form: Format

    @property
    def folder(self) -> Path:
        """The folder that holds everything; an unknown store ends the command."""
        return guarded(lambda: data_folder(self.store, self.data))

    @property
    def places(self) -> tuple[Path, Path | str]:
        """That folder, and where the store is; an unknown store ends the command."""
        return guarded(lambda: places(self.store, self.data))


def settings(context: typer.Context) -> Globals:
    """Return the global options."""
    found = context.find_object(Globals)
    assert found is not None  # noqa: S101 - the callback of the root command always sets it
    return found


def author() -> str:
    """Who changes something from the command line: the name of the account that runs it."""
    try:
        return getpass.getuser()
    except (KeyError, OSError):
        return "command line"


def with_app(context: typer.Context, work: Callable[[App], Awaitable[T]]) -> T:
    """Open the app on the data folder, do the work, close it; findings end the command."""
    options = settings(context)

    async def run() -> T:
        async with App.open(options.store, data=options.data, author=author()) as app:
            return await work(app)

    return guarded(lambda: asyncio.run(run()))


def guarded(work: Callable[[], T]) -> T:
    """Run `work`; what the user, the author of a file or the disk does wrong ends it with exit 1.

    The last resort: where a file or an argument is handled, its error is told better.
    """
    try:
        return work()
    except dsl.CompileError as error:
        draw_all(error.diagnostics)
        raise SystemExit(1) from error
    except (ServiceError, AccountError, ArchiveError, SecretError, StoreError) as error:
        fail(error.message, error.help)
    except StoreFailure as error:
        fail(f"the store refuses: {error}", "crosstie doctor looks closer")
    except UnicodeEncodeError:
        fail("what was given holds bytes that are not UTF-8 text")
    except BrokenPipeError:
        raise  # whoever read the output has enough, and the shell knows how to end this
    except OSError as error:
        fail(f"{error.filename or 'the system'}: {error.strerror or error}")
    except KeyboardInterrupt as error:
        raise SystemExit(130) from error


def read_file(path: Path) -> str:
    """Return a file as text, or end the command."""
    try:
        return path.read_text(encoding="utf-8-sig")
    except FileNotFoundError:
        fail(f"there is no file `{path}`")
    except UnicodeDecodeError as error:
        fail(f"`{path}` is not UTF-8 text: byte {error.start} starts no character")
    except OSError as error:
        fail(f"`{path}` cannot be read: {error.strerror}")


def read_input() -> str:
    """Return the standard input as text, or end the command."""
    try:
        return sys.stdin.buffer.read().decode("utf-8-sig")
    except UnicodeDecodeError as error:
        fail(f"the standard input is not UTF-8 text: byte {error.start} starts no character")
