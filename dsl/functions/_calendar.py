"""Names of months and days in the languages that date patterns can write and read."""

from collections.abc import Mapping
from dataclasses import dataclass
from types import MappingProxyType
from typing import Final

from dsl.values import Failure


@dataclass(frozen=True, slots=True)
class Names:
    """Month and day names, full and short; weeks begin on Monday."""

    months: tuple[str, ...]
    short_months: tuple[str, ...]
    days: tuple[str, ...]
    short_days: tuple[str, ...]


# Source: Unicode CLDR, the "format" names of each language.
LANGUAGES: Final[Mapping[str, Names]] = MappingProxyType(
    {
        "en": Names(
            ("January", "February", "March", "April", "May", "June", "July", "August",
             "September", "October", "November", "December"),
            ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"),
            ("Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"),
            ("Mon", "Tue", "Wed", "Thu", "Fri", "Sat", "Sun"),
        ),
        "de": Names(
            ("Januar", "Februar", "März", "April", "Mai", "Juni", "Juli", "August",
             "September", "Oktober", "November", "Dezember"),
            ("Jan.", "Feb.", "März", "Apr.", "Mai", "Juni", "Juli", "Aug.", "Sept.", "Okt.",
             "Nov.", "Dez."),
            ("Montag", "Dienstag", "Mittwoch", "Donnerstag", "Freitag", "Samstag", "Sonntag"),
            ("Mo.", "Di.", "Mi.", "Do.", "Fr.", "Sa.", "So."),
        ),
        "fr": Names(
            ("janvier", "février", "mars", "avril", "mai", "juin", "juillet", "août",
             "septembre", "octobre", "novembre", "décembre"),
            ("janv.", "févr.", "mars", "avr.", "mai", "juin", "juil.", "août", "sept.", "oct.",
             "nov.", "déc."),
            ("lundi", "mardi", "mercredi", "jeudi", "vendredi", "samedi", "dimanche"),
            ("lun.", "mar.", "mer.", "jeu.", "ven.", "sam.", "dim."),
        ),
    }
)  # fmt: skip
"""Language words of `format_date` and `parse_date`."""


def names_in(language: str) -> Names:
    """Return the names of a language; raises `Failure` for one that is not there."""
    if language not in LANGUAGES:
        raise Failure(f"one of {', '.join(LANGUAGES)}", "another word")
    return LANGUAGES[language]
