"""What the lexer has written so far: tokens, open brackets and findings."""

from dataclasses import dataclass, field
from typing import Final

from dsl.diagnostics import Diagnostic
from dsl.messages import diagnostic
from dsl.reading.tokens import OPENERS, STATEMENTS, VALUE_ENDS, Token
from dsl.source import Source, Span

MAX_DEPTH: Final = 200
"""How many brackets may be open at once, and about how deep a tree may be."""

MAX_FINDINGS: Final = 20
"""After so many findings the author has enough to do, and a text without sense ends quickly."""

LIST_CLOSERS: Final = frozenset({"RPAR", "RSQB"})
"""What closes brackets that hold values, not items."""

MAX_TOKENS: Final = 100_000
"""Longest mapping that is read, some ten thousand lines; more would keep a worker for seconds."""

_SWALLOWS: Final = frozenset({"unclosed-text", "unclosed-regex", "unclosed-block"})
"""Findings that explain why no closing bracket was seen."""

_START: Final = Token("START", "", Span(0, 0))


@dataclass(eq=False)
class Stop(Exception):
    """No use in reading on: the text is too deep or has too many slips."""


@dataclass(slots=True)
class OpenStatement:
    """A `for` or `if` of a text block that is not ended yet, and where it stands."""

    word: str
    place: tuple[int, int]
    has_else: bool = False
    branches: int = 1


@dataclass(frozen=True, slots=True)
class Quote:
    """Text that is being read: where it starts, and for a text block where its end stands.

    Text without a `limit` has to end on its line.
    """

    start: int
    limit: int | None = None
    statements: list[OpenStatement] = field(default_factory=list)


@dataclass(slots=True)
class Frame:
    """An open bracket, or an open ``{{`` or ``{%`` in text, whose `closer` is ``TEXT_CLOSE``."""

    opener: Token
    closer: str
    quote: Quote | None = None
    """The text around a ``{{`` or ``{%``."""
    ordering: bool = False
    """`order by` was read and its `=>` was not."""
    spread: bool = False
    """`...` was read and the item goes on."""
    example: bool = False
    """The braces of an `example`."""
    slice: bool = False
    """The `:` of a slice was read."""
    otherwise: bool = False
    """`else ->` was read."""


