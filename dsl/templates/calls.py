"""Replaces the filters, tests and calls of a template file by calls of the same functions."""

from collections.abc import Mapping, Sequence
from difflib import get_close_matches
from typing import Any, Final, NoReturn

from jinja2 import nodes as jinja

from dsl import nodes
from dsl.arguments import arrange
from dsl.functions._discover import discover
from dsl.functions._function import REQUIRED
from dsl.kinds import TESTS
from dsl.source import Span
from dsl.templates import remedies
from dsl.templates.asks import argument
from dsl.templates.places import Rewriting

_IS_PIPED: Final = False


def call_of(name: str, span: Span, *given: nodes.Expression) -> nodes.Call:
    """Return the call of a function of the language."""
    arguments = tuple(nodes.Argument(span, None, one) for one in given)
    return nodes.Call(span, name, span, arguments, piped=_IS_PIPED)


class Calls(Rewriting):
    """Rules of filters, tests and calls."""

    def filter(self, node: jinja.Filter) -> jinja.Expr:
        """Return what takes the place of `x | f(a)`."""
        if node.node is None:
            self.refuse(
                node, "template-feature", what="`filter` in a statement",
                help=remedies.STATEMENTS["FilterBlock"],
            )  # fmt: skip
        if node.name in {"default", "d"} and len(node.args) == 1 and not node.kwargs:
            span = self.line(node)
            one, other = argument(0, self.place(node.node)), argument(1, span)
            default = nodes.Binary(span, "??", span, one, other)
            return self.work(default, [node.node, node.args[0]])
        if node.name not in discover():
            self._unknown(node, "filter", node.name, remedies.FILTERS)
        return self._function(node, node.name, [node.node, *node.args], node.kwargs)

    def test(self, node: jinja.Test) -> jinja.Expr:
        """Return what takes the place of `x is f`."""
        span = self.line(node)
        if node.name in {"defined", "undefined", "none"} or (
            node.name in TESTS and not (node.args or node.kwargs)
        ):
            word = {"defined": "missing", "undefined": "missing", "none": "null"}
            name = word.get(node.name, node.name)
            subject = argument(0, self.place(node.node))
            negated = node.name == "defined"
            return self.work(nodes.Is(span, subject, name, span, negated), [node.node])
        function = discover().get(node.name)
        if function is None or function.result != "boolean":
            self._unknown(node, "test", node.name, remedies.TESTS)
        if len(function.parameters) == 1 and not (node.args or node.kwargs):
            subject = argument(0, self.place(node.node))
            test = nodes.Is(span, subject, node.name, span, negated=False)
            return self.work(test, [node.node])
        return self._function(node, node.name, [node.node, *node.args], node.kwargs)

    def call(self, node: jinja.Call) -> jinja.Expr:
        """Return what takes the place of `f(a)`."""
        callee = node.node
        if isinstance(callee, jinja.Getattr):
            if isinstance(callee.node, jinja.Name) and callee.node.name == "loop":
                return self._cycle(node, callee)
            help_text = remedies.METHODS.get(callee.attr, f"`x | {callee.attr}`")
            self.refuse(
                node, "template-feature", what=f"the method `{callee.attr}`", help=help_text
            )
        if not isinstance(callee, jinja.Name):
            help_text = "call a function by its name"
            self.refuse(node, "template-feature", what="a call of a value", help=help_text)
        self._refuse_spread(node)
        if callee.name == "loop":
            return self._recursion(node)
        if callee.name in self.macros:
            return self._macro(node, self.macros[callee.name])
        if callee.name not in discover():
            self._unknown(node, "function", callee.name, remedies.FUNCTIONS)
        return self._function(node, callee.name, node.args, node.kwargs)

    def _cycle(self, node: jinja.Call, callee: jinja.Getattr) -> jinja.Expr:
        self._refuse_spread(node)
        if callee.attr != "cycle" or node.kwargs:
            help_text = "`loop.index`, `loop.first`, `loop.last`, `loop.cycle(…)`"
            what = f"`loop.{callee.attr}(…)`"
            self.refuse(node, "template-feature", what=what, help=help_text)
        arguments = [self.value(one) for one in node.args]
        return jinja.Call(callee, arguments, [], None, None)

    def _recursion(self, node: jinja.Call) -> jinja.Expr:
        if not (self.loops and self.loops[-1]) or len(node.args) != 1 or node.kwargs:
            help_text = "`{% for x in list recursive %}`, then `loop(x.children)` in it"
            self.refuse(node, "template-feature", what="a call of `loop`", help=help_text)
        return jinja.Call(node.node, [self.turns(node.args[0])], [], None, None)

    def _macro(self, node: jinja.Call, macro: jinja.Macro) -> jinja.Expr:
        names = [each.name for each in macro.args]
        keys = [pair.key for pair in node.kwargs]
        fits = len(node.args) + len(keys) <= len(names)
        if not fits or not set(keys) <= set(names[len(node.args) :]) or len(set(keys)) < len(keys):
            signature = f"{macro.name}({', '.join(names)})"
            self.refuse(node, "template-arguments", name=macro.name, signature=signature)
        arguments = [self.value(one) for one in node.args]
        named = [jinja.Keyword(pair.key, self.value(pair.value)) for pair in node.kwargs]
        return jinja.Call(node.node, arguments, named, None, None)

    def _function(
        self,
        node: jinja.Expr,
        name: str,
        positional: Sequence[jinja.Expr],
        named: Sequence[Any],
    ) -> jinja.Expr:
        self._refuse_spread(node)
        function, span = discover()[name], self.line(node)
        given = [*positional, *(pair.value for pair in named)]
        keys = [*(None for _ in positional), *(pair.key for pair in named)]
        arguments = tuple(
            nodes.Argument(span, key, argument(i, self.place(given[i])))
            for i, key in enumerate(keys)
        )
        parameters = function.parameters
        takes_rest = bool(parameters) and parameters[-1].variadic
        arranged = arrange([each.name for each in parameters], arguments, takes_rest=takes_rest)
        needed = [
            argument is None and parameter.default is REQUIRED and not parameter.variadic
            for parameter, argument in zip(parameters, arranged.by_parameter, strict=False)
        ]
        if any(needed) or arranged.surplus or arranged.unknown or arranged.repeated:
            self.refuse(node, "template-arguments", name=name, signature=function.signature)
        if any(each.type == "function" and each.default is REQUIRED for each in parameters):
            help_text = "work it out in the mapping, by `let`"
            what = f"`{name}`, which takes a function,"
            self.refuse(node, "template-feature", what=what, help=help_text)
        call = nodes.Call(span, name, span, arguments, piped=_IS_PIPED)
        return self.work(call, given)

    def _unknown(
        self, node: jinja.Expr, kind: str, name: str, instead: Mapping[str, str]
    ) -> NoReturn:
        known = discover() if kind != "test" else {**TESTS, **discover()}
        near = get_close_matches(name, known, 1, 0.75)
        otherwise = f"did you mean `{near[0]}`?" if near else "the functions of Tie are known here"
        help_text = instead.get(name, otherwise)
        self.refuse(node, "template-name", kind=kind, name=name, help=help_text)

    def _refuse_spread(self, node: Any) -> None:
        if node.dyn_args is not None or node.dyn_kwargs is not None:
            help_text = "write the arguments one by one"
            self.refuse(node, "template-feature", what="`*` before an argument", help=help_text)
