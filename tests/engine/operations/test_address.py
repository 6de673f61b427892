"""E-mail addresses."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import cast

import pytest

from dsl.values import Value
from engine.model.desk import DeskReader
from engine.operations._address import (
    has_only_acceptable_addresses,
    is_acceptable_address,
    one_line,
)


@dataclass
class Settings:
    settings: Mapping[str, Value] = field(default_factory=dict)


def desk(**settings: Value) -> DeskReader:
    return cast("DeskReader", Settings(settings))


@pytest.mark.parametrize(
    ("address", "is_taken"),
    [
        ("someone@somehots.com", True),
        ("a.b+c@sub.golden.test", True),
        ("jörg@müller.de", True),
        ("root@localhost", True),
        ("someonesomehots.com", False),
        ("InvalidR1", False),
        ("a@b", False),
        ("a@b@c.de", False),
        ("a b@c.de", False),
        ("a@-c.de", False),
        ("a@c.4", False),
        ("someone@example.com", False),
        ("someone@example.de", False),
    ],
)
def test_addresses_are_checked_by_their_form(address: str, is_taken: bool) -> None:
    assert is_acceptable_address(address, desk()) is is_taken


def test_the_check_can_be_switched_off() -> None:
    assert is_acceptable_address("InvalidR1", desk(CheckEmailAddresses=0))


def test_administrators_can_add_exceptions() -> None:
    exceptional = desk(CheckEmailValidAddress="^printer$", CheckEmailInvalidAddress="@spam")

    assert is_acceptable_address("printer", exceptional)
    assert not is_acceptable_address("a@spam.test", exceptional)
    assert is_acceptable_address("someone@example.com", exceptional)


@pytest.mark.parametrize(
    ("header", "is_taken"),
    [
        ('"another \\" recipient" <to@acmetest.net>, <b@acmetest.net>', True),
        ("Anna <anna@golden.test>", True),
        ("Anna <anna@golden.test>, InvalidR1", False),
        ("", True),
        (",", True),
        ("(a comment (in a comment)) Anna <anna@golden.test> (Lind)", True),
        ("a@golden.test; b@golden.test", True),
        ('"a, b" <ab@golden.test>', True),
        ("(" * 5000 + "a@golden.test", True),
        ("Anna Lind", False),
    ],
)
def test_every_address_of_a_header_counts(header: str, is_taken: bool) -> None:
    assert has_only_acceptable_addresses(header, desk()) is is_taken


def test_headers_have_one_line() -> None:
    assert one_line("a\r\nBcc: b") == "a Bcc: b"
