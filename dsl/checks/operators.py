"""Checks of literals, text, operators, conditions and tests."""

from dsl import nodes
from dsl.checks.names import Names
from dsl.checks.walk import Kind, Walk, phrase
from dsl.kinds import TESTS

_ARITHMETIC = {"+", "-", "*", "/", "%"}
_ORDERING = {"<", "<=", ">", ">="}
_BEFORE_PIPE = _ARITHMETIC | {"??", "?!"}


def check_literal(walk: Walk, node: nodes.Literal, names: Names) -> Kind:
    """Check a literal."""
    del walk, names
    if node.value is None:
        return "null"
    if isinstance(node.value, bool):
        return "boolean"
    return "text" if isinstance(node.value, str) else "number"


def check_text(walk: Walk, node: nodes.Text, names: Names) -> Kind:
    """Check the expressions in a text: a list or an object has no place there."""
    for part in node.parts:
        if not isinstance(part, str):
            check_text_part(walk, part, names)
    return "text"


def check_text_part(walk: Walk, part: nodes.Expression, names: Names) -> None:
    """Check an expression between `{{` and `}}`."""
    kind = walk.kind(part, names)
    if kind in ("list", "object"):
        walk.report("no-text", part.span, kind=phrase(kind), text=walk.text(part))


def check_missing(walk: Walk, node: nodes.Missing, names: Names) -> Kind:
    """Check the word `missing`."""
    del walk, node, names
    return None


def check_group(walk: Walk, node: nodes.Group, names: Names) -> Kind:
    """Check what stands in parentheses."""
    return walk.kind(node.inner, names)


def check_list(walk: Walk, node: nodes.ListLiteral, names: Names) -> Kind:
    """Check the elements of a list."""
    for item in node.items:
        walk.kind(item, names)
    return "list"


def check_sign(walk: Walk, node: nodes.Sign, names: Names) -> Kind:
    """Check `-x`."""
    _pipe_after(walk, node.operator, node.operand, node)
    kind = walk.kind(node.operand, names)
    if kind not in (None, "number"):
        _wrong_operand(walk, node.operator, node.operand, kind)
    return "number"


def check_not(walk: Walk, node: nodes.Not, names: Names) -> Kind:
    """Check `not x`."""
    walk.condition(node.operand, names)
    return "boolean"


def check_conditional(walk: Walk, node: nodes.Conditional, names: Names) -> Kind:
    """Check `if`."""
    walk.condition(node.condition, names)
    yes, no = walk.kind(node.yes, names), walk.kind(node.no, names)
    return yes if yes == no else None


def check_is(walk: Walk, node: nodes.Is, names: Names) -> Kind:
    """Check that the word after `is` is a test."""
    walk.kind(node.operand, names)
    if node.test != "failed" and node.test not in TESTS:
        function = walk.library.get(node.test)
        is_test = function is not None and function.result == "boolean"
        if function is None or not is_test or len(function.parameters) != 1:
            walk.suggest("unknown-test", node.test_span, node.test, {**TESTS, "failed": None})
    return "boolean"


def check_binary(walk: Walk, node: nodes.Binary, names: Names) -> Kind:
    """Check an operator between two expressions."""
    operator = node.operator
    if operator in ("and", "or"):
        walk.condition(node.left, names)
        walk.condition(node.right, names)
        return "boolean"
    if operator in _BEFORE_PIPE:
        _pipe_after(walk, operator, node.right, node)
    left, right = walk.kind(node.left, names), walk.kind(node.right, names)
    if operator in _ARITHMETIC:
        return _arithmetic(walk, node, left, right)
    if operator in _ORDERING:
        _ordering(walk, node, left, right)
        return "boolean"
    if operator in ("==", "!="):
        _equality(walk, node, left, right)
        return "boolean"
    if operator in ("in", "not in"):
        if right in ("number", "boolean", "null"):
            walk.report("not-a-container", node.right.span, kind=phrase(right))
        return "boolean"
    return _fallback(walk, node, left, right)


