"""The text of an HTML page, for articles that are read and searched as text."""

import re
from html.parser import HTMLParser

_UNSEEN = frozenset({"script", "style", "title"})
_HEADINGS = frozenset({"h1", "h2", "h3", "h4", "h5", "h6"})
_BEFORE = {"br": "\n", "p": "\n", "hr": "\n\n", "li": "\n - ", "blockquote": "\n", "pre": "\n"}
_BEFORE |= dict.fromkeys(_HEADINGS, "\n")
_AFTER = {"p": "\n\n", "div": "\n", "tr": "\n", "td": " ", "th": " ", "ul": "\n\n", "ol": "\n\n"}
_AFTER |= {"blockquote": "\n\n", "pre": "\n\n"} | dict.fromkeys(_HEADINGS, "\n\n")
_SPACES = re.compile(r"\s+")
_GAPS = re.compile(r"\n{3,}")


def text_of_html(html: str) -> str:
    """Return the text of a page: paragraphs apart, list items behind dashes, links as notes.

    ``<p>See <a href="https://a.test">this</a></p>`` gives
    ``\\nSee this[1]\\n\\n\\n[1] https://a.test\\n``.
    """
    page = _Page()
    page.feed(html)
    page.close()
    return page.text()


class _Page(HTMLParser):
    """Collects the text of a page while it is read once from start to end."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self._pieces: list[str] = []
        self._links: list[str] = []
        self._open_links: list[str] = []
        self._unseen = 0
        self._preformatted = 0

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in _UNSEEN:
            self._unseen += 1
        elif tag == "pre":
            self._preformatted += 1
        elif tag == "a":
            self._open_links.append(dict(attrs).get("href") or "")
        elif tag == "img":
            self._pieces.append(dict(attrs).get("alt") or "")
        self._pieces.append(_BEFORE.get(tag, ""))

    def handle_endtag(self, tag: str) -> None:
        if tag in _UNSEEN:
            self._unseen = max(0, self._unseen - 1)
        elif tag == "pre":
            self._preformatted = max(0, self._preformatted - 1)
        elif tag == "a" and self._open_links:
            self._note(self._open_links.pop())
        self._pieces.append(_AFTER.get(tag, ""))

    def handle_data(self, data: str) -> None:
        if not self._unseen:
            self._pieces.append(data if self._preformatted else _SPACES.sub(" ", data))

    def text(self) -> str:
        """Return what has been read, the targets of links last."""
        notes = "".join(f"[{number}] {link}\n" for number, link in enumerate(self._links, 1))
        return _GAPS.sub("\n\n", "".join(self._pieces)) + (f"\n{notes}" if notes else "")

    def _note(self, link: str) -> None:
        # A target inside the page says nothing outside of it; one that is its own text says nothing
        # twice.
        if not link or link.startswith("#") or (self._pieces and self._pieces[-1].strip() == link):
            return
        self._links.append(link)
        self._pieces.append(f"[{len(self._links)}]")
