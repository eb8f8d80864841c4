"""What a DOCX is built of: paragraphs, tables with captions and repeated heads, fields, a list of contents.

Every text goes in through `plain`: XML refuses control characters, and one would cost the whole report.
"""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from math import ceil
from typing import Any

from docx.enum.table import WD_TABLE_ALIGNMENT
from docx.enum.text import WD_ALIGN_PARAGRAPH
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Emu, RGBColor
from flask_babel import gettext

from facilitator.reports.docx import style

_UNWRITABLE = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ud800-\udfff\ufffe\uffff]")
_RIGHT_TO_LEFT = ("R", "AL")


@dataclass(frozen=True)
class Column:
    """A column of a table: its head, its share of the width, and whether it holds figures."""

    head: str
    share: float
    figures: bool = False


@dataclass(frozen=True)
class Text:
    """A stretch of text with a look of its own."""

    text: str
    bold: bool = False
    colour: str = ""
    italic: bool = False


Cell = str | Text | Sequence[Text | str]


def plain(text: str) -> str:
    """The text without what XML can't hold; line breaks stay."""
    return _UNWRITABLE.sub("", text)


def write(line: Any, *parts: Text | str) -> Any:
    """Add text to a paragraph; one that begins in a right-to-left script is set from the right."""
    texts = [part if isinstance(part, Text) else Text(part) for part in parts]
    reads_from_right = _reads_from_right("".join(part.text for part in texts))
    for part in texts:
        run = line.add_run(plain(part.text))
        for look in ("bold", "italic"):
            if getattr(part, look):
                setattr(run, look, True)
        if part.colour:
            run.font.color.rgb = RGBColor.from_string(part.colour)
        if reads_from_right:
            run.font.rtl = True
    if reads_from_right:
        xml(line).get_or_add_pPr().append(OxmlElement("w:bidi"))
    return line


def _reads_from_right(text: str) -> bool:
    strong = (unicodedata.bidirectional(letter) for letter in text)
    return next((kind for kind in strong if kind in ("L", *_RIGHT_TO_LEFT)), "L") in _RIGHT_TO_LEFT


def paragraph(document: Any, name: str, *parts: Text | str) -> Any:
    """A paragraph of a style."""
    return write(styled(document.add_paragraph(), name), *parts)


def styled(line: Any, name: str) -> Any:
    """Give a paragraph a style of the document, by its id.

    Looking each up by its name took three quarters of the time of a whole report.
    """
    xml(line).get_or_add_pPr().style = name.replace(" ", "")
    return line


def prose(document: Any, text: str) -> None:
    """What people wrote, a paragraph for each of theirs."""
    for block in filter(None, text.split("\n\n")):
        paragraph(document, style.VOICE, block)


def table(document: Any, caption: str, columns: Sequence[Column], rows: Iterable[Sequence[Cell]]) -> Any:
    """A table with a numbered caption above, a head that is repeated on every page, and rows kept whole."""
    _caption(document, caption)
    grid = document.add_table(rows=1, cols=len(columns))
    grid.alignment, grid.autofit = WD_TABLE_ALIGNMENT.LEFT, False
    _set_widths(grid, [column.share for column in columns])
    head = _fill(grid.rows[0], [column.head for column in columns], columns, style.CELL_HEAD)
    xml(head).get_or_add_trPr().append(OxmlElement("w:tblHeader"))
    for row in rows:
        _fill(grid.add_row(), row, columns, style.CELL)
    _rule(grid)
    _describe(grid, caption)
    paragraph(document, style.SMALL)
    return grid


def facts(document: Any, pairs: Sequence[tuple[str, str]], across: int) -> None:
    """Key figures with what they count, so many side by side."""
    grid = document.add_table(rows=ceil(len(pairs) / across), cols=across)
    grid.autofit = False
    _set_widths(grid, [1.0] * across)
    cells = (cell for row in grid.rows for cell in row.cells)
    for cell, (figure, label) in zip(cells, pairs, strict=False):
        write(styled(cell.paragraphs[0], style.FACT), figure)
        write(styled(cell.add_paragraph(), style.SMALL), label)


def _caption(document: Any, caption: str) -> None:
    number = 1 + sum(1 for _ in document.element.body.iter(qn("w:tblCaption")))
    line = paragraph(document, "Caption", gettext("Table"), " ")
    field(line, "SEQ Table \\* ARABIC", str(number))
    write(line, f". {caption}")


