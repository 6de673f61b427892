"""HTML to plain text, in one pass that never looks back, so that broken HTML costs no more."""

import html
import re
from dataclasses import dataclass, field
from typing import Final

_TAG_NAME: Final = re.compile(r"[a-zA-Z][^\s/>]*")
_TAG_STOP: Final = re.compile(r""">|=\s*["']""")
_BLANKS: Final = re.compile(r"[ \t\r\n\f]+")

# Their content is not text: HTML Living Standard §13.2.5 (raw text), §4.2.2 and §4.12.3.
_DROPPED: Final = frozenset({"script", "style", "title", "template", "noscript", "iframe"})
_PARAGRAPHS: Final = frozenset(
    {
        "p", "h1", "h2", "h3", "h4", "h5", "h6", "ul", "ol", "dl", "table", "blockquote", "pre",
        "form", "fieldset", "figure",
    }
)  # fmt: skip
_LINES: Final = frozenset(
    {
        "div", "li", "tr", "dt", "dd", "section", "article", "header", "footer", "main", "nav",
        "aside", "address", "body", "caption", "figcaption", "option",
    }
)  # fmt: skip
_RULE: Final = "---"
_MOST_INDENTED: Final = 10
"""Lists nested deeper are indented no further, else the text could grow with their square."""


@dataclass(slots=True)
class _Page:
    """The text so far, and the break that is due before the next piece."""

    pieces: list[str] = field(default_factory=list)
    breaks: int = 0
    """Line ends due before the next text; 2 leave a blank line."""
    blank: bool = False
    """Whether a blank is due before the next text of the same line."""
    preformatted: int = 0
    lists: list[int] = field(default_factory=list)
    """For each open list the last number, or -1 without numbers."""

    def write(self, text: str) -> None:
        if self.preformatted:
            self._put(text.replace("\r\n", "\n"))
            return
        collapsed = _BLANKS.sub(" ", text)
        if collapsed.startswith(" "):
            self.blank = True
        if collapsed.strip(" "):
            self._put(collapsed.strip(" ").replace("\xa0", " "))
            self.blank = collapsed.endswith(" ")

    def line(self, breaks: int) -> None:
        self.breaks = max(self.breaks, breaks)
        self.blank = False

    def end_line(self) -> None:
        """End the line now: two of these leave a blank line, unlike two blocks."""
        self.breaks = min(self.breaks + 1, 2)
        self.blank = False

    def _put(self, text: str) -> None:
        if self.pieces:
            self.pieces.append("\n" * self.breaks or (" " if self.blank else ""))
        self.breaks, self.blank = 0, False
        self.pieces.append(text)

    def item(self) -> None:
        self.line(1)
        marker = "-"
        if self.lists and self.lists[-1] >= 0:
            self.lists[-1] += 1
            marker = f"{self.lists[-1]}."
        self._put("  " * min(len(self.lists) - 1, _MOST_INDENTED) + marker)
        self.blank = True

    def open(self, tag: str) -> None:
        if tag == "br":
            self.end_line()
        elif tag == "hr":
            self.line(1)
            self._put(_RULE)
            self.line(1)
        elif tag == "li":
            self.item()
        elif tag in {"td", "th"}:
            self.blank = self.breaks == 0
        else:
            self._block(tag)
            if tag in {"ul", "ol"}:
                self.lists.append(0 if tag == "ol" else -1)
            self.preformatted += tag == "pre"

    def close(self, tag: str) -> None:
        if tag in {"ul", "ol"} and self.lists:
            self.lists.pop()
        if tag == "pre":
            self.preformatted = max(0, self.preformatted - 1)
        self._block(tag)

    def _block(self, tag: str) -> None:
        if tag in {"ul", "ol"} and self.lists:
            self.line(1)
        elif tag in _PARAGRAPHS:
            self.line(2)
        elif tag in _LINES:
            self.line(1)


def html_text(source: str) -> str:
    """Return what a reader sees of HTML, as plain text.

    Paragraphs are parted by a blank line, list items begin with ``-`` or a number, cells are
    parted by a blank. Links keep their text; scripts, styles, comments and the title go. Entities
    become characters, no-break spaces plain ones. Unclosed tags at the end are dropped.
    """
    page = _Page()
    position = 0
    while position < len(source):
        start = source.find("<", position)
        if start < 0:
            start = len(source)
        if start > position:
            page.write(html.unescape(source[position:start]))
        position = _markup(source, start, page) if start < len(source) else start
    lines = "".join(page.pieces).split("\n")
    return "\n".join(line.rstrip(" \t") for line in lines).strip("\n")


def _markup(source: str, start: int, page: _Page) -> int:
    """Take in the markup that starts at a ``<`` and return where it ends."""
    if source.startswith("<!--", start):
        return _after(source, "-->", start + 4)
    if source.startswith(("<!", "<?"), start):
        return _after(source, ">", start + 2)
    closing = source.startswith("</", start)
    name = _TAG_NAME.match(source, start + (2 if closing else 1))
    if name is None:
        if closing:
            return _after(source, ">", start + 2)
        page.write("<")
        return start + 1
    tag = name[0].lower()
    end = _tag_end(source, name.end())
    if closing:
        page.close(tag)
    elif tag in _DROPPED:
        return _raw_end(source, tag, end)
    else:
        page.open(tag)
    return end


def _after(source: str, mark: str, start: int) -> int:
    found = source.find(mark, start)
    return len(source) if found < 0 else found + len(mark)


def _tag_end(source: str, position: int) -> int:
    """Return where a tag ends; a ``>`` inside a quoted attribute does not end it."""
    while (stop := _TAG_STOP.search(source, position)) is not None:
        if stop[0] == ">":
            return stop.end()
        position = _after(source, stop[0][-1], stop.end())
    return len(source)


def _raw_end(source: str, tag: str, position: int) -> int:
    """Return where the content of a script or style ends; nothing inside is markup."""
    found = re.compile(rf"</{tag}(?=[\s/>])", re.IGNORECASE).search(source, position)
    return len(source) if found is None else _after(source, ">", found.end())
