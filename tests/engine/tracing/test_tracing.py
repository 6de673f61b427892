"""From a tracer to a file and back."""

import asyncio
import io
import json
import os
from collections.abc import Callable, Iterator
from dataclasses import replace
from datetime import UTC, datetime, timedelta
from pathlib import Path

import pytest
from fake_clock import FakeClock

from engine.model.excerpt import text_or_excerpt
from engine.model.exchange import Role
from engine.model.level import Level
from engine.model.tracer import Outcome
from engine.tracing import recorder
from engine.tracing.query import Cursor, ExchangeQuery
from engine.tracing.redaction import Redaction
from engine.tracing.reference_log import as_reference_log
from engine.tracing.retention import Retention
from engine.tracing.tracer import ExchangeTracer
from engine.tracing.tracing import Tracing

Record = Callable[..., str]


@pytest.fixture
def clock() -> FakeClock:
    return FakeClock()


@pytest.fixture
def tracing(tmp_path: Path, clock: FakeClock) -> Iterator[Tracing]:
    opened = Tracing.open(tmp_path / "traces", clock, kept=Retention(None, None))
    yield opened
    asyncio.run(opened.close())


def begin(tracing: Tracing, number: int = 1, **changes: object) -> ExchangeTracer:
    given = {
        "service_name": "crm",
        "service_id": 7,
        "role": Role.PROVIDER,
        "threshold": Level.DEBUG,
        "remote_address": "192.0.2.1",
    }
    return tracing.begin(f"{number:032x}", **(given | changes))


@pytest.fixture
def record(tracing: Tracing) -> Record:
    """Record one exchange with one entry; its number makes its id."""

    def done(number: int, summary: str = "hello", level: Level = Level.DEBUG, **rest) -> str:
        finish = {
            name: rest.pop(name) for name in ("status", "outcome", "method", "path") if name in rest
        }
        action = rest.pop("action", "TicketGet")
        tracer = begin(tracing, number, **rest)
        tracer.action = action
        tracer.record(level, summary)
        tracing.finish(tracer, **finish)
        assert tracing.flush()
        return tracer.subject.exchange_id

    return done


def test_an_exchange_is_found_again_with_its_entries(tracing: Tracing, clock: FakeClock) -> None:
    tracer = begin(tracing)
    tracer.action = "TicketGet"
    tracer.record(Level.DEBUG, "Communication sequence started", {"Method": "GET"})
    clock.advance(seconds=0.25)
    tracer.record(Level.ERROR, "It broke", "why")
    clock.advance(seconds=0.5)

    tracing.finish(tracer, status=500, method="GET", path="/Ticket/1?Password=x")
    tracing.flush()
    found = tracing.reader.find(tracer.subject.exchange_id)

    assert found is not None
    exchange, entries = found.exchange, found.entries
    assert exchange.started_at == datetime(2026, 3, 1, 12, tzinfo=UTC)
    assert exchange.duration_us == 750_000
    assert (exchange.role, exchange.service_id, exchange.service) == (Role.PROVIDER, 7, "crm")
    assert (exchange.action, exchange.remote_address) == ("TicketGet", "192.0.2.1")
    assert (exchange.method, exchange.path) == ("GET", "/Ticket/1?Password=[masked]")
    assert (exchange.status, exchange.outcome) == (500, Outcome.FAULT)
    assert (exchange.level, exchange.problem) == (Level.ERROR, "It broke")
    assert [(e.offset_us, e.level, e.summary, e.data) for e in entries] == [
        (0, Level.DEBUG, "Communication sequence started", '{"Method":"GET"}'),
        (250_000, Level.ERROR, "It broke", "why"),
    ]
    assert entries[1].created_at == exchange.started_at + timedelta(seconds=0.25)


def test_below_the_threshold_nothing_is_kept_and_no_file_is_made(
    tracing: Tracing, tmp_path: Path
) -> None:
    tracer = begin(tracing, threshold=Level.NOTICE)
    tracer.record(Level.INFO, "nothing to see")

    tracing.finish(tracer, status=200)
    tracing.flush()

    assert tracer.debug is False
    assert tracer.entries == []
    assert not (tmp_path / "traces").exists()