def _fill(row: Any, cells: Sequence[Cell], columns: Sequence[Column], name: str) -> Any:
    xml(row).get_or_add_trPr().append(OxmlElement("w:cantSplit"))
    for place, content, column in zip(row.cells, cells, columns, strict=True):
        line = styled(place.paragraphs[0], name)
        write(line, *([content] if isinstance(content, str | Text) else content))
        if column.figures:
            line.alignment = WD_ALIGN_PARAGRAPH.RIGHT
    return row


def _set_widths(grid: Any, shares: Sequence[float]) -> None:
    """Share the width of the text out; rows that are added later take it over."""
    for column, cell, share in zip(grid.columns, grid.rows[0].cells, shares, strict=True):
        column.width = cell.width = Emu(int(style.TEXT_WIDTH * share / sum(shares)))


def _describe(grid: Any, text: str) -> None:
    """What a screen reader says of the table."""
    tag = _element("w:tblCaption", val=plain(text)[:250])
    xml(grid).tblPr.append(tag)


def _rule(grid: Any) -> None:
    """Rules divide: a strong one above and below, a hair between the rows, none that stand."""
    borders = OxmlElement("w:tblBorders")
    for edge, size, colour in (
        ("top", 10, style.INK),
        ("bottom", 10, style.INK),
        ("insideH", 4, style.HAIR),
    ):
        borders.append(_line(edge, size, colour))
    margins = OxmlElement("w:tblCellMar")
    margins.append(_element("w:left", w=0, type="dxa"))
    margins.append(_element("w:right", w=110, type="dxa"))
    properties = xml(grid).tblPr
    after = ("w:tblLook", "w:tblCaption", "w:tblDescription")
    properties.insert_element_before(borders, "w:shd", "w:tblLayout", "w:tblCellMar", *after)
    properties.insert_element_before(margins, *after)


def bar(line: Any, edge: str, size: int, colour: str, space: int = 0) -> Any:
    """A coloured rule at one edge of a paragraph; `size` in eighths of a point."""
    border = OxmlElement("w:pBdr")
    border.append(_line(edge, size, colour, space))
    properties = xml(line).get_or_add_pPr()
    properties.insert_element_before(
        border, "w:shd", "w:tabs", "w:bidi", "w:spacing", "w:ind", "w:jc", "w:outlineLvl", "w:rPr"
    )
    return line


def field(line: Any, instruction: str, shown: str) -> None:
    """A field that the word processor keeps up to date; `shown` stands there until it does."""
    begin_field(line, instruction)
    line.add_run(shown)
    end_field(line)


def begin_field(line: Any, instruction: str) -> None:
    """The start of a field; what is written until its end is what it shows."""
    _mark_field(line, "begin")
    code = _element("w:instrText")
    code.set(qn("xml:space"), "preserve")
    code.text = f" {instruction} "
    xml(line.add_run()).append(code)
    _mark_field(line, "separate")


def end_field(line: Any) -> None:
    """The end of a field."""
    _mark_field(line, "end")


def _mark_field(line: Any, kind: str) -> None:
    xml(line.add_run()).append(_element("w:fldChar", fldCharType=kind))


def bookmark(line: Any, name: str) -> None:
    """Make a paragraph a place that a link can lead to."""
    number = 1 + sum(1 for _ in xml(line).getroottree().iter(qn("w:bookmarkStart")))
    start, end = _element("w:bookmarkStart", id=number, name=name), _element("w:bookmarkEnd", id=number)
    properties = xml(line).get_or_add_pPr()
    properties.addnext(start)
    xml(line).append(end)


def link_to(line: Any, name: str, *parts: Text | str) -> None:
    """Text that leads to a bookmark."""
    target = _element("w:hyperlink", anchor=name)
    before = len(line.runs)
    write(line, *parts)
    for run in line.runs[before:]:
        target.append(xml(run))
    xml(line).append(target)


def xml(thing: Any) -> Any:
    """The element behind a thing of python-docx, for what it has no verb for."""
    return thing._element  # noqa: SLF001 - there is no public way to it


def _line(edge: str, size: int, colour: str, space: int = 0) -> Any:
    return _element(f"w:{edge}", val="single", sz=size, space=space, color=colour)


def _element(tag: str, /, **attributes: object) -> Any:
    element = OxmlElement(tag)
    for attribute, value in attributes.items():
        element.set(qn(f"w:{attribute}"), str(value))
    return element
