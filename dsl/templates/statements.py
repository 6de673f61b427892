"""Goes through the statements of a template file, and has every expression in them replaced."""

from collections.abc import Callable, Mapping, Sequence
from typing import Any, ClassVar, Final, TypeAlias

from jinja2 import nodes as jinja

from dsl.templates import remedies
from dsl.templates.asks import Piece, Slip
from dsl.templates.expressions import Expressions, is_special
from dsl.templates.places import Refused

_TURN_FUEL: Final = 20
"""What a turn costs beside its expressions: `loop` is kept up to date in each."""
_MACRO_FUEL: Final = 60
"""What a call of a macro costs beside its expressions."""
_SHORT: Final = 16
"""Text up to this length costs nothing beside the turn it stands in."""


class Statements(Expressions):
    """Rewrites one file."""

    def body(self, parts: Sequence[jinja.Node], *, repeats: bool = False) -> list[jinja.Node]:
        """Return what takes the place of statements; `repeats` inside loops and macros."""
        out: list[jinja.Node] = []
        for part in parts:
            rewrite = self._statements.get(type(part))
            if rewrite is None:
                self._refuse_statement(part)
                continue
            try:
                out.append(rewrite(self, part, repeats))
            except Refused:
                continue
        return out

    def find_macros(self, tree: jinja.Template) -> None:
        """Note the macros of the file, which may be called wherever they stand."""
        for macro in tree.find_all(jinja.Macro):
            if macro.name in self.macros:
                self.slips.append(
                    Slip(
                        macro.lineno or 1, "template-feature",
                        {"what": f"a second macro `{macro.name}`", "help": "choose another name"},
                    )
                )  # fmt: skip
            self.macros[macro.name] = macro

    def _refuse_statement(self, part: jinja.Node) -> None:
        kind = type(part).__name__
        what = f"the statement `{_WORDS.get(kind, kind.lower())}`"
        help_text = remedies.STATEMENTS.get(kind, "work it out in the mapping, by `let`")
        words = {"what": what, "help": help_text}
        line = next((one.lineno for one in part.find_all(jinja.Node) if one.lineno), 1)
        self.slips.append(Slip(part.lineno or line, "template-feature", words))

    def _output(self, node: jinja.Output, repeats: bool) -> jinja.Node:  # noqa: FBT001 - a table
        return jinja.Output([self._written(part, repeats=repeats) for part in node.nodes])

    def _written(self, part: jinja.Expr, *, repeats: bool) -> jinja.Expr:
        if isinstance(part, jinja.TemplateData):
            return self.ask(Piece(part.data)) if repeats and len(part.data) > _SHORT else part
        try:
            return self.written(part)
        except Refused:
            return part

    def _if(self, node: jinja.If, repeats: bool) -> jinja.Node:  # noqa: FBT001 - a table
        test = self.judged(node.test)
        branches = [self._if(branch, repeats) for branch in node.elif_]
        body, otherwise = (self.body(part, repeats=repeats) for part in (node.body, node.else_))
        return jinja.If(test, body, branches, otherwise)

    def _for(self, node: jinja.For, repeats: bool) -> jinja.Node:  # noqa: FBT001 - a table
        targets = node.target.items if isinstance(node.target, jinja.Tuple) else [node.target]
        for target in targets:
            self._check_target(target)
        turns = self.turns(node.iter, len(targets))
        test = None if node.test is None else self.judged(node.test)
        otherwise = self.body(node.else_, repeats=repeats)
        self.loops.append(node.recursive)
        body = self.body(node.body, repeats=True)
        self.loops.pop()
        # Even a turn without text costs something.
        turn = jinja.Output([self.ask(Piece("", _TURN_FUEL))])
        return jinja.For(node.target, turns, [turn, *body], otherwise, test, node.recursive)

    def _assign(self, node: jinja.Assign, repeats: bool) -> jinja.Node:  # noqa: FBT001 - a table
        del repeats
        self._check_target(node.target)
        return jinja.Assign(node.target, self.value(node.node))

    def _assign_block(self, node: jinja.AssignBlock, repeats: bool) -> jinja.Node:  # noqa: FBT001
        self._check_target(node.target)
        if node.filter is not None:
            self.value(node.filter)
        return jinja.AssignBlock(node.target, None, self.body(node.body, repeats=repeats))

    def _macro_body(self, node: jinja.Macro, repeats: bool) -> jinja.Node:  # noqa: FBT001 - a table
        del repeats
        for each in node.args:
            self._check_target(each)
        defaults = [self.value(default) for default in node.defaults]
        loops, self.loops[:] = list(self.loops), []
        call = jinja.Output([self.ask(Piece("", _MACRO_FUEL))])
        body = [call, *self.body(node.body, repeats=True)]
        self.loops[:] = loops
        return jinja.Macro(node.name, node.args, defaults, body)

    def _with(self, node: jinja.With, repeats: bool) -> jinja.Node:  # noqa: FBT001 - a table
        for target in node.targets:
            self._check_target(target)
        values = [self.value(value) for value in node.values]
        return jinja.With(node.targets, values, self.body(node.body, repeats=repeats))

    def _check_target(self, node: jinja.Node) -> None:
        """Refuse to bind what is no plain name, or a name that stands for something else."""
        name = node.name if isinstance(node, jinja.Name) else ""
        if name and name not in self.macros and not is_special(name):
            return
        what = f"`{name}` as a variable" if name else "a target that is no name"
        self.refuse(node, "template-feature", what=what, help="choose another name")

    _statements: ClassVar[Mapping[type, "_Rule"]] = {
        jinja.Output: _output,
        jinja.If: _if,
        jinja.For: _for,
        jinja.Assign: _assign,
        jinja.AssignBlock: _assign_block,
        jinja.Macro: _macro_body,
        jinja.With: _with,
    }


_Rule: TypeAlias = Callable[[Statements, Any, bool], jinja.Node]
_WORDS: Final[Mapping[str, str]] = {
    "CallBlock": "call",
    "FilterBlock": "filter",
    "FromImport": "from",
    "Scope": "autoescape",
}
