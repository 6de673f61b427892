"""Runs mappings on damaged inputs, fast path beside closure tree; a seed always gives the same."""

from collections import Counter
from copy import deepcopy
from random import Random

from damage import Damage
from fast_path_oracle import POLICIES, DifferenceError, Oracle
from order_inputs import Orders
from order_mappings import Mappings
from repository_mappings import Given, RepositoryMapping
from same_value import difference

import dsl

CLEAN = 3
"""Undamaged inputs that a drawn mapping is run on, before the damaged ones."""


def run_damaged(mapping: RepositoryMapping, count: int, seed: int) -> Counter[str]:
    """Compare so many damaged inputs of a mapping, and return how the fast path ended.

    Raises `DifferenceError`.
    """
    random, oracle = Random(f"{seed} {mapping.name}"), Oracle(mapping.program)
    damage = Damage(random)
    kept = deepcopy([given.value for given in mapping.inputs])
    for _ in range(count):
        given = random.choice(mapping.inputs)
        value, context = damage.damaged(given.value), given.context
        if context is not None and random.random() < 0.1:
            context = {name: damage.damaged(part, most=1) for name, part in context.items()}
        _compare(oracle, Given(value, context), random.choice(POLICIES), mapping.text)
    if difference(kept, [given.value for given in mapping.inputs]):
        raise DifferenceError(f"{mapping.name} changed its input")
    return oracle.seen


def run_drawn(seed: int, inputs: int) -> tuple[Counter[str], Counter[str]]:
    """Compare a drawn mapping, and return how the fast path ended: undamaged inputs, damaged ones.

    Both are empty for a mapping that the checker refuses. Raises `DifferenceError`.
    """
    random = Random(seed)
    text = Mappings(random).one()
    return compare_text(text, random, inputs)


def compare_text(text: str, random: Random, inputs: int) -> tuple[Counter[str], Counter[str]]:
    """Compare a mapping of orders; see `run_drawn`."""
    try:
        oracle = Oracle(dsl.compile(text))
    except dsl.CompileError:
        return Counter(), Counter()
    orders, damage = Orders(random), Damage(random)
    clean: Counter[str] = Counter()
    for number in range(inputs):
        order = orders.one()
        kept = deepcopy(order)
        value = order if number < CLEAN else damage.damaged(order)
        _compare(oracle, Given(value), random.choice(POLICIES), text)
        if difference(order, kept):
            raise DifferenceError(f"the input was changed\n\n{text}")
        if number == CLEAN - 1:
            clean, oracle.seen = oracle.seen, Counter()
    return clean, oracle.seen


def _compare(oracle: Oracle, given: Given, policy: str, text: str) -> None:
    try:
        oracle.compare(given.value, given.context, policy)
    except DifferenceError as found:
        raise DifferenceError(f"{found}\n\n{text}\n\n{policy}: {given.value!r}") from found
    except Exception as error:
        raise DifferenceError(f"{error!r}\n\n{text}\n\n{policy}: {given.value!r}") from error
