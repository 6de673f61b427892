"""Installs every client that the tests drive, each into a folder of its own.

`install.py CLIENTS TARGETS`: a folder of CLIENTS names a package and its version, and holds the
lock file of what it needs. Two releases of one client cannot share an environment. What is there
already is left alone; a client that cannot run on this Python gets the reason in its folder.
"""

import shutil
import subprocess
import sys
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from packaging.specifiers import SpecifierSet

LOCK, REASON, PYTHON = "requirements.lock", "not-installed.txt", "# python "
AT_ONCE = 2
PIP = (
    sys.executable, "-m", "pip", "install", "--quiet", "--disable-pip-version-check",
    "--require-hashes", "--no-deps", "--only-binary", ":all:", "--no-compile",
)  # fmt: skip


def install(source: Path, target: Path) -> str:
    """Return what went wrong, empty when the client is there or cannot be."""
    lock = (source / LOCK).read_text(encoding="utf-8")
    done = target / LOCK
    if done.is_file() and done.read_text(encoding="utf-8") == lock:
        return ""
    shutil.rmtree(target, ignore_errors=True)
    target.mkdir(parents=True)
    wanted = python_of(source)
    if not wanted.contains(".".join(map(str, sys.version_info[:3]))):
        found = f"{source.name} wants Python {wanted}"
        (target / REASON).write_text(found, encoding="utf-8")
    else:
        asked = [*PIP, "--target", str(target), "-r", str(source / LOCK)]
        ended = subprocess.run(asked, capture_output=True, text=True, check=False)
        if ended.returncode:
            return f"{source.name} was not installed:\n{ended.stdout}{ended.stderr}"
    done.write_text(lock, encoding="utf-8")
    return ""


def python_of(source: Path) -> SpecifierSet:
    """Return the releases of Python that a client runs on."""
    for line in (source / "requirements.in").read_text(encoding="utf-8").splitlines():
        if line.startswith(PYTHON):
            return SpecifierSet(line.removeprefix(PYTHON))
    return SpecifierSet()


def main() -> None:
    """Install them all; end with what went wrong."""
    clients, targets = Path(sys.argv[1]), Path(sys.argv[2])
    sources = sorted(lock.parent for lock in clients.glob(f"*/{LOCK}"))
    with ThreadPoolExecutor(AT_ONCE) as pool:
        told = pool.map(install, sources, [targets / source.name for source in sources])
        sys.exit("\n".join(filter(None, told)) or 0)


if __name__ == "__main__":
    main()
