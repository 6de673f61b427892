"""Code that lets values of a type through."""

from typing import Final

from dsl import nodes
from dsl.generating.scope import Generator
from dsl.generating.values import ANY, KINDS_OF_WORD, Unsupported, Value


def admitted(
    generator: Generator, value: Value, words: str, *, accepts_absent: bool = False
) -> Value:
    """Return the value, of one of the types that `words` name."""
    kinds = 0
    for word in words.split("|"):
        kinds |= KINDS_OF_WORD.get(word, 0)
    if value.is_only(kinds):
        return value
    emitter = generator.emitter
    admit = generator.constant(
        "admission(words, accepts_absent=accepts)", ("admission", words, accepts_absent),
        words=emitter.constant(words), accepts=emitter.constant(accepts_absent),
    )  # fmt: skip
    known = emitter.known(("admit", words, accepts_absent, value.key))
    if known is not None:
        return known
    plain = _CLASSES.get(words)
    template = f"x if x.__class__ is {plain} else admit(x)" if plain else "admit(x)"
    most = kinds if kinds and not accepts_absent and not _has_other(words) else ANY
    result = Value(emitter.expression(template, x=value, admit=admit), most)
    return emitter.keep(("admit", words, accepts_absent, value.key), result)


_CLASSES: Final = {
    "text": "str",
    "list": "list",
    "object": "dict",
    "boolean": "bool",
    "regex": "str",
}


def _has_other(words: str) -> bool:
    return any(word not in KINDS_OF_WORD for word in words.split("|"))


def typed(generator: Generator, value: Value, type_name: nodes.TypeName) -> Value:
    """Return the value, of a type as `fn` writes it."""
    if type_name.item is not None:
        raise Unsupported
    return admitted(
        generator, generator.emitter.bind(value), type_name.name or "any",
        accepts_absent=type_name.optional,
    )  # fmt: skip
