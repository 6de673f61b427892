"""What flows between the stages of a pipeline."""

from collections.abc import Mapping
from types import MappingProxyType

import msgspec

from dsl.values import Value
from engine.model.fault import Refusal

_NO_HEADERS: Mapping[str, str] = MappingProxyType({})


class Message(msgspec.Struct, frozen=True):
    """A value on its way. Nobody changes `body` in place: stages and the trace share it.

    `headers` are those of the wire, names in lower case. `refusal` is set on the answer of an
    operation that said no. `is_long` is set on a partner's answer that is too long for the trace.
    """

    body: Value
    headers: Mapping[str, str] = _NO_HEADERS
    refusal: Refusal | None = None
    is_long: bool = False
