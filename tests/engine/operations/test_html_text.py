"""The text of HTML articles."""

import pytest

from engine.operations._html_text import text_of_html


@pytest.mark.parametrize(
    ("html", "text"),
    [
        ("<p>Hällo <b>B</b></p>", "\nHällo B\n\n"),
        ("<p>one</p><p>two</p>", "\none\n\ntwo\n\n"),
        ("<ul>\n<li>test</li>\n</ul>", " \n - test \n\n"),
        ("a<br>b<br/>c", "a\nb\nc"),
        ("5 &lt; 6 &amp;&nbsp;7 &#228;", "5 < 6 & 7 ä"),
        ("a\n\n   b\tc", "a b c"),
        ("<pre>a\n  b</pre>", "\na\n  b\n\n"),
        ("<tr><td>1</td><td>2</td></tr>", "1 2 \n"),
        ('<img src="x.png" alt="a printer">', "a printer"),
    ],
)
def test_html_becomes_readable_text(html: str, text: str) -> None:
    assert text_of_html(html) == text


def test_scripts_styles_and_titles_are_not_text() -> None:
    html = "<html><head><title>t</title><style>p{}</style></head><script>x()</script>seen</html>"

    assert text_of_html(html) == "seen"


def test_links_become_numbered_notes_at_the_end() -> None:
    html = '<p>See <a href="https://a.test/x">this</a> and <a href="https://b.test">that</a></p>'

    assert text_of_html(html) == (
        "\nSee this[1] and that[2]\n\n\n[1] https://a.test/x\n[2] https://b.test\n"
    )


def test_a_link_that_shows_its_own_target_needs_no_note() -> None:
    assert text_of_html('<a href="https://a.test">https://a.test</a>') == "https://a.test"
    assert text_of_html('<a href="#top">up</a>') == "up"


@pytest.mark.parametrize("html", ["<", "<p", "</p></p></a>", "<!-- x", "<script>never closed", ""])
def test_broken_html_gives_text_and_never_an_exception(html: str) -> None:
    assert isinstance(text_of_html(html), str)
