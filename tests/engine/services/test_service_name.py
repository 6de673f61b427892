"""Names of services, and of their files."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.services.errors import ServiceError
from engine.services.service_name import checked_name, file_name_of, name_of_file


@pytest.mark.parametrize(
    ("given_name", "stored"),
    [
        ("shop", "shop"),
        ("  shop v1.2  ", "shop v1.2"),
        ("../../etc/passwd", "../../etc/passwd"),
        ("a/b?c", "a/b?c"),
        ("Größe 😀", "Größe 😀"),
        ("e\u0301", "\u00e9"),
        ("می\u200cخواهم", "می\u200cخواهم"),
        ("x" * 191, "x" * 191),
        ("CON", "CON"),
    ],
)
def test_a_name_is_a_label(given_name: str, stored: str) -> None:
    assert checked_name(given_name) == stored


@pytest.mark.parametrize(
    ("name", "message"),
    [
        ("", "a service needs a name"),
        (" \t ", "a service needs a name"),
        ("x" * 192, "the name has 192 characters, more than 191"),
        ("a\0b", "character 2 of the name is U+0000, which nobody can see"),
        ("a\nb", "character 2 of the name is U+000A, which nobody can see"),
        ("ab\x1b[31m", "character 3 of the name is U+001B, which nobody can see"),
        ("a\u202eb", "character 2 of the name is U+202E, which nobody can see"),
        ("a\u2066b", "character 2 of the name is U+2066, which nobody can see"),
        ("a\u200bb", "character 2 of the name is U+200B, which nobody can see"),
        ("\ufeffa", "character 1 of the name is U+FEFF, which nobody can see"),
        ("a\u2028b", "character 2 of the name is U+2028, which nobody can see"),
        ("a\udcffb", "character 2 of the name is U+DCFF, which nobody can see"),
        ("a\ufffdb", "character 2 of the name was lost when the name was decoded"),
    ],
)
def test_a_name_that_cannot_be_read_is_refused(name: str, message: str) -> None:
    with pytest.raises(ServiceError) as raised:
        checked_name(name)

    assert (raised.value.code, raised.value.message) == ("service-name", message)
    assert raised.value.help


@pytest.mark.parametrize(
    ("file_name", "name"),
    [
        ("shop.yml", "shop"),
        ("shop.v2.yaml", "shop.v2"),
        ("shop", "shop"),
        (".yml", ""),
        ("../../x.yml", "x"),
        ("a/b\\c.yml", "c"),
        ("folder.d/shop", "shop"),
    ],
)
def test_the_last_ending_of_a_file_is_cut(file_name: str, name: str) -> None:
    assert name_of_file(file_name) == name


@pytest.mark.parametrize(
    ("name", "file_name"),
    [
        ("shop", "shop.yml"),
        ("shop v1.2", "shop v1.2.yml"),
        ("../../x", "_.._x.yml"),
        ("a/b", "a_b.yml"),
        ("a\\b", "a_b.yml"),
        ('<a>:"|?*', "_a______.yml"),
        ("CON", "_CON.yml"),
        ("nul.txt", "_nul.txt.yml"),
        ("com1", "_com1.yml"),
        ("console", "console.yml"),
        ("...", "service.yml"),
        ("a. ", "a.yml"),
        ("Größe", "Größe.yml"),
        ("😀" * 100, "😀" * 50 + ".yml"),
    ],
)
def test_a_file_name_is_safe_everywhere(name: str, file_name: str) -> None:
    assert file_name_of(name) == file_name


@given(st.text(max_size=250))
def test_any_name_gives_one_part_of_a_path(name: str) -> None:
    file_name = file_name_of(name)

    assert file_name.endswith(".yml")
    assert not set(file_name) & set('<>:"/\\|?*\0\n')
    assert len(file_name.encode()) <= 204
    assert file_name.strip(" .") == file_name
