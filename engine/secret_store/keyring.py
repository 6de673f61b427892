"""The keys that open secrets: a file in the data folder, or a text from the environment."""

import base64
import binascii
import os
import re
import stat
from collections.abc import Sequence
from contextlib import suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

from engine.secret_store.envelope import KEY_BYTES, Key, RandomBytes
from engine.secret_store.errors import SecretError

FILE_NAME: Final = "secret.key"
VARIABLE: Final = "CROSSTIE_SECRET_KEY"

_MODE: Final = 0o600
_OTHERS: Final = stat.S_IRWXG | stat.S_IRWXO
_HEAD: Final = """\
# Opens the secrets of the store, and is in no backup: keep a copy of this file somewhere else.
# One key a line. The first seals what is new; the others open what they sealed.
"""
_SEPARATORS: Final = re.compile(r"[\s,]+")


@dataclass(frozen=True, slots=True)
class Keyring:
    """Where the keys are. `given` is the text of the variable, empty without one.

    Keys of the variable come first, those of the file open what they sealed before. Every method
    raises `SecretError` for what is no key, or a file that others may read; and `OSError`.
    """

    path: Path
    given: str = field(repr=False)
    random_bytes: RandomBytes

    def read(self) -> Sequence[Key]:
        """Return the keys there are, the one that seals first."""
        return (*_parsed(self.given, f"the variable {VARIABLE}"), *self._from_file())

    def sealing_key(self) -> Key:
        """Return the key that seals; without any, one is made and kept in the file."""
        found = self.read()
        return found[0] if found else self._added(())

    def new_key(self) -> Key:
        """Return the key to seal with from now on, in front of those there are.

        The variable cannot be written from here: its first key is taken as the new one.
        """
        if self.given.strip():
            return self.read()[0]
        return self._added(self._from_file())

    def _from_file(self) -> Sequence[Key]:
        try:
            mode = self.path.stat().st_mode
            text = self.path.read_text(encoding="ascii", errors="replace")
        except FileNotFoundError:
            return ()
        if os.name == "posix" and mode & _OTHERS:
            raise SecretError(
                "secret-key", f"others may read `{self.path}`", f"chmod 600 {self.path}"
            )
        lines = [line for line in text.splitlines() if not line.lstrip().startswith("#")]
        return _parsed("\n".join(lines), f"`{self.path}`")

    def _added(self, earlier: Sequence[Key]) -> Key:
        key = Key(self.random_bytes(KEY_BYTES))
        lines = [base64.b64encode(each.raw).decode() for each in (key, *earlier)]
        text = _HEAD + "".join(f"{line}\n" for line in lines)
        self.path.parent.mkdir(parents=True, exist_ok=True, mode=0o700)
        partial = self.path.with_name(f".{FILE_NAME}.{self.random_bytes(4).hex()}.part")
        opened = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_EXCL, _MODE)
        try:
            with os.fdopen(opened, "w", encoding="ascii") as file:
                file.write(text)
                file.flush()
                os.fsync(file.fileno())
            if earlier:
                partial.replace(self.path)
                return key
            # Unlike a rename, this loses to a process that was quicker: its key is the one.
            with suppress(FileExistsError):
                self.path.hardlink_to(partial)
        finally:
            with suppress(FileNotFoundError):
                partial.unlink()
        found = self._from_file()
        if not found:
            raise SecretError(
                "secret-key", f"`{self.path}` holds no key", "put its key back, or remove the file"
            )
        return found[0]


def _parsed(text: str, where: str) -> Sequence[Key]:
    return [_key(word, where) for word in _SEPARATORS.split(text) if word]


def _key(word: str, where: str) -> Key:
    try:
        raw = base64.b64decode(word, validate=True)
    except (binascii.Error, ValueError):
        raw = b""
    if len(raw) != KEY_BYTES:
        raise SecretError(
            "secret-key",
            f"{where} holds what is no key: a key is {KEY_BYTES} bytes in base64",
            f"openssl rand -base64 {KEY_BYTES} makes one",
        )
    return Key(raw)
