"""What stands on which slide: each heading begins one, and what does not fit goes on under the same title.

Where there is a picture, the slide is for it: its title, what stands before the picture and the picture
itself. Details, lists and what comes after it are notes for whoever speaks; so are the picture's words.
"""

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from functools import singledispatchmethod
from typing import TypeAlias

from facilitator.documents.blocks import (
    Block,
    Bullets,
    Callout,
    Contents,
    Cover,
    DataTable,
    Document,
    Facts,
    Heading,
    Look,
    Paragraph,
    Quote,
    Run,
    TableColumn,
    Text,
    WriterWords,
    numbered,
    paragraphs,
    plain,
    runs,
)
from facilitator.documents.charts import Chart, DotChart, ShareChart
from facilitator.documents.palette import Colour
from facilitator.documents.pptx import style
from facilitator.documents.pptx.measuring import height, joined, lines

BETWEEN = " · "
LONGEST_TITLE, LONGEST_AGAIN = 300, 150
"""Letters of a title on its own slide, and on those that go on with it."""


@dataclass(frozen=True, slots=True)
class Line:
    """A paragraph on a slide; of size 0, as large as its place has it."""

    parts: Sequence[Run]
    size: float = 0.0
    bullet: bool = False
    bold: bool = False
    serif: bool = False
    right: bool = False
    colour: Colour | None = None


@dataclass(frozen=True, slots=True)
class PlacedText:
    """Paragraphs below each other, from a height downwards, in points."""

    top: float
    high: float
    lines: list[Line]


@dataclass(frozen=True, slots=True)
class PlacedFacts:
    """Key figures side by side, each over what it counts."""

    top: float
    high: float
    pairs: Sequence[tuple[str, str]]
    across: int


@dataclass(frozen=True, slots=True)
class PlacedTable:
    """A head and some rows of a table; `high` has the height of each of them."""

    top: float
    high: list[float]
    words: str
    columns: Sequence[TableColumn]
    rows: list[Sequence[Sequence[Run]]]


@dataclass(frozen=True, slots=True)
class PlacedChart:
    """A chart as wide as the text."""

    top: float
    high: float
    chart: Chart


Placed: TypeAlias = PlacedText | PlacedFacts | PlacedTable | PlacedChart


@dataclass(slots=True)
class Slide:
    """What stands on a slide, and what is only in its notes; `above` says to what it belongs."""

    title: Line
    above: str
    is_cover: bool = False
    placed: list[Placed] = field(default_factory=list)
    notes: list[Line] = field(default_factory=list)


@dataclass(slots=True)
class Section:
    """A heading with what stands under it, up to the next."""

    title: Sequence[Run]
    above: str
    level: int
    blocks: list[Block] = field(default_factory=list)


def slides(document: Document) -> Iterator[Slide]:
    """The slides of a document in their order, none of them empty."""
    tables = 0
    sections = _sections(document)
    for place, section in enumerate(sections):
        deeper = place + 1 < len(sections) and sections[place + 1].level > section.level
        if section.blocks or not deeper:
            flow = _Flow(section, document.words, tables)
            yield from flow.all()
            tables = flow.tables


def _sections(document: Document) -> list[Section]:
    found: list[Section] = []
    titles: dict[int, str] = {}
    for block in document.blocks:
        if isinstance(block, Cover):
            found.append(Section(runs(block.title), block.kicker, 0))
            found[-1].blocks.append(Paragraph(block.subtitle))
        elif isinstance(block, Heading):
            titles = {level: title for level, title in titles.items() if level < block.level}
            kicker = [block.kicker, Run("  ")] if block.kicker else []
            above = BETWEEN.join(titles.values())
            found.append(Section([*kicker, *runs(block.text)], above, block.level))
            titles[block.level] = plain(block.text)
        else:
            if not found:
                found.append(Section(runs(document.title), "", 1))
            found[-1].blocks.append(block)
    return found


