"""The figures as a picture: a bar for each engine, on a logarithmic scale, to the float floor."""

import math
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import Final
from xml.sax.saxutils import escape

from benchmarks.mapping import ours
from benchmarks.mapping.document import number
from benchmarks.mapping.engine import Column
from benchmarks.mapping.figures import Figures
from benchmarks.mapping.inputs import TASKS, TITLES

_NAMES: Final = {
    ours.TIE: "Tie",
    ours.EXACT_FLOOR: "Python by hand, exact",
    ours.FLOAT_FLOOR: "Python by hand, floats",
}
_PANELS: Final = {
    Column.CALL: "JSON bytes in, JSON bytes out",
    Column.MAP: "value in, value out",
}
_SCALE: Final = "Logarithmic scale; the further left a bar ends, the faster"
_TITLE: Final = "What a mapping costs: CPU time, Python by hand over the standard json = 1"
_FOOT: Final = (
    "Bars: geometric mean of four tasks; dots: each task. By hand, exact: decides as Tie does "
    "(decimals, checked dates). XSLT: XML for JSON."
)

_LABELS: Final = 178
_PANEL: Final = 330
_GAP: Final = 26
_TOP: Final = 92
_STEP: Final = 27
_BAR: Final = 15
_EDGE: Final = 52
"""Room inside a panel, on the right, for the figure of the longest bar."""

_NEARLY: Final = 0.1
"""How far below a power of ten, in tens, a dot may lie before the scale is made longer."""

_STYLE: Final = """\
  text { font: 12px system-ui, 'Segoe UI', Helvetica, Arial, sans-serif; fill: #1f2328;
    paint-order: stroke; stroke: #ffffff; stroke-width: 4px }
  .back { fill: #ffffff } .title { font-size: 15px; font-weight: 600 }
  .head { font-weight: 600 } .note, .tick { fill: #59636e; font-size: 11px }
  .tie { font-weight: 700 } .grid { stroke: #d1d9e0 } .one { stroke: #59636e }
  .bar-tie { fill: #0969da } .bar-hand { fill: #818b98 } .bar-peer { fill: #d4a72c }
  .dot { fill: #1f2328; fill-opacity: .55 }
  @media (prefers-color-scheme: dark) {
    text { fill: #f0f6fc; stroke: #0d1117 } .back { fill: #0d1117 } .note, .tick { fill: #9198a1 }
    .grid { stroke: #3d444d } .one { stroke: #9198a1 }
    .bar-tie { fill: #4493f8 } .bar-hand { fill: #656c76 } .bar-peer { fill: #bb8009 }
    .dot { fill: #f0f6fc }
  }"""


@dataclass(frozen=True, slots=True)
class _Bar:
    """What is drawn for an engine in a panel: the ratio of each task."""

    ratios: Sequence[float]

    @property
    def mean(self) -> float:
        return math.exp(sum(map(math.log, self.ratios)) / len(self.ratios))


@dataclass(frozen=True, slots=True)
class _Scale:
    """From a ratio to a place in a panel; powers of ten are evenly apart."""

    left: float
    lowest: int
    highest: float
    """Exponents of ten at the two ends."""

    def place(self, ratio: float) -> float:
        share = (math.log10(ratio) - self.lowest) / (self.highest - self.lowest)
        return self.left + share * (_PANEL - _EDGE)


