"""What a service may be called, and what its file is called on any system."""

import re
import unicodedata
from typing import Final

from engine.services.errors import ServiceError

MAX_CHARACTERS: Final = 191
"""Source: generic-interface reference 11.3, the width of the reference's column."""

_REFUSED: Final = frozenset({"Cc", "Cf", "Cs", "Co", "Cn", "Zl", "Zp"})
"""Unicode categories: control characters, bidi and other invisible marks, halves of characters."""
_JOINERS: Final = frozenset("\u200c\u200d")
"""Invisible, and yet part of how some scripts and emoji are spelt."""
_REPLACEMENT: Final = "\ufffd"

_MAX_FILE_BYTES: Final = 200
"""Of a file's name without its ending: file systems stop at 255 bytes."""
_UNSAFE = re.compile(r'[<>:"/\\|?*\x00-\x1f\x7f]')
_DEVICES: Final = re.compile(
    r"(?:con|prn|aux|nul|conin\$|conout\$|(?:com|lpt)[0-9¹²³])(?:\..*)?", re.IGNORECASE
)
"""Names that are devices on Windows. Source: Microsoft, "Naming Files, Paths, and Namespaces"."""


def spelt(name: str) -> str:
    """Return a name as it is stored: trimmed, in Unicode's composed form (NFC).

    File systems hand out names in another form, and to people both are one name.
    """
    return unicodedata.normalize("NFC", name.strip())


def checked_name(name: str) -> str:
    """Return the name of a new service as it is stored.

    Raises `ServiceError` for one that is empty, too long or holds what cannot be seen.
    """
    given = spelt(name)
    if not given:
        raise ServiceError("service-name", "a service needs a name", "give it one with --name NAME")
    if len(given) > MAX_CHARACTERS:
        raise ServiceError(
            "service-name",
            f"the name has {len(given)} characters, more than {MAX_CHARACTERS}",
            "choose a shorter one",
        )
    for position, character in enumerate(given, 1):
        hidden = unicodedata.category(character) in _REFUSED and character not in _JOINERS
        if hidden or character == _REPLACEMENT:
            raise ServiceError(
                "service-name",
                f"character {position} of the name is U+{ord(character):04X}, which nobody can see"
                if hidden
                else f"character {position} of the name was lost when the name was decoded",
                "type the name anew",
            )
    return given


def name_of_file(file_name: str) -> str:
    """Return the name a file gives its service: its last part, without its last ending.

    A path is never followed: ``../../crm.v2.yml`` gives ``crm.v2``.
    """
    last = re.split(r"[/\\]", file_name)[-1]
    stem, dot, _ = last.rpartition(".")
    return stem if dot else last


def file_name_of(name: str) -> str:
    """Return a file name for a service that every system takes, ending in ``.yml``."""
    safe = _UNSAFE.sub("_", name).strip(" .")
    encoded = safe.encode("utf-8", "replace")[:_MAX_FILE_BYTES]
    safe = encoded.decode("utf-8", "ignore").rstrip(" .") or "service"
    if _DEVICES.fullmatch(safe):
        safe = f"_{safe}"
    return f"{safe}.yml"
