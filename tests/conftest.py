"""Options of the whole test run."""

import os

import pytest
from hypothesis import settings
from hypothesis.internal.conjecture import providers
from hypothesis.internal.constants_ast import Constants
from stores import STORES, choose

# The same run finds the same: what one change is judged by must not depend on luck. Looking for
# new inputs is `HYPOTHESIS_PROFILE=search make test`. Machines differ, so no draw has a deadline.
settings.register_profile("steady", derandomize=True, deadline=None, print_blob=False)
settings.register_profile("search", deadline=None, max_examples=1_000)
PROFILE = os.environ.get("HYPOTHESIS_PROFILE", "steady")
settings.load_profile(PROFILE)
if PROFILE == "steady":
    # Hypothesis also draws from the literals of the modules loaded so far: which those are depends
    # on the files that share a worker with a test, and no setting turns it off.
    providers._get_local_constants = Constants


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption(
        "--update-golden",
        action="store_true",
        help="rewrite golden files from what is found now; review them like code",
    )
    parser.addoption(
        "--store", choices=STORES, default="sqlite", help="which database the stores are kept in"
    )


def pytest_configure(config: pytest.Config) -> None:
    choose(config.getoption("--store"))
    if config.getoption("--update-golden") and os.environ.get("CI"):
        raise pytest.UsageError("golden files are not rewritten where CI is set")


@pytest.fixture
def update_golden(request: pytest.FixtureRequest) -> bool:
    """Whether golden files are to be rewritten in this run."""
    return bool(request.config.getoption("--update-golden"))
