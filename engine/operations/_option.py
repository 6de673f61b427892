"""Options that an operation's own entry in a service file carries."""

from collections.abc import Mapping

from dsl.values import Value
from engine.model.dependencies import Dependencies
from engine.model.perl_scalar import is_true
from engine.model.service import Compatibility


def switch(config: Mapping[str, Value], key: str, dependencies: Dependencies) -> bool:
    """Return a switch between the reference's way and the sane one, which is on.

    Until it is set it is off in strict services and on in modern ones.
    """
    sent = config.get(key)
    if sent is None or sent == "":
        return dependencies.compatibility is Compatibility.MODERN
    return is_true(sent)
