"""The syntax tree of Tie: frozen nodes, each with the span it was written at.

The parser builds these and nothing else; checker, interpreter, compiler and formatter read them.
A projection is a chain of steps on an `Each`: every `Step`, `Attribute`, `Index`, `Slice`, `One`,
and `Drop` above it works on each element, until parentheses (`Group`) or a pipe end the chain.
"""

from dataclasses import dataclass
from decimal import Decimal
from typing import Literal as OneOf

from dsl.source import Span


@dataclass(frozen=True, slots=True)
class Node:
    """Anything that was written somewhere."""

    span: Span


# ---------------------------------------------------------------- expressions


@dataclass(frozen=True, slots=True)
class Literal(Node):
    """A number, plain text, `true`, `false` or `null`."""

    value: str | int | Decimal | bool | None


@dataclass(frozen=True, slots=True)
class Missing(Node):
    """The word `missing`."""


@dataclass(frozen=True, slots=True)
class Text(Node):
    """Text with `{{ }}` in it. Parts are plain pieces and expressions, in order.

    `block` is true for text between triple quotes, whose pieces are dedented already; one that has
    statements is a `TextTemplate`.
    """

    parts: tuple["str | Expression", ...]
    block: bool


@dataclass(frozen=True, slots=True)
class TextTemplate(Node):
    """A text block with `{% %}` statements. Parts are plain pieces, expressions and statements.

    The pieces are dedented already. With `cuts_line_end` the last line end of the text that was
    made goes: the line before the closing quotes holds statements only.
    """

    parts: tuple["TextPart", ...]
    cuts_line_end: bool


@dataclass(frozen=True, slots=True)
class Regex(Node):
    """`r"..."`: a pattern as it was written, in RE2 syntax."""

    pattern: str


@dataclass(frozen=True, slots=True)
class Template(Node):
    """`template from "name.j2"`: a plain Jinja file, rendered to text.

    `reads` are the variables of the file, known once it was linked; one that is no name here is a
    field of the input.
    """

    file: str
    reads: tuple["Name", ...] = ()


@dataclass(frozen=True, slots=True)
class Input(Node):
    """The whole input: `$input`, or the unseen base of a path that starts with a dot."""


@dataclass(frozen=True, slots=True)
class Name(Node):
    """A binding: `let`, a loop or lambda variable, a parameter, an input's name."""

    name: str


@dataclass(frozen=True, slots=True)
class Context(Node):
    """`$config`, `$request` or `$now`; any other name after `$` is for the checker to refuse."""

    name: str


@dataclass(frozen=True, slots=True)
class Step(Node):
    """`base.key` or `base."any key"`. `key_span` is the key alone."""

    base: "Expression"
    key: str
    key_span: Span


@dataclass(frozen=True, slots=True)
class Attribute(Node):
    """`base@name`, an XML attribute: the key ``@name``."""

    base: "Expression"
    name: str


@dataclass(frozen=True, slots=True)
class Index(Node):
    """`base[index]`; a text index reads a key of an object."""

    base: "Expression"
    index: "Expression"


@dataclass(frozen=True, slots=True)
class Each(Node):
    """`base[*]` or `base[* where condition]`, where `it` is the element."""

    base: "Expression"
    where: "Expression | None"


@dataclass(frozen=True, slots=True)
class Slice(Node):
    """`base[start:stop]` on a list or text, both ends optional, negative from the end."""

    base: "Expression"
    start: int | None
    stop: int | None


@dataclass(frozen=True, slots=True)
class One(Node):
    """`base!`: exactly one element."""

    base: "Expression"


@dataclass(frozen=True, slots=True)
class Drop(Node):
    """`base?`: in a projection or a `for` body, an element that is missing is left out."""

    base: "Expression"


@dataclass(frozen=True, slots=True)
class Group(Node):
    """An expression in parentheses."""

    inner: "Expression"


@dataclass(frozen=True, slots=True)
class Lambda(Node):
    """`name => body`, only as an argument."""

    parameter: str
    parameter_span: Span
    body: "Expression"


@dataclass(frozen=True, slots=True)
class Argument(Node):
    """One argument of a call; `name` is set for `name = value`."""

    name: str | None
    value: "Expression | Lambda"


@dataclass(frozen=True, slots=True)
class Call(Node):
    """`f(a, b)`, or `a | f(b)` when `piped`: then the first argument is what was piped."""

    function: str
    function_span: Span
    arguments: tuple[Argument, ...]
    piped: bool


