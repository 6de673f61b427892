"""Values as YAML that every reader, of version 1.1 or 1.2, reads as the same values."""

import base64
import re
from datetime import date, datetime, time
from decimal import Decimal
from typing import Any, ClassVar, Final, Literal

import yaml
from yaml.representer import BaseRepresenter

from dsl.functions._limits import check_text, check_tree
from dsl.functions._numbers import exact
from dsl.functions._text import to_text, utf8
from dsl.values import MISSING, Failure

_MAX_VALUES: Final = 100_000
"""Writing YAML is slow, so that a tree may be smaller than elsewhere."""

# Plain texts that some reader takes for a number, Boolean, null or date: YAML 1.2 §10.3.2 and the
# types of YAML 1.1, whose `y` and `n` the library itself does not quote.
_AMBIGUOUS: Final = re.compile(
    r"[-+]?(?:\.?[0-9][0-9_.:]*(?:[eE][-+]?[0-9]+)?|0[xob][0-9a-fA-F_]+|\.inf|\.nan)"
    r"|[0-9]{4}-[0-9].*|y|n|yes|no|on|off|true|false|null|~|=|<<",
    re.IGNORECASE | re.DOTALL,
)

# Line breaks to readers of version 1.1: only an escape brings them through (YAML 1.2.2 §5.4).
_FOLDED: Final = re.compile("[\x85\u2028\u2029]")


def _text(dumper: BaseRepresenter, text: Any) -> yaml.Node:
    utf8(text)
    style: Literal['"', "'", "|"] | None = None
    if _FOLDED.search(text):
        style = '"'
    elif _AMBIGUOUS.fullmatch(text):
        style = "'"
    elif "\n" in text:
        style = "|"
    return dumper.represent_scalar("tag:yaml.org,2002:str", text, style=style)


def _number(dumper: BaseRepresenter, number: Any) -> yaml.Node:
    written = format(exact(number), "f")
    kind = "float" if "." in written else "int"
    return dumper.represent_scalar(f"tag:yaml.org,2002:{kind}", written)


def _moment(dumper: BaseRepresenter, moment: Any) -> yaml.Node:
    return _text(dumper, to_text(moment))


def _bytes(dumper: BaseRepresenter, data: Any) -> yaml.Node:
    return _text(dumper, base64.b64encode(data).decode("ascii"))


class _Dumper(yaml.SafeDumper):
    """Writes our values; never an anchor, which a reader might refuse."""

    yaml_representers: ClassVar = {
        **yaml.SafeDumper.yaml_representers,
        str: _text,
        Decimal: _number,
        float: _number,
        date: _moment,
        datetime: _moment,
        time: _moment,
        bytes: _bytes,
    }

    def ignore_aliases(self, data: Any) -> bool:
        return True

    def increase_indent(self, flow: bool = False, indentless: bool = False) -> None:  # noqa: FBT001, FBT002
        # Lists stand deeper than their key: easier to read, and the same value.
        super().increase_indent(flow, indentless=False)


def write_yaml(value: Any) -> str:
    """Return the value as YAML in block style; dates are ISO texts, bytes base64 texts."""
    if value is MISSING:
        raise Failure("a value", "missing", "x ?? null")
    check_tree(value, max_values=_MAX_VALUES)
    written: str = yaml.dump(
        value, Dumper=_Dumper, sort_keys=False, allow_unicode=True, default_flow_style=False
    )
    check_text(len(written))
    # A lone scalar ends with a document end marker that only streams need.
    return written.removesuffix("...\n")
