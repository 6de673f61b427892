"""Cases written as documents: prose, then fenced blocks, each `map` block the start of a case.

```map            the mapping's text; its name in findings is mapping.tie
```file NAME      a file that the mapping uses
```input          JSON; without it the mapping is only compiled
```context        JSON with config, request and now
```output         JSON, compared with its order and digits; or the word `skipped`
```diagnostic     all findings, drawn: those of compiling, then those of the run
"""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field
from pathlib import Path

_FENCE = re.compile(
    r"^```(map|file|input|context|output|diagnostic)(?: (\S+))?\n(.*?)^```$", re.M | re.S
)
_HEADING = re.compile(r"^#+ (.+)$", re.M)


@dataclass
class Case:
    """One `map` block with the blocks after it."""

    document: Path
    title: str
    line: int
    map: str
    files: dict[str, str] = field(default_factory=dict)
    blocks: dict[str, str] = field(default_factory=dict)

    def load(self, name: str) -> bytes:
        """Give a file of the case, as `dsl.compile` asks for it."""
        return self.files[name].encode()


def cases_of(document: Path) -> Iterator[Case]:
    """Give the cases of a document, titled by the heading above each."""
    text = document.read_text(encoding="utf-8")
    headings = [(hit.start(), hit[1]) for hit in _HEADING.finditer(text)]
    case: Case | None = None
    for hit in _FENCE.finditer(text):
        kind, name, body = hit[1], hit[2], hit[3]
        if kind == "map":
            if case is not None:
                yield case
            title = [words for start, words in headings if start < hit.start()][-1]
            case = Case(document, title, text.count("\n", 0, hit.start()) + 1, body)
        elif case is None:
            raise ValueError(f"{document.name}: a `{kind}` block stands before any `map`")
        elif kind == "file":
            case.files[name] = body
        elif kind in case.blocks:
            raise ValueError(f"{document.name}: a second `{kind}` block for {case.title}")
        else:
            case.blocks[kind] = body
    if case is not None:
        yield case


def rewrite(case: Case, found: dict[str, str]) -> None:
    """Put what was found into the output and diagnostic blocks of a case; none is added or lost."""
    text = case.document.read_text(encoding="utf-8")
    start = text.index(f"```map\n{case.map}```")
    following = text.find("```map\n", start + 1)
    end = len(text) if following < 0 else following
    part = text[start:end]
    for kind, body in found.items():
        pattern = re.compile(rf"(^```{kind}\n).*?(^```$)", re.M | re.S)
        part = pattern.sub(lambda hit, body=body: f"{hit[1]}{body}\n{hit[2]}", part)
    case.document.write_text(text[:start] + part + text[end:], encoding="utf-8")