@dataclass(frozen=True, slots=True)
class Sign(Node):
    """`-x` or `+x`."""

    operator: OneOf["-", "+"]
    operand: "Expression"


@dataclass(frozen=True, slots=True)
class Not(Node):
    """`not x`."""

    operand: "Expression"


BinaryOperator = OneOf[
    "+",
    "-",
    "*",
    "/",
    "%",
    "==",
    "!=",
    "<",
    "<=",
    ">",
    ">=",
    "in",
    "not in",
    "and",
    "or",
    "??",
    "?!",
]


@dataclass(frozen=True, slots=True)
class Binary(Node):
    """`left operator right`."""

    operator: BinaryOperator
    operator_span: Span
    left: "Expression"
    right: "Expression"


@dataclass(frozen=True, slots=True)
class Is(Node):
    """`x is test` or `x is not test`; `test` is any word, the checker knows which exist."""

    operand: "Expression"
    test: str
    test_span: Span
    negated: bool


@dataclass(frozen=True, slots=True)
class Conditional(Node):
    """`if condition then yes else no`."""

    condition: "Expression"
    yes: "Expression"
    no: "Expression"


CaseKey = Literal | Missing


@dataclass(frozen=True, slots=True)
class Case(Node):
    """One case of `match` or `table`: literal keys, or one guard (`> 5`, `in [..]`)."""

    keys: tuple[CaseKey, ...]
    guard: OneOf["==", "!=", "<", "<=", ">", ">=", "in"] | None
    guard_operand: "Expression | None"
    result: "Expression"


@dataclass(frozen=True, slots=True)
class Match(Node):
    """`match subject { cases }`; `otherwise` is the `else` branch."""

    subject: "Expression"
    cases: tuple[Case, ...]
    otherwise: "Expression | None"


@dataclass(frozen=True, slots=True)
class GroupBy(Node):
    """`group by key into name`: `name` is ``{key, items}`` afterwards."""

    key: "Expression"
    name: str
    name_span: Span


@dataclass(frozen=True, slots=True)
class OrderKey(Node):
    """One key of `order by`."""

    key: "Expression"
    descending: bool


@dataclass(frozen=True, slots=True)
class For(Node):
    """`for variable[, second] in source [where] [group] [order] [limit] => body`.

    `second` is the index of a list or the key of an object. A `Drop` at the top of `body` leaves
    missing results out.
    """

    variable: str
    variable_span: Span
    second: str | None
    second_span: Span | None
    source: "Expression"
    where: "Expression | None"
    group: GroupBy | None
    order: tuple[OrderKey, ...]
    limit: "Expression | None"
    body: "Expression"


@dataclass(frozen=True, slots=True)
class ListLiteral(Node):
    """`[a, b]`."""

    items: tuple["Expression", ...]


@dataclass(frozen=True, slots=True)
class ObjectLiteral(Node):
    """`{k = v, ...}`: the same items as the top of a mapping."""

    items: tuple["Item", ...]


Expression = (
    Literal | Missing | Text | TextTemplate | Regex | Template | Input | Name | Context | Step
    | Attribute | Index | Each | Slice | One | Drop | Group | Call | Sign | Not | Binary | Is
    | Conditional | Match | For | ListLiteral | ObjectLiteral
)  # fmt: skip

# ---------------------------------------------------------------- statements of a text block


@dataclass(frozen=True, slots=True)
class TextFor(Node):
    """`{% for .. in .. %}` with the clauses of `For`; `otherwise` stands for a list without turns.

    The span of a statement begins and ends with its words, without `{%` and `%}`.
    """

    variable: str
    variable_span: Span
    second: str | None
    second_span: Span | None
    source: "Expression"
    where: "Expression | None"
    group: GroupBy | None
    order: tuple[OrderKey, ...]
    limit: "Expression | None"
    parts: tuple["TextPart", ...]
    otherwise: tuple["TextPart", ...]


@dataclass(frozen=True, slots=True)
class TextBranch(Node):
    """`{% if condition %}` or `{% elif condition %}`, and what it gives."""

    condition: "Expression"
    parts: tuple["TextPart", ...]


@dataclass(frozen=True, slots=True)
class TextIf(Node):
    """`{% if %}` with its branches; `otherwise` is what `{% else %}` gives."""

    branches: tuple[TextBranch, ...]
    otherwise: tuple["TextPart", ...]


