"""What a mapping was compiled to is kept, and never taken for that of another text or file."""

import marshal
from collections.abc import Callable
from pathlib import Path

import pytest

import dsl
from dsl import artifact, compilation
from dsl.source import Source

_TEXT = 'let n = .name\ntable state { "a" -> "open" }\nTitle = "{{ n }}!"\nState? = state(.s)\n'


@pytest.fixture
def compiled(monkeypatch: pytest.MonkeyPatch) -> list[str]:
    """Return the names of the mappings that were compiled and not recalled."""
    names: list[str] = []
    build = compilation._built

    def watched(source: Source, load: Callable[[str], bytes] | None) -> artifact.Artifact:
        names.append(source.name)
        return build(source, load)

    monkeypatch.setattr(compilation, "_built", watched)
    return names


def test_a_second_start_recalls_what_the_first_compiled(
    tmp_path: Path, compiled: list[str]
) -> None:
    cache = dsl.FolderCache(tmp_path / "compiled")
    given = {"name": "Ada", "s": "a"}

    first = dsl.compile(_TEXT, name="one.tie", cache=cache).run(given)
    second = dsl.compile(_TEXT, name="one.tie", cache=cache)

    assert compiled == ["one.tie"]
    assert second.run(given) == first == {"Title": "Ada!", "State": "open"}
    assert [one.key for one in second.mapping.declarations[2:]] == ["Title", "State"]  # type: ignore[union-attr] # assignments


def test_a_recalled_program_tells_errors_and_warnings_as_the_first_did(tmp_path: Path) -> None:
    cache = dsl.FolderCache(tmp_path)
    text = "let unused = 1\nTitle = .name | upper\n"
    first, second = (dsl.compile(text, name="one.tie", cache=cache) for _ in range(2))
    faults = []
    for program in (first, second):
        with pytest.raises(dsl.MappingFault) as caught:
            program.run({"name": 5})
        faults.append(caught.value.drawn())

    assert faults[0] == faults[1]
    assert "Title = .name | upper" in faults[0]
    assert [dsl.draw(one) for one in first.warnings] == [dsl.draw(one) for one in second.warnings]
    assert len(first.warnings) == 1


@pytest.mark.parametrize("change", ["text", "name", "file"])
def test_another_text_name_or_file_is_compiled_anew(
    tmp_path: Path, compiled: list[str], change: str
) -> None:
    cache = dsl.FolderCache(tmp_path)
    files = {"k.csv": b"key,value\na,open\n"}
    text, name = 'table s from "k.csv"\nState = s(.s)\n', "one.tie"
    dsl.compile(text, name, files.__getitem__, cache=cache)
    if change == "text":
        text += "# more\n"
    elif change == "name":
        name = "two.tie"
    else:
        files["k.csv"] = b"key,value\na,closed\n"

    program = dsl.compile(text, name, files.__getitem__, cache=cache)

    assert compiled == ["one.tie", name]
    assert program.run({"s": "a"}) == {"State": "closed" if change == "file" else "open"}


def test_a_program_keeps_the_files_it_was_compiled_with(tmp_path: Path) -> None:
    files = {"k.csv": b"key,value\na,open\n"}
    text = 'table s from "k.csv"\nState = s(.s)\nNote? = .n | upper\n'
    dsl.compile(text, "one.tie", files.__getitem__, cache=(cache := dsl.FolderCache(tmp_path)))
    program = dsl.compile(text, "one.tie", files.__getitem__, cache=cache)
    files.clear()

    with pytest.raises(dsl.MappingFault, match="expected text, found a number"):
        program.run({"s": "a", "n": 1})


@pytest.mark.parametrize("damage", [b"", b"\x00", marshal.dumps(5), marshal.dumps(({}, 1))])
def test_a_damaged_file_is_compiled_anew(
    tmp_path: Path, compiled: list[str], damage: bytes
) -> None:
    cache = dsl.FolderCache(tmp_path)
    dsl.compile(_TEXT, name="one.tie", cache=cache)
    (file,) = tmp_path.iterdir()
    file.write_bytes(damage)

    program = dsl.compile(_TEXT, name="one.tie", cache=cache)

    assert program.run({"name": "Ada"}) == {"Title": "Ada!"}
    assert compiled == ["one.tie", "one.tie"]


def test_the_folder_is_private_and_bounded(tmp_path: Path) -> None:
    folder = tmp_path / "compiled"
    cache = dsl.FolderCache(folder, most=10)

    for number in range(25):
        dsl.compile(f"n = {number}\n", name="one.tie", cache=cache)

    assert folder.stat().st_mode & 0o777 == 0o700
    assert len(list(folder.iterdir())) <= 10


def test_a_folder_that_cannot_be_made_is_no_error(tmp_path: Path) -> None:
    (tmp_path / "file").write_text("")

    program = dsl.compile(_TEXT, cache=dsl.FolderCache(tmp_path / "file" / "compiled"))

    assert program.run({"name": "Ada"}) == {"Title": "Ada!"}
