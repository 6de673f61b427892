"""Runs every case of the documents below this folder."""

from pathlib import Path

import pytest
from documents import Case, cases_of, rewrite

import dsl
from dsl.values import decode_json, encode_json

HERE = Path(__file__).parent
CASES = [
    pytest.param(case, id=f"{document.relative_to(HERE)}:{case.line}: {case.title}")
    for document in sorted(HERE.rglob("*.md"))
    for case in cases_of(document)
]


def test_there_are_documents() -> None:
    assert CASES


@pytest.mark.parametrize("case", CASES)
def test_document(case: Case, update_golden: bool) -> None:
    found, wanted = outcome(case), expected(case)
    if update_golden and found.keys() == wanted.keys():
        rewrite(case, {kind: text for kind, text in found.items() if text != wanted[kind]})
        return
    assert found == wanted


def expected(case: Case) -> dict[str, str]:
    """Return what the document says, in the form that `outcome` gives."""
    blocks = {kind: case.blocks[kind] for kind in ("output", "diagnostic") if kind in case.blocks}
    if "output" in blocks and blocks["output"].strip() != "skipped":
        blocks["output"] = encode_json(decode_json(blocks["output"].encode())).decode()
    return {kind: text.strip() for kind, text in blocks.items()}


def outcome(case: Case) -> dict[str, str]:
    """Return the output and the findings of a case, each only if there is one."""
    load = case.load if case.files else None
    try:
        program = dsl.compile(case.map, name="mapping.tie", load=load)
    except dsl.CompileError as error:
        return {"diagnostic": "\n".join(map(dsl.draw, error.diagnostics)).strip()}
    findings = list(program.warnings)
    found: dict[str, str] = {}
    if "input" in case.blocks:
        context = decode_json(case.blocks.get("context", "{}").encode())
        try:
            output = program.run(decode_json(case.blocks["input"].encode()), context)
            found["output"] = "skipped" if output is dsl.SKIPPED else encode_json(output).decode()
        except dsl.MappingFault as fault:
            findings.extend(fault.diagnostics())
    if findings:
        found["diagnostic"] = "\n".join(map(dsl.draw, findings)).strip()
    return found