class _Flow:
    """The slides of one section as they fill."""

    def __init__(self, section: Section, words: WriterWords, tables: int) -> None:
        self._section, self._words, self.tables = section, words, tables
        is_cover = section.level == 0
        sizes, high = (
            (style.COVER_SIZES, style.COVER_TITLE_HEIGHT)
            if is_cover
            else (style.TITLE_SIZES, style.TITLE_HEIGHT)
        )
        title = _title(section.title, sizes, high)
        self._above = _cut(section.above.replace("\n", " "), style.ABOVE)
        self._slides = [Slide(title, self._above, is_cover)]
        self._top: float = style.COVER_BODY_TOP if is_cover else style.BODY_TOP
        self._short = _clipped(section.title, LONGEST_AGAIN)
        self._notes: list[Line] = []
        if len(plain(title.parts)) < len(plain(section.title)):
            self._slides[0].notes.append(Line(section.title, style.NOTE))

    def all(self) -> list[Slide]:
        """The slides, with the notes at the first that has a picture."""
        blocks = self._section.blocks
        at = next((place for place, block in enumerate(blocks) if _is_chart(block)), None)
        for place, block in enumerate(blocks):
            if at is not None and _is_note(block, after=place > at):
                self._notes += [Line(line.parts, style.NOTE, line.bullet) for line in _text_of(block)]
            else:
                self.add(block)
        pictured = (
            slide for slide in self._slides if any(isinstance(it, PlacedChart) for it in slide.placed)
        )
        next(pictured, self._slides[0]).notes += self._notes
        return self._slides

    @property
    def _left(self) -> float:
        return style.BODY_BOTTOM - self._top

    def _go_on(self) -> None:
        """Begin the next slide under the same title."""
        before, _, after = self._words.continued.partition("{title}")
        number = str(len(self._slides) + 1)
        ends = [Run(end.replace("{number}", number)) for end in (before, after)]
        title = _title([ends[0], *self._short, ends[1]], style.TITLE_SIZES, style.TITLE_HEIGHT)
        self._slides.append(Slide(title, self._above))
        self._top = style.BODY_TOP

    @singledispatchmethod
    def add(self, block: Block) -> None:
        """Place a block below what is there, or on the next slide."""
        for line in _text_of(block):
            self._add_line(line)

    @add.register
    def _(self, block: Facts) -> None:
        rows = [block.pairs[at : at + block.across] for at in range(0, len(block.pairs), block.across)]
        room = style.TEXT_WIDTH / block.across - 2 * style.CELL_MARGIN
        for row in rows:
            below = max(len(lines([Run(label)], style.SIZES[Look.SMALL], room)) for _, label in row)
            high = height(1, style.FACT) + height(below, style.SIZES[Look.SMALL]) + 2 * style.CELL_MARGIN
            if high > self._left:
                self._go_on()
            self._slides[-1].placed.append(PlacedFacts(self._top, min(high, self._left), row, block.across))
            self._top += high
        self._top += style.GAP

    @add.register(DotChart)
    @add.register(ShareChart)
    def _(self, block: DotChart | ShareChart) -> None:
        self._notes.append(Line([Run(block.words)], style.NOTE))
        if self._left < style.CHART_HEIGHT:
            self._go_on()
        high = min(self._left, _chart_height(block))
        self._slides[-1].placed.append(PlacedChart(self._top, high, block))
        self._top += high

    @add.register
    def _(self, block: DataTable) -> None:
        self.tables += 1
        caption = numbered(self._words, self.tables, block)
        room = [each - 2 * style.CELL_MARGIN for each in widths(block.columns)]
        heads = [Run(column.head, bold=True) for column in block.columns]
        head = _high([lines([each], style.CELL, wide) for each, wide in zip(heads, room, strict=True)])
        if self._left < head + height(3, style.CAPTION) + height(2, style.CELL):
            self._go_on()
        self._add_line(Line([Run(caption)], style.CAPTION, bold=True))
        most = max(1, int((style.BODY_BOTTOM - style.BODY_TOP - head) / height(1, style.CELL)) - 1)
        self._add_rows(
            PlacedTable(0, [head], caption, block.columns, []),
            [piece for row in block.rows for piece in _pieces(row, room, most)],
        )
        self._top += style.GAP

    def _add_rows(self, empty: PlacedTable, rows: Sequence[Sequence[Sequence[Sequence[Run]]]]) -> None:
        """Rows below their head, which stands on each slide that goes on with them."""
        table: PlacedTable | None = None
        for row in rows:
            high = _high(row)
            if self._left < (high if table else empty.high[0] + high) and self._slides[-1].placed:
                self._go_on()
                table = None
            if table is None:
                table = replace(empty, top=self._top, high=[*empty.high], rows=[])
                self._slides[-1].placed.append(table)
                self._top += empty.high[0]
            table.rows.append([joined(cell) for cell in row])
            table.high.append(high)
            self._top += high

    def _add_line(self, line: Line) -> None:
        room = style.TEXT_WIDTH - (style.INDENT if line.bullet else 0)
        rest = lines(line.parts, line.size, room)
        while rest:
            fitting = int(self._left / height(1, line.size))
            if fitting < min(2, len(rest)):
                self._go_on()
                fitting = int(self._left / height(1, line.size))
            taken, rest = rest[:fitting], rest[fitting:]
            self._place(replace(line, parts=joined(taken)), height(len(taken), line.size))

    def _place(self, line: Line, high: float) -> None:
        high += line.size * style.SPACE
        last = self._slides[-1].placed[-1] if self._slides[-1].placed else None
        if isinstance(last, PlacedText):
            self._slides[-1].placed[-1] = PlacedText(last.top, last.high + high, [*last.lines, line])
        else:
            self._slides[-1].placed.append(PlacedText(self._top, high, [line]))
        self._top += high


