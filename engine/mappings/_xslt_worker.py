"""The helper process: transforms one document after the other, under limits of the system.

It is started by `_xslt_helper`, loads nothing of the engine but the sandbox, and ends when its
standard input does. `_xslt_protocol` says what it reads and writes.
"""

import resource
import signal
import sys
from pathlib import Path
from typing import BinaryIO, Final

from lxml import etree

from engine.mappings import _xslt_protocol as protocol
from engine.mappings import _xslt_sandbox as sandbox

_STACK_BYTES: Final = 8 << 20
_KEPT_STYLESHEETS: Final = 64


def main() -> None:
    """Answer jobs until there are no more."""
    # Results go out by the descriptor that was standard output: nothing else may write there.
    jobs, answers = sys.stdin.buffer, sys.stdout.buffer
    _limit()
    known: dict[bytes, etree.XSLT] = {}
    while head := jobs.read(protocol.JOB.size):
        key, stylesheet_length, document_length = protocol.JOB.unpack(head)
        stylesheet, document = jobs.read(stylesheet_length), jobs.read(document_length)
        signal.setitimer(signal.ITIMER_PROF, protocol.CPU_SECONDS)
        letter, text = _answer(known, key, stylesheet, document)
        signal.setitimer(signal.ITIMER_PROF, 0)
        _write(answers, letter, text)
        if letter == protocol.LIMIT:
            return  # what is left of the memory may be too little: the next job gets it all


def _answer(
    known: dict[bytes, etree.XSLT], key: bytes, stylesheet: bytes, document: bytes
) -> tuple[bytes, bytes]:
    try:
        if key not in known:
            if not stylesheet:
                return protocol.UNKNOWN, b""
            if len(known) >= _KEPT_STYLESHEETS:
                known.clear()
            known[key] = sandbox.compiled(sandbox.parse(stylesheet))
        transformation = known[key]
        return protocol.RESULT, sandbox.serialised(sandbox.transformed(transformation, document))
    except etree.XMLSyntaxError as error:
        return protocol.BAD_DOCUMENT, str(error).encode()
    except etree.XSLTError as error:
        return protocol.FAILED, str(error).encode()
    except sandbox.OutputTooLongError:
        return protocol.LIMIT, b"its output was too long"
    except MemoryError:
        return protocol.LIMIT, b"it took too much memory"


def _write(answers: BinaryIO, letter: bytes, text: bytes) -> None:
    answers.write(protocol.ANSWER.pack(letter, len(text)))
    answers.write(text)
    answers.flush()


def _limit() -> None:
    """Give up what no stylesheet needs. The processor's limit of a job ends the process."""
    signal.signal(signal.SIGPROF, signal.SIG_DFL)
    signal.signal(signal.SIGINT, signal.SIG_IGN)  # the server ends this process when it ends
    _lower(resource.RLIMIT_CORE, 0)
    _lower(resource.RLIMIT_FSIZE, 0)
    _lower(resource.RLIMIT_STACK, _STACK_BYTES)
    _lower(resource.RLIMIT_AS, _own_memory() + protocol.MEMORY_BYTES)
    _lower(resource.RLIMIT_NOFILE, 3)


def _lower(limit: int, value: int) -> None:
    try:
        _, hard = resource.getrlimit(limit)
        value = value if hard == resource.RLIM_INFINITY else min(value, hard)
        resource.setrlimit(limit, (value, value))
    except (OSError, ValueError):
        pass  # a system without this limit still has the others, and the server's clock


def _own_memory() -> int:
    """Return the address space of this process in bytes; generous where the system tells none."""
    try:
        return int(Path("/proc/self/statm").read_text().split()[0]) * resource.getpagesize()
    except OSError:
        return 512 << 20


if __name__ == "__main__":
    main()
