"""From a document of blocks to the bytes of a PPTX."""

from copy import deepcopy
from io import BytesIO
from typing import Any

import pptx
from pptx.enum.shapes import PP_PLACEHOLDER
from pptx.enum.text import MSO_AUTO_SIZE
from pptx.opc.constants import RELATIONSHIP_TYPE as RT
from pptx.opc.packuri import PackURI
from pptx.oxml.ns import qn
from pptx.util import Pt

from facilitator.documents.blocks import Document, Look, Run
from facilitator.documents.charts import DotChart
from facilitator.documents.palette import Colour
from facilitator.documents.pptx import markup, style
from facilitator.documents.pptx.charts import add_chart
from facilitator.documents.pptx.flow import (
    Line,
    PlacedChart,
    PlacedFacts,
    PlacedTable,
    PlacedText,
    Slide,
    slides,
    widths,
)
from facilitator.documents.pptx.measuring import height
from facilitator.documents.scripts import writable

LONGEST_PROPERTY = 255
LONGEST_FOOTER = 80
FIRST_OF_FOOTER = 90_000
"""The ids of what stands below all, past those of what stands on a slide."""
PLAIN_TABLE = "{2D5ABB26-0587-4C30-8999-92F81FD0307C}"
"""A style of the format's own, without rules and colours."""
_PLACES = {
    PP_PLACEHOLDER.TITLE: (style.TITLE_TOP, style.TITLE_HEIGHT),
    PP_PLACEHOLDER.BODY: (style.BODY_TOP, style.BODY_BOTTOM - style.BODY_TOP),
    PP_PLACEHOLDER.FOOTER: (style.FOOTER_TOP, style.FOOTER_HEIGHT),
    PP_PLACEHOLDER.SLIDE_NUMBER: (style.FOOTER_TOP, style.FOOTER_HEIGHT),
}
"""What a slide has beside its content, and from which height how high; anything else is left out."""
_LAYOUT = "Title Only"
_ENDS_HEIGHT = 18


def write_pptx(document: Document) -> bytes:
    """The document to be presented."""
    show = pptx.Presentation()
    show.slide_width, show.slide_height = Pt(style.WIDTH), Pt(style.HEIGHT)
    _forget_template(show)
    show.part.package.next_partname = _Names(show.part.package)
    _set_properties(show.core_properties, document)
    layout = _dressed_layout(show)
    for slide in slides(document):
        _Writer(show.slides.add_slide(layout), document).write(slide)
    written = BytesIO()
    show.save(written)
    return written.getvalue()


class _Names:
    """Names for the files of a package by counting; python-pptx looks through all there are for each."""

    def __init__(self, package: Any) -> None:
        self._free = package.next_partname
        self._given: dict[str, int] = {}

    def __call__(self, template: str) -> PackURI:
        """The next name like this, which has a place for a number."""
        self._given[template] = (
            self._given[template] + 1 if template in self._given else self._first(template)
        )
        return PackURI(template % self._given[template])

    def _first(self, template: str) -> int:
        before, _, after = template.partition("%d")
        return int(self._free(template).removeprefix(before).removesuffix(after))


def _forget_template(show: Any) -> None:
    """Leave out what python-pptx's own template says of another file: its picture and its counts."""
    package = show.part.package
    for relation in list(package.iter_rels()):
        if relation.reltype in (RT.THUMBNAIL, RT.EXTENDED_PROPERTIES):
            package.drop_rel(relation.rId)


def _set_properties(properties: Any, document: Document) -> None:
    for name in ("title", "subject", "keywords", "category"):
        setattr(properties, name, writable(getattr(document, name))[:LONGEST_PROPERTY])
    properties.comments = writable(document.description)[:LONGEST_PROPERTY]
    properties.author = properties.last_modified_by = "Facilitator"
    properties.language = document.language
    properties.created = properties.modified = document.created_at.replace(tzinfo=None)
    properties.revision = 1


def _dressed_layout(show: Any) -> Any:
    """The one layout that is used: a title, and below all what the document is and the slide's number."""
    for layout in list(show.slide_layouts):
        if layout.name != _LAYOUT:
            show.slide_layouts.remove(layout)
    (layout,) = show.slide_layouts
    master = show.slide_master
    for shape in [*master.placeholders, *layout.placeholders]:
        place = _PLACES.get(shape.placeholder_format.type)
        if place is None:
            shape.element.getparent().remove(shape.element)
        else:
            _put(shape, *place)
    for font in (*master.element.iter(qn("a:latin")), *show.element.iter(qn("a:latin"))):
        font.set("typeface", style.SANS)
    return layout


def _put(
    shape: Any, top: float, high: float, left: float = style.MARGIN, wide: float = style.TEXT_WIDTH
) -> None:
    shape.left, shape.top, shape.width, shape.height = Pt(left), Pt(top), Pt(wide), Pt(high)


def _text_box(
    shapes: Any,
    top: float,
    high: float,
    text: list[Line],
    language: str,
    *,
    left: float = style.MARGIN,
    wide: float = style.TEXT_WIDTH,
) -> None:
    box = shapes.add_textbox(Pt(left), Pt(top), Pt(wide), Pt(high))
    _set_frame(box.text_frame)
    markup.write(box.element.txBody, text, language)


def _set_frame(frame: Any) -> None:
    """A text that breaks at the edge of its place, begins there, and keeps its size."""
    frame.word_wrap, frame.auto_size = True, MSO_AUTO_SIZE.NONE
    frame.margin_left = frame.margin_right = frame.margin_top = frame.margin_bottom = 0