@dataclass(frozen=True, slots=True)
class TextSet(Node):
    """`{% set name = value %}`, seen to the end of the `for` it stands in, or of the block."""

    name: str
    name_span: Span
    value: "Expression"


TextStatement = TextFor | TextIf | TextSet
TextPart = str | Expression | TextStatement

# ---------------------------------------------------------------- items of an object


@dataclass(frozen=True, slots=True)
class Assign(Node):
    """`key = value` or `key? = value`."""

    key: str
    key_span: Span
    optional: bool
    value: Expression


@dataclass(frozen=True, slots=True)
class Block(Node):
    """`Key { items }` or `Key? { items }`, which is left out when all its items are."""

    key: str
    key_span: Span
    optional: bool
    items: tuple["Item", ...]


@dataclass(frozen=True, slots=True)
class Let(Node):
    """`let name = value`, seen by the items after it in the same braces."""

    name: str
    name_span: Span
    value: Expression


@dataclass(frozen=True, slots=True)
class Require(Node):
    """`require condition else message`."""

    condition: Expression
    message: Expression


@dataclass(frozen=True, slots=True)
class Skip(Node):
    """`skip when condition`: no message at all."""

    condition: Expression


@dataclass(frozen=True, slots=True)
class Spread(Node):
    """`...value except (a, b)`: copies the fields of an object."""

    value: Expression
    excluded: tuple[str, ...]


Item = Assign | Block | Let | Require | Skip | Spread

# ---------------------------------------------------------------- declarations


@dataclass(frozen=True, slots=True)
class Contract(Node):
    """`json "file"`, `xml "file" (prefix = "namespace")` or `json any`: the type of one side."""

    format: str
    schema: str | None
    """None for `any`."""
    namespaces: tuple[tuple[str, str], ...]


@dataclass(frozen=True, slots=True)
class From(Node):
    """`from name: contract`."""

    name: str
    name_span: Span
    contract: Contract


@dataclass(frozen=True, slots=True)
class Header(Node):
    """`mapping name from .. to ..`."""

    name: str
    name_span: Span
    inputs: tuple[From, ...]
    output: Contract | None


@dataclass(frozen=True, slots=True)
class Use(Node):
    """`use "file.tie" (name, name)`."""

    file: str
    file_span: Span
    names: tuple[tuple[str, Span], ...]


@dataclass(frozen=True, slots=True)
class Table(Node):
    """`table name { cases }`."""

    name: str
    name_span: Span
    cases: tuple[Case, ...]
    otherwise: Expression | None


@dataclass(frozen=True, slots=True)
class TableFile(Node):
    """`table name from "file.csv"`."""

    name: str
    name_span: Span
    file: str
    file_span: Span


@dataclass(frozen=True, slots=True)
class TypeName(Node):
    """A type as written: `decimal`, `text?`, `[integer]`; `item` is set for lists."""

    name: str | None
    item: "TypeName | None"
    optional: bool


@dataclass(frozen=True, slots=True)
class Parameter(Node):
    """One parameter of `fn`."""

    name: str
    type: TypeName | None


@dataclass(frozen=True, slots=True)
class Function(Node):
    """`fn name(a, b: text) -> decimal = body`."""

    name: str
    name_span: Span
    parameters: tuple[Parameter, ...]
    result: TypeName | None
    body: Expression


@dataclass(frozen=True, slots=True)
class Example(Node):
    """`example "title" { given v [with c] expect w }`, or `fails "text"`."""

    title: str
    given: Expression
    context: Expression | None
    expect: Expression | None
    fails: str | None


@dataclass(frozen=True, slots=True)
class Check(Node):
    """`check total`, `check roundtrip with other on (paths)`."""

    kind: str
    kind_span: Span
    other: str | None
    paths: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Law(Node):
    """`law "name" = condition` over the input and `out`."""

    title: str
    condition: Expression


@dataclass(frozen=True, slots=True)
class Result(Node):
    """`result expr`: the whole output."""

    value: Expression


Declaration = Use | Table | TableFile | Function | Example | Check | Law | Result | Item


@dataclass(frozen=True, slots=True)
class Mapping(Node):
    """A whole file: its header, if it has one, and its declarations in the order written."""

    header: Header | None
    declarations: tuple[Declaration, ...]
