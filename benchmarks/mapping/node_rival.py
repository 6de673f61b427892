"""JSONata's reference implementation under Node: a process that runs and times what it is asked."""

import json
import shutil
import subprocess
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any, Final

from benchmarks.mapping.engine import Column
from benchmarks.mapping.inputs import BODIES, TASKS
from benchmarks.mapping.rivals import mapping_text

_FOLDER: Final = Path(__file__).with_name("node")
_PACKAGE: Final = _FOLDER / "node_modules" / "jsonata" / "package.json"


class NodeJsonata:
    """An engine at the other end of a pipe: a line is asked, a line is answered."""

    name = "jsonata (Node)"

    def __init__(self, process: "subprocess.Popen[str]", version: str) -> None:
        self.version = version
        self._process = process

    def offers(self, task: str, column: Column) -> bool:
        """It has all."""
        return task in TASKS and column in Column

    def output(self, task: str, column: Column) -> Any:
        """Return the output; both columns give the same one."""
        return self._ask(f"output {task} {column.value}")

    def seconds(self, task: str, column: Column, count: int) -> float:
        """Return the CPU time of the Node process, its helper threads included."""
        spent: float = self._ask(f"{column.value} {task} {count}")
        return spent

    def _ask(self, line: str) -> Any:
        asked, answered = self._process.stdin, self._process.stdout
        if asked is None or answered is None:
            raise RuntimeError("the process has no pipes")
        asked.write(f"{line}\n")
        asked.flush()
        answer = answered.readline()
        if not answer:
            raise RuntimeError("jsonata under Node ended")
        return json.loads(answer)


@contextmanager
def node_rival(report: Callable[[str], None]) -> Iterator[list[NodeJsonata]]:
    """Give the engine in a list, an empty one where Node or the package is not there."""
    node = shutil.which("node")
    if node is None or not _PACKAGE.exists():
        reason = "there is no node" if node is None else "npm has not installed it"
        report(f"mapping: {NodeJsonata.name} is left out: {reason}")
        yield []
        return
    with tempfile.TemporaryDirectory() as folder:
        for task in TASKS:
            Path(folder, f"{task}.jsonata").write_text(mapping_text(f"{task}.jsonata"))
            Path(folder, f"{task}.json").write_bytes(BODIES[task])
        with subprocess.Popen(
            [node, str(_FOLDER / "serve.mjs"), folder],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            text=True,
        ) as process:
            version = json.loads(_PACKAGE.read_text(encoding="utf-8"))["version"]
            yield [NodeJsonata(process, version)]
