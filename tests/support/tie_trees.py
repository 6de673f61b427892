"""Draws whole mappings as trees: every kind of node, nested as the grammar lets them."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, fields
from decimal import Decimal
from typing import Any

from hypothesis import strategies as st

from dsl import nodes as n
from dsl.formatting.precedence import begins_with_brace
from dsl.source import Span

AT = Span(0, 0)
NAMES = st.sampled_from(["a", "b", "item", "größe", "order_no", "IF", "a_rather_long_name"])
WORDS = NAMES | st.sampled_from(["if", "let", "match", "mapping", "asc", "by", "when", "true"])
KEYS = WORDS | st.sampled_from(["", "two words", "p:line", "7", 'q"', "{{", "#"])
TEXTS = st.text(
    st.sampled_from('ab ß{}%"\\\n\t\r#:?=\u00a0\u2028\x00\U0001f600'), min_size=1, max_size=9
) | st.sampled_from(["an example", "a text that takes some of the room there is on a line"])
COMPARING = ["==", "!=", "<", "<=", ">", ">=", "in"]
CHAINS = [["??", "?!"], ["or"], ["and"], [], [], ["+", "-"], ["*", "/", "%"]]
"""The operators of each level that has a chain, from the one that binds least."""


def parts_of(node: Any) -> Iterator[n.Node]:
    """Give a node and every node in it."""
    if isinstance(node, n.Node):
        yield node
        for field in fields(node):
            yield from parts_of(getattr(node, field.name))
    elif isinstance(node, tuple):
        for part in node:
            yield from parts_of(part)


def has_block(node: Any) -> bool:
    """Tell whether a text block stands somewhere in a node."""
    parts = parts_of(node)
    return any(isinstance(p, n.TextTemplate) or (isinstance(p, n.Text) and p.block) for p in parts)


@dataclass
class Trees:
    """Draws nodes until there were enough, and small ones then."""

    draw: Callable[[st.SearchStrategy[Any]], Any]
    room: int

    def one(self, *kinds: Callable[[], Any]) -> Any:
        """Draw one of several kinds; the first when there is no room."""
        self.room -= 1
        return self.draw(st.sampled_from(kinds))() if self.room > 0 else kinds[0]()

    def some(self, part: Callable[[], Any], least: int = 0, most: int = 3) -> tuple[Any, ...]:
        count = self.draw(st.integers(least, most)) if self.room > 0 else least
        return tuple(part() for _ in range(count))

    def maybe(self, part: Callable[[], Any]) -> Any:
        return part() if self.room > 0 and self.truth() else None

    def truth(self) -> bool:
        return bool(self.draw(st.booleans()))

    def pick(self, *values: Any) -> Any:
        return self.draw(st.sampled_from(values))

    def name(self) -> str:
        return str(self.draw(NAMES))

    def key(self) -> str:
        return str(self.draw(KEYS))

    def text(self) -> str:
        return str(self.draw(TEXTS))

    # expressions

    def any(self) -> Any:
        return self.one(self.level, self.level, self.conditional, self.match, self.loop)

    def level(self, least: int = 0) -> Any:
        """Draw an operation that binds at least so tightly, or a value."""
        operations = [
            lambda level=level: self.chain(level)
            for level in range(least, len(CHAINS))
            if CHAINS[level]
        ]
        if least <= 3:
            operations.append(lambda: n.Not(AT, self.level(3)))
        if least <= 4:
            operations += [self.comparison, self.test]
        operations.append(self.sign)
        return self.one(self.post, self.post, self.post, *operations)

    def chain(self, level: int) -> Any:
        node = self.level(level + 1)
        for _ in range(self.draw(st.integers(1, 3))):
            node = n.Binary(AT, self.pick(*CHAINS[level]), AT, node, self.level(level + 1))
        return node

    def comparison(self) -> n.Binary:
        return n.Binary(AT, self.pick(*COMPARING, "not in"), AT, self.level(5), self.level(5))

    def test(self) -> n.Is:
        return n.Is(AT, self.level(5), self.draw(WORDS), AT, self.truth())

    def sign(self) -> n.Sign:
        return n.Sign(AT, self.pick("+", "-"), self.one(self.post, self.sign))

    def post(self) -> Any:
        return self.one(
            self.number, self.word, lambda: n.Missing(AT), self.drop, self.base, self.base,
            self.base,
        )  # fmt: skip

    def drop(self) -> n.Drop:
        return n.Drop(AT, self.base())

    def word(self) -> n.Literal:
        return n.Literal(AT, self.pick(True, False, None))

    def number(self) -> n.Literal:
        whole = self.draw(st.integers(0, 10**12))
        places = self.draw(st.integers(0, 3))
        return n.Literal(AT, Decimal(f"{whole}e-{places}") if places else whole)

    def base(self) -> Any:
        """Draw what a step may stand on."""
        return self.one(
            self.step, self.named, self.context, self.plain, self.regex, self.template, self.group,
            self.list, self.object, self.call, self.line, self.block_text, self.statements,
            self.attribute, self.index, self.each, self.slice, self.single, self.pipe,
            self.step, self.input,
        )  # fmt: skip

    def input(self) -> n.Input:
        return n.Input(AT)

    def named(self) -> n.Name:
        return n.Name(AT, self.name())

    def context(self) -> n.Context:
        return n.Context(AT, self.pick("config", "now", "request"))

    def plain(self) -> n.Literal:
        return n.Literal(AT, self.text())

    def regex(self) -> n.Regex:
        return n.Regex(AT, self.pick("", "a+", r"\d\"{2}", "#|/"))

    def template(self) -> n.Template:
        return n.Template(AT, self.pick("a.j2", 'b "c".j2'))

    def group(self) -> n.Group:
        return n.Group(AT, self.any())

    def list(self) -> n.ListLiteral:
        return n.ListLiteral(AT, self.some(self.any))

    def object(self) -> n.ObjectLiteral:
        return n.ObjectLiteral(AT, self.some(self.item))

    def call(self) -> n.Call:
        return n.Call(AT, self.name(), AT, self.some(self.argument), piped=False)

    def pipe(self) -> n.Call:
        first = n.Argument(AT, None, self.post())
        return n.Call(AT, self.name(), AT, (first, *self.some(self.argument)), piped=True)

    def argument(self) -> n.Argument:
        value = self.one(self.any, self.function_value)
        is_named = not isinstance(value, n.Lambda) and self.truth()
        return n.Argument(AT, self.draw(WORDS) if is_named else None, value)

    def function_value(self) -> n.Lambda:
        return n.Lambda(AT, self.name(), AT, self.any())

    def step(self) -> n.Step:
        return n.Step(AT, self.one(self.input, self.base), self.key(), AT)

    def attribute(self) -> n.Attribute:
        return n.Attribute(AT, self.one(self.input, self.base), self.key())

    def index(self) -> n.Index:
        return n.Index(AT, self.base(), self.any())

    def each(self) -> n.Each:
        return n.Each(AT, self.base(), self.maybe(self.level))

    def slice(self) -> n.Slice:
        ends = st.none() | st.integers(-9, 9)
        return n.Slice(AT, self.base(), self.draw(ends), self.draw(ends))

    def single(self) -> n.One:
        return n.One(AT, self.base())

    def line(self) -> n.Text:
        parts = (self.maybe(self.text), self.in_text(), self.maybe(self.text))
        return n.Text(AT, tuple(part for part in parts if part is not None), block=False)

    def block_text(self) -> n.Text:
        simple = self.one(self.named, lambda: n.Step(AT, self.input(), self.name(), AT))
        parts = (self.maybe(self.text), simple, self.maybe(self.text))
        return n.Text(AT, tuple(part for part in parts if part is not None), block=True)

    def statements(self) -> n.TextTemplate:
        """Draw a block with statements, the last one on the last line or on one of its own."""
        node = self.text_loop() if self.truth() else self.text_branches()
        last = self.pick((), (n.TextSet(AT, self.name(), AT, self.in_text()),))
        return n.TextTemplate(AT, (self.text(), node, "end\n", *last), bool(last))

    def text_loop(self) -> n.TextFor:
        drawn = self.loop()
        loop = drawn if not has_block(drawn) else self.plain_loop()
        heads = (getattr(loop, field.name) for field in fields(loop)[1:-1])
        return n.TextFor(AT, *heads, parts=self.text_parts(), otherwise=self.text_parts())

    def plain_loop(self) -> n.For:
        nothing = self.named()
        return n.For(AT, self.name(), AT, None, None, nothing, None, None, (), None, nothing)

    def text_branches(self) -> n.TextIf:
        branches = self.some(lambda: n.TextBranch(AT, self.in_text(), self.text_parts()), 1)
        return n.TextIf(AT, branches, self.text_parts())

    def text_parts(self) -> tuple[Any, ...]:
        return tuple(part for part in (self.maybe(self.text), self.maybe(self.in_text)) if part)

    def in_text(self) -> Any:
        """Draw what may stand in `{{ }}`, where no text block may."""
        node = self.any()
        return self.named() if has_block(node) else node

    # branches and loops

    def conditional(self) -> n.Conditional:
        return n.Conditional(AT, self.any(), self.any(), self.any())

    def match(self) -> n.Match:
        return n.Match(AT, self.level(), self.some(self.case), self.maybe(self.any))

    def case(self) -> n.Case:
        if self.truth():
            keys = self.some(self.case_key, 1)
            return n.Case(AT, keys, None, None, self.any())
        operand = self.no_brace(self.level(5))
        return n.Case(AT, (), self.pick(*COMPARING), operand, self.any())

    def no_brace(self, node: Any) -> Any:
        """Return what may follow `in` or `require`, which with a brace may not begin a line."""
        return n.Group(AT, node) if begins_with_brace(node) else node

    def case_key(self) -> Any:
        key = self.one(self.plain, self.number, self.word, lambda: n.Missing(AT))
        is_number = isinstance(key, n.Literal) and isinstance(key.value, int | Decimal)
        if is_number and key.value and not isinstance(key.value, bool) and self.truth():
            negative = key.value.copy_negate() if isinstance(key.value, Decimal) else -key.value
            return n.Literal(AT, negative)
        return key

    def loop(self) -> n.For:
        second = self.maybe(self.name)
        second_span = AT if second else None
        group = self.maybe(lambda: n.GroupBy(AT, self.level(), self.name(), AT))
        return n.For(
            AT, self.name(), AT, second, second_span, self.level(), self.maybe(self.level), group,
            self.some(lambda: n.OrderKey(AT, self.level(), self.truth()), 0, 2),
            self.maybe(self.level), self.any(),
        )  # fmt: skip

    # items and declarations

    def item(self) -> Any:
        return self.one(
            lambda: n.Assign(AT, self.key(), AT, self.truth(), self.any()),
            lambda: n.Assign(AT, self.key(), AT, self.truth(), self.any()),
            lambda: n.Block(AT, self.key(), AT, self.truth(), self.some(self.item)),
            lambda: n.Let(AT, self.name(), AT, self.any()),
            lambda: n.Require(AT, self.no_brace(self.any()), self.any()),
            lambda: n.Skip(AT, self.any()),
            lambda: n.Spread(AT, self.post(), self.some(self.key)),
        )

    def type(self) -> n.TypeName:
        if self.truth():
            return n.TypeName(AT, self.pick("text", "decimal"), None, self.truth())
        return n.TypeName(AT, None, self.type(), self.truth())

    def contract(self) -> n.Contract:
        schema = self.maybe(self.text)
        spaces = self.some(lambda: (self.draw(WORDS), self.text())) if schema else ()
        return n.Contract(AT, self.pick("json", "xml"), schema, spaces)

    def header(self) -> n.Header:
        inputs = self.some(lambda: n.From(AT, self.name(), AT, self.contract()), 0, 2)
        return n.Header(AT, self.name(), AT, inputs, self.maybe(self.contract))

    def parameter(self) -> n.Parameter:
        return n.Parameter(AT, self.name(), self.maybe(self.type))

    def example(self) -> n.Example:
        given, context = self.any(), self.maybe(self.any)
        if self.truth():
            return n.Example(AT, self.text(), given, context, self.any(), None)
        return n.Example(AT, self.text(), given, context, None, self.text())

    def check(self) -> n.Check:
        paths = self.some(lambda: self.pick("a", "a.b", ".a", 'notes[*]."odd name"'))
        return n.Check(AT, self.name(), AT, self.maybe(self.name), paths)

    def declaration(self) -> Any:
        return self.one(
            self.item,
            self.item,
            self.item,
            lambda: n.Use(AT, self.text(), AT, self.some(lambda: (self.name(), AT), 1)),
            lambda: n.Table(AT, self.name(), AT, self.some(self.case), self.maybe(self.any)),
            lambda: n.TableFile(AT, self.name(), AT, self.text(), AT),
            lambda: n.Function(
                AT, self.name(), AT, self.some(self.parameter), self.maybe(self.type), self.any()
            ),
            self.example,
            self.check,
            lambda: n.Law(AT, self.text(), self.any()),
            lambda: n.Result(AT, self.any()),
        )


@st.composite
def mappings(draw: Callable[[st.SearchStrategy[Any]], Any], room: int = 40) -> n.Mapping:
    """Draw a whole mapping of about so many expressions."""
    trees = Trees(draw, room)
    return n.Mapping(AT, trees.maybe(trees.header), trees.some(trees.declaration, 0, 6))
