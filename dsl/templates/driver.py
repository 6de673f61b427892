"""Runs statements through Jinja, which sees calls of one hook in place of every expression.

Jinja gets a tree, not a text: no expression, attribute, filter or name of an author reaches it.
The hook is called with a number, which says what to work out, and with the variables it needs.
"""

from collections.abc import Callable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from types import MappingProxyType
from typing import Any, Final, TypeAlias

from jinja2 import Template, Undefined, nodes
from jinja2.runtime import Context, LoopContext, Macro
from jinja2.sandbox import ImmutableSandboxedEnvironment

from dsl.values import MISSING

HOOK: Final = "_e"
LOOP_FIELDS: Final = frozenset(
    {
        "index", "index0", "revindex", "revindex0", "first", "last", "length", "depth", "depth0",
        "previtem", "nextitem",
    }
)  # fmt: skip
"""What a template may read of `loop`; `loop.cycle` may be called."""


Answer: TypeAlias = Callable[[int, Sequence[Any]], Any]
"""Gives what the expression of a number gives with the variables that it reads."""


@dataclass(frozen=True, slots=True)
class _Hook:
    answer: Answer


_NONE: Final[Mapping[str, Any]] = MappingProxyType({})


class Driver:
    """Statements made ready to run; a run is independent of all others."""

    __slots__ = ("_template",)

    def __init__(self, body: Sequence[nodes.Node]) -> None:
        """Compile statements; raises what Jinja and Python raise for a tree that is too deep."""
        tree = nodes.Template(list(body), lineno=1)
        environment = _environment()
        tree.set_environment(environment)
        for node in tree.find_all(nodes.Node):
            if node.lineno is None:
                node.lineno = 1
        self._template: Final[Template] = environment.from_string(tree)

    def pieces(self, answer: Answer, variables: Mapping[str, Any] = _NONE) -> Iterator[str]:
        """Yield the text piece by piece; what `answer` raises comes out of here."""
        context = self._template.new_context({HOOK: _Hook(answer), **variables})
        return self._template.root_render_func(context)


def ask(number: int, *arguments: nodes.Expr) -> nodes.Call:
    """Return the call of the hook with a number and further arguments."""
    hook = nodes.Name(HOOK, "load")
    return nodes.Call(hook, [nodes.Const(number), *arguments], [], None, None)


def asks_for(node: nodes.Node, number: int) -> bool:
    """Tell whether an expression is the call of the hook with a number."""
    if not isinstance(node, nodes.Call) or not isinstance(node.node, nodes.Name):
        return False
    first = node.args[0] if node.args else None
    return node.node.name == HOOK and isinstance(first, nodes.Const) and first.value == number


def read(variable: str) -> nodes.Name:
    """Return the expression that reads a variable."""
    return nodes.Name(variable, "load")


def bound(variable: str) -> nodes.Name:
    """Return the target that binds a variable."""
    return nodes.Name(variable, "store")


class _Missing(Undefined):
    """Makes `MISSING` of a variable that nothing was bound to."""

    def __new__(cls, *_: Any, **__: Any) -> Any:
        return MISSING


class _Environment(ImmutableSandboxedEnvironment):
    """Jinja without a filter, test, global or loader of its own."""

    def call(self, context: Context, obj: Any, /, *args: Any, **kwargs: Any) -> Any:
        """Answer a call of the hook; allow macros and loops, and nothing else."""
        if type(obj) is _Hook:
            number, *given = args
            return obj.answer(number, given)
        return super().call(context, obj, *args, **kwargs)

    def is_safe_callable(self, obj: Any) -> bool:
        """Allow macros and loops alone; the hook was answered before."""
        if isinstance(obj, Macro | LoopContext):
            return True
        return getattr(obj, "__func__", None) is LoopContext.cycle

    def is_safe_attribute(self, obj: Any, attr: str, value: Any) -> bool:
        """Allow the fields of `loop` alone: what else an author may read is read by the hook."""
        del value
        return isinstance(obj, LoopContext) and (attr in LOOP_FIELDS or attr == "cycle")


@cache
def _environment() -> _Environment:
    environment = _Environment(undefined=_Missing, autoescape=False, cache_size=0)
    environment.globals.clear()
    environment.filters.clear()
    environment.tests.clear()
    return environment
