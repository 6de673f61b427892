"""Says which secrets a service file names that are not there."""

from collections.abc import Iterator, Set

from dsl.diagnostics import Diagnostic, Severity
from engine.configuration.definition import Definition
from engine.configuration.secret_mask import MAPPINGS, VALUES
from engine.configuration.suggestion import did_you_mean
from engine.configuration.yaml_nodes import YamlList, YamlMap, YamlNode, YamlText, find
from engine.model.secret import names_in
from engine.model.service import Compatibility


def secret_findings(definition: Definition, names: Set[str]) -> Iterator[Diagnostic]:
    """Return a finding for each name of a secret that is not among `names`.

    A hint in a strict service: the reference takes such a text for what it says.
    """
    is_strict = definition.compatibility is Compatibility.STRICT
    # Aliases may lead to one text several times.
    for text in {text.span: text for text in _texts(definition.root)}.values():
        for name in names_in(text.raw):
            if name in names:
                continue
            guess = did_you_mean(name, names)
            yield Diagnostic(
                "unknown-secret",
                f"there is no secret `{name}`",
                definition.source,
                text.span,
                label="not in the secret store",
                helps=(
                    *((f"did you mean `{guess}`?",) if guess else ()),
                    f"`crosstie secret set {name}` takes its value from standard input",
                ),
                severity=Severity.HINT if is_strict else Severity.ERROR,
            )


def _texts(node: YamlNode) -> Iterator[YamlText]:
    match node:
        case YamlText():
            yield node
        case YamlList():
            for item in node.items:
                yield from _texts(item)
        case YamlMap():
            for entry in node:
                # The texts of a mapping are those of messages, but for what it reads as `$config`.
                is_mapping = entry.name in MAPPINGS
                below = find(entry.node, VALUES) if is_mapping else entry.node
                yield from _texts(below) if below is not None else ()
