"""Read the statements of a text block: which there are, and which one ends which."""

import re
from typing import Final

from dsl.reading.tape import OpenStatement, Quote, Tape

MAX_STATEMENT_DEPTH: Final = 15
"""Most statements around each other; the code made of them may nest 20 loops (CPython)."""
MAX_BRANCHES: Final = 100
"""Most branches of one `if`: each counts as a level in the code made of them."""

_WORD: Final = re.compile(r"\{%[-+]?\s*(?P<word>[^\W\d]\w*)?")
_TO_END: Final = re.compile(r"\{%[^\n]*?%\}|\{%[^\n]*")
_NOTHING_MORE: Final = re.compile(r"\s*[-+]?%\}")
_SET: Final = re.compile(r"\s+[^\W\d]\w*\s*=(?!=)")
_ENDS: Final = {"endif": "if", "endfor": "for"}
_ALONE: Final = frozenset({"else", *_ENDS})
_KNOWN: Final = frozenset({"for", "if", "elif", "set", *_ALONE})
_ONE_WORD: Final = frozenset({"elseif", "elsif", "elsewhen"})
_USUAL: Final = "`for`, `if`, `elif`, `else`, `set` and `raw` are statements"
_INSTEAD: Final = {
    **dict.fromkeys(_ONE_WORD, "write `{% elif condition %}`"),
    **dict.fromkeys(
        ("include", "import", "from", "extends", "block", "endblock"),
        'what files share is a function: `use "letters.tie" (footer)`, then `{{ footer() }}`',
    ),
    **dict.fromkeys(
        ("macro", "endmacro", "call", "endcall"), "declare a function: `fn greet(name) = …`"
    ),
    **dict.fromkeys(("with", "endwith", "do"), "write `{% set name = value %}`"),
    **dict.fromkeys(("filter", "endfilter"), "name the text by `let`, and write `{{ name | … }}`"),
    **dict.fromkeys(("autoescape", "endautoescape"), "write `{{ … | html_escape }}`"),
    **dict.fromkeys(("break", "continue"), "choose the turns: `{% for x in list where … %}`"),
    **dict.fromkeys(("while", "foreach"), "write `{% for x in list %}`"),
    **dict.fromkeys(("end", "fi", "done"), "write `{% endif %}` or `{% endfor %}`"),
    "endset": "a text of several lines is named by `let` before the block",
    "let": "write `{% set name = value %}`",
    "endraw": "write `{% raw %}` before it",
}


def begin_statement(tape: Tape, quote: Quote, start: int, limit: int) -> int | None:
    """Note the statement whose ``{%`` stands at `start`; return its end if it is left out.

    None says that its words follow.
    """
    text = tape.source.text
    head = _WORD.match(text, start, limit)
    word = (head["word"] if head else None) or ""
    behind = head.end() if head else start + 2
    end = _end(text, start, limit)
    if word not in _KNOWN:
        code = "unknown-statement" if word else "statement-without-word"
        tape.report(code, start, end, found=word, help=_INSTEAD.get(word, _USUAL))
        return end
    if word in _ALONE and not _NOTHING_MORE.match(text, behind, limit):
        is_elif = word == "else" and text[behind:limit].lstrip().startswith("if")
        advice = "write `{% elif condition %}`" if is_elif else f"write `{{% {word} %}}`"
        tape.report("statement-goes-on", start, end, found=word, help=advice)
        _nest(tape, quote, "elif" if is_elif else word, (start, end))
        return end
    if word == "set" and not _SET.match(text, behind, limit):
        tape.report("set-form", start, end)
        return end
    _nest(tape, quote, word, (start, end))
    return None


def end_block(tape: Tape, quote: Quote) -> None:
    """Report the statements that are open at the end of their block."""
    while quote.statements:
        _report_open(tape, quote.statements.pop())


def _end(text: str, start: int, limit: int) -> int:
    found = _TO_END.match(text, start, limit)
    return found.end() if found else limit


def _nest(tape: Tape, quote: Quote, word: str, place: tuple[int, int]) -> None:
    statements = quote.statements
    if word in {"for", "if"}:
        if len(statements) >= MAX_STATEMENT_DEPTH:
            limit = str(MAX_STATEMENT_DEPTH)
            tape.report("too-many-levels", *place, limit=limit)
        statements.append(OpenStatement(word, place))
    elif word in _ENDS:
        _finish(tape, quote, word, place)
    elif word != "set":
        _branch(tape, quote, word, place)


def _finish(tape: Tape, quote: Quote, word: str, place: tuple[int, int]) -> None:
    begun = _ENDS[word]
    statements = quote.statements
    if all(statement.word != begun for statement in statements):
        tape.report("stray-statement", *place, found=word, wanted=begun)
        return
    while statements[-1].word != begun:
        _report_open(tape, statements.pop())
    statements.pop()


def _branch(tape: Tape, quote: Quote, word: str, place: tuple[int, int]) -> None:
    innermost = quote.statements[-1] if quote.statements else None
    if innermost is None or (word == "elif" and innermost.word != "if"):
        tape.report("stray-statement", *place, found=word, wanted="if")
        return
    if innermost.has_else:
        tape.report("statement-after-else", *place, found=word)
    innermost.has_else = innermost.has_else or word == "else"
    innermost.branches += 1
    if innermost.branches == MAX_BRANCHES:
        tape.report("too-many-branches", *place, limit=str(MAX_BRANCHES))


def _report_open(tape: Tape, statement: OpenStatement) -> None:
    tape.report("open-statement", *statement.place, found=statement.word)
