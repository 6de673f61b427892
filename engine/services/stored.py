"""Services as they are stored."""

from dataclasses import dataclass
from datetime import datetime

from engine.model.service import Validity


@dataclass(frozen=True, slots=True)
class StoredService:
    """A service's text and what is known about it. `revision` is the number of its last version."""

    id: int
    name: str
    text: str
    validity: Validity
    revision: int
    created_at: datetime
    created_by: str
    changed_at: datetime
    changed_by: str


@dataclass(frozen=True, slots=True)
class ServiceVersion:
    """One entry of a service's history. `change` says what was done, as a person would."""

    number: int
    name: str
    validity: Validity
    change: str
    changed_at: datetime
    changed_by: str


@dataclass(frozen=True, slots=True)
class ExportedFile:
    """A file to be written. `warning` is empty unless the file holds secrets."""

    file_name: str
    text: str
    warning: str
