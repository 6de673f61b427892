"""Where keys come from: a file for its owner alone, or a variable."""

import base64
import secrets
from pathlib import Path

import pytest

from engine.secret_store.errors import SecretError
from engine.secret_store.keyring import Keyring

FIRST, SECOND = bytes(range(32)), bytes(range(32, 64))
BOTH = f"{base64.b64encode(FIRST).decode()}, {base64.b64encode(SECOND).decode()}"


def keyring(folder: Path, given: str = "") -> Keyring:
    return Keyring(folder / "data" / "secret.key", given, secrets.token_bytes)


def test_reading_makes_no_key(tmp_path: Path) -> None:
    assert keyring(tmp_path).read() == ()
    assert not (tmp_path / "data").exists()


def test_the_first_use_makes_a_file_for_its_owner_alone(tmp_path: Path) -> None:
    key = keyring(tmp_path).sealing_key()

    file = tmp_path / "data" / "secret.key"
    assert file.stat().st_mode & 0o777 == 0o600
    assert base64.b64encode(key.raw).decode() in file.read_text()
    assert keyring(tmp_path).sealing_key() == key
    assert keyring(tmp_path).read() == (key,)
    assert list(file.parent.iterdir()) == [file]


def test_a_new_key_stands_in_front_of_the_old_one(tmp_path: Path) -> None:
    old = keyring(tmp_path).sealing_key()
    new = keyring(tmp_path).new_key()

    assert new != old
    assert keyring(tmp_path).read() == (new, old)
    assert (tmp_path / "data" / "secret.key").stat().st_mode & 0o777 == 0o600


def test_who_comes_second_takes_the_first_ones_key(tmp_path: Path) -> None:
    other = keyring(tmp_path)
    made: list[bytes] = []

    def slow(length: int) -> bytes:
        """Let another process make the file between the look and the writing."""
        if not made:
            made.append(other.sealing_key().raw)
        return secrets.token_bytes(length)

    ours = Keyring(other.path, "", slow).sealing_key()

    assert [ours.raw] == made
    assert [key.raw for key in other.read()] == made


def test_keys_of_the_variable_come_first(tmp_path: Path) -> None:
    of_file = keyring(tmp_path).sealing_key()
    ring = keyring(tmp_path, BOTH)

    assert [key.raw for key in ring.read()] == [FIRST, SECOND, of_file.raw]
    assert ring.sealing_key().raw == FIRST
    assert ring.new_key().raw == FIRST
    assert keyring(tmp_path).read() == (of_file,)


@pytest.mark.parametrize("given", ["canary", "Y2FuYXJ5", BOTH[:-5]])
def test_what_is_no_key_is_refused_and_not_repeated(tmp_path: Path, given: str) -> None:
    with pytest.raises(SecretError, match="CROSSTIE_SECRET_KEY holds what is no key") as raised:
        keyring(tmp_path, given).read()

    assert raised.value.help == "openssl rand -base64 32 makes one"
    assert given not in str(raised.value)


def test_a_file_that_others_may_read_is_refused(tmp_path: Path) -> None:
    ring = keyring(tmp_path)
    ring.sealing_key()
    ring.path.chmod(0o640)

    with pytest.raises(SecretError, match="others may read") as raised:
        ring.read()

    assert raised.value.help == f"chmod 600 {ring.path}"


def test_a_file_that_lost_its_key_is_not_written_over(tmp_path: Path) -> None:
    ring = keyring(tmp_path)
    ring.sealing_key()
    ring.path.write_text("# nothing\n")

    with pytest.raises(SecretError, match="holds no key") as raised:
        ring.sealing_key()

    assert raised.value.help == "put its key back, or remove the file"
    assert ring.path.read_text() == "# nothing\n"


def test_the_variable_is_in_no_representation(tmp_path: Path) -> None:
    assert BOTH[:20] not in repr(keyring(tmp_path, BOTH))
