"""The look-up tables that the tasks share; Tie writes its own, in its mappings."""

from typing import Final

COUNTRY: Final = {
    "GB": "United Kingdom", "DE": "Germany", "FR": "France", "US": "United States",
    "IT": "Italy", "ES": "Spain", "PL": "Poland", "AT": "Austria",
}  # fmt: skip
STATUS: Final = {"A": "active", "S": "suspended", "C": "closed"}
PRIO: Final = {1: "very low", 2: "low", 3: "normal", 4: "high", 5: "very high"}
QUEUE: Final = {"OPS": "Operations", "HR": "Human Resources", "NET": "Network::Core"}
TYPE: Final = {"Bug": "Incident", "Task": "ServiceRequest", "Story": "RfC"}
STATE: Final = {"done": "closed successful", "indeterminate": "open"}
PRIORITY_ID: Final = {"Highest": 5, "High": 4, "Medium": 3, "Low": 2, "Lowest": 1}
PRIORITY: Final = {
    "Highest": "5 very high", "High": "4 high", "Medium": "3 normal",
    "Low": "2 low", "Lowest": "1 very low",
}  # fmt: skip
ROLE: Final = {"adm": "Administrator", "agt": "Agent", "cus": "Customer"}

BY_NAME: Final[dict[str, dict[str, object]]] = {
    "COUNTRY": {**COUNTRY},
    "STATUS": {**STATUS},
    "PRIO": {str(key): value for key, value in PRIO.items()},
    "QUEUE": {**QUEUE},
    "JTYPE": {**TYPE},
    "JPRIO": {**PRIORITY_ID},
    "JPNAME": {**PRIORITY},
    "ROLE": {**ROLE},
}
"""The names by which the mappings of other languages ask for them; keys are text, as in JSON."""
