"""E-mail addresses: which ones the desk takes, and how a header names a person.

Source: ticket-operations reference, section 3 ("E-mail check").
"""

import re

from engine.model.desk import DeskReader
from engine.model.people import CustomerUser
from engine.operations._pattern import contains_match
from engine.operations._setting import is_on, setting_text

_ADDRESS = re.compile(
    r"[^\s@\"(),:;<>\[\]\\]{1,64}@(?:[^\W_](?:[\w-]{0,61}[^\W_])?\.)+[^\W\d_](?:[\w-]{0,61}[^\W_])"
)
# Quoted names, escaped characters, marks, and runs of anything else: RFC 5322 §3.2, read in one
# pass and without recursion, which nested comments would otherwise drive.
_PART = re.compile(r"\"(?:[^\"\\]|\\.)*\"?|\\.?|[(),;]|[^\"\\(),;]+", re.DOTALL)
_BRACKETED = re.compile(r"<([^<>]*)>")
_ALWAYS_VALID = r"^(root@localhost|admin@localhost)$"
_NEVER_VALID = r"@(example)\.(..|...)$"


def is_acceptable_address(address: str, desk: DeskReader) -> bool:
    """Say whether the desk takes an address. Mail servers are not asked for it."""
    if not is_on(desk, "CheckEmailAddresses", default=True):
        return True
    always = setting_text(desk, "CheckEmailValidAddress", default=_ALWAYS_VALID)
    if always and contains_match(always, address, ignore_case=True):
        return True
    if not _ADDRESS.fullmatch(address):
        return False
    never = setting_text(desk, "CheckEmailInvalidAddress", default=_NEVER_VALID)
    return not (never and contains_match(never, address, ignore_case=True))


def has_only_acceptable_addresses(header: str, desk: DeskReader) -> bool:
    """Say whether the desk takes every address of a header; one without any passes."""
    return all(is_acceptable_address(address, desk) for address in _addresses(header))


def customer_address(customer: CustomerUser) -> str:
    """Return how a header names a customer user: ``"Lena Lind" <lena@acmetest.net>``."""
    name = f"{customer.first_name} {customer.last_name}".replace("\\", "\\\\").replace('"', '\\"')
    return f'"{name}" <{customer.email}>'


def one_line(header: str) -> str:
    """Return a header value without line breaks, which would start another header."""
    return re.sub(r"[\r\n]+", " ", header)


def _addresses(header: str) -> list[str]:
    """Return the addresses of a header, without names and comments."""
    pieces, depth = [""], 0
    for part in _PART.findall(header):
        if part == "(":
            depth += 1
        elif part == ")":
            depth = max(0, depth - 1)
        elif depth or part.startswith('"'):
            continue
        elif part in (",", ";"):
            pieces.append("")
        else:
            pieces[-1] += part
    bare = [_BRACKETED.search(piece) or piece.strip() for piece in pieces]
    found = [one if isinstance(one, str) else one[1].strip() for one in bare]
    return [address for address in found if address]
