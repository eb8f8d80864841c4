"""What a DOCX says, a line for each paragraph with its style and for each row of a table: to be compared."""

from collections.abc import Iterator
from typing import Any

from docx.oxml.ns import qn


def lines(document: Any) -> Iterator[str]:
    """The words of a document in their order, as one reads them."""
    for block in document.element.body:
        if block.tag == qn("w:p"):
            yield f"{_style(block)}: {_text(block)}"
        elif block.tag == qn("w:tbl"):
            yield from map(_row, block.iter(qn("w:tr")))


def _row(row: Any) -> str:
    cells = [list(cell.iter(qn("w:p"))) for cell in row.iter(qn("w:tc"))]
    styles = dict.fromkeys(_style(line) for lines in cells for line in lines)
    return f"{'+'.join(styles)}: " + " | ".join(" ¶ ".join(map(_text, lines)) for lines in cells)


def _style(line: Any) -> str:
    found = line.find(f"{qn('w:pPr')}/{qn('w:pStyle')}")
    return "" if found is None else str(found.get(qn("w:val")))


def _text(line: Any) -> str:
    return "".join(map(_piece, line.iter()))


def _piece(part: Any) -> str:
    if part.tag == qn("w:br"):
        return "⏎"
    return (part.text or "") if part.tag == qn("w:t") else ""