@pytest.mark.parametrize("threshold", list(Level))
def test_a_higher_threshold_keeps_a_subset(tracing: Tracing, threshold: Level) -> None:
    tracer = begin(tracing, threshold=threshold)

    for level in Level:
        tracer.record(level, level.word)

    assert [summary for _, _, summary, _ in tracer.entries] == [
        level.word for level in Level if level >= threshold
    ]


def test_outcome_is_told_or_follows_from_the_entries(tracing: Tracing, record: Record) -> None:
    record(1)
    record(2, level=Level.ERROR)
    record(3, level=Level.ERROR, outcome=Outcome.REFUSED)
    tracer = begin(tracing, 4)
    tracer.record(Level.DEBUG, "x")
    tracer.outcome, tracer.status = Outcome.FAULT, 502
    tracing.finish(tracer)
    tracing.flush()

    page = tracing.reader.search(ExchangeQuery(newest_first=False))

    assert [exchange.outcome.value for exchange in page.exchanges] == [
        "ok",
        "fault",
        "refused",
        "fault",
    ]
    assert page.exchanges[3].status == 502


@pytest.mark.parametrize(
    ("query", "numbers"),
    [
        (ExchangeQuery(), [4, 3, 2, 1]),
        (ExchangeQuery(newest_first=False), [1, 2, 3, 4]),
        (ExchangeQuery(limit=2), [4, 3]),
        (ExchangeQuery(id=f"{3:032x}"), [3]),
        (ExchangeQuery(role=Role.REQUESTER), [2]),
        (ExchangeQuery(service="erp"), [3]),
        (ExchangeQuery(service_id=9), [3]),
        (ExchangeQuery(action="Push"), [2]),
        (ExchangeQuery(level=Level.NOTICE), [4, 2]),
        (ExchangeQuery(outcome=Outcome.FAULT), [4]),
        (ExchangeQuery(remote_address="2001:db8::1"), [4]),
        (ExchangeQuery(status=404), [1]),
        (ExchangeQuery(method="DELETE"), [1]),
        (ExchangeQuery(text="ÜBERALL"), [2]),
        (ExchangeQuery(text="/ticket/1"), [1]),
        (ExchangeQuery(text="100%"), []),
        (ExchangeQuery(text="' OR 1 --"), []),
        (ExchangeQuery(created_at_or_after=datetime(2026, 3, 2, 12, tzinfo=UTC)), [4, 3]),
        (ExchangeQuery(created_at_or_before=datetime(2026, 3, 2, 12, tzinfo=UTC)), [3, 2, 1]),
        (ExchangeQuery(service="crm", level=Level.ERROR), [4]),
    ],
    ids=lambda given: str(given) if isinstance(given, list) else "",
)
def test_exchanges_are_found_by_every_filter(
    tracing: Tracing, clock: FakeClock, record: Record, query: ExchangeQuery, numbers: list[int]
) -> None:
    record(1, status=404, method="DELETE", path="/Ticket/1")
    record(2, "Überall", Level.NOTICE, action="Push", role=Role.REQUESTER)
    clock.advance(days=1)
    record(3, service_name="erp", service_id=9)
    clock.advance(seconds=1)
    record(4, level=Level.ERROR, remote_address="2001:db8::1")

    page = tracing.reader.search(query)

    assert [int(exchange.id, 16) for exchange in page.exchanges] == numbers


@pytest.mark.parametrize("newest_first", [True, False])
def test_pages_follow_each_other_across_days(
    tracing: Tracing, clock: FakeClock, record: Record, newest_first: bool
) -> None:
    for number in range(1, 8):
        record(number)
        if number % 3 == 0:
            clock.advance(days=1)
    query = ExchangeQuery(limit=2, newest_first=newest_first)
    seen: list[list[int]] = []

    while True:
        page = tracing.reader.search(query)
        seen.append([int(exchange.id, 16) for exchange in page.exchanges])
        if page.next is None:
            break
        query = replace(query, after=Cursor.parse(str(page.next)))

    forwards = [[1, 2], [3, 4], [5, 6], [7]]
    backwards = [[7, 6], [5, 4], [3, 2], [1]]
    assert seen == (backwards if newest_first else forwards)


