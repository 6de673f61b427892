"""Makes text from outside fit for files, terminals and pages."""

import re

# C0 and C1 controls, line separators, and the marks that turn the direction of text around.
_UNSEEN = re.compile("[\x00-\x08\x0b-\x1f\x7f-\x9f\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff]")


def visible(text: str) -> str:
    """Return the text with control and direction characters escaped; tab and newline stay."""
    return _UNSEEN.sub(_escaped, text)


def utf8(text: str) -> str:
    """Return the text without lone surrogates, which JSON may spell and UTF-8 may not hold."""
    return text if text.isascii() else text.encode("utf-8", "backslashreplace").decode()


def _escaped(match: re.Match[str]) -> str:
    return f"\\u{ord(match[0]):04x}"
