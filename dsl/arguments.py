"""Which argument of a call goes to which parameter; checker and interpreter share it."""

from collections.abc import Sequence
from dataclasses import dataclass, field

from dsl.nodes import Argument


@dataclass(slots=True)
class Arranged:
    """The arguments of a call by parameter, and what did not fit."""

    by_parameter: list[Argument | None]
    """One entry for each parameter but a variadic one."""
    rest: list[Argument] = field(default_factory=list)
    """What a variadic parameter takes."""
    surplus: list[Argument] = field(default_factory=list)
    unknown: list[Argument] = field(default_factory=list)
    repeated: list[Argument] = field(default_factory=list)
    after_named: list[Argument] = field(default_factory=list)


def arrange(
    names: Sequence[str], arguments: Sequence[Argument], *, takes_rest: bool = False
) -> Arranged:
    """Return the arguments in the order of the parameters called `names`.

    With `takes_rest` the last parameter is variadic and cannot be named.
    """
    fixed = list(names[:-1] if takes_rest else names)
    arranged = Arranged([None] * len(fixed))
    position = 0
    has_named = False
    for argument in arguments:
        if argument.name is None:
            if has_named:
                arranged.after_named.append(argument)
            elif position < len(fixed):
                arranged.by_parameter[position] = argument
                position += 1
            else:
                (arranged.rest if takes_rest else arranged.surplus).append(argument)
            continue
        has_named = True
        if argument.name not in fixed:
            arranged.unknown.append(argument)
        elif arranged.by_parameter[fixed.index(argument.name)] is not None:
            arranged.repeated.append(argument)
        else:
            arranged.by_parameter[fixed.index(argument.name)] = argument
    return arranged
