"""The route table: the first of all that match, found without asking all of them."""

import re

from hypothesis import given
from hypothesis import strategies as st

from transports._rest_routes import strict_routes

SEGMENTS = st.sampled_from(["a", "b", ":x", ":y", "a-:x", "(?:a|b)", "."])
PATHS = st.lists(SEGMENTS, min_size=1, max_size=3).map(lambda parts: "/" + "/".join(parts))
METHODS = st.lists(st.sampled_from(["GET", "POST"]), max_size=2, unique=True)
ASKED = st.lists(st.sampled_from(["a", "b", "c", "a-b", ""]), min_size=1, max_size=3)


@given(
    st.lists(st.tuples(PATHS, METHODS), min_size=1, max_size=6),
    ASKED.map(lambda parts: "/" + "/".join(parts)),
    st.sampled_from(["GET", "POST", "PUT"]),
)
def test_it_finds_what_trying_all_in_order_finds(
    routes: list[tuple[str, list[str]]], path: str, method: str
) -> None:
    mapping = {
        f"Op{place}": {"Route": route, "RequestMethod": list(methods)}
        for place, (route, methods) in reversed(list(enumerate(routes)))
    }

    found = strict_routes(mapping).find(method, path)  # type: ignore[arg-type]

    assert (found and found[0].action) == tried_in_order(routes, path, method)


def tried_in_order(routes: list[tuple[str, list[str]]], path: str, method: str) -> str | None:
    for place, (route, methods) in enumerate(routes):
        source = re.sub(r"(?<!\(\?):[^/]+", "[^/]+", route)
        if (not methods or method in methods) and re.fullmatch(source, path):
            return f"Op{place}"
    return None


def test_two_thousand_routes_are_looked_up_like_one() -> None:
    mapping = {f"Op{n}": {"Route": f"/op{n}/:ID"} for n in range(2_000)}

    routes = strict_routes(mapping)  # type: ignore[arg-type]

    assert [len(shapes) for shapes in routes.shapes.values()] == [1]
    assert not routes.patterns
    found = routes.find("GET", "/op1999/7")
    assert found is not None
    assert (found[0].action, found[1]) == ("Op1999", {"ID": "7"})


def test_a_route_with_parameters_hides_a_literal_one_behind_it() -> None:
    mapping = {"B": {"Route": "/t/all"}, "A": {"Route": "/t/:ID"}}

    found = strict_routes(mapping).find("GET", "/t/all")  # type: ignore[arg-type]

    assert found is not None
    assert (found[0].action, found[1]) == ("A", {"ID": "all"})
