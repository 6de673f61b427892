"""The wording of what is found in the meaning of templates: loops, and files of Jinja."""

from collections.abc import Mapping
from types import MappingProxyType
from typing import Final

from dsl.diagnostics import Severity
from dsl.wordings.wording import Wording

_FILES: Final[dict[str, Wording]] = {
    "template-too-long": Wording(
        "`<file>` has <count> characters, and a template has at most <limit>",
        "too long",
        ("make two templates of it, and join their texts",),
    ),
    "template-too-deep": Wording(
        "`<file>` is nested too deeply", "too deep", ("make a macro of an inner part",)
    ),
    "template-syntax": Wording(
        "line <line> of `<file>` is no Jinja: <reason>", "a slip in this file"
    ),
    "template-feature": Wording(
        "<what> is not part of templates: line <line> of `<file>`",
        "a slip in this file",
        ("<help>",),
    ),
    "template-attribute": Wording(
        "a name after a dot begins with a letter: `<name>` on line <line> of `<file>`",
        "a slip in this file",
        ('a field of this name is `x["<name>"]`',),
    ),
    "template-name": Wording(
        "there is no <kind> `<name>`: line <line> of `<file>`",
        "a slip in this file",
        ("<help>",),
    ),
    "template-arguments": Wording(
        "the arguments of `<name>` do not fit: line <line> of `<file>`",
        "a slip in this file",
        notes=("<signature>",),
    ),
    "template-variable": Wording(
        "there is no name `<name>` here, which line <line> of `<file>` reads",
        "not a name",
        ("with several inputs a field is read through its input: `order.<name>`",),
    ),
}

_TEMPLATES: Final[dict[str, Wording]] = {
    "loop-variable": Wording(
        "there is no `loop` in a text block",
        "not a name",
        (
            "name the index: `{% for x, i in list %}`; it counts from 0",
            "the last turn has `i == count(list) - 1`",
        ),
    ),
    "set-in-loop": Wording(
        "`<name>` has this value to the end of the turn only, then the earlier one again",
        "lost after the turn",
        ("work it out over the list: `sum(for x in list => …)`",),
        severity=Severity.WARNING,
    ),
}

TEMPLATES: Final[Mapping[str, Wording]] = MappingProxyType(_FILES | _TEMPLATES)
"""What linking and the checker say about templates."""
