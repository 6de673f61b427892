"""Texts as searches compare them: folded, and of articles their words without the small ones.

Every store keeps such texts beside the originals and compares them byte by byte, so that no
database's own idea of upper and lower case shows. This is the one place that makes them.
Source: ticket-operations reference 7.3.
"""

import sqlite3
from typing import Final

KEY_LENGTH: Final = 300
"""How much of a short text is kept to search by: PostgreSQL's indexes hold no long ones."""

SEARCHED_LENGTH: Final = 1_000_000
"""How much of a long text can be found: writing its trigrams takes a fifth of a second."""

_SEPARATOR: Final = "\n\x1f"
_SHORTEST_WORD: Final = 3
_LONGEST_WORD: Final = 30
_MOST_WORDS: Final = 1000
_PUNCTUATION: Final = "\"'`´“”„‚‘’«»<>()[]{}*+-_=~^$&|/\\#%@.,:;!?…–—"
_ENGLISH: Final = """
about above after again all also and any are because been before being below between both but can
could did does doing down during each few for from further had has have having her here hers him
his how into its itself just more most nor not now off once only other our out over own same she
should some such than that the their them then there these they this those through too under until
very was were what when where which while who whom why will with would you your
"""
_GERMAN: Final = """
aber alle als also auch auf aus bei beim bin bis bist dann das dass dein dem den der des dich die
dies diese dieser dieses dir doch dort durch ein eine einem einen einer eines euer für hat hatte
haben hier ich ihr ihre ist jede jeder jedes kann kein keine können man mehr mein mich mir mit muss
nach nein nicht noch nur oben oder ohne sehr sein sich sie sind sollte und uns unser unter vom von
vor war was weg weil wenn wer werden wie wir wird zum zur über
"""
_SMALL_WORDS: Final = frozenset(f"{_ENGLISH} {_GERMAN}".split())


def fold(text: str | None) -> str:
    """Return the beginning of a text without upper case; nothing gives the empty text.

    Letters fold one by one, so that a part of a text folds to a part of the folded text.
    """
    return (text or "")[:SEARCHED_LENGTH].replace("\0", "").casefold()


def key(text: str | None) -> str:
    """Return the folded beginning of a short text: a title, a customer."""
    return fold((text or "")[:KEY_LENGTH])[:KEY_LENGTH]


def searchable(text: str | None) -> str:
    """Return a subject or body folded, and behind it its words without the small ones.

    The reference keeps the words alone: a phrase is found there when its words stand side by side
    after small words are gone (`body long` in "the body, not too long"). Here it is found that
    way, and as it was typed as well.
    """
    folded = fold(text)
    words = " ".join(_words(folded))
    return f"{folded}{_SEPARATOR}{words}" if words and words != folded else folded


def register(connection: sqlite3.Connection) -> None:
    """Let migrations call `search_key` and `search_text` in SQL."""
    connection.create_function("search_key", 1, key, deterministic=True)
    connection.create_function("search_text", 1, searchable, deterministic=True)
    connection.create_function("search_fold", 1, fold, deterministic=True)


def _words(folded: str) -> list[str]:
    """Return the words of a text that count, each once, in their order."""
    found: dict[str, None] = {}
    for each in folded.split():
        word = each.strip(_PUNCTUATION)
        if _SHORTEST_WORD <= len(word) <= _LONGEST_WORD and word not in _SMALL_WORDS:
            found[word] = None
            if len(found) == _MOST_WORDS:
                break
    return list(found)
