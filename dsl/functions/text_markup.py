"""Text functions for markup and addresses: slugs, HTML, XML and Markdown."""

import html
import re
import unicodedata
from typing import Final

from dsl.functions._function import Example, Function, Parameter
from dsl.functions._html import html_text
from dsl.functions._limits import check_text, text_fuel

_NOT_SLUG: Final = re.compile(r"[^a-z0-9]+")
# Letters that no Unicode decomposition takes apart.
_LATIN: Final = str.maketrans(
    {"æ": "ae", "œ": "oe", "ø": "o", "đ": "d", "ð": "d", "ł": "l", "þ": "th", "ı": "i"}
)
_HTML: Final = str.maketrans({"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&#39;"})
# What no XML 1.0 document may hold, not even as a reference (XML 1.0 §2.2).
_NOT_XML: Final = dict.fromkeys(
    [*(set(range(0x20)) - {0x9, 0xA, 0xD}), *range(0xD800, 0xE000), 0xFFFE, 0xFFFF]
)
_XML: Final = _NOT_XML | str.maketrans(
    {"&": "&amp;", "<": "&lt;", ">": "&gt;", '"': "&quot;", "'": "&apos;"}
)
# Characters with a meaning anywhere in a line, and those with one at its start (CommonMark §2.4).
_MARKDOWN: Final = re.compile(r"[\\`*_\[\]<>|~&]|^[ \t]*(?:[#+=-]|\d{1,9}[.)])", re.MULTILINE)


def _slug(text: str, separator: str) -> str:
    check_text(len(text))
    plain = text.casefold().translate(_LATIN)
    letters = (c for c in unicodedata.normalize("NFKD", plain) if not unicodedata.combining(c))
    # Folded once more: NFKD turns some signs into capitals.
    slug = _NOT_SLUG.sub("-", "".join(letters).lower()).strip("-")
    check_text(len(slug) + slug.count("-") * len(separator))
    return slug.replace("-", separator)


def _html_escape(text: str) -> str:
    check_text(len(text))
    return text.translate(_HTML)


def _xml_escape(text: str) -> str:
    check_text(len(text))
    return text.translate(_XML)


def _markdown_escape(text: str) -> str:
    check_text(len(text))
    return _MARKDOWN.sub(lambda match: f"{match[0][:-1]}\\{match[0][-1]}", text)


_TEXT: Final = Parameter("x", "text")

FUNCTIONS: Final = (
    Function(
        name="slug",
        family="text",
        summary="The text as part of an address: a to z and digits, parted by `separator`.",
        parameters=(_TEXT, Parameter("separator", "text", default="-")),
        result="text",
        call=_slug,
        fuel=lambda text, separator: text_fuel(len(text) * max(4, len(separator))),
        examples=(
            Example('slug("Crème brûlée & Größe!")', '"creme-brulee-grosse"'),
            Example('slug("Ticket #42", "_")', '"ticket_42"'),
            Example('slug("…")', '""'),
        ),
    ),
    Function(
        name="html_escape",
        family="text",
        summary="The text with & < > and both quotes written so that HTML shows them.",
        parameters=(_TEXT,),
        result="text",
        call=_html_escape,
        fuel=lambda text: text_fuel(6 * len(text)),
        examples=(
            Example("html_escape(\"a < b & 'c'\")", '"a &lt; b &amp; &#39;c&#39;"'),
            Example('html_escape("&amp;")', '"&amp;amp;"'),
        ),
    ),
    Function(
        name="html_unescape",
        family="text",
        summary="The text with HTML's character references turned into the characters.",
        parameters=(_TEXT,),
        result="text",
        call=html.unescape,
        examples=(
            Example('html_unescape("5 &lt; 6 &#x26; &eacute;")', '"5 < 6 & é"'),
            Example('html_unescape("&amp;lt;")', '"&lt;"'),
            Example('html_unescape("AT&T &nosuch;")', '"AT&T &nosuch;"'),
        ),
    ),
    Function(
        name="html_to_text",
        family="text",
        summary="What a reader sees of HTML as plain text: paragraphs, lists, links by their text.",
        parameters=(_TEXT,),
        result="text",
        call=html_text,
        examples=(
            Example(
                'html_to_text("<p>Hello <b>Ada</b>,</p><p>it<br>works &amp; how</p>")',
                '"Hello Ada,\\n\\nit\\nworks & how"',
            ),
            Example('html_to_text("<ul><li>one<li>two</ul>")', '"- one\\n- two"'),
            Example('html_to_text("<script>alert(1)</script>a < b")', '"a < b"'),
        ),
    ),
    Function(
        name="markdown_escape",
        family="text",
        summary="The text with backslashes, so that Markdown shows every character as it is.",
        parameters=(_TEXT,),
        result="text",
        call=_markdown_escape,
        fuel=lambda text: text_fuel(2 * len(text)),
        examples=(
            Example('markdown_escape("*a* [b]")', '"\\\\*a\\\\* \\\\[b\\\\]"'),
            Example('markdown_escape("1. one\\n# two")', '"1\\\\. one\\n\\\\# two"'),
            Example('markdown_escape("5 - 3 = 2")', '"5 - 3 = 2"'),
        ),
    ),
    Function(
        name="xml_escape",
        family="text",
        summary="The text with & < > and both quotes escaped; control characters are left out.",
        parameters=(_TEXT,),
        result="text",
        call=_xml_escape,
        fuel=lambda text: text_fuel(6 * len(text)),
        examples=(
            Example('xml_escape("a < b & \\"c\\"")', '"a &lt; b &amp; &quot;c&quot;"'),
            Example('xml_escape("a\\u0007b")', '"ab"'),
        ),
    ),
)
