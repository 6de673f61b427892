"""The hard edges of the text family."""

from typing import Any

import pytest
from functions import call
from hypothesis import given
from hypothesis import strategies as st

from dsl.values import MISSING, Failure


@pytest.mark.parametrize(
    ("name", "arguments", "expected"),
    [
        ("trim", (" \t\u00a0a\u2003\n",), "a"),
        ("upper", ("ŉ",), "ʼN"),
        ("lower", ("İ",), "i̇"),
        ("capitalize", ("ǆ",), "ǅ"),
        ("title", ("cafe\u0301s and o’neil",), "Cafe\u0301s And O’neil"),
        ("title", ("",), ""),
        ("replace", ("aaa", "aa", "b"), "ba"),
        ("replace", ("aaa", "a", "", 0), "aaa"),
        ("replace", ("aaa", "a", "b", 99), "bbb"),
        ("split", ("abc", ""), ["a", "b", "c"]),
        ("split", ("abc", "", 1), ["a", "bc"]),
        ("split", ("abc", "", 0), ["abc"]),
        ("split", ("", ""), []),
        ("split", ("a,b", ",", 0), ["a,b"]),
        ("lines", ("a\u2028b\rc\n\r\nd",), ["a\u2028b", "c", "", "d"]),
        ("lines", ("\n",), [""]),
        ("slice", ("abc", -2, -1), "b"),
        ("slice", ([1, 2, 3], 1, 99), [2, 3]),
        ("slice", ("abc", 2, 1), ""),
        ("index_of", ("abc", ""), 0),
        ("index_of", ([[1]], [1]), 0),
        ("index_of", ([True], 1), MISSING),
        ("truncate", ("abcdef", 3, "12345"), "123"),
        ("truncate", ("abc", 3, "…"), "abc"),
        ("truncate", ("abc", 0, "…"), ""),
        ("truncate_bytes", ("👍👍", 7), "👍"),
        ("truncate_bytes", ("👍", 3), ""),
        ("truncate_bytes", ("abcdef", 2, "…"), ""),
        ("pad_start", ("👍", 3, "-"), "--👍"),
        ("pad_end", ("", 0), ""),
        ("repeat", ("", 10**30), ""),
        ("indent", ("a\n \nb", 2), "a\n \n  b"),
        ("dedent", ("\ta\n\t\tb\n  c",), "\ta\n\t\tb\n  c"),
        ("dedent", ("\n  a\n",), "\na\n"),
        ("wrap", ("aa bb cc", 5), "aa bb\ncc"),
        ("wrap", ("a  b", 5), "a  b"),
        ("wrap", ("", 5), ""),
        ("slug", ("Ærøskøbing ½ İstanbul",), "aeroskobing-1-2-istanbul"),
        ("slug", ("日本",), ""),
        ("html_escape", ("<a href='x'>&",), "&lt;a href=&#39;x&#39;&gt;&amp;"),
        ("html_unescape", ("&#x110000;&#0;&#xD800;",), "\ufffd\ufffd\ufffd"),
        ("xml_escape", ("\x00\x0b\t\ud800\uffff'",), "\t&apos;"),
        ("markdown_escape", ("- a\n10) b\na_b & <i>",), "\\- a\n10\\) b\na\\_b \\& \\<i\\>"),
        ("strip_prefix", ("aab", "a"), "ab"),
        ("contains", ("abc", ""), True),
    ],
)
def test_text_functions_at_their_edges(
    name: str, arguments: tuple[Any, ...], expected: object
) -> None:
    assert call(name, *arguments) == expected


