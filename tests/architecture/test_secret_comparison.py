"""Secrets are compared in constant time: `==` stops at the first difference, and can be timed."""

import ast
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from shared_cases import ROOT

PACKAGES = ("engine", "transports")
SECRET = re.compile(
    r"password|passwd|secret|token|session_id|api_key|key_hash|digest|signature|credential"
    r"|(?:^|_)hash(?:ed)?$|authorization|cookie",
    re.IGNORECASE,
)
ORDER = (ast.Eq, ast.NotEq)


def names_in(node: ast.expr) -> Iterator[str]:
    """Yield what a side of a comparison is called: names, members and keys, calls by their own."""
    match node:
        case ast.Name(id=name) | ast.Attribute(attr=name):
            yield name
        case ast.Subscript(slice=ast.Constant(value=str() as key)):
            yield key
        case ast.Call(func=ast.Attribute(attr="get"), args=[ast.Constant(value=str() as key), *_]):
            yield key
        case ast.Call(func=func):
            yield from names_in(func)
        case ast.Tuple(elts=parts) | ast.List(elts=parts):
            for part in parts:
                yield from names_in(part)


def timed_comparisons(tree: ast.AST) -> Iterator[int]:
    """Yield the lines where something that sounds like a secret is compared by `==` or `!=`."""
    for node in ast.walk(tree):
        if not isinstance(node, ast.Compare):
            continue
        sides = [node.left, *node.comparators]
        for left, operator, right in zip(sides, node.ops, sides[1:], strict=False):
            is_known = any(isinstance(side, ast.Constant) for side in (left, right))
            names = (name for side in (left, right) for name in names_in(side))
            if isinstance(operator, ORDER) and not is_known and any(map(SECRET.search, names)):
                yield node.lineno


def modules() -> Iterator[Path]:
    for package in PACKAGES:
        yield from sorted((ROOT / package).rglob("*.py"))


def test_no_secret_is_compared_by_equality() -> None:
    found = [
        f"{path.relative_to(ROOT)}:{line}"
        for path in modules()
        for line in timed_comparisons(ast.parse(path.read_text(encoding="utf-8")))
    ]

    assert found == []


@pytest.mark.parametrize(
    "code",
    [
        "given == password",
        "self.token != x",
        "row['key_hash'] == stored_form(x)",
        "cookies.get('token') == x",
        "stored_digest(x) == y",
        "a == b == session_id",
        "(name, password) == (x, y)",
    ],
)
def test_the_search_finds_what_it_is_for(code: str) -> None:
    assert list(timed_comparisons(ast.parse(code))) == [1]


@pytest.mark.parametrize("code", ["password == ''", "len(x) == y", "a is token", "x in tokens"])
def test_the_search_leaves_the_rest_alone(code: str) -> None:
    assert list(timed_comparisons(ast.parse(code))) == []


def test_api_keys_and_form_tokens_are_compared_by_compare_digest() -> None:
    for module in ("engine/accounts/api_key.py", "engine/console/form.py"):
        assert "hmac.compare_digest(" in (ROOT / module).read_text(encoding="utf-8")