def _pipe_after(walk: Walk, operator: str, operand: nodes.Expression, whole: nodes.Node) -> None:
    """Refuse ``a + b | f``: it means ``a + (b | f)``, and looks like ``(a + b) | f``."""
    if not isinstance(operand, nodes.Call) or not operand.piped:
        return
    first = operand.arguments[0].value
    before = walk.unit.source.text[whole.span.start : first.span.end]
    after = walk.unit.source.text[first.span.end : operand.span.end].strip()
    start = walk.unit.source.text[whole.span.start : operand.span.start]
    walk.report(
        "pipe-after-operator", operand.span, operator=operator,
        whole=f"({before}) {after}", right=f"{start}({walk.text(operand)})",
    )  # fmt: skip


def _wrong_operand(walk: Walk, operator: str, operand: nodes.Expression, kind: Kind) -> None:
    code = "wrong-operand"
    if operator == "+" and kind in ("text", "list"):
        code = "text-addition" if kind == "text" else "list-addition"
    walk.report(code, operand.span, operator=operator, kind=phrase(kind))


def _arithmetic(walk: Walk, node: nodes.Binary, left: Kind, right: Kind) -> Kind:
    for operand, kind in ((node.left, left), (node.right, right)):
        if kind in ("text", "list", "object", "boolean", "null"):
            _wrong_operand(walk, node.operator, operand, kind)
            return None
    if (
        isinstance(node.right, nodes.Literal)
        and node.operator in ("/", "%")
        and not node.right.value
    ):
        walk.report("division-by-zero", node.right.span)
    is_number = left == "number" or right == "number" or node.operator in ("*", "/", "%")
    return "number" if is_number else None


def _ordering(walk: Walk, node: nodes.Binary, left: Kind, right: Kind) -> None:
    for operand, kind in ((node.left, left), (node.right, right)):
        if kind in ("list", "object", "boolean", "null"):
            walk.report("no-order", operand.span, kind=phrase(kind), operator=node.operator)
            return
    if left is not None and right is not None and left != right:
        walk.report("no-order-between", node.operator_span, left=phrase(left), right=phrase(right))


def _equality(walk: Walk, node: nodes.Binary, left: Kind, right: Kind) -> None:
    # Whether a value can be null is not known without schemas.
    known = left is not None and right is not None and "null" not in (left, right)
    if known and left != right:
        gives = "false" if node.operator == "==" else "true"
        walk.report(
            "never-equal", node.operator_span, left=phrase(left), right=phrase(right), gives=gives
        )


def _fallback(walk: Walk, node: nodes.Binary, left: Kind, right: Kind) -> Kind:
    if node.operator == "??":
        if _fails_instead(node.left):
            walk.report("default-for-failed", node.operator_span, left=walk.text(node.left))
        elif left == "null" or isinstance(_inner(node.left), nodes.Missing):
            walk.report("always-default", node.left.span, value=walk.text(node.left))
        elif _is_surely_there(node.left):
            walk.report("useless-default", node.operator_span, kind=phrase(left))
    elif isinstance(_inner(node.left), nodes.Literal | nodes.Missing):
        walk.report("useless-rescue", node.operator_span)
    return left if left == right else None


def _inner(node: nodes.Expression) -> nodes.Expression:
    while isinstance(node, nodes.Group):
        node = node.inner
    return node


def _fails_instead(node: nodes.Expression) -> bool:
    """Tell whether an expression is an operation, which fails where a side is absent."""
    inner = _inner(node)
    return isinstance(inner, nodes.Binary) and inner.operator in _ARITHMETIC


def _is_surely_there(node: nodes.Expression) -> bool:
    return isinstance(
        _inner(node),
        nodes.Literal | nodes.Text | nodes.TextTemplate | nodes.Template | nodes.ListLiteral
        | nodes.ObjectLiteral | nodes.For | nodes.Is | nodes.Not | nodes.Sign,
    )  # fmt: skip
