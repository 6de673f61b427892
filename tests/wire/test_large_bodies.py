"""Large uploads and downloads against a real process, whose memory is measured.

Source: design, security 5.1, "Attachments in base64".
"""

import base64
import hashlib
import json
import socket
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor

import pytest
from serve_process import ServeProcess, serve_process
from shared_cases import ROOT

if sys.platform != "linux":
    pytest.skip("the memory of a process is read from /proc", allow_module_level=True)

GIGABYTE = 1_000_000_000
FILE_BYTES = 10_000_000
AT_ONCE = 20
SCRIPT = "/otrs/nph-genericinterface.pl/Webservice"
AGENT = {"UserLogin": "mira", "Password": "mira-example"}
LOG_IN = "UserLogin=mira&Password=mira-example"
EXAMPLE = ROOT / "examples/services/GenericTicketConnectorREST.yml"
# Debug is the costliest threshold: every entry carries the body. Error is what runs in production.
THRESHOLDS = ("debug", "error")
MODERN = """
Crosstie: {Compatibility: modern}
Debugger: {DebugThreshold: error}
Provider:
  Operation:
    Create: {Type: Ticket::TicketCreate}
  Transport:
    Type: HTTP::REST
    Config:
      RouteOperationMapping:
        Create: {Route: /tickets, RequestMethod: [POST]}
"""


@pytest.fixture(scope="module")
def serving(tmp_path_factory: pytest.TempPathFactory) -> Iterator[ServeProcess]:
    folder = tmp_path_factory.mktemp("large")
    services = folder / "services"
    services.mkdir()
    text = EXAMPLE.read_text(encoding="utf-8")
    for threshold in THRESHOLDS:
        changed = text.replace("DebugThreshold: debug", f"DebugThreshold: {threshold}")
        (services / f"{threshold}.yml").write_text(changed, encoding="utf-8")
    (services / "modern.yml").write_text(MODERN, encoding="utf-8")
    with serve_process(folder, services=services) as process:
        yield process


def file_number(number: int) -> bytes:
    """Return 10 MB that no compression makes smaller, different for each number."""
    return hashlib.shake_128(b"%d" % number).digest(FILE_BYTES)


def body_with(*contents: str) -> bytes:
    files = [
        {"Filename": f"{n}.bin", "ContentType": "application/octet-stream", "Content": content}
        for n, content in enumerate(contents)
    ]
    ticket = {
        "Title": "Large", "Queue": "Raw", "State": "new", "Priority": "3 normal",
        "CustomerUser": "ada",
    }  # fmt: skip
    article = {"Subject": "s", "Body": "b", "ContentType": "text/plain; charset=utf8"}
    data = {**AGENT, "Ticket": ticket, "Article": article, "Attachment": files}
    return json.dumps(data, ensure_ascii=False).encode()


def create(serving: ServeProcess, service: str, body: bytes) -> str:
    answer = serving.request("POST", f"{SCRIPT}/{service}/Ticket", body)
    assert answer.status == 200, answer.body[:200]
    ticket_id: str = answer.json()["TicketID"]
    return ticket_id


def contents_of(serving: ServeProcess, ticket_id: str) -> list[bytes]:
    path = f"{SCRIPT}/error/Ticket/{ticket_id}?{LOG_IN}&AllArticles=1&Attachments=1"
    [ticket] = serving.request("GET", path).json()["Ticket"]
    [article] = ticket["Article"]
    return [base64.b64decode(file["Content"]) for file in article["Attachment"]]


def measured(serving: ServeProcess, work: Callable[[int], object]) -> int:
    """Run `work` for every number at once and return the peak of the process meanwhile."""
    serving.forget_peak()
    with ThreadPoolExecutor(AT_ONCE) as pool:
        for done in [pool.submit(work, number) for number in range(AT_ONCE)]:
            done.result()
    return serving.peak_bytes()


@pytest.mark.parametrize("threshold", THRESHOLDS)
def test_twenty_uploads_and_downloads_of_10_mb_at_once_stay_under_1_gb(
    serving: ServeProcess, threshold: str
) -> None:
    ids: dict[int, str] = {}

    def upload(number: int) -> None:
        content = base64.b64encode(file_number(number)).decode()
        ids[number] = create(serving, threshold, body_with(content))

    def download(number: int) -> None:
        path = f"{SCRIPT}/{threshold}/Ticket/{ids[number]}?{LOG_IN}&AllArticles=1&Attachments=1"
        answer = serving.request("GET", path)
        assert answer.status == 200
        assert base64.b64encode(file_number(number)) in answer.body

    sent = measured(serving, upload)
    read = measured(serving, download)

    assert sent < GIGABYTE
    assert read < GIGABYTE


def test_memory_is_given_back_after_large_uploads(serving: ServeProcess) -> None:
    before = serving.now_bytes()
    body = body_with(base64.b64encode(file_number(1)).decode())

    measured(serving, lambda _: create(serving, "error", body))

    # What is left of twenty bodies of 13 MB is less than four of them.
    assert serving.now_bytes() - before < 50_000_000


def test_a_hundred_large_uploads_wait_for_each_other_and_all_arrive(serving: ServeProcess) -> None:
    body = body_with(base64.b64encode(file_number(2)[:6_000_000]).decode())
    # What a first log-in takes, 64 MB for each that is checked at once, is not the bodies'.
    create(serving, "error", body_with(base64.b64encode(b"hello").decode()))
    serving.forget_peak()

    with ThreadPoolExecutor(100) as pool:
        ids = list(pool.map(lambda _: create(serving, "error", body), range(100)))

    # 100 bodies of 8 MB: 800 MB on the wire.
    assert len(set(ids)) == 100
    assert serving.peak_bytes() < 600_000_000


