"""The steps of one run of Mapping XSLT, with the reference's entries and faults.

Work that is bounded is done here; all other is handed to the helper process, which can be stopped.
Source: generic-interface reference 7.1.
"""

import asyncio
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Final

from lxml import etree

from dsl.values import Value
from engine.mappings import _xslt_helper as helper_process
from engine.mappings import _xslt_sandbox as sandbox
from engine.mappings._wrapper import Data, failed
from engine.mappings._xslt_key_filter import KeyFilter
from engine.mappings._xslt_template import NOT_MAPPED
from engine.mappings._xslt_xml import (
    BadOutputError,
    BadXmlError,
    NoXmlError,
    XmlReader,
    XmlWriter,
)
from engine.model.exchange import Exchange
from engine.model.fault import Blame, Fault
from engine.model.perl_scalar import is_true
from engine.model.stage import Pending

FLAT: Final = 16
"""Data seldom nest deeper; a stylesheet's bound for them is higher."""


@dataclass(frozen=True, slots=True)
class Runner:
    """A stylesheet, and where it runs for a document of which length."""

    transformation: etree.XSLT
    text: bytes
    key: bytes
    longest: int
    """Documents of up to this many bytes run here, however deep they are."""
    longest_flat: int
    """The same for documents that nest no deeper than `FLAT`."""

    def is_small(self, document: bytes, data: Data) -> bool:
        """Tell whether the work for a document is small enough for the server itself."""
        length = len(document)
        return length <= self.longest or (length <= self.longest_flat and _is_flat(data, FLAT))


