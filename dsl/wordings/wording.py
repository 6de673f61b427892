"""What a diagnostic says, before its placeholders are filled."""

from dataclasses import dataclass

from dsl.diagnostics import Severity


@dataclass(frozen=True, slots=True)
class Wording:
    """What a diagnostic says: message, label at the place, helps to type, notes of fact."""

    message: str
    label: str = ""
    helps: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    severity: Severity = Severity.ERROR