@dataclass(slots=True)
class Tape:
    """The state of reading `source`, and the few moves that keep it consistent."""

    source: Source
    pos: int = 0
    tokens: list[Token] = field(default_factory=list)
    frames: list[Frame] = field(default_factory=list)
    findings: list[Diagnostic] = field(default_factory=list)
    fresh: bool = True
    """Only blanks were read since the last line end."""
    block_end: int = -1
    """Where the closing quotes of the text block around the current place stand, or -1."""
    joint: int = -1
    """A place that counts as touching the last token, because a sign between them was left out."""
    outermost: Frame = field(default_factory=lambda: Frame(_START, ""))

    def before(self, count: int = 1) -> Token:
        """Return the last token, or the one `count` tokens from the end."""
        return self.tokens[-count] if len(self.tokens) >= count else _START

    @property
    def frame(self) -> Frame:
        """The innermost open bracket."""
        return self.frames[-1] if self.frames else self.outermost

    @property
    def touches_value(self) -> bool:
        """Whether the current place touches a value that ends there."""
        before = self.before()
        return before.type in VALUE_ENDS and self.pos in (before.span.end, self.joint)

    def skip(self, end: int, *, joined: bool = False) -> None:
        """Leave out the text up to `end`; what follows may count as touching what stands before."""
        self.pos = end
        if joined:
            self.joint = end

    def report(self, code: str, start: int, end: int, **words: str) -> None:
        """Note a finding; raise `Stop` when there are enough."""
        self.findings.append(diagnostic(code, self.source, Span(start, end), **words))
        if len(self.findings) >= MAX_FINDINGS:
            raise Stop

    def emit(self, type: str, end: int, value: str = "") -> Token:
        """Write the text from the current place to `end` as one token."""
        start, tokens = self.pos, self.tokens
        touches = bool(tokens) and tokens[-1].span.end == start
        token = Token(
            type, self.source.text[start:end], Span(start, end), self.fresh, touches, value
        )
        tokens.append(token)
        self.fresh = False
        self.pos = end
        return token

    def imagine(self, type: str, text: str = "") -> Token:
        """Write a token that the author left out, just after the last one."""
        at = self.before().span.end
        token = Token(type, text, Span(at, at), touches=True, virtual=True)
        self.tokens.append(token)
        return token

    def open(self, type: str, end: int) -> Frame:
        """Write an opening bracket. Raises `Stop` when too many are open."""
        if len(self.frames) >= MAX_DEPTH:
            self.report("too-deep", self.pos, end)
            raise Stop
        frame = Frame(self.emit(type, end), OPENERS.get(type, "TEXT_CLOSE"))
        self.frames.append(frame)
        return frame

    def close(self, type: str, end: int) -> None:
        """Write a closing bracket and settle those that should have closed before it."""
        depth = self._depth_of(type)
        if depth is not None:
            sign, line = self.source.text[self.pos : end], self._line(self.pos)
            while len(self.frames) > depth + 1:
                self.drop_frame(f"`{sign}` on line {line} came first")
            self.frames.pop()
            self.emit(type, end)
        elif self.frame.closer in LIST_CLOSERS and type in LIST_CLOSERS:
            closer = self.frames.pop().closer
            self.report(
                "wrong-closer",
                self.pos,
                end,
                found=self.source.text[self.pos],
                wanted=SIGNS[closer],
            )
            self.emit(closer, end)
        else:
            self.report("stray-closer", self.pos, end, found=self.source.text[self.pos])
            self.pos = end

    def _depth_of(self, closer: str) -> int | None:
        for depth in range(len(self.frames) - 1, -1, -1):
            if self.frames[depth].closer == closer:
                return depth
            if self.frames[depth].closer == "TEXT_CLOSE":
                break
        return None

    def drop_frame(self, note: str) -> None:
        """Close the innermost bracket in the author's place and report it where it was opened."""
        frame = self.frames.pop()
        frame.opener.unclosed = True
        self.imagine(frame.closer, SIGNS[frame.closer])
        opener = frame.opener.span
        if any(f.span.start > opener.start and f.code in _SWALLOWS for f in self.findings):
            return
        if frame.closer == "TEXT_CLOSE":
            is_statement = frame.opener.type in STATEMENTS
            code = "unclosed-statement" if is_statement else "unclosed-interpolation"
            width = 2 if frame.opener.text.endswith(("{", "%")) else 3
            self.report(code, opener.end - width, opener.end)
        else:
            words = {"found": frame.opener.text, "wanted": SIGNS[frame.closer], "note": note}
            self.report("unclosed-bracket", opener.start, opener.end, **words)

    def drop_frames_silently(self, depth: int) -> None:
        """Close all brackets above `depth` in the author's place, without a finding."""
        while len(self.frames) > depth:
            frame = self.frames.pop()
            frame.opener.unclosed = True
            self.imagine(frame.closer, SIGNS[frame.closer])

    def close_before(self, place: int, closers: frozenset[str] = LIST_CLOSERS) -> None:
        """Report the innermost brackets of these kinds, left open before the token at `place`."""
        line = self._line(self.tokens[place].span.start)
        later = self.tokens[place:]
        del self.tokens[place:]
        while self.frame.closer in closers:
            self.drop_frame(f"line {line} begins something new")
        self.tokens.extend(later)

    @property
    def line_is_open(self) -> bool:
        """Whether a ``{{`` is open that has to close on this line."""
        return any(frame.quote and frame.quote.limit is None for frame in self.frames)

    def _line(self, offset: int) -> int:
        return self.source.position(offset).line


SIGNS: Final = {"RPAR": ")", "RBRACE": "}", "RSQB": "]", "TEXT_CLOSE": '}}"'}
"""How each closing token is written."""
