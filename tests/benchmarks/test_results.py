"""Each part of the benchmarks rewrites its own section of the results and no other."""

import importlib
import pkgutil

from benchmarks import parts
from benchmarks.part import Part
from benchmarks.results import with_section


def test_a_section_is_replaced_and_the_others_stay() -> None:
    before = with_section(with_section("", "Requests", "one\n\n| a |"), "Mappings", "two")

    after = with_section(before, "Requests", "three")

    assert after.partition("## ")[2] == "Requests\n\nthree\n\n## Mappings\n\ntwo\n"


def test_writing_the_same_again_changes_nothing() -> None:
    once = with_section(with_section("", "Requests", "one"), "Mappings", "two\n### deeper")

    assert with_section(once, "Requests", "one") == once


def test_every_part_declares_itself_under_a_title_of_its_own() -> None:
    modules = [module.name for module in pkgutil.iter_modules(parts.__path__)]
    found = [importlib.import_module(f"benchmarks.parts.{name}").PART for name in modules]

    assert {"mapping", "requests"} <= set(modules)
    assert all(isinstance(part, Part) for part in found)
    assert len({part.title for part in found}) == len(found)
