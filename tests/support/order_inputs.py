"""The input of drawn mappings: an order with lines, in every ordinary form that it may have."""

from decimal import Decimal
from random import Random
from typing import Any, Final

SHAPES: Final[dict[str, dict[str, str]]] = {
    "order": {
        "id": "number", "name": "text", "flag": "truth", "amount": "number", "rate": "number",
        "note": "text", "date": "date", "at": "date", "code": "text", "level": "number",
        "addr": "addr", "tags": "[text]", "nums": "[number]", "lines": "[line]",
        "counts": "{number}",
        "absent": "text", "rest": "[line]",
    },
    "line": {
        "sku": "text", "qty": "number", "price": "number", "cat": "text", "ok": "truth",
        "disc": "number", "subs": "[sub]", "when": "date", "owner": "addr", "tags": "[text]",
    },
    "sub": {"n": "number", "t": "text", "on": "truth"},
    "addr": {"city": "text", "zip": "text", "geo": "geo"},
    "geo": {"lat": "number", "lon": "number"},
}  # fmt: skip
"""For each kind of object its fields, each with a kind; `[x]` is a list, `{x}` has any keys."""

MAY_LACK: Final = frozenset({"note", "disc", "addr", "geo", "absent", "owner", "tags", "rate"})
"""Fields that are missing or null now and then."""

_NUMBERS: Final = (
    0,
    1,
    2,
    3,
    5,
    10,
    100,
    1042,
    -4,
    "0.10",
    "2.50",
    "19.99",
    "100.0",
    "-7.5",
    "1E+2",
)
_TEXTS: Final = ("Ada", "grace hopper", "A", "B", "GB", "", "Zoë", "x-1", "a,b", " pad ", "open")
_DATES: Final = ("2024-05-01", "2024-05-01T10:20:30Z", "2023-12-31T23:59:59.123+0200",
                 "2024-02-29 08:05", "2024-05-01T10:20:30+02:00")  # fmt: skip


class Orders:
    """Draws undamaged inputs."""

    def __init__(self, random: Random) -> None:
        self._random = random

    def one(self) -> dict[str, Any]:
        """Return one order."""
        made: dict[str, Any] = self._object("order")
        return made

    def _object(self, shape: str) -> dict[str, Any]:
        random = self._random
        made = {}
        for name, kind in SHAPES[shape].items():
            if name in MAY_LACK and random.random() < 0.15:
                if random.random() < 0.5:
                    made[name] = None
                continue
            made[name] = self._value(kind)
        return made

    def _value(self, kind: str) -> Any:
        random = self._random
        if kind[0] == "[":
            return [self._value(kind[1:-1]) for _ in range(random.choice((0, 1, 2, 3, 4)))]
        match kind:
            case "number":
                drawn = random.choice(_NUMBERS)
                return drawn if isinstance(drawn, int) else Decimal(drawn)
            case "text":
                return random.choice(_TEXTS)
            case "truth":
                return random.random() < 0.6
            case "date":
                return random.choice(_DATES)
            case "{number}":
                return {
                    key: random.randint(0, 9) for key in random.sample("abc", random.randint(0, 3))
                }
        return self._object(kind)