THIRTY_MB = 30_000_000


@pytest.mark.parametrize(
    ("content", "decoded"),
    [
        ("aGVsbG8", b"hello"),
        ("aGVsbG8===", b"hello"),
        ("aGVs=bG8=", b"hel"),
        ("=", b""),
        (" ".join("aGVsbG8="), b"hello"),
        ("QUJD\n" * (THIRTY_MB // 5), b"ABC" * (THIRTY_MB // 5)),
        ("Q U J D " * (THIRTY_MB // 8), b"ABC" * (THIRTY_MB // 8)),
        ("\u00a0Q" * (THIRTY_MB // 4), base64.b64decode("Q" * (THIRTY_MB // 4))),
    ],
    ids=[
        "no padding", "too much padding", "padding in the middle", "padding alone",
        "white space at every byte", "30 MB in short lines", "30 MB with white space at every byte",
        "30 MB with foreign characters",
    ],
)  # fmt: skip
def test_a_strict_service_makes_something_of_any_base64(
    serving: ServeProcess, content: str, decoded: bytes
) -> None:
    serving.forget_peak()
    before = serving.now_bytes()

    ticket_id = create(serving, "error", body_with(content))
    peak = serving.peak_bytes()

    assert contents_of(serving, ticket_id) == [decoded]
    assert peak - before < 300_000_000


@pytest.mark.parametrize(
    "content", ["aGVsbG8", "aGVsbG8===x", "aG!VsbG8=", "Q U J!" * 1_000_000], ids=lambda c: c[:12]
)
def test_a_modern_service_refuses_base64_that_is_none(serving: ServeProcess, content: str) -> None:
    serving.forget_peak()
    before = serving.now_bytes()

    answer = serving.request("POST", "/Webservice/modern/tickets", body_with(content))

    assert answer.status == 400
    assert answer.json()["Error"] == {
        "ErrorCode": "TicketCreate.InvalidParameter",
        "ErrorMessage": "TicketCreate: Attachment->Content is invalid!",
    }
    assert serving.peak_bytes() - before < 100_000_000


def test_a_body_of_100_mb_is_refused_before_it_is_read(serving: ServeProcess) -> None:
    head = (
        f"POST {SCRIPT}/error/Ticket HTTP/1.1\r\nHost: a\r\nContent-Length: 100000000\r\n"
        "Connection: close\r\n\r\n"
    )

    with socket.create_connection(("127.0.0.1", serving.port), 30) as wire:
        wire.sendall(head.encode())
        answer = wire.recv(4096)

    assert answer.startswith(b"HTTP/1.1 413 ")


def test_a_chunked_body_of_100_mb_is_refused_while_it_comes(serving: ServeProcess) -> None:
    head = f"POST {SCRIPT}/error/Ticket HTTP/1.1\r\nHost: a\r\nTransfer-Encoding: chunked\r\n\r\n"
    piece = b"F4240\r\n" + b" " * 1_000_000 + b"\r\n"
    serving.forget_peak()
    before = serving.now_bytes()
    sent = 0

    with socket.create_connection(("127.0.0.1", serving.port), 30) as wire:
        wire.sendall(head.encode())
        try:
            while sent < 100:
                wire.sendall(piece)
                sent += 1
        except OSError:  # the server has closed: what it answered may be lost with that
            answer = b""
        else:
            answer = wire.recv(4096)

    assert sent < 100 or answer.startswith(b"HTTP/1.1 413 ")
    assert serving.peak_bytes() - before < 150_000_000


@pytest.mark.parametrize("declared", [13_400_000, 40_000_000])
def test_a_declared_size_that_lies_holds_nobody_up(serving: ServeProcess, declared: int) -> None:
    head = (
        f"POST {SCRIPT}/error/Ticket HTTP/1.1\r\nHost: a\r\nContent-Length: {declared}\r\n\r\n{{"
    ).encode()
    small = body_with(base64.b64encode(b"hello").decode())
    large = body_with(base64.b64encode(file_number(3)).decode())
    liars = [socket.create_connection(("127.0.0.1", serving.port), 30) for _ in range(50)]
    try:
        for liar in liars:
            liar.sendall(head)
        ids = [create(serving, "error", body) for body in (small, large)]
    finally:
        for liar in liars:
            liar.close()

    assert [contents_of(serving, each) for each in ids] == [[b"hello"], [file_number(3)]]


def test_more_than_was_declared_is_no_part_of_the_body(serving: ServeProcess) -> None:
    body = body_with(base64.b64encode(b"hello").decode())
    head = (
        f"POST {SCRIPT}/error/Ticket HTTP/1.1\r\nHost: a\r\nContent-Length: {len(body)}\r\n"
        "Connection: close\r\n\r\n"
    )

    with socket.create_connection(("127.0.0.1", serving.port), 30) as wire:
        wire.sendall(head.encode() + body + b'{"Title": "smuggled"}')
        answer = b"".join(iter(lambda: wire.recv(65_536), b""))

    assert answer.count(b"HTTP/1.1") == 1
    ticket_id = json.loads(answer.partition(b"\r\n\r\n")[2])["TicketID"]
    assert contents_of(serving, ticket_id) == [b"hello"]
