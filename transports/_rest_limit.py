"""The limits of one service on what a request may ask of us.

Source: generic-interface reference 1.6 and 2.1; `Crosstie.Limits` of the service file.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from dsl.values import MAX_DEPTH, Value
from engine.kinds import SetupError, StageSetup
from engine.model.perl_scalar import is_integer
from engine.model.service import Compatibility

REFERENCE_BODY_BYTES: Final = 48_000_000
"""The reference's own upload limit, `WebMaxFileUpload`: a strict service goes up to it."""
DEFAULT_BODY_BYTES: Final = 10_000_000
DEFAULT_DEPTH: Final = 100


@dataclass(frozen=True, slots=True)
class Limits:
    """How long a body may be, and how deeply its data may nest."""

    body_bytes: int
    depth: int


def limits(setup: StageSetup, config: Mapping[str, Value]) -> Limits:
    """Return the limits of a service; raises `SetupError` for a depth that is out of range.

    A strict service without `MaxDepth` reads as deep as we can, because the reference goes deeper.
    """
    if setup.compatibility is Compatibility.STRICT:
        longest, default_depth = REFERENCE_BODY_BYTES, MAX_DEPTH
    else:
        longest, default_depth = DEFAULT_BODY_BYTES, DEFAULT_DEPTH
    asked = config.get("MaxLength")
    if is_integer(asked):
        longest = min(max(int(asked), 0), REFERENCE_BODY_BYTES)
    return Limits(longest, _depth(setup.limits.get("MaxDepth"), default_depth))


def _depth(asked: Value, default: int) -> int:
    if asked is None:
        return default
    if not is_integer(asked) or not 1 <= int(asked) <= MAX_DEPTH:
        raise SetupError(
            f"MaxDepth is a whole number from 1 to {MAX_DEPTH}", code="setting-out-of-range"
        )
    return int(asked)
