"""Names of attached files."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from engine.tickets.filename import MAX_LENGTH, clean_filename, unique_filename


@pytest.mark.parametrize(
    ("given_name", "kept"),
    [
        ("a.txt", "a.txt"),
        ("0", "0"),
        ("bin ä.dat", "bin_ä.dat"),
        ("a+b-c#1.tar.gz", "a+b-c#1.tar.gz"),
        ("../../etc/passwd", "_.._etc_passwd"),
        ("C:\\temp\\x\x00.exe", "C__temp_x_.exe"),
        (".profile", "profile"),
        ("...", "unnamed"),
        ("line\nbreak", "line_break"),
    ],
)
def test_a_name_is_made_safe(given_name: str, kept: str) -> None:
    assert clean_filename(given_name) == kept


def test_a_long_name_keeps_its_extension() -> None:
    kept = clean_filename("x" * 400 + ".pdf")

    assert len(kept) == MAX_LENGTH
    assert kept.endswith("xx.pdf")


def test_a_long_extension_is_cut() -> None:
    assert clean_filename("a." + "x" * 400) == "a." + "x" * (MAX_LENGTH - 2)


@given(st.text())
def test_cleaning_twice_changes_nothing(name: str) -> None:
    assert clean_filename(clean_filename(name)) == clean_filename(name)


@given(st.text())
def test_a_clean_name_is_no_path_and_not_hidden(name: str) -> None:
    kept = clean_filename(name)

    assert kept
    assert len(kept) <= MAX_LENGTH
    assert not kept.startswith(".")
    assert not set(kept) & set("/\\:\0\n\r ")


@pytest.mark.parametrize(
    ("name", "taken", "kept"),
    [
        ("a.txt", [], "a.txt"),
        ("a.txt", ["a.txt"], "a-1.txt"),
        ("a.txt", ["a.txt", "a-1.txt"], "a-2.txt"),
        ("README", ["README"], "README-1"),
        ("a.tar.gz", ["a.tar.gz"], "a.tar-1.gz"),
    ],
)
def test_a_name_that_is_taken_gets_a_counter(name: str, taken: list[str], kept: str) -> None:
    assert unique_filename(name, taken) == kept


@given(st.lists(st.sampled_from(["a.txt", "a-1.txt", "b", "b-1", "x" * 300]), max_size=20))
def test_files_of_an_article_never_share_a_name(names: list[str]) -> None:
    kept: list[str] = []
    for name in names:
        kept.append(unique_filename(clean_filename(name), kept))

    assert len(set(kept)) == len(names)
    assert all(len(name) <= MAX_LENGTH for name in kept)