class _Writer:
    """Puts what was laid out onto a slide, in the order in which it is read."""

    def __init__(self, slide: Any, document: Document) -> None:
        self._slide, self._shapes, self._document = slide, slide.shapes, document
        self._language = document.language

    def write(self, slide: Slide) -> None:
        """The title, what stands above and below it, and the notes."""
        self._title(slide)
        for placed in slide.placed:
            if isinstance(placed, PlacedText):
                _text_box(self._shapes, placed.top, placed.high, placed.lines, self._language)
            elif isinstance(placed, PlacedFacts):
                self._facts(placed)
            elif isinstance(placed, PlacedTable):
                self._table(placed)
            else:
                self._chart(placed)
        self._footer()
        if slide.notes:
            body = self._slide.notes_slide.notes_placeholder.element.txBody
            markup.write(body, slide.notes, self._language)

    def _title(self, slide: Slide) -> None:
        """The title, and above it to what it belongs, which is read after it."""
        top = style.COVER_TITLE_TOP if slide.is_cover else style.TITLE_TOP
        shape = self._shapes.title
        _put(shape, top, style.COVER_TITLE_HEIGHT if slide.is_cover else style.TITLE_HEIGHT)
        _set_frame(shape.text_frame)
        markup.write(shape.element.txBody, [slide.title], self._language)
        if slide.above:
            above = top - (2 if slide.is_cover else 1) * height(1, style.ABOVE)
            line = Line([Run(slide.above)], style.ABOVE, colour=Colour.SOFT)
            _text_box(self._shapes, above, height(1, style.ABOVE), [line], self._language)

    def _footer(self) -> None:
        """Say below all, for whoever has one slide alone, what it is of and which it is."""
        title = self._document.title.replace("\n", " ")
        shown = title if len(title) <= LONGEST_FOOTER else f"{title[: LONGEST_FOOTER - 1]}…"
        for number, found in enumerate(self._slide.slide_layout.placeholders, start=FIRST_OF_FOOTER):
            kind = found.placeholder_format.type
            if kind in (PP_PLACEHOLDER.FOOTER, PP_PLACEHOLDER.SLIDE_NUMBER):
                copied = deepcopy(found.element)
                copied.nvSpPr.cNvPr.set("id", str(number))
                self._shapes.element.append(copied)
                if kind == PP_PLACEHOLDER.FOOTER:
                    line = Line([Run(shown)], style.FOOTER, colour=Colour.SOFT)
                    markup.write(copied.txBody, [line], self._language)
                else:
                    markup.write_number(copied.txBody, self._language)

    def _facts(self, placed: PlacedFacts) -> None:
        wide = style.TEXT_WIDTH / placed.across
        for place, (figure, label) in enumerate(placed.pairs):
            text = [
                Line([Run(figure)], style.FACT, bold=True, serif=True),
                Line([Run(label)], style.SIZES[Look.SMALL], colour=Colour.SOFT),
            ]
            left = style.MARGIN + place * wide
            room = wide - 2 * style.CELL_MARGIN
            _text_box(self._shapes, placed.top, placed.high, text, self._language, left=left, wide=room)

    def _table(self, placed: PlacedTable) -> None:
        sizes = widths(placed.columns)
        high = sum(placed.high)
        frame = self._shapes.add_table(
            len(placed.high), len(sizes), Pt(style.MARGIN), Pt(placed.top), Pt(style.TEXT_WIDTH), Pt(high)
        )
        _describe(frame, placed.words)
        table = frame.table
        table.horz_banding = False
        frame.element.find(f".//{qn('a:tableStyleId')}").text = PLAIN_TABLE
        for column, wide in zip(table.columns, sizes, strict=True):
            column.width = Pt(wide)
        for row, tall in zip(table.rows, placed.high, strict=True):
            row.height = Pt(tall)
        head = [[Run(column.head, bold=True)] for column in placed.columns]
        for row, cells in zip(frame.element.iter(qn("a:tr")), [head, *placed.rows], strict=True):
            for cell, parts, column in zip(row.iter(qn("a:tc")), cells, placed.columns, strict=True):
                self._cell(cell, Line(parts, style.CELL, right=column.figures), is_head=cells is head)

    def _cell(self, cell: Any, line: Line, *, is_head: bool) -> None:
        markup.write(cell.get_or_add_txBody(), [line], self._language)
        margin = Pt(style.CELL_MARGIN)
        cell.marL = cell.marR = margin
        cell.marT = cell.marB = Pt(style.CELL_MARGIN / 2)
        markup.rule_below(cell, Colour.INK if is_head else Colour.HAIR, 1.25 if is_head else 0.5)

    def _chart(self, placed: PlacedChart) -> None:
        below = _ENDS_HEIGHT if isinstance(placed.chart, DotChart) else 0
        frame = add_chart(self._shapes, placed.chart, placed.top, placed.high - below)
        _describe(frame, placed.chart.words)
        for look in frame.chart._chartSpace.iter(qn("a:defRPr")):  # noqa: SLF001 - there is no public way
            look.set("lang", self._language)
        if isinstance(placed.chart, DotChart):
            for place, end in enumerate(placed.chart.ends):
                line = Line([Run(end)], style.ABOVE, right=place == 1, colour=Colour.SOFT)
                half = style.TEXT_WIDTH / 2
                left, top = style.MARGIN + place * half, placed.top + placed.high - below
                _text_box(self._shapes, top, below, [line], self._language, left=left, wide=half)


def _describe(frame: Any, words: str) -> None:
    """What is read aloud in place of a shape."""
    frame.element.nvGraphicFramePr.cNvPr.set("descr", writable(words))
