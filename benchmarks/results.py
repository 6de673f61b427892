"""The file of results: a head, then a section for each part, which only its part rewrites."""

import re
from typing import Final

_HEAD: Final = """\
# Results

Ratios against rivals on the same machine in the same run; `make bench` measures all of them anew,
`python -m benchmarks PART` one part. A benchmark whose output is not equal to its rival's fails.
"""
_HEADING: Final = re.compile(r"^## (.+)$", re.MULTILINE)


def with_section(text: str, title: str, body: str) -> str:
    """Return the file's text with one section written anew, the others as they were.

    A section that is not there yet is put at the end.
    """
    sections = {**_sections(text), title: body.strip()}
    written = (f"## {name}\n\n{section}\n" for name, section in sections.items())
    return "\n".join([_HEAD, *written])


def _sections(text: str) -> dict[str, str]:
    _, *pieces = _HEADING.split(text)
    return {
        title: section.strip() for title, section in zip(pieces[::2], pieces[1::2], strict=True)
    }
