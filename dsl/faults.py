"""A failed run: one error for each field that got no value, and how errors travel to the output."""

from collections.abc import Iterable
from dataclasses import dataclass
from typing import Final

from msgspec import Struct
from msgspec.structs import replace

from dsl.diagnostics import Diagnostic, draw
from dsl.source import Source, Span
from dsl.words import is_word


class FieldError(Struct, frozen=True):
    """Why one field of the output got no value. Names kinds and places, never values.

    `message` is a clause such as "expected text, found a number"; paths are written as in Tie:
    ``Comments[2].at``, ``.fields.created``. `input_path` is empty where no path led to the error,
    `output_path` where the run as a whole failed.
    """

    output_path: str
    input_path: str
    found: str
    expected: str
    span: Span
    message: str
    source: Source
    code: str = "wrong-value"
    helps: tuple[str, ...] = ()

    def __repr__(self) -> str:
        return f"<FieldError {self.code} {str(self)!r}>"

    def __str__(self) -> str:
        where = f"`{self.output_path}`: " if self.output_path else ""
        return f"{where}{self.message}"

    @property
    def diagnostic(self) -> Diagnostic:
        """The error as a finding that points at the expression."""
        notes = (f"input: {self.input_path}",) if self.input_path else ()
        return Diagnostic(
            self.code, str(self), self.source, self.span, self.found, notes, self.helps
        )


@dataclass(eq=False)
class MappingFault(Exception):
    """A run without a result. `errors` holds every field error, in the order of the output."""

    errors: tuple[FieldError, ...]

    def __str__(self) -> str:
        return "\n".join(str(error) for error in self.errors)

    def diagnostics(self) -> tuple[Diagnostic, ...]:
        """Return each error as a finding in the mapping's text."""
        return tuple(error.diagnostic for error in self.errors)

    def drawn(self) -> str:
        """Return all errors as a terminal shows them."""
        return "\n".join(draw(diagnostic) for diagnostic in self.diagnostics())


class Failed:
    """The third way of not being there: a value that could not be made, with the reasons.

    Output paths of the errors are relative to the value; whoever holds it as a part adds the
    way to the part with `under` or `at`, whoever only uses it takes them away with `used`.
    """

    __slots__ = ("errors",)

    def __init__(self, errors: tuple[FieldError, ...]) -> None:
        self.errors: Final = errors

    def under(self, key: str) -> tuple[FieldError, ...]:
        """Return the errors as those of the field `key` of an object."""
        step = key if is_word(key) else f'"{key}"'
        return tuple(
            replace(error, output_path=_joined(step, error.output_path)) for error in self.errors
        )

    def at(self, position: int, source_path: str = "", index: int = 0) -> tuple[FieldError, ...]:
        """Return the errors as those of an element of a list.

        Where an input path leads through ``source_path[*]``, the index of the element stands
        there afterwards.
        """
        # Without a source path nothing starts with what is looked for.
        every = f"{source_path}[*]" if source_path else "\0"
        one = f"{source_path}[{index}]"
        return tuple(
            replace(
                error,
                output_path=_joined(f"[{position}]", error.output_path),
                input_path=_replaced(error.input_path, every, one),
                message=error.message.replace(f"`{every}", f"`{one}"),
            )
            for error in self.errors
        )

    def used(self) -> "Failed":
        """Return the same reasons for the value of an expression that used this one."""
        if all(not error.output_path for error in self.errors):
            return self
        return Failed(tuple(replace(error, output_path="") for error in self.errors))


def together(failures: Iterable[Failed]) -> Failed:
    """Return one failed value for an expression that used several; equal reasons count once."""
    errors = [error for failed in failures for error in failed.used().errors]
    return Failed(tuple(errors if len(errors) == 1 else dict.fromkeys(errors)))


def _replaced(path: str, start: str, by: str) -> str:
    return by + path[len(start) :] if path.startswith(start) else path


def _joined(step: str, rest: str) -> str:
    return f"{step}.{rest}" if rest and not rest.startswith("[") else step + rest
