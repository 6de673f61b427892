"""Places of the input: where the values of a mapping come from, and what is read there."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Final, TypeAlias

Reads: TypeAlias = "dict[str, Reads] | tuple[Reads] | None"
"""What is read of a value: fields of an object, parts of each element of a list, or None for all.

``{"id": None, "lines": ({"qty": None},)}``
"""


@dataclass(slots=True, eq=False)
class Place:
    """A place of the input, and what is read below it."""

    is_whole: bool = False
    fields: dict[str, "Place"] = field(default_factory=dict)
    elements: "Place | None" = None

    def step(self, key: str) -> "Place":
        """Return the place of a field."""
        return self.fields.setdefault(key, Place())

    def element(self) -> "Place":
        """Return the place that all elements of a list share."""
        if self.elements is None:
            self.elements = Place()
        return self.elements


def frozen(place: Place) -> Reads:
    """Return what is read of a place; what is taken for two kinds of value is read whole."""
    if place.is_whole or (place.fields and place.elements is not None):
        return None
    if place.fields:
        return {key: frozen(one) for key, one in place.fields.items()}
    parts = None if place.elements is None else frozen(place.elements)
    return None if parts is None else (parts,)


@dataclass(frozen=True, slots=True)
class Found:
    """What an expression may give: places of the input, a list that was made, a group."""

    places: tuple[Place, ...] = ()
    items: "Found | None" = None
    """What a list holds that the mapping makes."""
    fields: Mapping[str, "Found"] = field(default_factory=dict)
    """What the fields of a group hold."""

    def step(self, key: str) -> "Found":
        """Return what a field holds."""
        places = Found(tuple(one.step(key) for one in self.places))
        return either(places, self.fields[key]) if key in self.fields else places

    def element(self) -> "Found":
        """Return what each element is."""
        places = Found(tuple(one.element() for one in self.places))
        return either(places, self.items, *self.fields.values())

    def use(self) -> None:
        """Note that all of it is read."""
        for place in self.places:
            place.is_whole = True
        for one in (self.items, *self.fields.values()):
            if one is not None:
                one.use()


NOTHING: Final = Found()
"""What holds nothing of the input, or only what is read whole already."""


def either(*several: Found | None) -> Found:
    """Return what is one of several."""
    all_found = [one for one in several if one is not None and one is not NOTHING]
    if len(all_found) < 2:
        return all_found[0] if all_found else NOTHING
    places = dict.fromkeys(place for one in all_found for place in one.places)
    items = [one.items for one in all_found if one.items is not None]
    fields: dict[str, Found] = {}
    for one in all_found:
        for key, value in one.fields.items():
            fields[key] = either(fields.get(key), value)
    return Found(tuple(places), either(*items) if items else None, fields)
