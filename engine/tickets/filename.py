"""Names of attached files: made safe, and unique inside their article.

Source: reference, section 4.3.
"""

import re
from collections.abc import Container
from itertools import count
from typing import Final

MAX_LENGTH: Final = 250

_UNSAFE: Final = re.compile(r"[^\w\-+.#]")
_NAMELESS: Final = "unnamed"


def clean_filename(name: str) -> str:
    """Return a name that is no path, has no control characters and hides from nobody.

    What is neither word character nor one of ``-+.#`` becomes ``_``, leading dots are dropped.
    A name that is cut keeps its extension.
    """
    safe = _UNSAFE.sub("_", name).lstrip(".") or _NAMELESS
    return safe if len(safe) <= MAX_LENGTH else _cut(safe, MAX_LENGTH)


def unique_filename(name: str, taken: Container[str]) -> str:
    """Return `name`, or ``a-1.txt``, ``a-2.txt`` … while the article has one of that name."""
    if name not in taken:
        return name
    for number in count(1):
        mark = f"-{number}"
        stem, dot, extension = _cut(name, MAX_LENGTH - len(mark)).rpartition(".")
        candidate = f"{stem}{mark}{dot}{extension}" if dot else f"{extension}{mark}"
        if candidate not in taken:
            return candidate
    raise AssertionError("a count does not end")


def _cut(name: str, length: int) -> str:
    if len(name) <= length:
        return name
    stem, dot, extension = name.rpartition(".")
    kept = length - len(dot) - len(extension)
    return f"{stem[:kept]}{dot}{extension}" if dot and kept > 0 else name[:length]
