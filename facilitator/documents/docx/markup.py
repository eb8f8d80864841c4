"""WordprocessingML, element by element: what python-docx has no verb for, or does a hundred times slower."""

from collections.abc import Iterable
from typing import Any, TypeAlias

from lxml.etree import SubElement

from facilitator.documents.blocks import Run, Text, runs
from facilitator.documents.docx import style
from facilitator.documents.scripts import reads_from_right, writable

_W = "{http://schemas.openxmlformats.org/wordprocessingml/2006/main}"
_PRESERVED = {"{http://www.w3.org/XML/1998/namespace}space": "preserve"}
# An edge of a paragraph with the width of a rule there in eighths of a point, its colour and its distance.
Bar: TypeAlias = tuple[str, int, str, int]


def element(parent: Any, tag: str, **attributes: object) -> Any:
    """An element within another, with attributes of the same namespace."""
    named = {f"{_W}{name}": str(value) for name, value in attributes.items()}
    return SubElement(parent, f"{_W}{tag}", named)


def paragraph(
    parent: Any,
    look: str,
    text: Text = "",
    *,
    new_page: bool = False,
    bar: Bar | None = None,
    before: int | None = None,
    after: int | None = None,
    right: bool = False,
) -> Any:
    """A paragraph of a style, with text; one that begins in a right-to-left script is set from the right.

    `before` and `after` are spaces in twentieths of a point, where the style's own do not do.
    """
    line, parts = element(parent, "p"), runs(text)
    from_right = reads_from_right("".join(run.text for run in parts))
    properties = element(line, "pPr")
    element(properties, "pStyle", val=style.id_of(look))
    if new_page:
        element(properties, "pageBreakBefore")
    if bar:
        _rule(element(properties, "pBdr"), *bar)
    if from_right:
        element(properties, "bidi")
    spaces = {name: value for name, value in (("before", before), ("after", after)) if value is not None}
    if spaces:
        element(properties, "spacing", **spaces)
    if right:
        element(properties, "jc", val="right")
    write(line, parts, from_right=from_right)
    return line


def write(line: Any, parts: Iterable[Run], *, from_right: bool = False) -> None:
    """Runs at the end of a paragraph, or of a link in it."""
    for part in parts:
        run = element(line, "r")
        if part.bold or part.italic or part.colour or from_right:
            _set_look(element(run, "rPr"), part, from_right=from_right)
        _fill(run, writable(part.text))


def _set_look(properties: Any, part: Run, *, from_right: bool) -> None:
    for tag, is_so in (("b", part.bold), ("i", part.italic)):
        if is_so:
            element(properties, tag)
            if from_right:
                element(properties, f"{tag}Cs")
    if part.colour:
        element(properties, "color", val=part.colour.rgb)
    if from_right:
        element(properties, "rtl")


def _fill(run: Any, text: str) -> None:
    for number, row in enumerate(text.split("\n")):
        if number:
            element(run, "br")
        for place, stretch in enumerate(row.split("\t")):
            if place:
                element(run, "tab")
            if stretch:
                SubElement(run, f"{_W}t", _PRESERVED).text = stretch


def field(line: Any, instruction: str, shown: str) -> None:
    """A field that the word processor keeps up to date; `shown` stands there until it does."""
    begin_field(line, instruction)
    write(line, [Run(shown)])
    end_field(line)


def begin_field(line: Any, instruction: str) -> None:
    """The start of a field; what is written until its end is what it shows."""
    _mark_field(line, "begin")
    SubElement(element(line, "r"), f"{_W}instrText", _PRESERVED).text = f" {instruction} "
    _mark_field(line, "separate")


def end_field(line: Any) -> None:
    """The end of a field."""
    _mark_field(line, "end")


def _mark_field(line: Any, kind: str) -> None:
    element(element(line, "r"), "fldChar", fldCharType=kind)


def bookmark(line: Any, number: int, name: str) -> None:
    """Make a paragraph a place that a link can lead to."""
    start = element(line, "bookmarkStart", id=number, name=name)
    line.insert(1, start)
    element(line, "bookmarkEnd", id=number)


def link_to(line: Any, name: str, text: str) -> None:
    """Text that leads to a bookmark."""
    write(element(line, "hyperlink", anchor=name), [Run(text)])


def grid(parent: Any, shares: Iterable[float], *, caption: str = "") -> Any:
    """An empty table as wide as the text, its columns in these shares; ruled where it has a caption."""
    table = element(parent, "tbl")
    properties = element(table, "tblPr")
    element(properties, "tblW", type="auto", w=0)
    element(properties, "jc", val="left")
    if caption:
        _rule_table(properties)
    element(properties, "tblLayout", type="fixed")
    if caption:
        margins = element(properties, "tblCellMar")
        element(margins, "left", w=0, type="dxa")
        element(margins, "right", w=110, type="dxa")
    element(properties, "tblLook", firstRow=1, noHBand=1, noVBand=1, val="0620")
    if caption:
        # What a screen reader says of the table.
        element(properties, "tblCaption", val=writable(caption)[:250])
    columns = element(table, "tblGrid")
    for width in shared(shares):
        element(columns, "gridCol", w=width)
    return table


def shared(shares: Iterable[float]) -> list[int]:
    """The width of the text in these shares, in twentieths of a point."""
    parts = list(shares)
    return [int(style.TEXT_WIDTH.twips * part / sum(parts)) for part in parts]


def row(table: Any, *, head: bool = False) -> Any:
    """A row that is kept whole on a page; a head is repeated on each."""
    added = element(table, "tr")
    properties = element(added, "trPr")
    element(properties, "cantSplit")
    if head:
        element(properties, "tblHeader")
    return added


def cell(of: Any, width: int) -> Any:
    """An empty cell; it has to get a paragraph."""
    added = element(of, "tc")
    element(element(added, "tcPr"), "tcW", type="dxa", w=width)
    return added


def _rule_table(properties: Any) -> None:
    """Rules divide: a strong one above and below, a hair between the rows, none that stand."""
    borders = element(properties, "tblBorders")
    for edge, size, colour in (("top", 10, style.INK), ("bottom", 10, style.INK), ("insideH", 4, style.HAIR)):
        _rule(borders, edge, size, colour, 0)


def _rule(parent: Any, edge: str, size: int, colour: str, space: int) -> None:
    element(parent, edge, val="single", sz=size, space=space, color=colour)
