"""Block by block, what stands in the body of a DOCX."""

from functools import singledispatchmethod
from typing import Any

from docx.image.image import Image
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.opc.packuri import PackURI
from docx.oxml.shape import CT_Inline
from docx.parts.image import ImagePart
from docx.shared import Mm, Pt

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
    Text,
    paragraphs,
)
from facilitator.documents.charts import WIDTH, Chart, DotChart, ShareChart, charts_in, drawing, height
from facilitator.documents.docx import markup, style
from facilitator.documents.docx.markup import paragraph
from facilitator.documents.scripts import writable
from facilitator.pdf.writing import pictures

STYLES = {Look.BODY: style.BODY, Look.DETAIL: style.CELL, Look.SMALL: style.SMALL}

SPACED = ("Caption", "Heading 1", "Heading 2", "Heading 3", style.KICKER)
AFTER_TABLE = 160
"""Twentieths of a point."""
DOTS_PER_INCH = 150
SCALE = 0.75
"""Points on the page for one unit of a drawing."""


class Body:
    """The body as it grows, with the numbers that its tables and places have in it."""

    def __init__(self, part: Any, body: Any, document: Document) -> None:
        self._part, self._body, self._words = part, body, document.words
        self._tables = self._places = self._charts = 0
        self._is_after_table = False
        self._shown: dict[Chart, str] = {}
        charts = dict.fromkeys(charts_in(document.blocks))
        drawn = pictures([drawing(chart) for chart in charts], width=WIDTH, dots_per_inch=DOTS_PER_INCH)
        self._pictures = dict(zip(charts, drawn, strict=True))

    def _line(self, look: str, text: Text = "", **more: Any) -> Any:
        """A paragraph; one that has no space above it by itself gets some after a table."""
        if self._is_after_table and look not in SPACED:
            more.setdefault("before", AFTER_TABLE)
        self._is_after_table = False
        return paragraph(self._body, look, text, **more)

    def end(self) -> None:
        """Where a table stands last, a word processor wants a paragraph below it."""
        if self._is_after_table:
            paragraph(self._body, style.SMALL)

    @singledispatchmethod
    def add(self, block: Block) -> None:
        """Write a block at the end."""
        raise TypeError(block)

    @add.register
    def _(self, block: Cover) -> None:
        bar = ("top", 48, style.INK, 10)
        self._line(style.KICKER, block.kicker, bar=bar, before=Mm(45).twips)
        self._line("Title", block.title)
        self._line("Subtitle", block.subtitle, after=Mm(14).twips)

    @add.register
    def _(self, block: Heading) -> None:
        if block.kicker:
            colour = block.kicker.colour.rgb if block.kicker.colour else style.INK
            bar = ("top", 36, colour, 6)
            self._line(style.KICKER, block.kicker, bar=bar, new_page=block.new_page)
        new_page = block.new_page and not block.kicker
        line = self._line(f"Heading {block.level}", block.text, new_page=new_page)
        if block.anchor:
            self._places += 1
            markup.bookmark(line, self._places, place(block.anchor))

    @add.register
    def _(self, block: Paragraph) -> None:
        self._line(STYLES[block.look], block.text)

    @add.register
    def _(self, block: Quote) -> None:
        for part in paragraphs(block):
            self._line(style.VOICE, Run(part, italic=block.lead))

    @add.register
    def _(self, block: Bullets) -> None:
        for item in block.items:
            self._line("List Bullet", item)

    @add.register
    def _(self, block: Callout) -> None:
        bar = ("left", 24, block.colour.rgb, 8)
        self._line(style.BODY, block.text, bar=bar, before=Mm(8).twips)

    @add.register
    def _(self, block: Facts) -> None:
        shares = [1.0] * block.across
        table, widths = markup.grid(self._body, shares), markup.shared(shares)
        for begin in range(0, len(block.pairs), block.across):
            row = markup.row(table)
            pairs = [*block.pairs[begin : begin + block.across], *[("", "")] * block.across]
            for (figure, label), width in zip(pairs, widths, strict=False):
                cell = markup.cell(row, width)
                paragraph(cell, style.FACT, figure)
                paragraph(cell, style.SMALL, label)

    @add.register
    def _(self, block: DataTable) -> None:
        self._caption(block.caption)
        shares = [column.share for column in block.columns]
        table, widths = markup.grid(self._body, shares, caption=block.caption), markup.shared(shares)
        figures = [column.figures for column in block.columns]
        head = [column.head for column in block.columns]
        for number, texts in enumerate((head, *block.rows)):
            row, look = markup.row(table, head=not number), style.CELL if number else style.CELL_HEAD
            for text, width, right in zip(texts, widths, figures, strict=True):
                paragraph(markup.cell(row, width), look, text, right=right)
        self._is_after_table = True

    def _caption(self, caption: str) -> None:
        self._tables += 1
        before, _, after = self._words.table.replace("{caption}", caption).partition("{number}")
        line = self._line("Caption", before)
        markup.field(line, "SEQ Table \\* ARABIC", str(self._tables))
        markup.write(line, [Run(after)])

    @add.register
    def _(self, block: Contents) -> None:
        """Links to the chapters; a word processor can renew the list with page numbers."""
        last = len(block.entries) - 1
        for number, (anchor, title) in enumerate(block.entries):
            line = self._line(style.BODY, after=40)
            if number == 0:
                markup.begin_field(line, 'TOC \\o "1-1" \\h \\z \\u')
            markup.link_to(line, place(anchor), title)
            if number == last:
                markup.end_field(line)

    @add.register(DotChart)
    @add.register(ShareChart)
    def _(self, block: DotChart | ShareChart) -> None:
        self._charts += 1
        size = Pt(WIDTH * SCALE), Pt(height(block) * SCALE)
        shape = CT_Inline.new_pic_inline(self._charts, self._picture(block), "", *size)
        shape.docPr.set("descr", writable(block.words))
        run = markup.element(self._line(style.BODY), "r")
        markup.element(run, "drawing").append(shape)

    def _picture(self, chart: Chart) -> str:
        """The id by which a picture is shown; python-docx would look through all others for each."""
        if chart not in self._shown:
            image = Image.from_blob(self._pictures[chart])
            place = PackURI(f"/word/media/chart{len(self._shown) + 1}.png")
            self._shown[chart] = self._part.relate_to(ImagePart.from_image(image, place), RT.IMAGE)
        return self._shown[chart]


def place(anchor: str) -> str:
    """The name of the bookmark at an anchor."""
    return f"chapter_{anchor}"
