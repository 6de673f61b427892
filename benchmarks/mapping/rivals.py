"""Other mapping languages that run inside Python. Each loader imports what it needs."""

import json
import re
from collections.abc import Callable, Iterator
from importlib.metadata import version
from pathlib import Path
from typing import Any, Final

from benchmarks.mapping import xslt
from benchmarks.mapping.engine import Engine, InProcess, json_engine
from benchmarks.mapping.inputs import BODIES, TASKS
from benchmarks.mapping.tables import BY_NAME

_FOLDER: Final = Path(__file__).with_name("peers")
_TABLE: Final = re.compile(r"%%([A-Z]+)%%")


def rivals(report: Callable[[str], None]) -> Iterator[Engine]:
    """Give each engine that is installed; of the others say why they are left out."""
    for name, load in _LOADERS.items():
        try:
            yield load()
        except ImportError as error:
            report(f"mapping: {name} is left out: {error}")


def mapping_text(file: str) -> str:
    """Return the text of a mapping, the look-up tables filled in as JSON."""
    text = (_FOLDER / file).read_text(encoding="utf-8")
    return _TABLE.sub(lambda found: json.dumps(BY_NAME[found[1]]), text)


def _texts(ending: str) -> dict[str, str]:
    return {task: mapping_text(f"{task}.{ending}") for task in TASKS}


def _jlens() -> InProcess:
    from jlens import Expression  # a rival is imported where it is measured

    compiled = {task: Expression(text) for task, text in _texts("jsonata").items()}
    return json_engine(
        "jlens",
        version("jlens"),
        {task: each.evaluate for task, each in compiled.items()},
        {task: _through_text(each.evaluate_json) for task, each in compiled.items()},
    )


def _jsonatapy() -> InProcess:
    import jsonatapy  # a rival is imported where it is measured

    compiled = {task: jsonatapy.compile(text) for task, text in _texts("jsonata").items()}
    return json_engine(
        "jsonatapy",
        version("jsonatapy"),
        {task: each.evaluate for task, each in compiled.items()},
        {task: _through_text(each.evaluate_json) for task, each in compiled.items()},
    )


def _jsonata2py() -> InProcess:
    import jsonata2py  # a rival is imported where it is measured

    texts = _texts("jsonata")
    maps = {task: jsonata2py.compile(text).evaluate for task, text in texts.items()}
    return json_engine("jsonata2py", version("jsonata2py"), maps)


def _jsonata_python() -> InProcess:
    from jsonata import Jsonata  # a rival is imported where it is measured

    maps = {task: Jsonata(text).evaluate for task, text in _texts("jsonata").items()}
    return json_engine("jsonata-python", version("jsonata-python"), maps)


def _jq() -> InProcess:
    import jq  # a rival is imported where it is measured

    compiled = {task: jq.compile(text) for task, text in _texts("jq").items()}
    return json_engine(
        "jq",
        version("jq"),
        {task: _jq_map(each) for task, each in compiled.items()},
        {task: _jq_call(each) for task, each in compiled.items()},
    )


def _jq_map(program: Any) -> Callable[[Any], Any]:
    return lambda value: program.input_value(value).first()


def _jq_call(program: Any) -> Callable[[bytes], bytes]:
    def call(body: bytes) -> bytes:
        written: str = program.input_text(body.decode()).text()
        return written.encode()

    return call


def _jinja2() -> InProcess:
    """Templates that write JSON text; their map reads it again."""
    import jinja2  # a rival is imported where it is measured

    environment = jinja2.Environment(undefined=jinja2.ChainableUndefined, autoescape=False)
    environment.globals.update(BY_NAME)
    templates = {task: environment.from_string(text) for task, text in _texts("j2").items()}
    maps = {task: _jinja2_map(each.render) for task, each in templates.items()}
    calls = {task: _jinja2_call(each.render) for task, each in templates.items()}
    return json_engine("Jinja2", version("jinja2"), maps, calls)


def _jinja2_map(render: Callable[..., str]) -> Callable[[Any], Any]:
    return lambda value: json.loads(render(s=value))


def _jinja2_call(render: Callable[..., str]) -> Callable[[bytes], bytes]:
    return lambda body: render(s=json.loads(body)).encode()


def _xslt() -> InProcess:
    """XML in, XML out: another reader and writer than the others have."""
    from lxml import etree  # a rival is imported where it is measured

    sheets = {task: etree.XSLT(etree.fromstring(xslt.SHEETS[task])) for task in TASKS}
    documents = {task: xslt.document(json.loads(body)) for task, body in BODIES.items()}
    return InProcess(
        name="XSLT 1 (lxml)",
        version=version("lxml"),
        maps=sheets,
        calls={task: _xslt_call(sheet) for task, sheet in sheets.items()},
        values=documents,
        bodies={task: etree.tostring(each, encoding="utf-8") for task, each in documents.items()},
        read=lambda body: xslt.Leaves(etree.fromstring(body)),
        read_map=lambda result: xslt.Leaves(result.getroot()),
    )


def _xslt_call(sheet: Any) -> Callable[[bytes], bytes]:
    from lxml import etree  # a rival is imported where it is measured

    return lambda body: etree.tostring(sheet(etree.fromstring(body)), encoding="utf-8")


def _through_text(evaluate: Callable[[str], str | bytes]) -> Callable[[bytes], bytes]:
    def call(body: bytes) -> bytes:
        written = evaluate(body.decode())
        return written if isinstance(written, bytes) else written.encode()

    return call


_LOADERS: Final[dict[str, Callable[[], InProcess]]] = {
    "jlens": _jlens,
    "jsonatapy": _jsonatapy,
    "jsonata2py": _jsonata2py,
    "jq": _jq,
    "XSLT 1 (lxml)": _xslt,
    "Jinja2": _jinja2,
    "jsonata-python": _jsonata_python,
}