@pytest.mark.parametrize(
    ("markup", "text"),
    [
        ("plain", "plain"),
        ("a<br>b<br><br>c", "a\nb\n\nc"),
        ("<p>a</p>\n\n<p>b</p>", "a\n\nb"),
        ("<div>a<div>b</div></div>c", "a\nb\nc"),
        ("<h1>T</h1>text", "T\n\ntext"),
        ("<ol><li>x<ul><li>y</li></ul></li><li>z</li></ol>", "1. x\n  - y\n2. z"),
        ("<table><tr><th>a</th><th>b</th></tr><tr><td>1</td><td>2</td></tr></table>", "a b\n1 2"),
        ("<pre>  a\n   b</pre>", "  a\n   b"),
        ("a <a href='https://x.example/?a>b'>link</a>.", "a link."),
        ("<style>p {}</style><script>if (a < b) {}</script>x", "x"),
        ("<SCRIPT>x</scripty></SCRIPT >y", "y"),
        ("<title>t</title><!-- <p> --><!DOCTYPE html>x", "x"),
        ("a&nbsp;&lt;b&gt; &amp;amp;", "a <b> &amp;"),
        ("1 < 2 and 3 > 2", "1 < 2 and 3 > 2"),
        ("<b>bo</b><i>ld</i>", "bold"),
        ("a<hr/>b", "a\n---\nb"),
        ("text <img alt='", "text"),
        ("<>", "<>"),
        ("</>x", "x"),
        ("", ""),
    ],
)
def test_html_becomes_what_a_reader_sees(markup: str, text: str) -> None:
    assert call("html_to_text", markup) == text


@pytest.mark.parametrize(
    "markup",
    ["<" * 50_000, "<a x='" * 20_000, "<!--" * 20_000, "<p>" * 20_000, "<ul><li>" * 2_000],
)
def test_broken_html_costs_no_more_than_good(markup: str) -> None:
    assert len(call("html_to_text", markup)) <= 30 * len(markup)


@pytest.mark.parametrize(
    ("name", "arguments", "message"),
    [
        ("repeat", ("ab", 10**7), "at most 10,000,000 characters"),
        ("pad_start", ("", 10**30), "at most 10,000,000 characters"),
        ("indent", ("a\n" * 1000, 10**7), "at most 10,000,000 characters"),
        ("replace", ("a" * 10_000, "a", "b" * 10_000), "at most 10,000,000 characters"),
        ("join", ([""] * 10_000, "b" * 10_000), "at most 10,000,000 characters"),
        ("concat", ("a" * 5_000_001, "a" * 5_000_000), "at most 10,000,000 characters"),
        ("slug", ("a b" * 10_000, "-" * 10_000), "at most 10,000,000 characters"),
        ("concat", ([1], "a"), "expected a list"),
        ("join", (["a", {}],), "written as text"),
        ("index_of", ("a1", 1), "text to look for in text"),
        ("wrap", ("a", 0), "a width of 1 or more"),
        ("normalize", ("a", "NFX"), "one of NFC, NFD, NFKC, NFKD"),
        ("truncate_bytes", ("\ud800abc", 2), "half of a surrogate pair"),
    ],
)
def test_what_cannot_be_done_says_why(name: str, arguments: tuple[Any, ...], message: str) -> None:
    with pytest.raises(Failure) as caught:
        call(name, *arguments)

    assert message in str(caught.value)


@given(st.text())
def test_reversing_twice_changes_nothing(text: str) -> None:
    assert call("reverse", call("reverse", text)) == text


@given(st.text(), st.text(min_size=1))
def test_joining_what_was_split_changes_nothing(text: str, separator: str) -> None:
    assert call("join", call("split", text, separator), separator) == text


@given(st.text(st.characters(codec="utf-8")), st.integers(0, 30), st.text(max_size=5))
def test_truncated_text_fits(text: str, length: int, end: str) -> None:
    assert len(call("truncate", text, length, end)) <= max(length, 0)
    assert len(call("truncate_bytes", text, length).encode()) <= length


@given(st.text())
def test_escaped_html_reads_as_the_text(text: str) -> None:
    assert call("html_unescape", call("html_escape", text)) == text


@given(st.text("<>/!-abp'\"= &;#lisct\n", max_size=60))
def test_any_markup_gives_text_without_blanks_at_line_ends(markup: str) -> None:
    text = call("html_to_text", markup)

    assert all(line == line.rstrip(" \t") for line in text.split("\n"))
