"""Tests that need an operation are left out, with the reason, while it is not there."""

import pytest

from engine.registry import discover


def missing(*operations: str) -> str:
    """Return why a test cannot run, empty when all these operations are there."""
    unknown = sorted(set(operations) - discover().operations.keys())
    return f"there is no {', '.join(unknown)} yet" if unknown else ""


def needs(*operations: str) -> pytest.MarkDecorator:
    """Return the mark of a test that needs these operations."""
    reason = missing(*operations)
    return pytest.mark.skipif(bool(reason), reason=reason or "all there")
