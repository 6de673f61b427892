"""Damages inputs the way partners do: the same damage for the same seed."""

from collections.abc import Callable
from decimal import Decimal
from random import Random
from typing import Any, Final

TEXTS: Final = (
    "", " ", "x", "Y", "0", "1", "true", "A", "GB", "x" * 300, "x" * 5_000, " padded ", "a\nb", "ß",
    "İ", "\u00a0nbsp\u00a0", "a\x1cb", "👍é", "é", "1.0", "١٢", "null", "[1]",
)  # fmt: skip
DATES: Final = (
    "2024-05-01", "2024-02-30", "2024-W05-1", "2024W051", "20240501", "2024-5-1",
    "2024-05-01T24:00",
    "2024-05-01T10:20", "2024-05-01T10:20:30", "2024-05-01 10:20:30", "2024-05-01T10", "2024-122",
    "2024-05-01T10:20:30Z", "2024-05-01T10:20:30z", "2024-05-01T10:20:30+02:00",
    "2024-05-01T10:20:30+0200", "2024-05-01T10:20:30+02", "2024-05-01T10:20:30+02:75",
    "2024-05-01T10:20:30+0275", "2024-05-01T10:20:30-24:00", "2024-05-01T10:20:30+02:00:30",
    "2024-05-01T10:20:60Z", "2024-05-01T10:20:30,5", "0001-01-01", "9999-12-31T23:59:59+00:00",
    "٢٠٢٤-٠٥-٠١", "2024-05-01T10:20:3٠", "2024-05-01T10:20:30 +02:00", "2024-05-01X10:20:30",
    "2024-05-01T1020", "2024-05-01T102030", "-2024-05-01", "2024-05-01T10:20Z", "2024-05-01Z",
)  # fmt: skip
NUMBERS: Final = (
    0, 1, -1, 2, 7, 100, 2**53 + 1, 2**63, -(2**64), 10**30, 10**160, 10**1_000, Decimal("0"),
    Decimal("0.0"), Decimal("-0.0"), Decimal("1.0"), Decimal("2.50"), Decimal("2.5"),
    Decimal("-0.005"), Decimal("0.125"), Decimal("1E+3"), Decimal("1E-3"), Decimal("1.5E+300"),
    Decimal("1E-900"), Decimal("9" * 28), Decimal("9" * 29 + ".5"), Decimal("0." + "1" * 40),
    Decimal("1.005"), Decimal("100.00"), 1.0, 0.1, -0.0, 1e300, 2.5,
)  # fmt: skip
FALSY: Final = (0, "", False, None)
KEYS: Final = ("", "@id", "@type", "#text", "key", "items", "extra", "0", "no word")


class Damage:
    """Draws damaged copies of values. Values that are not changed are shared with the original."""

    def __init__(self, random: Random) -> None:
        self._random = random
        self._ways: tuple[Callable[[Any], Any], ...] = (
            self._null, self._falsy, self._other_kind, self._other_kind, self._text, self._number,
            self._number, self._date, self._deeper, self._listed, self._like, self._like,
            self._like,
        )  # fmt: skip

    def damaged(self, value: Any, most: int = 3) -> Any:
        """Return a value with one to `most` places changed."""
        for _ in range(self._random.randint(1, most)):
            value = self._changed(value)
        return value

    # ------------------------------------------------------------ where

    def _changed(self, value: Any) -> Any:
        """Return a value changed at one place, deep down as a rule."""
        random = self._random
        if isinstance(value, dict) and value and random.random() < 0.93:
            if random.random() < 0.2:
                return self._other_fields(value)
            key = random.choice(list(value))
            return {**value, key: self._changed(value[key])}
        if isinstance(value, list) and value and random.random() < 0.85:
            if random.random() < 0.2:
                return self._other_elements(value)
            place = random.randrange(len(value))
            return [*value[:place], self._changed(value[place]), *value[place + 1 :]]
        return random.choice(self._ways)(value)

    def _other_fields(self, value: dict[str, Any]) -> dict[str, Any]:
        random = self._random
        names = list(value)
        match random.randrange(4):
            case 0 | 1:
                names.remove(random.choice(names))
                return {name: value[name] for name in names}
            case 2:
                random.shuffle(names)
                return {name: value[name] for name in names}
            case _:
                return {**value, random.choice(KEYS): value[random.choice(names)]}

    def _other_elements(self, value: list[Any]) -> list[Any]:
        random = self._random
        place = random.randrange(len(value))
        match random.randrange(4):
            case 0:
                return [*value, value[place]]
            case 1:
                return random.sample(value, len(value))
            case 2:
                return value[:place]
            case _:
                return [*value, self._like(value[place])]

    # ------------------------------------------------------------ how

    def _null(self, _: Any) -> None:
        return None

    def _falsy(self, _: Any) -> Any:
        made = self._random.choice((*FALSY, list, dict))
        return made() if callable(made) else made

    def _other_kind(self, value: Any) -> Any:
        """Return a value that somebody took for the same, such as true for 1."""
        match value:
            case bool():
                return self._random.choice((int(value), str(value).lower(), None))
            case int():
                return self._random.choice(
                    (bool(value), str(value), Decimal(value), float(value % 9))
                )
            case str():
                return self._random.choice(([value], {"#text": value}, len(value), list(value[:3])))
            case list():
                return self._random.choice((value[0] if value else {}, "text", {"item": value}, 3))
            case dict():
                return self._random.choice(([value], list(value.values()), "text", 1, []))
        return self._random.choice(("text", [], {}, 1))

    def _text(self, _: Any) -> str:
        return self._random.choice(TEXTS)

    def _date(self, _: Any) -> str:
        random = self._random
        if random.random() < 0.7:
            return random.choice(DATES)
        fraction = "".join(random.choices("0123456789", k=random.randint(1, 12)))
        zone = random.choice(("", "Z", "+02:00", "+0200", "-05:30", "+02", "+02:60"))
        return f"2024-05-01T10:20:30.{fraction}{zone}"

    def _number(self, _: Any) -> Any:
        return self._random.choice(NUMBERS)

    def _deeper(self, value: Any) -> Any:
        return self._random.choice(({"value": value}, [[value]], {"#text": value, "@id": 1}))

    def _listed(self, value: Any) -> list[Any]:
        return [value] * self._random.randint(1, 3)

    def _like(self, value: Any) -> Any:
        """Return another value of the same kind."""
        random = self._random
        match value:
            case bool():
                return not value
            case int() | Decimal():
                return random.choice(NUMBERS[:-5])
            case str() if value[:2] in ("20", "19"):
                return self._date(value)
            case str():
                return random.choice((*TEXTS, value.upper(), value + " ", value[:1]))
        return value
