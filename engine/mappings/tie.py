"""Mapping by a program of Tie, written inside the service file or kept in a file of its own."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Literal

import dsl
from dsl.values import Value
from engine.kinds import Example, MappingKind, SetupError, StageSetup
from engine.model.exchange import Exchange
from engine.model.fault import Blame, Fault
from engine.model.message import Message

Policy = Literal["reject", "omit"]
_TOLD = 5
"""How many of the fields that failed a partner is told of; the trace has them all."""


@dataclass(frozen=True, slots=True)
class TieMapper:
    """Runs one program. `values` is what the program sees as `$config`."""

    program: dsl.Program
    name: str
    omits_failed: bool
    """Whether optional fields that failed are left out instead of failing the exchange."""
    values: Value
    place: Callable[[dsl.Diagnostic], dsl.Diagnostic]
    """Moves a finding about the program to the file its author edits."""

    @property
    def remarks(self) -> tuple[dsl.Diagnostic, ...]:
        """What the checker remarks about the program."""
        return tuple(self.program.warnings)

    def apply(
        self, message: Message, include: Mapping[str, Value], exchange: Exchange
    ) -> Message | None:
        """Return what the program makes of the body, None when it skips."""
        request = include.get("ProviderRequestInput")
        context = dsl.RunContext(self.values, request, exchange.started_at, self.omits_failed)
        try:
            body = self.program.run(message.body, context)
        except dsl.MappingFault as fault:
            raise self._translate(fault) from fault
        return None if body is dsl.SKIPPED else Message(body, message.headers, message.refusal)

    def _translate(self, fault: dsl.MappingFault) -> Fault:
        """Tell the trace everything, with the author's lines, and the partner which fields and why.

        Neither learns a value: errors name paths and kinds.
        """
        drawn = "\n".join(dsl.draw(self.place(finding)) for finding in fault.diagnostics())
        reasons = str(fault).splitlines()
        return Fault(
            "mapping.failed",
            f"{self.name}: {'; '.join(reasons[:_TOLD])}{_more(len(reasons))}",
            Blame.CALLER if self.name.endswith("MappingInbound") else Blame.SERVICE,
            data=drawn,
        )


def build(setup: StageSetup) -> TieMapper:
    """Return the mapper of a `Config`; raises `SetupError` or `dsl.CompileError`."""
    config = setup.config
    if not isinstance(config, dict):
        raise SetupError(
            "a Tie mapping needs a Config with Source or Mapping",
            help="Config: {Source: |} with the mapping's text, or Config: {Mapping: folder/name}",
        )
    text, name = _text(config, setup)
    return TieMapper(
        program=dsl.compile(text, name=name, load=setup.load, cache=setup.cache),
        name=setup.name,
        place=setup.place,
        omits_failed=_policy(config) == "omit",
        values=config.get("Values"),
    )


def _text(config: Mapping[str, Value], setup: StageSetup) -> tuple[str, str]:
    source, file = config.get("Source"), config.get("Mapping")
    if (source is None) == (file is None):
        raise SetupError(
            "a Tie mapping has either Source, its text, or Mapping, the name of a file",
            path=("Mapping",) if file is not None else (),
            help="keep one of the two",
        )
    if isinstance(source, str):
        return source, setup.name
    if not isinstance(file, str) or not file:
        key = "Mapping" if source is None else "Source"
        raise SetupError(f"{key} is a text", path=(key,))
    name = file if file.endswith(".tie") else f"{file}.tie"
    try:
        return setup.load(name).decode(), name
    except FileNotFoundError as error:
        raise SetupError(
            f"there is no mapping `{file}`",
            path=("Mapping",),
            help="name a file of the service's mapping folder or of stdlib_mappings, without .tie",
            code="unknown-mapping-file",
        ) from error
    except UnicodeDecodeError as error:
        raise SetupError(f"the mapping `{file}` is not UTF-8 text", path=("Mapping",)) from error


def _policy(config: Mapping[str, Value]) -> Policy:
    match config.get("OnFailedField"):
        case None | "" | "reject":
            return "reject"
        case "omit":
            return "omit"
    raise SetupError(
        "OnFailedField is `reject` or `omit`",
        path=("OnFailedField",),
        help="reject: the exchange fails; omit: optional fields that failed are left out",
    )


def _more(count: int) -> str:
    return f"; and {count - _TOLD} more" if count > _TOLD else ""


MAPPING = MappingKind(
    name="Tie",
    summary="Map by a program of the mapping language Tie.",
    build=build,
    examples=(
        Example(
            "a title out of two fields",
            given={"key": "CRM-7", "summary": "Printer"},
            gives={"Ticket": {"Title": "[CRM-7] Printer"}},
            config={"Source": 'Ticket { Title = "[{{ .key }}] {{ .summary }}" }'},
        ),
        Example(
            "values of the service file",
            given={},
            gives={"Queue": "Raw"},
            config={"Source": "Queue = $config.queue", "Values": {"queue": "Raw"}},
        ),
    ),
)
