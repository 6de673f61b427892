"""Checks the configuration of Mapping Simple, in the reference's order and words.

Source: generic-interface reference 6.1. A pattern that cannot be read is a finding of ours (12.4
no. 25): the reference fails with the first message that meets it.
"""

from collections.abc import Mapping

from dsl.values import Value
from engine.kinds import SetupError
from engine.model.perl_scalar import is_string, text_of

_KEYS = ("KeyMapExact", "KeyMapRegEx", "KeyMapDefault", "ValueMap", "ValueMapDefault")
_REQUIRED = ("KeyMapDefault", "ValueMapDefault")
_MAP_TYPES = ("Keep", "Ignore", "MapTo")

Texts = Mapping[str, str]


def check(config: Mapping[str, Value]) -> None:
    """Raise `SetupError` for the first thing that is wrong with a `Config`."""
    for key in _KEYS:
        _check_key(config, key)
    for key in _REQUIRED:
        _check_default(texts(config, key), key)
    _check_value_map(config.get("ValueMap"))


def texts(config: Mapping[str, Value], key: str) -> Texts:
    """Return a checked map of strings below `key`, empty where it is absent; numbers as text."""
    part = config.get(key)
    if not isinstance(part, dict):
        return {}
    return {name: text_of(value) for name, value in part.items() if is_string(value)}


def _check_key(config: Mapping[str, Value], key: str) -> None:
    part = config.get(key)
    if part is None:
        if key in _REQUIRED:
            raise SetupError(
                f"Got no {key}, but it is required!",
                help=f"{key}: {{MapType: Keep}} takes over what nothing else names",
            )
        return
    if not isinstance(part, dict) or not part:
        raise SetupError(f"Got {key} with Data, but Data is no hash ref with content!", path=(key,))
    if key != "ValueMap":
        _check_strings(part, key, (key,))


def _check_strings(part: Mapping[str, Value], where: str, path: tuple[str, ...]) -> None:
    for name in sorted(part):
        if not is_string(part[name]):
            raise SetupError(
                f"Got value for {name} in {where} which is not a string!", path=(*path, name)
            )


def _check_default(default: Texts, key: str) -> None:
    map_type = default.get("MapType")
    if map_type not in _MAP_TYPES:
        raise SetupError(
            f"Got no valid MapType in {key}!",
            path=(key, "MapType") if map_type is not None else (key,),
            help=f"MapType is {', '.join(_MAP_TYPES[:-1])} or {_MAP_TYPES[-1]}",
        )
    if map_type == "MapTo" and not default.get("MapTo"):
        raise SetupError(
            f"Got MapType 'MapTo', but MapTo value is not valid in {key}!",
            path=(key, "MapTo") if "MapTo" in default else (key,),
        )


def _check_value_map(value_map: Value) -> None:
    if not isinstance(value_map, dict):
        return
    for name in sorted(value_map):
        entry = value_map[name]
        if not isinstance(entry, dict) or not entry:
            raise SetupError(
                f"Got {name} in ValueMap, but it is no hash ref with content!",
                path=("ValueMap", name),
            )
        for kind in ("ValueMapExact", "ValueMapRegEx"):
            _check_value_part(entry.get(kind), kind, name)


def _check_value_part(part: Value, kind: str, name: str) -> None:
    path = ("ValueMap", name, kind)
    if part is None:
        return
    if not isinstance(part, dict) or not part:
        raise SetupError(
            f"Got {kind} in {name} in ValueMap, but it is no hash ref with content!", path=path
        )
    _check_strings(part, f"{kind} in {name} in ValueMap", path)
