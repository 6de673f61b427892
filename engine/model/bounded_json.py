"""JSON from outside, refused where it would need far more memory than its bytes."""

import re
from typing import Final

from dsl.values import DataError, Value, decode_json

MAX_NODES: Final = 500_000
"""How many values one body may hold: one per byte would need a hundred times its size."""

_STRING = re.compile(rb'"(?:[^"\\]|\\.)*"', re.DOTALL)


def decode_bounded(body: bytes, *, max_depth: int) -> Value:
    """Return the value of UTF-8 bytes; raises `DataError`, also for more than `MAX_NODES`."""
    if body.count(b",") >= MAX_NODES and _STRING.sub(b"", body).count(b",") >= MAX_NODES:
        raise DataError(f"the data holds more than {MAX_NODES:,} values")
    value: Value = decode_json(body, max_depth=max_depth)
    return value
