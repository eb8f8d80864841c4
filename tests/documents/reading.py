"""What each format says, read back by another program, and what a document of blocks says itself."""

import re
import unicodedata
from collections.abc import Iterator, Sequence
from html.parser import HTMLParser
from io import BytesIO
from typing import Any

import docx
import pptx
import pypdf
from docx.oxml.ns import qn

from facilitator.documents.blocks import (
    Bullets,
    Callout,
    Contents,
    Cover,
    DataTable,
    Document,
    Facts,
    Heading,
    Paragraph,
    Quote,
    numbered,
    paragraphs,
    plain,
)
from facilitator.documents.scripts import writable

FOOTER = 60.0
"""Points from the lower edge of a page, below which its number stands."""


def texts(document: Document) -> list[str]:
    """The texts of a document in the order in which they are read, without the contents."""
    return [bare for text in _texts(document) if (bare := letters(writable(text)))]


def _texts(document: Document) -> Iterator[str]:
    tables = 0
    for block in document.blocks:
        match block:
            case Cover():
                yield from (block.kicker, block.title, block.subtitle)
            case Heading():
                yield from (plain(block.kicker or ""), plain(block.text))
            case Paragraph() | Callout():
                yield plain(block.text)
            case Quote():
                yield from paragraphs(block)
            case Bullets():
                yield from map(plain, block.items)
            case Facts():
                yield from (text for pair in block.pairs for text in pair)
            case DataTable():
                tables += 1
                yield numbered(document.words, tables, block)
                yield from (column.head for column in block.columns)
                yield from (plain(cell) for row in block.rows for cell in row)


def contents(document: Document) -> list[str]:
    """The titles in the contents of a document."""
    return [title for block in document.blocks if isinstance(block, Contents) for _, title in block.entries]


def letters(text: str) -> str:
    """A text without white space and without what cannot be seen."""
    return "".join(sign for sign in text if unicodedata.category(sign)[0] not in "ZC" or sign == "\N{BULLET}")


def docx_texts(written: bytes) -> list[str]:
    """The paragraphs of a DOCX, without those of its contents."""
    body = docx.Document(BytesIO(written)).element.body
    lines = (line for line in body.iter(qn("w:p")) if not line.findall(qn("w:hyperlink")))
    said = (letters("".join(part.text or "" for part in line.iter(qn("w:t")))) for line in lines)
    return [text for text in said if text]


def pptx_slides(written: bytes) -> list[list[str]]:
    """The texts of each slide as they are read, then those of its notes."""
    return [[*_on_slide(slide), *_in_notes(slide)] for slide in pptx.Presentation(BytesIO(written)).slides]


def _on_slide(slide: Any) -> Iterator[str]:
    for shape in slide.shapes:
        if shape.has_text_frame and shape.name.partition(" ")[0] not in ("Footer", "Slide"):
            yield from (text for line in shape.text_frame.paragraphs if (text := letters(line.text)))
        if shape.has_table:
            cells = (cell.text for row in shape.table.rows for cell in row.cells)
            yield from filter(None, map(letters, cells))


def _in_notes(slide: Any) -> Iterator[str]:
    if slide.has_notes_slide:
        lines = slide.notes_slide.notes_text_frame.paragraphs
        yield from (text for line in lines if (text := letters(line.text)))


class Page(HTMLParser):
    """The texts of a page, with its elements counted; those of navigation and pictures are left out."""

    LINES = ("p", "li", "h1", "h2", "h3", "h4", "dt", "dd", "th", "td", "caption", "title", "style")
    EMPTY = ("br", "meta", "link", "img", "input")

    def __init__(self, page: str) -> None:
        super().__init__()
        self.found: list[tuple[str, str]] = []
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.within: list[str] = []
        self.feed(page)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))
        self.within += [] if tag in self.EMPTY else [tag]
        if tag in self.LINES and "nav" not in self.within:
            self.found.append((tag, ""))

    def handle_endtag(self, tag: str) -> None:
        assert self.within.pop() == tag

    def handle_data(self, data: str) -> None:
        if self.found and not {"nav", "svg"} & set(self.within):
            self.found[-1] = (self.found[-1][0], self.found[-1][1] + data)

    @property
    def texts(self) -> list[str]:
        """What is read, in its order."""
        said = [(tag, letters(text)) for tag, text in self.found if tag not in ("title", "style")]
        return [text for _, text in said if text]


def html_texts(written: bytes) -> list[str]:
    """The texts of a page in one file; of key figures, which stand over what they count, in that order."""
    return Page(written.decode()).texts


def pdf_text(written: bytes) -> str:
    """All that stands on the pages of a PDF above their footers, without white space."""
    return "".join(_page_text(page) for page in pypdf.PdfReader(BytesIO(written)).pages)


def _page_text(page: Any) -> str:
    said: list[str] = []

    def visit(text: str, page: Sequence[float], line: Sequence[float], *_font: Any) -> None:
        if line[4] * page[1] + line[5] * page[3] + page[5] > FOOTER:
            said.append(text)

    page.extract_text(visitor_text=visit)
    return letters("".join(said))


def not_in_order(texts: Sequence[str], said: str) -> list[str]:
    """The texts that do not stand in what is said after those before them."""
    at, missing = 0, []
    for text in texts:
        found = said.find(text, at)
        if found < 0:
            missing.append(text)
        else:
            at = found + len(text)
    return missing


def structure(written: bytes) -> list[str]:
    """The kinds of the elements in the structure tree of a PDF, in their order."""
    found: list[str] = []

    def walk(element: Any) -> None:
        element = element.get_object() if hasattr(element, "get_object") else element
        if isinstance(element, list):
            for each in element:
                walk(each)
        elif isinstance(element, dict):
            if "/S" in element:
                found.append(re.sub("^/", "", str(element["/S"])))
            walk(element.get("/K", []))

    walk(pypdf.PdfReader(BytesIO(written)).trailer["/Root"]["/StructTreeRoot"])
    return found
