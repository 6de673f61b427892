"""How a call of a partner ended."""

from dataclasses import dataclass

from dsl.values import Value
from engine.model.fault import Fault


@dataclass(frozen=True, slots=True)
class CallResult:
    """What an invoker made of a partner's answer, or the fault that kept it from having one."""

    data: Value = None
    fault: Fault | None = None

    @property
    def is_success(self) -> bool:
        """True when the call ended without a fault."""
        return self.fault is None

    def as_value(self) -> dict[str, Value]:
        """Return the result as the reference has it: ``{"Success": 1, "Data": …}``."""
        message = "" if self.fault is None else self.fault.message
        return {"Success": int(self.is_success), "Data": self.data, "ErrorMessage": message}