@pytest.mark.parametrize("text", ["", "x", "2026-13-01.1.1", "2026-03-01.a.1", "1.2.3.4"])
def test_what_is_no_cursor_is_refused(text: str) -> None:
    with pytest.raises(ValueError):  # noqa: PT011 - any text of it will do
        Cursor.parse(text)


def test_one_exchange_or_all_of_a_service_are_deleted(tracing: Tracing, record: Record) -> None:
    first = record(1)
    record(2, service_id=9)
    record(3)

    assert tracing.reader.delete_exchange(first) == 1
    assert tracing.reader.find(first) is None
    assert tracing.reader.delete_service(9) == 1
    assert [e.id for e in tracing.reader.search(ExchangeQuery()).exchanges] == [f"{3:032x}"]
    assert tracing.reader.delete_service(9) == 0


def test_what_is_too_old_goes_by_files_and_by_rows(
    tracing: Tracing, clock: FakeClock, record: Record, tmp_path: Path
) -> None:
    record(1)
    clock.advance(days=10)
    record(2)
    clock.advance(seconds=3600)
    record(3)
    clock.advance(days=4)

    tracing.clean(Retention(days=4, max_total_bytes=None))

    assert [int(e.id, 16) for e in tracing.reader.search(ExchangeQuery()).exchanges] == []
    assert not (tmp_path / "traces" / "2026-03-01.db").exists()
    assert (tmp_path / "traces" / "2026-03-11.db").exists()


def test_an_exchange_younger_than_the_retention_stays(
    tracing: Tracing, clock: FakeClock, record: Record
) -> None:
    record(1)
    clock.advance(seconds=3600)
    record(2)
    clock.advance(days=1, seconds=-1800)

    tracing.clean(Retention(days=1, max_total_bytes=None))

    assert [int(e.id, 16) for e in tracing.reader.search(ExchangeQuery()).exchanges] == [2]


def test_the_oldest_go_when_there_are_too_many_bytes(
    tracing: Tracing, clock: FakeClock, record: Record, tmp_path: Path
) -> None:
    record(1)
    clock.advance(days=1)
    for number in range(2, 1_002):
        tracer = begin(tracing, number)
        tracer.record(Level.DEBUG, "much", os.urandom(1500).hex())
        tracing.finish(tracer)
    tracing.flush()

    freed = tracing.clean(Retention(days=None, max_total_bytes=1_500_000))

    size = sum(path.stat().st_size for path in (tmp_path / "traces").iterdir())
    kept = [int(e.id, 16) for e in tracing.reader.search(ExchangeQuery(limit=9_999)).exchanges]
    assert freed > 0
    assert size <= 1_500_000
    assert not (tmp_path / "traces" / "2026-03-01.db").exists()
    assert kept[0] == 1_001
    assert kept == list(range(1_001, 1_001 - len(kept), -1))
    assert len(kept) > 250


def test_exchanges_come_in_the_order_of_their_beginning_whatever_they_are_written_with(
    tracing: Tracing, clock: FakeClock
) -> None:
    waiting = []
    for number in range(1, 201):
        clock.advance(seconds=0.01)
        waiting.append(begin(tracing, number))
        # Every tenth takes as long as a hundred others, into another chunk.
        over = waiting.pop(0) if number > 100 and number % 10 == 0 else waiting.pop()
        over.record(Level.DEBUG, "done")
        tracing.finish(over)
    for tracer in waiting:
        tracer.record(Level.DEBUG, "done")
        tracing.finish(tracer)
    tracing.flush()

    for newest_first in (True, False):
        query, found = ExchangeQuery(limit=7, newest_first=newest_first), []
        while True:
            page = tracing.reader.search(query)
            found += [int(each.id, 16) for each in page.exchanges]
            if page.next is None:
                break
            query = replace(query, after=page.next)
        assert found == sorted(range(1, 201), reverse=newest_first)


def test_what_is_deleted_leaves_the_others_of_its_chunk(tracing: Tracing) -> None:
    for number in range(1, 71):
        tracer = begin(tracing, number, service_id=number % 3 + 1)
        tracer.record(Level.DEBUG, f"step {number}", number)
        tracing.finish(tracer)
    tracing.flush()

    assert tracing.reader.delete_exchange(f"{7:032x}") == 1
    assert tracing.reader.delete_service(1) == 23

    left = [number for number in range(1, 71) if number % 3 and number != 7]
    found = tracing.reader.recordings(ExchangeQuery(newest_first=False))
    assert [int(each.exchange.id, 16) for each in found] == left
    assert [each.entries[0].data for each in found] == [str(number) for number in left]


