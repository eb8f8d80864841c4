"""Charts: one description of each, and its drawing as SVG, alike on every kind of page.

A chart says nothing that its words do not say too: `words` is read aloud in its place. What it shows stands
in a table as well.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from itertools import pairwise
from typing import TypeAlias
from xml.etree.ElementTree import Element, SubElement, tostring

from facilitator.documents.palette import Colour
from facilitator.documents.scripts import writable

WIDTH = 480
"""Of every drawing, in its own units; 480 are as wide as the text of a page."""
_LETTER, _DOT, _BAR, _GAP = 11, 5, 16, 8
_MARGIN = 8
_FONT = "Noto Sans, DejaVu Sans, Liberation Sans, Arial, sans-serif"


@dataclass(frozen=True, slots=True)
class DotChart:
    """Values on a scale as dots, those of one value above each other, with a line at the middle one, if any.

    `ends` say what the scale's ends mean; a band is shaded behind values from one bound to the next.
    """

    words: str
    values: tuple[float, ...]
    low: int
    high: int
    ends: tuple[str, str]
    bounds: tuple[float, ...]
    middle: float | None
    colour: Colour


@dataclass(frozen=True, slots=True)
class Share:
    """A part of a bar: how much, of what, in which colour."""

    number: int
    name: str
    colour: Colour


@dataclass(frozen=True, slots=True)
class ShareChart:
    """Bars of parts that add up, each with its label; all on one scale."""

    words: str
    bars: tuple[tuple[str, tuple[Share, ...]], ...]


Chart: TypeAlias = DotChart | ShareChart


def drawing(chart: Chart) -> str:
    """The chart as SVG, in letters of its own and without anything from elsewhere."""
    return tostring(drawn(chart), encoding="unicode")


def drawn(chart: Chart) -> Element:
    """The chart as the element of an SVG."""
    return _dots(chart) if isinstance(chart, DotChart) else _shares(chart)


def height(chart: Chart) -> float:
    """How high the drawing is, in the units in which it is `WIDTH` wide."""
    if isinstance(chart, DotChart):
        most = max(Counter(chart.values).values(), default=1)
        return most * 2 * _DOT + 2 * _GAP + 2 * _LETTER
    return len(chart.bars) * (_LETTER + _BAR + 2 * _GAP) + _legend_height(chart)


def _svg(chart: Chart) -> Element:
    size = {"viewBox": f"0 0 {WIDTH} {_number(height(chart))}", "font-family": _FONT}
    svg = Element("svg", {"xmlns": "http://www.w3.org/2000/svg", **size, "font-size": str(_LETTER)})
    svg.attrib |= {"width": str(WIDTH), "height": _number(height(chart))}
    return svg


def _dots(chart: DotChart) -> Element:
    svg, base = _svg(chart), height(chart) - 2 * _LETTER - _GAP

    def x(value: float) -> float:
        """Where a value stands."""
        return _MARGIN + (value - chart.low) / (chart.high - chart.low) * (WIDTH - 2 * _MARGIN)

    edges = [chart.low, *chart.bounds, chart.high]
    for place, (begin, end) in enumerate(pairwise(edges)):
        shade = {"fill": f"#{Colour.HAIR.rgb}", "fill-opacity": "0.45" if place % 2 == 0 else "0.15"}
        _rectangle(svg, x(begin), 0, x(end) - x(begin), base, shade)
    if chart.middle is not None:
        at = x(chart.middle)
        line = {"x1": _number(at), "x2": _number(at), "y1": "0", "y2": _number(base)}
        SubElement(svg, "line", line | {"stroke": f"#{Colour.INK.rgb}", "stroke-width": "2"})
    for value, number in sorted(Counter(chart.values).items()):
        for place in range(number):
            dot = {"cx": _number(x(value)), "cy": _number(base - _DOT - place * 2 * _DOT)}
            SubElement(svg, "circle", dot | {"r": _number(_DOT - 0.5), "fill": f"#{chart.colour.rgb}"})
    for value in range(chart.low, chart.high + 1):
        _text(svg, x(value), base + _LETTER + 2, str(value), "middle")
    _text(svg, 0, base + 2 * _LETTER + 4, chart.ends[0])
    _text(svg, WIDTH, base + 2 * _LETTER + 4, chart.ends[1], "end")
    return svg


def _shares(chart: ShareChart) -> Element:
    svg = _svg(chart)
    most = max((sum(share.number for share in shares) for _, shares in chart.bars), default=0)
    top = 0.0
    for label, shares in chart.bars:
        _text(svg, 0, top + _LETTER, label)
        left = 0.0
        for share in filter(lambda share: share.number, shares):
            width = share.number / most * WIDTH
            fill = {"fill": f"#{share.colour.rgb}", "stroke": "#ffffff"}
            _rectangle(svg, left, top + _LETTER + _GAP / 2, width, _BAR, fill)
            _text(
                svg,
                left + width / 2,
                top + _LETTER + _GAP / 2 + _BAR - 4,
                str(share.number),
                "middle",
                "ffffff",
            )
            left += width
        top += _LETTER + _BAR + 2 * _GAP
    for place, (name, colour) in enumerate(_legend(chart)):
        at = {"fill": f"#{colour.rgb}"}
        column, line = place % 3 * WIDTH / 3, top + place // 3 * (_LETTER + _GAP)
        _rectangle(svg, column, line + 1, _LETTER, _LETTER, at)
        _text(svg, column + _LETTER + 4, line + _LETTER, name)
    return svg


def _legend(chart: ShareChart) -> list[tuple[str, Colour]]:
    """What the colours mean, each once."""
    return list(dict.fromkeys((share.name, share.colour) for _, shares in chart.bars for share in shares))


def _legend_height(chart: ShareChart) -> float:
    return -(-len(_legend(chart)) // 3) * (_LETTER + _GAP)


def _rectangle(
    svg: Element, left: float, top: float, width: float, tall: float, look: dict[str, str]
) -> None:
    size = {"x": left, "y": top, "width": width, "height": tall}
    SubElement(svg, "rect", {name: _number(value) for name, value in size.items()} | look)


def _text(
    svg: Element, left: float, line: float, words: str, anchor: str = "start", colour: str = Colour.INK.rgb
) -> None:
    look = {"x": _number(left), "y": _number(line), "text-anchor": anchor, "fill": f"#{colour}"}
    SubElement(svg, "text", look).text = writable(words)


def _number(value: float) -> str:
    return f"{value:.1f}".removesuffix(".0")


def charts_in(blocks: Sequence[object]) -> Iterator[Chart]:
    """The charts among some blocks."""
    return (block for block in blocks if isinstance(block, DotChart | ShareChart))