@dataclass(frozen=True, slots=True)
class XsltMapping:
    """One stylesheet with its filters, ready to run."""

    runner: Runner
    include: tuple[str, ...]
    before: KeyFilter | None
    after: KeyFilter | None
    writer: XmlWriter
    reader: XmlReader
    is_strict: bool
    blame: Blame
    """Who sends data that have no XML: the caller on the way in, the service on the way out."""

    def __call__(
        self, data: Data, include: Mapping[str, Value], exchange: Exchange
    ) -> Value | Pending[Value]:
        """Return the mapped data, or what the helper process will make of them."""
        if self.is_strict and not include:
            text = "Got DataInclude but it is not a hash ref in Mapping XSLT backend!"
            raise failed(exchange, Fault("mapping.xslt-include", text, Blame.ENGINE))
        data = self._filtered(self.before, self._merged(data, include, exchange), exchange)
        if self.before is not None and exchange.tracer.debug:
            text = "Data before mapping after Pre RegExFilter"
            exchange.tracer.note(text, data)
        document = self._document(data, exchange)
        if not self.runner.is_small(document, data):
            return Pending(lambda: self._elsewhere(document, exchange))
        try:
            result = sandbox.transformed(self.runner.transformation, document)
            mapped = self.reader.of_result(result)
        except etree.XMLSyntaxError as error:
            raise self._not_well_formed(exchange, str(error)) from error
        except etree.XSLTError as error:
            raise self._not_mapped(exchange, str(error)) from error
        except sandbox.OutputTooLongError as error:
            raise self._stopped(exchange, "its output was too long") from error
        except BadOutputError as error:
            raise self._not_converted(exchange, error) from error
        return self._finished(mapped, exchange)

    async def _elsewhere(self, document: bytes, exchange: Exchange) -> Value:
        job = helper_process.Job(self.runner.key, self.runner.text, document)
        try:
            async with asyncio.timeout_at(exchange.deadline_seconds):
                result = await asyncio.wrap_future(helper_process.helper().submit(job))
            return self._finished(self.reader.of_text(result), exchange)
        except helper_process.DocumentError as error:
            raise self._not_well_formed(exchange, str(error)) from error
        except helper_process.StylesheetError as error:
            raise self._not_mapped(exchange, str(error)) from error
        except helper_process.LimitError as error:
            raise self._stopped(exchange, str(error)) from error
        except BadOutputError as error:
            raise self._not_converted(exchange, error) from error
        except (helper_process.BusyError, TimeoutError) as error:
            fault = Fault("mapping.xslt-busy", NOT_MAPPED, Blame.ENGINE, retryable=True)
            raise failed(exchange, fault, "too many documents wait for a stylesheet") from error

    def _merged(self, data: Data, include: Mapping[str, Value], exchange: Exchange) -> Data:
        sets = {name: include[name] for name in self.include if is_true(include.get(name))}
        if not sets:
            return data
        merged: Data = {**data, "DataInclude": sets}
        if exchange.tracer.debug:
            text = "Data merged with DataInclude before mapping"
            exchange.tracer.note(text, merged)
        return merged

    def _document(self, data: Data, exchange: Exchange) -> bytes:
        try:
            return self.writer.document(data)
        except NoXmlError as error:
            text = "Could not convert data from Perl to XML before mapping"
            fault = Fault("mapping.xslt-no-xml", text, self.blame)
            raise failed(exchange, fault, str(error)) from error
        except BadXmlError as error:
            raise self._not_well_formed(exchange, str(error)) from error

    def _finished(self, mapped: Value, exchange: Exchange) -> Value:
        if mapped is None:
            fault = Fault("mapping.xslt-no-output", "Could not write mapped data", Blame.SERVICE)
            raise failed(exchange, fault)
        if self.after is None:
            return mapped
        if exchange.tracer.debug:
            text = "Data after mapping before Post RegExFilter"
            exchange.tracer.note(text, mapped)
        return self._filtered(self.after, mapped, exchange) if isinstance(mapped, dict) else mapped

    def _filtered(self, rules: KeyFilter | None, data: Data, exchange: Exchange) -> Data:
        if rules is None:
            return data
        try:
            return rules.apply(data)
        except TimeoutError as error:
            text = "A pattern of the mapping took too long"
            fault = Fault("mapping.pattern-timeout", text, Blame.SERVICE)
            raise failed(exchange, fault) from error

    def _not_well_formed(self, exchange: Exchange, reason: str) -> Fault:
        text = "Could not load data after conversion from Perl to XML"
        return failed(exchange, Fault("mapping.xslt-bad-xml", text, self.blame), reason)

    def _not_mapped(self, exchange: Exchange, reason: str) -> Fault:
        return failed(exchange, Fault("mapping.xslt-failed", NOT_MAPPED, Blame.SERVICE), reason)

    def _stopped(self, exchange: Exchange, reason: str) -> Fault:
        told = f"the stylesheet was stopped: {reason}"
        return failed(exchange, Fault("mapping.xslt-limit", NOT_MAPPED, Blame.SERVICE), told)

    def _not_converted(self, exchange: Exchange, error: BadOutputError) -> Fault:
        text = "Could not convert data from XML to Perl after mapping"
        return failed(exchange, Fault("mapping.xslt-bad-output", text, Blame.SERVICE), str(error))


@dataclass(frozen=True, slots=True)
class BrokenStylesheet:
    """Stands where a strict service has a stylesheet that cannot run: it says so every time."""

    summary: str
    drawn: str
    """The finding about it, in the service file."""

    def __call__(self, data: Data, include: Mapping[str, Value], exchange: Exchange) -> Value:
        """Raise the fault."""
        fault = Fault("mapping.xslt-template", self.summary, Blame.SERVICE)
        raise failed(exchange, fault, self.drawn)


def _is_flat(value: Value, levels: int) -> bool:
    """Tell whether data nest no deeper than so many levels."""
    if isinstance(value, dict):
        return levels > 0 and all(_is_flat(each, levels - 1) for each in value.values())
    if isinstance(value, list):
        # A list alone makes no level in XML, but one inside another does.
        return levels > 0 and all(_is_flat(each, levels - 1) for each in value)
    return True