def test_equal_data_of_several_entries_comes_back_for_each(tracing: Tracing) -> None:
    tracer = begin(tracing)
    for data in ({"a": 1}, "x", {"a": 1}, None, "x", {"a": True}):
        tracer.record(Level.DEBUG, "step", data)
    tracing.finish(tracer)
    tracing.flush()

    found = tracing.reader.find(tracer.subject.exchange_id)

    assert found is not None
    assert [entry.data for entry in found.entries] == [
        '{"a":1}', "x", '{"a":1}', None, "x", '{"a":true}',
    ]  # fmt: skip


def test_writing_goes_on_after_a_clean_that_leaves_nothing(
    tracing: Tracing, record: Record, clock: FakeClock
) -> None:
    record(1)
    tracing.clean(Retention(days=0, max_total_bytes=0))

    record(2)

    assert [int(e.id, 16) for e in tracing.reader.search(ExchangeQuery()).exchanges] == [2]


def test_writing_goes_on_after_someone_removed_the_folder(
    tracing: Tracing, record: Record, tmp_path: Path
) -> None:
    record(1)
    for path in (tmp_path / "traces").iterdir():
        path.unlink()
    (tmp_path / "traces").rmdir()

    record(2)

    assert tracing.reader.find(f"{2:032x}") is not None


def test_a_disk_that_refuses_costs_exchanges_and_one_line_of_log(
    tmp_path: Path, clock: FakeClock, caplog: pytest.LogCaptureFixture
) -> None:
    blocked = tmp_path / "traces"
    blocked.write_text("a file where the folder should be")
    tracing = Tracing.open(blocked, clock)
    try:
        for number in range(3):
            tracer = begin(tracing, number)
            tracer.record(Level.DEBUG, "x")
            tracing.finish(tracer)
            assert tracing.flush()
        assert tracing.losses.unwritten == 3
        assert [r.levelname for r in caplog.records if r.name == "crosstie.tracing"] == ["ERROR"]

        blocked.unlink()
        tracer = begin(tracing, 9)
        tracer.record(Level.DEBUG, "x")
        tracing.finish(tracer)
        assert tracing.flush()
    finally:
        asyncio.run(tracing.close())

    assert tracing.reader.find(f"{9:032x}") is not None
    assert "exchanges are recorded again" in caplog.messages


