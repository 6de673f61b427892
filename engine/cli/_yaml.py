"""YAML as data: the core schema of YAML 1.2, with exact numbers.

PyYAML follows YAML 1.1, where `no` is false, `012` is ten and `12:30` a number of minutes.
"""

import re
from decimal import Decimal
from typing import Any

import yaml

from dsl.values import MAX_DIGITS, DataError, Value

# Source: YAML 1.2.2 §10.3.2.
_CORE = (
    ("null", re.compile(r"~|null|Null|NULL|"), ["~", "n", "N", ""]),
    ("bool", re.compile(r"true|True|TRUE|false|False|FALSE"), list("tTfF")),
    ("int", re.compile(r"[-+]?[0-9]+"), list("-+0123456789")),
    (
        "float",
        re.compile(r"[-+]?(\.[0-9]+|[0-9]+(\.[0-9]*)?)([eE][-+]?[0-9]{1,3})?"),
        list("-+.0123456789"),
    ),
)


class _CoreLoader(yaml.CSafeLoader):
    """Resolves plain scalars as YAML 1.2 does."""


_CoreLoader.yaml_implicit_resolvers = {}
for _tag, _pattern, _first in _CORE:
    _whole = re.compile(rf"^(?:{_pattern.pattern})$")
    _CoreLoader.add_implicit_resolver(f"tag:yaml.org,2002:{_tag}", _whole, _first)
_CoreLoader.add_constructor("tag:yaml.org,2002:int", lambda _, node: _integer(node.value))
_CoreLoader.add_constructor("tag:yaml.org,2002:float", lambda _, node: Decimal(node.value))


def load_yaml(text: str) -> Value:
    """Return the document as data; raises `yaml.YAMLError` and `DataError`.

    It has no limits but that of numbers: `read_yaml` of the configuration has them.
    """
    document: Any = yaml.load(text, Loader=_CoreLoader)  # noqa: S506 - a subclass of the safe loader
    value: Value = document
    return value


def _integer(digits: str) -> int:
    if len(digits) > MAX_DIGITS:
        raise DataError(f"a number has more than {MAX_DIGITS:,} digits")
    return int(digits)
