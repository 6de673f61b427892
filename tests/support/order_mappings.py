"""Draws mappings of orders: expressions that mean something, of all that the language has.

What is drawn fits its place as a rule, so that most runs of it succeed and can be compared.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, replace
from random import Random
from typing import Final

from order_inputs import MAY_LACK, SHAPES

LITERALS: Final = {
    "number": ("0", "1", "2", "3", "-1", "10", "100", "2.50", "0.5", "100.0", "7", "1000"),
    "text": ('""', '"A"', '"Ada"', '"x"', '"GB"', '"open"', '" pad "', '"a,b"'),
    "truth": ("true", "false"),
    "date": ('"2024-05-01"', '"2024-05-01T10:20:30Z"'),
}
KINDS: Final = ("number", "text", "truth", "date")
LISTS: Final = ("[line]", "[line]", "[text]", "[number]", "[sub]")
PATTERNS: Final = (
    "dd.MM.yyyy",
    "yyyy-MM-dd",
    "HH:mm",
    "dd.MM.yyyy HH:mm:ss",
    "MM/yy",
    "EEE d",
    "yyyyMMdd",
)
ODD: Final = 0.007
"""How often an expression of another kind than its place needs is drawn."""


@dataclass(frozen=True)
class Name:
    """A name that expressions may use."""

    text: str
    kind: str


@dataclass(frozen=True)
class Around:
    """What an expression sees, and how much deeper it may nest."""

    names: tuple[Name, ...] = ()
    room: int = 4
    own_input: str = "."

    def with_names(self, *names: Name) -> "Around":
        return replace(self, names=(*self.names, *names))

    @property
    def deeper(self) -> "Around":
        return replace(self, room=self.room - 1)


class Mappings:
    """Draws the texts of mappings."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._count = 0
        self._functions: list[tuple[str, tuple[str, ...], str]] = []
        self._tables: list[tuple[str, str, str]] = []

    # ------------------------------------------------------------ the whole

    def one(self) -> str:
        """Return the text of one mapping."""
        around = Around(room=self._random.choice((2, 3, 3, 4)))
        out: list[str] = []
        if self._chance(0.12):
            out.append("mapping order_test\n  from order: json any\n  to json any\n")
            around = around.with_names(Name("order", "order"))
        for _ in range(self._random.choice((1, 2, 2, 3, 4, 6))):
            text, around = self._declaration(around)
            if text.startswith("..."):
                out.insert(0, text)
            else:
                out.append(text)
        if self._chance(0.05):
            out.append(f"result {self._any(around)}")
        else:
            out.append(f"{self._key()} = {self._any(around)}")
        return "\n".join(out) + "\n"

    def _declaration(self, around: Around) -> tuple[str, Around]:
        draw = self._random.random()
        if draw < 0.10:
            return self._function(around), around
        if draw < 0.16:
            return self._table(), around
        if draw < 0.19:
            return f'require {self._truth(around.deeper)} else "not so"', around
        if draw < 0.21:
            return f"skip when {self._truth(around.deeper)}", around
        return self._item(around)

    def _item(self, around: Around) -> tuple[str, Around]:
        draw = self._random.random()
        if draw < 0.30:
            kind = self._kind()
            name = Name(self._name(), kind)
            return f"let {name.text} = {self.of(kind, around)}", around.with_names(name)
        if draw < 0.40:
            inner = self._items(around.deeper, 3)
            return f"{self._key()}{self._mark()} {{\n{inner}\n}}", around
        if draw < 0.45:
            excluded = self._pick(("", "", " except (qty, sku)", " except (id)"))
            return (
                f"...{self._atom(self._pick(('addr', 'line', 'order')), around)}{excluded}",
                around,
            )
        return f"{self._key()}{self._mark()} = {self._any(around)}", around

    def _items(self, around: Around, most: int) -> str:
        out = []
        for _ in range(self._random.randint(1, most)):
            text, around = self._item(around)
            if text.startswith("..."):
                out.insert(0, "  " + text)
            else:
                out.append("  " + text)
        return "\n".join(out)

    def _function(self, around: Around) -> str:
        name = f"f{self._next()}"
        kinds = tuple(self._kind() for _ in range(self._random.randint(1, 2)))
        names = [Name(f"p{i}", kind) for i, kind in enumerate(kinds)]
        result = self._pick(("number", "text", "truth", "[number]"))
        types = {"number": ": number", "text": ": text", "truth": ": boolean", "[text]": ": [text]"}
        heads = ", ".join(
            one.text + (types.get(one.kind, "") if self._chance(0.3) else "") for one in names
        )
        arrow = (
            {"number": " -> number", "text": " -> text"}.get(result, "")
            if self._chance(0.3)
            else ""
        )
        seen = around if self._chance(0.3) else Around(room=around.room)
        body = self.of(result, seen.deeper.with_names(*names))
        self._functions.append((name, kinds, result))
        return f"fn {name}({heads}){arrow} = {body}"

    def _table(self) -> str:
        name = f"t{self._next()}"
        key, result = self._pick(("text", "number", "truth")), self._pick(("text", "number"))
        self._tables.append((name, key, result))
        return f"table {name} {{ {self._cases(key, lambda: self._pick(LITERALS[result]))} }}"

    def _cases(self, kind: str, result: Callable[[], str], guards: Sequence[str] = ()) -> str:
        keys = [*list(LITERALS[kind]), "null", "missing", "1", "true", "0", "false", '"A"']
        self._random.shuffle(keys)
        parts = []
        seen: set[str] = set()
        for key in keys[: self._random.randint(1, 4)]:
            if key not in seen and not (
                key[:1].isdigit() and float(key) in {0, 1} & _numbers(seen)
            ):
                seen.add(key)
                parts.append(f"{key} -> {result()}")
        parts[len(parts) // 2 : len(parts) // 2] = [f"{guard} -> {result()}" for guard in guards]
        if self._chance(0.75):
            parts.append(f"else -> {result()}")
        return ", ".join(parts)

    # ------------------------------------------------------------ expressions by kind

    def of(self, kind: str, around: Around) -> str:
        """Return an expression of a kind."""
        if self._chance(ODD):
            kind = self._kind()
        if kind[0] == "[":
            return self._list(kind, around)
        if around.room > 0 and self._chance(0.22):
            return self._choice(kind, around.deeper)
        match kind:
            case "number":
                return self._number(around)
            case "text":
                return self._text(around)
            case "truth":
                return self._truth(around)
            case "date":
                return self._plain(kind, around)
            case "{number}":
                return self._plain(kind, around)
        return self._object(kind, around)

    def _any(self, around: Around) -> str:
        draw = self._random.random()
        if draw < 0.12:
            return self._literal_object(around)
        if draw < 0.16:
            return (
                f"[{self.of(self._kind(), around.deeper)}, {self.of(self._kind(), around.deeper)}]"
            )
        return self.of(self._kind(), around)

    def _choice(self, kind: str, around: Around) -> str:
        """Return an expression in which one of several values of a kind is taken."""
        one, other = self.of(kind, around), self.of(kind, around)
        match self._random.randrange(8):
            case 0 | 1:
                return f"(if {self._truth(around)} then {one} else {other})"
            case 2:
                return f"({self._atom(kind, around)} ?? {self._atom(kind, around)})"
            case 3:
                return f"({self._atom(kind, around)} ?! {self._atom(kind, around)})"
            case 4:
                return (
                    f"(if {self._truth(around)} then {one} else missing) ?? {self._wrapped(other)}"
                )
            case 5:
                return f"coalesce({one}, {other})"
            case 6:
                subject = self._pick(("number", "text", "truth"))
                guards = [
                    self._guard(subject, around) for _ in range(self._random.choice((0, 0, 1, 2)))
                ]
                cases = self._cases(subject, lambda: self.of(kind, around.deeper), guards)
                return f"(match {self._atom(subject, around)} {{ {cases} }})"
            case _:
                calls = [one for one in self._functions if one[2] == kind]
                tables = [one for one in self._tables if one[2] == kind]
                if calls and self._chance(0.7):
                    name, kinds, _ = self._pick(calls)
                    given = ", ".join(self.of(each, around.deeper) for each in kinds)
                    return f"{name}({given})"
                if tables:
                    name, key, _ = self._pick(tables)
                    return f"{name}({self.of(key, around)})"
                return one

    def _guard(self, kind: str, around: Around) -> str:
        if kind == "truth":
            return f"{self._pick(('==', '!='))} {self._pick(('true', 'false', '1'))}"
        if self._chance(0.25):
            return f"in [{self.of(kind, around.deeper)}, {self._pick(LITERALS[kind])}]"
        sign = self._pick(("<", "<=", ">", ">=", "==", "!="))
        return f"{sign} {self._atom(kind, replace(around, room=0))}"

    def _number(self, around: Around) -> str:
        if around.room <= 0:
            return self._plain("number", around)
        inner = around.deeper
        n = lambda: self._atom("number", inner)  # noqa: E731 - as short as what it stands for
        match self._random.randrange(22):
            case 0 | 1 | 2:
                return f"{n()} {self._pick('+-*')} {n()}"
            case 3:
                return f"{n()} {self._pick('+-*')} {n()} {self._pick('+-*/')} {n()}"
            case 4:
                return f"{n()} / {self._pick(('100', '10', '3', '7', '2.5', '1000', '1', n()))}"
            case 5:
                return f"{n()} * ({self._pick(('100', '1'))} - {n()}) / 100"
            case 6:
                return f"{n()} % {self._pick(('3', '7', '2.5', n()))}"
            case 7:
                return f"-{n()}"
            case 8 | 9:
                places = self._pick(
                    ("", "(2)", "(1)", "(0)", '(2, "half-up")', '(3, "down")', "(-1)")
                )
                return f"{n()} | round{places}"
            case 10:
                word = self._pick(
                    ("abs", "floor", "ceiling", "sign", "integer", "decimal", "number")
                )
                return f"{word}({self._number(inner)})"
            case 11:
                return f"{self._pick(('min', 'max'))}({n()}, {n()})"
            case 12 | 13 | 14:
                return f"sum({self._list('[number]', inner)})"
            case 15 | 16:
                return f"count({self._list(self._pick(LISTS), inner)})"
            case 17:
                return f"{self._wrapped(self._list(self._pick(LISTS), inner))} | count"
            case 18:
                return f"length({self._text(inner)})"
            case 19:
                word = self._pick(("first", "last", "sum", "min", "max", "average"))
                return f"{self._wrapped(self._list('[number]', inner))} | {word}"
            case 20:
                return f"{self._wrapped(self._list('[number]', inner))}[{self._pick(('0', '-1', '1'))}]"
            case _:
                return self._plain("number", around)

    def _text(self, around: Around) -> str:
        if around.room <= 0:
            return self._plain("text", around)
        inner = around.deeper
        t = lambda: self._atom("text", inner)  # noqa: E731 - as short as what it stands for
        match self._random.randrange(16):
            case 0 | 1 | 2:
                holes = self._random.choice((1, 1, 2, 3, 5, 6))
                return '"' + self._pick(("", "[", "a ")) + "".join(
                    f"{{{{ {self._hole(inner)} }}}}{self._pick(('', '', ', ', ' - '))}" for _ in range(holes)
                ) + '"'  # fmt: skip
            case 3 | 4:
                return f"{t()} | {self._pick(('lower', 'upper', 'trim', 'capitalize', 'casefold'))}"
            case 5:
                return f"{self._pick(('lower', 'upper', 'trim'))}({self._text(inner)})"
            case 6 | 7:
                source = self._wrapped(
                    self._list(self._pick(("[text]", "[text]", "[number]")), inner)
                )
                given = self._pick(("", '(", ")', '("")', '(separator = ";")'))
                return f"{source} | join{given}"
            case 8 | 9:
                return f'{self._atom("date", inner)} | format_date("' + self._pick(PATTERNS) + '")'
            case 10:
                return f"{self._wrapped(self._list('[text]', inner))} | {self._pick(('first', 'last'))}"
            case 11:
                return f"{t()}{self._pick(('[0:2]', '[1:]', '[:-1]'))}"
            case 12:
                return f'{t()} | replace("a", {t()})'
            case 13:
                return f"text({self._atom(self._pick(('number', 'text', 'truth')), inner)})"
            case 14:
                return f"{t()} | {self._pick(('truncate(3)', 'pad_start(4)', 'title', 'slug'))}"
            case _:
                return self._plain("text", around)

    def _hole(self, around: Around) -> str:
        kind = self._pick(("text", "text", "number", "truth", "date"))
        return self.of(kind, replace(around, room=min(around.room, 1)))

    def _truth(self, around: Around) -> str:
        if around.room <= 0:
            return self._plain("truth", around)
        inner = around.deeper
        match self._random.randrange(16):
            case 0 | 1:
                kind = self._pick(("number", "number", "text", "date"))
                sign = self._pick(("<", "<=", ">", ">="))
                return f"{self._atom(kind, inner)} {sign} {self._atom(kind, inner)}"
            case 2 | 3 | 4:
                kind = self._pick(("number", "text", "truth", "number", "date", self._kind()))
                other = (
                    self._pick(("null", "missing", *LITERALS.get(kind, ())))
                    if self._chance(0.5)
                    else ""
                )
                return f"{self._atom(kind, inner)} {self._pick(('==', '!='))} {other or self._atom(kind, inner)}"
            case 5 | 6:
                return f"{self._atom('truth', inner)} {self._pick(('and', 'or'))} {self._atom('truth', inner)}"
            case 7:
                return f"not {self._atom('truth', inner)}"
            case 8 | 9:
                word = self._pick(("present", "missing", "null", "text", "list", "object", "boolean",
                                   "number", "integer", "blank", "failed"))  # fmt: skip
                return f"{self._atom(self._kind(), inner)} is {self._pick(('', 'not '))}{word}"
            case 10:
                kind = self._pick(("number", "text"))
                return f"{self._atom(kind, inner)} {self._pick(('in', 'not in'))} {self._atom(f'[{kind}]', inner)}"
            case 11:
                return f"{self._pick(LITERALS['text'])} in {self._atom('text', inner)}"
            case 12 | 13:
                name = Name(self._pick(("y", "it2")), "line")
                body = self._truth(inner.deeper.with_names(name))
                word = self._pick(("any", "all"))
                return f"{word}({self._list('[line]', inner)}, {name.text} => {body})"
            case 14:
                word = self._pick(("starts_with", "contains", "ends_with"))
                return f'{self._atom("text", inner)} | {word}("A")'
            case _:
                return self._plain("truth", around)

    # ------------------------------------------------------------ lists

    def _list(self, kind: str, around: Around) -> str:
        element = kind[1:-1]
        if around.room <= 0:
            return self._plain(kind, around)
        inner = around.deeper
        match self._random.randrange(14):
            case 0 | 1:
                return self._for(element, inner)
            case 2 | 3 | 4:
                return self._projection(element, inner)
            case 5:
                return f"{self._atom(kind, inner)} ?? []"
            case 6:
                where = self._truth(inner.with_names(Name("it", element)))
                return f"{self._source(kind, inner)}[* where {where}]"
            case 7:
                return f"[{self.of(element, inner)}, {self.of(element, inner)}]"
            case 8:
                return f"{self._atom(kind, inner)} | {self._pick(('reverse', 'take(2)', 'skip(1)', 'compact', 'unique'))}"
            case 9:
                return f"{self._atom(kind, inner)}{self._pick(('[0:2]', '[1:]', '[:-1]', '[*]'))}"
            case 10 if element in SHAPES:
                name = Name("y", element)
                key = self.of(self._pick(("number", "text")), inner.deeper.with_names(name))
                return f"sort({self._list(kind, inner)}, y => {key})"
            case 11 if element in ("number", "text"):
                return self._grouped(element, inner)
            case _:
                return self._plain(kind, around)

    def _source(self, kind: str, around: Around) -> str:
        """Return a list to go through: the same few again and again, so that loops may run as one."""
        if kind == "[line]" and self._chance(0.7):
            return self._pick(
                (".lines", ".lines", ".lines", "(.lines ?? [])", ".rest", "$input.lines")
            )
        return self._atom(kind, replace(around, room=min(around.room, 1)))

    def _projection(self, element: str, around: Around) -> str:
        fields = [
            (shape, name)
            for shape in ("line", "sub")
            for name, kind in SHAPES[shape].items()
            if kind == element
        ]
        deep = [("line", "owner.city"), ("line", "owner.zip")] if element == "text" else []
        found = [*fields, *deep]
        if not found:
            return self._plain(f"[{element}]", around)
        shape, name = self._pick(found)
        source = self._source(f"[{shape}]", around)
        where = ""
        if self._chance(0.45):
            where = " where " + self._truth(
                replace(around, room=min(around.room, 2)).with_names(Name("it", shape))
            )
        return f"{source}[*{where}].{name}{self._pick(('', '', '?'))}"

    def _for(self, element: str, around: Around) -> str:
        source_kind = self._pick(("line", "line", "line", "sub", "text", "number"))
        name = Name(self._variable(), source_kind)
        names = [name]
        second = ""
        source = self._source(f"[{source_kind}]", around)
        if self._chance(0.15):
            names.append(Name("i", "number"))
            second = ", i"
        elif self._chance(0.05):
            source, names = ".counts", [Name(name.text, "number"), Name("k", "text")]
            second = ", k"
        turn = around.deeper.with_names(*names)
        clauses = self._where(turn) + self._order(turn)
        if self._chance(0.15):
            clauses += f" limit {self._pick(('1', '2', '3', self._atom('number', replace(around, room=0))))}"
        body = (
            self.of(element, turn)
            if element in KINDS or self._chance(0.3)
            else self._like(element, turn)
        )
        return f"(for {name.text}{second} in {source}{clauses} => {self._wrapped(body)}{self._pick(('', '', '', '?'))})"

    def _where(self, turn: Around) -> str:
        return f" where {self._coalesce(self._truth(turn))}" if self._chance(0.35) else ""

    def _order(self, turn: Around) -> str:
        if not self._chance(0.3):
            return ""
        keys = [
            self._wrapped(self.of(self._pick(("number", "text", "number", "date", "truth")), turn.deeper))
            + self._pick(("", " desc", " asc"))
            for _ in range(self._random.choice((1, 1, 2)))
        ]  # fmt: skip
        return " order by " + ", ".join(keys)

    def _like(self, element: str, turn: Around) -> str:
        own = [one for one in turn.names if one.kind == element]
        return self._pick(own).text if own else self._object(element, turn)

    def _grouped(self, element: str, around: Around) -> str:
        name = self._variable()
        turn = around.deeper.with_names(Name(name, "line"))
        key = self._pick(
            (
                f"{name}.cat",
                f"{name}.qty",
                f"{name}.sku",
                self._wrapped(self.of(self._pick(("text", "number", "truth")), turn)),
            )
        )
        clauses = self._where(turn)
        seen = around.deeper.with_names(Name("g", "group"))
        order = ""
        if self._chance(0.3):
            order = f" order by {self._wrapped(self._of_group('number', seen))}{self._pick(('', ' desc'))}"
        limit = self._pick(("", "", "", " limit 2"))
        body = self._of_group(element, seen)
        if self._chance(0.2):
            second = self._of_group(self._pick(("number", "text")), seen)
            body = f"{{ a = {body}, b = {second} }}.{self._pick(('a', 'b'))}"
            body = f"({body})"
        return f"(for {name} in {self._source('[line]', around)}{clauses} group by {key} into g{order}{limit} => {body})"

    def _of_group(self, element: str, around: Around) -> str:
        """Return what is made of a group `g`."""
        turn = around.deeper.with_names(Name("x", "line"))
        if element == "text":
            return self._pick((
                "g.key", '"{{ g.key }}"', "(g.items | first).sku", "g.items[0].cat", "(g.items[*].sku | join)",
                "(keys(g) | join)", '"{{ g.key }}: {{ count(g.items) }}"',
                f"((for x in g.items => {self._wrapped(self._text(turn))}) | first)",
            ))  # fmt: skip
        value = self._wrapped(self._number(turn))
        return self._pick((
            "count(g.items)", "(g.items | count)", "sum(g.items[*].qty)", "sum(g.items[*].disc?)",
            "sum(for x in g.items => x.qty * x.price)", f"sum(for x in g.items => {value})",
            f"sum(for x in g.items => {value}?)", f"(sum(for x in g.items => {value}) | round(2))",
            f"sum(for x in g.items where {self._truth(turn)} => {value})", "g.items[0].qty",
            f"count(g.items[* where {self._truth(around.deeper.with_names(Name('it', 'line')))}])",
            "count(for x in g.items where x.ok => x.disc)", "count(g.items[*].disc?)",
            f"sum(for x, i in g.items => i + {value})", "(g.items[*].price | max)", "length(g.key)",
            f"(sum(g.items[*].qty) / count(g.items) + {self._atom('number', around)})",
            "sum(for x in g.items => x.qty * count(g.items))", "(count(g.items) * sum(g.items[*].qty))",
            f"sum(for x in g.items => sum(for y in g.items => {value} + y.qty))", "(g.nothing ?? 3)",
            "g.key", f"(if count(g.items) > 1 then sum(g.items[*].qty) else {value.replace('x.', 'g.items[0].')})",
        ))  # fmt: skip

    # ------------------------------------------------------------ objects

    def _object(self, kind: str, around: Around) -> str:
        if around.room <= 0 or self._chance(0.6):
            return self._plain(kind, around)
        if kind == "line" and self._chance(0.6):
            pick = self._pick(("first", "last", "nth(1)"))
            return f"({self._wrapped(self._list('[line]', around.deeper))} | {pick})"
        return self._literal_object(around, SHAPES.get(kind))

    def _literal_object(self, around: Around, shape: dict[str, str] | None = None) -> str:
        inner = around.deeper
        parts = []
        for name, kind in list((shape or {}).items())[: self._random.randint(1, 4)]:
            parts.append(
                f"{name}{self._mark()} = {self.of(kind, replace(inner, room=min(inner.room, 1)))}"
            )
        if not parts or self._chance(0.3):
            parts.append("\n" + self._items(inner, 3) + "\n")
        return "{ " + ", ".join(parts) + " }"

    # ------------------------------------------------------------ paths

    def _plain(self, kind: str, around: Around) -> str:
        """Return a path or literal."""
        if kind in LITERALS and self._chance(0.25):
            return self._pick(LITERALS[kind])
        found = list(self._paths(kind, around))
        if found:
            return self._plain_path(kind, self._pick(found))
        if kind in LITERALS:
            return self._pick(LITERALS[kind])
        return "[]" if kind[0] == "[" else "{}"

    def _plain_path(self, kind: str, path: str) -> str:
        """Return a path, with a default as a rule where the field may be absent."""
        if MAY_LACK.isdisjoint(path.split(".")) or self._chance(0.4):
            return path
        return f"({path} ?? {self._pick(LITERALS[kind]) if kind in LITERALS else '[]'})"

    def _paths(self, kind: str, around: Around) -> Iterator[str]:
        for one in around.names:
            if one.kind == kind:
                # The nearest names are the most interesting ones.
                yield from (one.text, one.text, one.text)
            yield from _fields(one.text, one.kind, kind, 2)
        yield from _fields("", "order", kind, 3)

    # ------------------------------------------------------------ small things

    def _atom(self, kind: str, around: Around) -> str:
        return self._wrapped(self.of(kind, around))

    def _wrapped(self, text: str) -> str:
        """Return an expression that anything may follow."""
        simple = text.replace("_", "").replace(".", "").replace("$", "")
        if simple.isalnum() and not text[0].isdigit():
            return text if self._chance(0.9) else f"({text})"
        if simple.isdigit() or (text[0] == '"' and text.count('"') == 2) or _is_wrapped(text):
            return text
        return f"({text})"

    def _coalesce(self, text: str) -> str:
        return f"({text})" if text.startswith(("if", "match", "for")) else text

    def _kind(self) -> str:
        return self._pick(("number", "number", "text", "text", "truth", "date", "[line]", "[number]",
                           "[text]", "line", "addr", "[sub]"))  # fmt: skip

    def _mark(self) -> str:
        return "?" if self._chance(0.3) else ""

    def _key(self) -> str:
        return f"k{self._next()}"

    def _name(self) -> str:
        return self._pick(("a", "b", "c", "n", "all")) + (
            str(self._next()) if self._chance(0.8) else ""
        )

    def _variable(self) -> str:
        return self._pick(("l", "l", "x", "r", "z"))

    def _next(self) -> int:
        self._count += 1
        return self._count

    def _pick(self, choices: Sequence[str]) -> str:
        return self._random.choice(choices)

    def _chance(self, share: float) -> bool:
        return self._random.random() < share


def _fields(base: str, shape: str, kind: str, depth: int) -> Iterator[str]:
    if shape == "group":
        shape = "order"
    for name, found in SHAPES.get(shape, {}).items():
        path = f"{base}.{name}"
        if found == kind:
            yield path
        if depth > 1 and found in SHAPES:
            yield from _fields(path, found, kind, depth - 1)


def _numbers(keys: set[str]) -> set[float]:
    return {float(key) for key in keys if key[:1].isdigit()}


def _is_wrapped(text: str) -> bool:
    if text[0] != "(" or text[-1] != ")":
        return False
    depth = 0
    for position, sign in enumerate(text):
        depth += (sign == "(") - (sign == ")")
        if depth == 0 and position < len(text) - 1:
            return False
    return '"' not in text