def test_a_file_that_is_no_database_is_left_out(
    tracing: Tracing, record: Record, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    record(1)
    (tmp_path / "traces" / "2026-03-02.db").write_bytes(b"no database at all" * 100)

    page = tracing.reader.search(ExchangeQuery())

    assert [int(exchange.id, 16) for exchange in page.exchanges] == [1]
    assert "2026-03-02 cannot be read" in caplog.text


@pytest.mark.parametrize(
    ("data", "kept"), [("x", recorder.MAX_WAITING), ("x" * 16 * 1024 * 1024, 3)]
)
def test_a_full_queue_drops_and_counts_and_never_waits(
    tmp_path: Path, clock: FakeClock, data: str, kept: int
) -> None:
    tracing = Tracing(tmp_path / "traces", clock, Retention(), Redaction(), io.StringIO())
    for number in range(recorder.MAX_WAITING + 10):
        tracer = begin(tracing, number)
        tracer.record(Level.DEBUG, "x", data)

        tracing.finish(tracer, path="/Session?Password=x")

    assert tracing.losses.overflowed == recorder.MAX_WAITING + 10 - kept
    assert tracing.losses.total == tracing.losses.overflowed


def test_data_that_cannot_be_encoded_is_counted_and_harms_nobody(
    tracing: Tracing, record: Record
) -> None:
    class Broken:
        def __str__(self) -> str:
            raise RuntimeError("no text")

    tracer = begin(tracing, 1)
    tracer.record(Level.DEBUG, "x", {"a": Broken()})
    tracing.finish(tracer)
    record(2)

    assert tracing.losses.unencoded == 1
    assert tracing.reader.find(f"{2:032x}") is not None


def test_closing_writes_what_waits(tmp_path: Path, clock: FakeClock) -> None:
    tracing = Tracing.open(tmp_path / "traces", clock)
    for number in range(700):
        tracer = begin(tracing, number)
        tracer.record(Level.DEBUG, "x", {"n": number})
        tracing.finish(tracer)

    asyncio.run(tracing.close())

    assert len(tracing.reader.search(ExchangeQuery(limit=1000)).exchanges) == 700
    assert tracing.losses.total == 0


def test_long_data_is_kept_small_and_comes_back_whole(tracing: Tracing) -> None:
    data = {"body": "Printer on fire. " * 5000}
    tracer = begin(tracing)
    tracer.record(Level.DEBUG, "s" * 300, data)
    tracing.finish(tracer)
    tracing.flush()

    found = tracing.reader.find(f"{1:032x}")

    assert found is not None
    assert json.loads(found.entries[0].data or "") == data
    assert len(found.entries[0].summary) == 255
    assert found.exchange.size_bytes > 85_000


def test_data_past_the_limit_is_cut_and_says_so(tracing: Tracing) -> None:
    tracer = begin(tracing)
    tracer.record(Level.DEBUG, "x", "a" * 2_000_000)
    tracing.finish(tracer)
    tracing.flush()

    found = tracing.reader.find(f"{1:032x}")

    assert found is not None
    assert (found.entries[0].data or "").endswith("\n[951424 more characters were not kept]")


def test_of_a_long_body_the_beginning_is_kept_and_the_rest_is_counted(tracing: Tracing) -> None:
    tracer = begin(tracing)
    body = b'{"UserLogin": "mira", "Password": "hunter2-canary", "Content": "' + b"a" * 5_000_000
    tracer.record(Level.DEBUG, "x", text_or_excerpt(body))
    tracing.finish(tracer, body_bytes=len(body))
    tracing.flush()

    found = tracing.reader.find(f"{1:032x}")

    assert found is not None
    data = found.entries[0].data or ""
    assert data.startswith('{"UserLogin": "mira", "Password": "')
    assert "hunter2" not in data
    rest = len(body) - 1_048_576
    assert data.endswith(f"aaa\n[{rest} more bytes were not kept]")


def test_a_secret_across_the_cut_is_kept_in_no_part(tracing: Tracing) -> None:
    tracer = begin(tracing)
    secret = "hunter2-" + "canary" * 20
    body = b"a" * (1_048_576 - 20) + secret.encode() + b"a" * 5_000_000
    tracer.record(Level.DEBUG, "x", text_or_excerpt(body))
    tracer.record(Level.DEBUG, "y", {"Password": secret})
    tracing.finish(tracer, body_bytes=len(body))
    tracing.flush()

    found = tracing.reader.find(f"{1:032x}")

    assert found is not None
    assert "hunter2" not in (found.entries[0].data or "")


def test_of_files_in_data_the_length_is_kept_and_many_exchanges_wait(tracing: Tracing) -> None:
    for number in range(20):
        tracer = begin(tracing, number)
        data = {"Title": f"t{number}", "Attachment": {"Content": "A" * 13_000_000}}
        tracer.record(Level.DEBUG, "x", data)
        tracer.record(Level.DEBUG, "y", data)
        tracing.finish(tracer, body_bytes=13_000_100)
    tracing.flush()

    for number in range(20):
        found = tracing.reader.find(f"{number:032x}")
        assert found is not None
        shown = {
            "Title": f"t{number}",
            "Attachment": {"Content": "[13000000 characters were not kept]"},
        }
        assert [json.loads(entry.data or "") for entry in found.entries] == [shown, shown]
    assert tracing.losses.total == 0


def test_a_canary_reaches_no_file_and_no_log(
    tracing: Tracing, tmp_path: Path, caplog: pytest.LogCaptureFixture
) -> None:
    secret = "canary-4711-bird"
    tracer = begin(tracing)
    tracer.record(Level.DEBUG, "started", {"Headers": {"cookie": f"s={secret}"}})
    tracer.record(Level.DEBUG, "received", f'{{"UserLogin":"u","Password":"{secret}"}}'.encode())
    tracer.record(Level.DEBUG, "data", {"Password": secret, "Title": f"about {secret}"})
    tracer.record(Level.ERROR, f"no access with {secret}", ValueError(secret))
    tracing.finish(
        tracer, path=f"/Session/{secret}?x={secret}", request_headers=[("x-auth-token", secret)]
    )
    asyncio.run(tracing.close())

    written = b"".join(path.read_bytes() for path in (tmp_path / "traces").iterdir())
    found = tracing.reader.find(tracer.subject.exchange_id)
    assert b"4711" not in written
    assert "4711" not in caplog.text
    assert "no access with [masked]" in caplog.text
    assert "4711" not in str(found)


def test_an_error_is_one_line_of_json_in_the_process_log(
    tracing: Tracing, caplog: pytest.LogCaptureFixture
) -> None:
    tracer = begin(tracing)
    tracer.action = "TicketGet"
    tracer.record(Level.ERROR, "two\nlines \x1b[31m\u202e", "d" * 1_000_000)
    tracing.finish(tracer)
    tracing.flush()

    [line] = [r.getMessage() for r in caplog.records if r.name == "crosstie.exchange"]
    assert len(line) < 2500
    assert "\n" not in line
    assert "\x1b" not in line
    assert "\u202e" not in line
    assert json.loads(line) | {"data": ""} == {
        "exchange": f"{1:032x}",
        "role": "Provider",
        "service": "crm",
        "action": "TicketGet",
        "remote_address": "192.0.2.1",
        "summary": "two\nlines \x1b[31m\u202e",
        "data": "",
    }


def test_test_mode_prints_and_stores_nothing(
    tmp_path: Path, clock: FakeClock, caplog: pytest.LogCaptureFixture
) -> None:
    output = io.StringIO()
    tracing = Tracing.open(tmp_path / "traces", clock, test_output=output)
    tracer = begin(tracing, test_mode=True)
    tracer.record(Level.ERROR, "It \x1b broke", {"Password": "x", "a": 1})
    tracer.record(Level.DEBUG, "Then nothing")

    tracing.finish(tracer)
    asyncio.run(tracing.close())

    assert output.getvalue() == (
        "DebugLog error:\n  Summary: It \\u001b broke\n"
        '  Data   : {"Password":"[masked]","a":1}.\n\n'
        "DebugLog debug:\n  Summary: Then nothing\n  Data   : No data provided.\n\n"
    )
    assert not (tmp_path / "traces").exists()
    assert caplog.messages == []


def test_a_recording_looks_like_a_row_of_the_reference(tracing: Tracing, clock: FakeClock) -> None:
    tracer = begin(tracing, 0xABC)
    tracer.record(Level.DEBUG, "Detected operation 'EchoPlain'")
    clock.advance(seconds=2)
    tracer.record(Level.DEBUG, "Incoming data before mapping", {"a": ["1", "2"]})
    tracing.finish(tracer)
    tracing.flush()

    [recording] = tracing.reader.recordings(ExchangeQuery())
    log = as_reference_log(recording)

    assert isinstance(log.pop("LogID"), int)
    assert log == {
        "CommunicationID": f"{0xABC:032x}",
        "CommunicationType": "Provider",
        "Created": "2026-03-01 12:00:00",
        "Data": [
            {
                "Created": "2026-03-01 12:00:00",
                "Data": "No data provided",
                "DebugLevel": "debug",
                "Summary": "Detected operation 'EchoPlain'",
            },
            {
                "Created": "2026-03-01 12:00:02",
                "Data": '{"a":["1","2"]}',
                "DebugLevel": "debug",
                "Summary": "Incoming data before mapping",
            },
        ],
        "RemoteIP": "192.0.2.1",
        "WebserviceID": 7,
    }


async def _search(tracing: Tracing) -> tuple[int, object, int]:
    page = await tracing.reader.search_async(ExchangeQuery())
    found = await tracing.reader.find_async(page.exchanges[0].id)
    return len(page.exchanges), found, await tracing.reader.delete_service_async(7)


def test_reading_has_a_form_that_does_not_hold_up_the_loop(
    tracing: Tracing, record: Record
) -> None:
    record(1)

    count, found, deleted = asyncio.run(_search(tracing))

    assert (count, deleted) == (1, 1)
    assert found is not None