def _title(parts: Sequence[Run], sizes: Sequence[int], high: float) -> Line:
    """A title as large as it fits; one that never does is cut."""
    shown = [replace(part, text=part.text.replace("\n", " "), bold=True) for part in parts]
    shown = _clipped(shown, LONGEST_TITLE)
    for size in sizes:
        rows, fitting = lines(shown, size, style.TEXT_WIDTH), int(high / height(1, size))
        if len(rows) <= fitting:
            return Line(shown, size, serif=True)
    return Line([*joined(rows[:fitting]), Run("…")], sizes[-1], serif=True)


def _clipped(parts: Sequence[Run], most: int) -> list[Run]:
    """A text of so many letters at most; where it is cut, a sign says so."""
    shown: list[Run] = []
    for part in parts:
        if len(part.text) > most:
            return [*shown, replace(part, text=f"{part.text[:most]}…")]
        shown.append(part)
        most -= len(part.text)
    return shown


def _cut(text: str, size: float) -> str:
    """A text as far as it fits in a line."""
    first, *more = lines(_clipped([Run(text)], LONGEST_TITLE), size, style.TEXT_WIDTH - size)
    return plain(joined([first])) + ("…" if more else "")


def widths(columns: Sequence[TableColumn]) -> list[float]:
    """How wide each column is, in points."""
    shares = sum(column.share for column in columns)
    return [style.TEXT_WIDTH * column.share / shares for column in columns]


def _high(cells: Sequence[Sequence[Sequence[Run]]]) -> float:
    return height(max(map(len, cells)), style.CELL) + 2 * style.CELL_MARGIN


def _pieces(row: Sequence[Text], room: Sequence[float], most: int) -> Iterator[list[list[list[Run]]]]:
    """A row as the lines of its cells; one that is higher than a slide in pieces that are not."""
    cells = [lines(runs(text), style.CELL, wide) for text, wide in zip(row, room, strict=True)]
    for at in range(0, max(map(len, cells)), most):
        yield [cell[at : at + most] for cell in cells]


def _chart_height(chart: Chart) -> float:
    """As high as a chart has a use for."""
    if isinstance(chart, DotChart):
        most = max(Counter(chart.values).values(), default=1)
        return max(style.CHART_HEIGHT, (most + 3) * style.DOT_HEIGHT)
    return max(style.CHART_HEIGHT, (len(chart.bars) + 1) * style.BAR_HEIGHT)


def _is_chart(block: Block) -> bool:
    return isinstance(block, DotChart | ShareChart)


def _is_note(block: Block, *, after: bool) -> bool:
    """Whether a block of a section with a picture is for the notes."""
    if isinstance(block, Paragraph):
        return block.look is not Look.BODY
    return isinstance(block, Bullets | Contents) or (after and isinstance(block, Quote | Callout))


def _text_of(block: Block) -> Iterator[Line]:
    """The paragraphs of a block that is text."""
    size = style.SIZES[Look.BODY]
    match block:
        case Paragraph():
            yield Line(runs(block.text), style.SIZES[block.look])
        case Callout():
            yield Line(runs(block.text), size, colour=block.colour)
        case Quote():
            for part in paragraphs(block):
                yield Line([Run(part, italic=block.lead)], size, serif=True)
        case Bullets():
            yield from (Line(runs(item), size, bullet=True) for item in block.items)
        case Contents():
            yield from (Line([Run(title)], size, bullet=True) for _, title in block.entries)
