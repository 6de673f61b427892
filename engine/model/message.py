"""What flows between the stages of a pipeline."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from types import MappingProxyType

from dsl.values import Value
from engine.model.fault import Refusal

_NO_HEADERS: Mapping[str, str] = MappingProxyType({})


@dataclass(frozen=True, slots=True)
class Message:
    """A value on its way. Nobody changes `body` in place: stages and the trace share it.

    `headers` are those of the wire, names in lower case. `refusal` is set on the answer of an
    operation that said no.
    """

    body: Value
    headers: Mapping[str, str] = field(default_factory=lambda: _NO_HEADERS)
    refusal: Refusal | None = None
