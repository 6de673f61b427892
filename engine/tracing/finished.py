"""An exchange that is over, in the form in which a trace keeps it."""

from datetime import datetime

import msgspec

from engine.model.excerpt import Excerpt
from engine.model.exchange import Role
from engine.model.level import Level
from engine.model.tracer import Outcome

_TEXTS = (str, bytes)

Entry = tuple[float, Level, str, object]
"""An entry as it was recorded: a moment of the monotonic clock in seconds, level, summary, data.

The data is a reference. It is encoded after the answer has left.
"""


class Head(msgspec.Struct, frozen=True, array_like=True):
    """What is known of an exchange beside its entries. `id` is 32 hexadecimal digits."""

    id: str
    started_at: datetime
    started_seconds: float
    """The moment of the monotonic clock that the moments of the entries count from."""
    duration_seconds: float
    role: Role
    service_id: int
    service: str
    action: str
    remote_address: str
    method: str
    path: str
    """The raw path with its query."""
    status: int | None
    outcome: Outcome


class Finished(Head, frozen=True, array_like=True):
    """An exchange as it waits for being written.

    Encoded it is an array of its fields, the entries last, each an array of four.
    """

    entries: list[Entry]

    def weight_bytes(self) -> int:
        """Return a lower bound of the memory the texts of this exchange hold."""
        # No function for one entry: this runs for every traced request.
        return 512 + sum(
            [
                len(data)
                if isinstance(data, _TEXTS)
                else (len(data.text) if isinstance(data, Excerpt) else 0)
                for _, _, _, data in self.entries
            ]
        )
