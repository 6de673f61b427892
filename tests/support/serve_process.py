"""`crosstie serve` in a process of its own: what an administrator starts, on a free port."""

import http.client
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import closing, contextmanager, suppress
from dataclasses import dataclass
from pathlib import Path

from live_server import Answer
from shared_cases import ROOT
from stores import is_postgresql, new_database

START_SECONDS = 60


@dataclass(frozen=True, slots=True)
class ServeProcess:
    """Where it answers, and how much memory it takes."""

    port: int
    pid: int

    @property
    def url(self) -> str:
        """The base address."""
        return f"http://127.0.0.1:{self.port}"

    def request(self, method: str, path: str, body: bytes | None = None) -> Answer:
        """Send one request on a connection of its own."""
        connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=120)
        try:
            connection.request(method, path, body)
            response = connection.getresponse()
            found = {name.lower(): value for name, value in response.getheaders()}
            return Answer(response.status, found, response.read())
        finally:
            connection.close()

    def peak_bytes(self) -> int:
        """Return the most memory the process has had since `forget_peak`. On Linux only."""
        return self._status("VmHWM")

    def now_bytes(self) -> int:
        """Return how much memory the process has. On Linux only."""
        return self._status("VmRSS")

    def forget_peak(self) -> None:
        """Let the peak be what the process has now: proc(5), `clear_refs`."""
        Path(f"/proc/{self.pid}/clear_refs").write_text("5", encoding="ascii")

    def _status(self, name: str) -> int:
        for line in Path(f"/proc/{self.pid}/status").read_text(encoding="ascii").splitlines():
            if line.startswith(f"{name}:"):
                return int(line.split()[1]) * 1024
        raise LookupError(name)


@contextmanager
def serve_process(
    folder: Path, *, services: Path = ROOT / "examples/services", workers: int = 1
) -> Iterator[ServeProcess]:
    """Run the command with the example desk; its data and its log stay in `folder`."""
    port = _free_port()
    command = [
        str(Path(sys.executable).parent / "crosstie"), "--data", str(folder / "data"), *_store(),
        "serve", "--port", str(port), "--workers", str(workers),
        "--desk", str(ROOT / "examples/desk.yml"), "--services", str(services),
    ]  # fmt: skip
    log = folder / "serve.log"
    with (
        log.open("wb") as output,
        subprocess.Popen(command, stdout=output, stderr=subprocess.STDOUT) as process,
    ):
        try:
            _wait(process, port, log)
            yield ServeProcess(port, process.pid)
        finally:
            process.terminate()
            with suppress(subprocess.TimeoutExpired):
                process.wait(30)
            process.kill()


def _store() -> tuple[str, ...]:
    return ("--store", new_database()) if is_postgresql() else ()


def _free_port() -> int:
    with socket.socket() as probe:
        probe.bind(("127.0.0.1", 0))
        port: int = probe.getsockname()[1]
        return port


def _wait(process: subprocess.Popen[bytes], port: int, log: Path) -> None:
    end = time.monotonic() + START_SECONDS
    while time.monotonic() < end and process.poll() is None:
        with suppress(OSError), closing(http.client.HTTPConnection("127.0.0.1", port)) as wire:
            wire.request("GET", "/health/ready")
            if wire.getresponse().status == 200:
                return
        time.sleep(0.05)
    raise RuntimeError(f"crosstie serve does not answer: {log.read_text(errors='replace')}")
