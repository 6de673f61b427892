"""Which cases of a file of recorded cases were recorded together, on one desk."""

import json
from collections.abc import Mapping
from typing import Any


def parts_of(record: Mapping[str, Any]) -> list[dict[str, Any]]:
    """Return the cases that were recorded together: those with an own configuration were not.

    The latter had the dynamic fields alone that they and their tickets speak of.
    """
    plain = [case for case in record["cases"] if "operation_config" not in case]
    configured = [case for case in record["cases"] if "operation_config" in case]
    return [_part(record, cases) for cases in (plain, configured) if cases]


def _part(record: Mapping[str, Any], cases: list[dict[str, Any]]) -> dict[str, Any]:
    fixtures = dict(record["fixtures"])
    if "operation_config" in cases[0]:
        requests = [case["request_data"] for case in cases]
        spoken_of = json.dumps([requests, fixtures.get("tickets")])
        fields = fixtures.get("dynamic_fields", [])
        fixtures["dynamic_fields"] = [one for one in fields if one["name"] in spoken_of]
    return dict(record) | {"cases": cases, "fixtures": fixtures}
