"""System settings that change what operations do: their names, defaults and stored values.

Source: reference, section 11.4. Switches are 0 or 1.
"""

import json
from collections.abc import Mapping
from decimal import Decimal
from types import MappingProxyType
from typing import Final, cast

from dsl.values import Value
from engine.storage.connection import Connection

_WEEK: Final[Mapping[str, Value]] = MappingProxyType(
    {
        **{day: list(range(8, 21)) for day in ("Mon", "Tue", "Wed", "Thu", "Fri")},
        "Sat": [],
        "Sun": [],
    }
)
_DAYS_OFF: Final[Mapping[str, Value]] = MappingProxyType(
    {
        "1": {"1": "New Year's Day"},
        "5": {"1": "International Workers' Day"},
        "12": {
            "24": "Christmas Eve",
            "25": "First Christmas Day",
            "26": "Second Christmas Day",
            "31": "New Year's Eve",
        },
    }
)


def _calendar(suffix: str) -> Mapping[str, Value]:
    """Return the settings of one working-time calendar (11.11)."""
    return {
        f"TimeVacationDays{suffix}": dict(_DAYS_OFF),
        f"TimeVacationDaysOneTime{suffix}": {},
        f"TimeWorkingHours{suffix}": dict(_WEEK),
    }


DEFAULTS: Final[Mapping[str, Value]] = MappingProxyType(
    {
        **_calendar(""),
        **{
            name: value
            for number in range(1, 10)
            for name, value in _calendar(f"::Calendar{number}").items()
        },
        # The zone of a calendar is the system's unless it has one of its own.
        **{f"TimeZone::Calendar{number}": "" for number in range(1, 10)},
        "CheckEmailAddresses": 1,
        "CheckEmailInvalidAddress": r"@(example)\.(..|...)$",
        "CheckEmailValidAddress": r"^(root@localhost|admin@localhost)$",
        # The reference asks the name server by default, we never do (reference, 16.17).
        "CheckMXRecord": 0,
        "CustomerDisableCompanyTicketAccess": 0,
        "CustomerGroupAlwaysGroups": ["users"],
        "CustomerGroupCompanyAlwaysGroups": [],
        # The name of a context as group_customer has it. The second one opens tickets of other
        # companies, and is not in use until it has a name here.
        "CustomerGroupPermissionContext": {
            "001-CustomerID-same": {"Value": "Ticket::CustomerID::Same"},
        },
        "CustomerGroupSupport": 0,
        "CustomerPanelUserID": 1,
        # States whose time does not count towards an escalation (11.11).
        "EscalationSuspendStates": [],
        "GenericInterface::Operation::TicketCreate": {},
        "GenericInterface::Operation::TicketSearch": {},
        "GenericInterface::Operation::TicketUpdate": {},
        "OTOBOTimeZone": "UTC",
        "SessionCheckRemoteIP": 1,
        "SessionMaxIdleTime": 7200,
        "SessionMaxTime": 57600,
        # Ours (reference, 16.15): with it each request of a session puts off its idle end.
        "SessionSlidingExpiry": 0,
        "SystemID": 10,
        "Ticket::ArchiveSystem": 0,
        "Ticket::Frontend::AccountTime": 1,
        "Ticket::Frontend::NeedAccountedTime": 0,
        "Ticket::OwnerResetOnUnlock": 1,
        "Ticket::Responsible": 0,
        "Ticket::ResponsibleAutoSet": 1,
        "Ticket::Service": 0,
        "Ticket::StateAfterPending": {
            "pending auto close+": "closed successful",
            "pending auto close-": "closed unsuccessful",
        },
        "Ticket::Type": 0,
        "Ticket::Type::Default": "Unclassified",
        "Ticket::UnlockOnAway": 1,
        "Ticket::ViewableStateType": ["new", "open", "pending reminder", "pending auto"],
        "Ticket::Watcher": 0,
    }
)
"""Every known setting with the value it has until it is set."""

_SELECT: Final = "SELECT name, value FROM setting"
_UPSERT: Final = """
INSERT INTO setting (name, value) VALUES (?, ?)
ON CONFLICT (name) DO UPDATE SET value = excluded.value"""


def read_settings(connection: Connection) -> Mapping[str, Value]:
    """Return all settings, defaults filled in."""
    stored = {name: from_json(value) for name, value in connection.execute(_SELECT)}
    return MappingProxyType({**DEFAULTS, **stored})


def is_on(settings: Mapping[str, Value], name: str) -> bool:
    """Say whether a switch is on; `"0"` and `""` are off, as numbers sent as text."""
    return settings[name] not in (None, False, 0, "", "0")


def write_setting(connection: Connection, name: str, value: Value) -> None:
    """Store one setting."""
    connection.execute(_UPSERT, (name, json.dumps(value, ensure_ascii=False)))


def from_json(text: str) -> Value:
    """Return stored JSON as a value; fractions are decimals."""
    return cast("Value", json.loads(text, parse_float=Decimal))