def picture(figures: Figures) -> str:
    """Return an SVG that can be read on a light and on a dark page."""
    bars = {column: _bars(figures, column) for column in _PANELS}
    names = sorted(bars[Column.CALL], key=lambda name: bars[Column.CALL][name].mean)
    width = _LABELS + 2 * _PANEL + _GAP
    height = _TOP + len(names) * _STEP + 62
    lines = [
        f'<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 {width} {height}" '
        f'width="{width}" height="{height}" role="img" aria-labelledby="title">',
        f'<title id="title">{escape(_summary(bars[Column.CALL], names))}</title>',
        f"<style>\n{_STYLE}\n</style>",
        f'<rect class="back" width="{width}" height="{height}" rx="6"/>',
        _text(14, 26, _TITLE, "title"),
        _text(14, 45, _SCALE, "note"),
    ]
    for row, name in enumerate(names):
        style = "tie" if name == ours.TIE else ""
        lines.append(_text(_LABELS - 10, _line(row), _NAMES.get(name, name), style, "end"))
    for index, column in enumerate(_PANELS):
        lines += _panel(_LABELS + index * (_PANEL + _GAP), column, bars[column], names)
    tasks = "; ".join(f"{task} {TITLES[task]}" for task in TASKS)
    lines += [
        _text(14, height - 28, _FOOT, "note"),
        _text(14, height - 12, f"Tasks: {tasks}.", "note"),
        "</svg>",
    ]
    return "\n".join(lines) + "\n"


def _bars(figures: Figures, column: Column) -> dict[str, _Bar]:
    bars = {}
    for engine in figures.engines:
        found = [figures.ratio(engine.name, ours.FLOAT_FLOOR, task, column) for task in TASKS]
        ratios = [ratio for ratio in found if ratio is not None]
        if len(ratios) == len(TASKS):
            bars[engine.name] = _Bar(ratios)
    return bars


def _summary(bars: dict[str, _Bar], names: Iterable[str]) -> str:
    told = ", ".join(f"{_NAMES.get(name, name)} {number(bars[name].mean)}" for name in names)
    return f"CPU time of a mapping from bytes to bytes, Python by hand = 1: {told}"


def _line(row: int) -> float:
    """Return the base line of a row's text."""
    return _TOP + row * _STEP + _STEP / 2 + 4


def _panel(
    left: float, column: Column, bars: dict[str, _Bar], names: Sequence[str]
) -> Iterator[str]:
    scale = _scale(left, bars.values())
    bottom = _TOP + len(names) * _STEP
    yield _text(left, _TOP - 24, f"{_PANELS[column]} ({column.value})", "head")
    for exponent in range(scale.lowest, math.floor(scale.highest) + 1):
        x = scale.place(10.0**exponent)
        style = "one" if exponent == 0 else "grid"
        yield f'<line class="{style}" x1="{x:.1f}" x2="{x:.1f}" y1="{_TOP}" y2="{bottom}"/>'
        yield _text(x, _TOP - 6, f"{10.0**exponent:g}×", "tick", "middle")
    for row, name in enumerate(names):
        if name in bars:
            yield from _bar(scale, row, name, bars[name])


def _scale(left: float, bars: Iterable[_Bar]) -> _Scale:
    ratios = [ratio for bar in bars for ratio in bar.ratios]
    lowest = min(0, math.floor(math.log10(min(ratios)) + _NEARLY))
    return _Scale(left, lowest, max(1.0, math.log10(max(ratios))))


def _bar(scale: _Scale, row: int, name: str, bar: _Bar) -> Iterator[str]:
    start, end = sorted((scale.place(1), scale.place(bar.mean)))
    top = _TOP + row * _STEP + (_STEP - _BAR) / 2
    style = "tie" if name == ours.TIE else "hand" if name in _NAMES else "peer"
    yield (
        f'<rect class="bar-{style}" x="{start:.1f}" y="{top:.1f}" '
        f'width="{max(end - start, 1.5):.1f}" height="{_BAR}" rx="2"/>'
    )
    for ratio in bar.ratios:
        place = scale.place(ratio)
        yield f'<circle class="dot" cx="{place:.1f}" cy="{top + _BAR / 2:.1f}" r="2.2"/>'
    right = max(scale.place(1), *(scale.place(ratio) for ratio in (*bar.ratios, bar.mean)))
    label = "1×" if name == ours.FLOAT_FLOOR else f"{number(bar.mean)}×"
    yield _text(right + 8, _line(row), label, "tie" if name == ours.TIE else "")


def _text(x: float, y: float, text: str, style: str = "", anchor: str = "start") -> str:
    chosen = f' class="{style}"' if style else ""
    return f'<text x="{x:.1f}" y="{y:.1f}" text-anchor="{anchor}"{chosen}>{escape(text)}</text>'
