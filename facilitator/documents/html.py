"""A document as HTML in one file: readable on a phone, printable, without script and without a connection."""

from collections.abc import Iterable
from functools import cache, singledispatchmethod
from pathlib import Path
from xml.etree.ElementTree import Element, SubElement, tostring

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
    Text,
    WriterWords,
    numbered,
    paragraphs,
    runs,
)
from facilitator.documents.charts import DotChart, ShareChart, drawn
from facilitator.documents.palette import Colour
from facilitator.documents.scripts import writable

FEW_COLUMNS = 4
"""As many fit side by side on a phone."""
_STYLE = Path(__file__).with_name("document.css")


def write_html(document: Document) -> str:
    """The document as a whole page."""
    page = Element("html", {"lang": document.language})
    head = SubElement(page, "head")
    SubElement(head, "meta", {"charset": "utf-8"})
    SubElement(head, "meta", {"name": "viewport", "content": "width=device-width, initial-scale=1"})
    SubElement(head, "title").text = writable(document.title)
    SubElement(head, "style").text = _style()
    main = _Main(SubElement(SubElement(page, "body"), "main"), document.words)
    for block in document.blocks:
        main.add(block)
    return f"<!DOCTYPE html>\n{tostring(page, encoding='unicode', method='html')}\n"


@cache
def _style() -> str:
    colours = "\n".join(f".{colour} {{ color: #{colour.rgb} }}" for colour in Colour)
    return f"{_STYLE.read_text(encoding='utf-8')}{colours}\n"


class _Main:
    """The body as it grows, with the numbers of its tables."""

    def __init__(self, main: Element, words: WriterWords) -> None:
        self._main, self._words, self._tables = main, words, 0

    @singledispatchmethod
    def add(self, block: Block) -> None:
        """Write a block at the end."""
        raise TypeError(block)

    @add.register
    def _(self, block: Cover) -> None:
        head = SubElement(self._main, "header")
        _put(head, "p", block.kicker, "kicker")
        _put(head, "h1", block.title)
        _put(head, "p", block.subtitle, "subtitle")

    @add.register
    def _(self, block: Heading) -> None:
        if block.kicker:
            _put(self._main, "p", block.kicker, "kicker chapter")
        heading = _put(self._main, f"h{block.level + 1}", block.text)
        if block.anchor:
            heading.set("id", _place(block.anchor))

    @add.register
    def _(self, block: Paragraph) -> None:
        _put(self._main, "p", block.text, "" if block.look is Look.BODY else block.look)

    @add.register
    def _(self, block: Quote) -> None:
        for part in paragraphs(block):
            _put(self._main, "p", part, "lead" if block.lead else "quote")

    @add.register
    def _(self, block: Bullets) -> None:
        items = SubElement(self._main, "ul")
        for item in block.items:
            _put(items, "li", item)

    @add.register
    def _(self, block: Callout) -> None:
        _put(self._main, "p", block.text, f"callout of-{block.colour}")

    @add.register
    def _(self, block: Facts) -> None:
        figures = SubElement(self._main, "dl")
        for figure, label in block.pairs:
            pair = SubElement(figures, "div")
            _put(pair, "dd", figure)
            _put(pair, "dt", label)

    @add.register
    def _(self, block: DataTable) -> None:
        self._tables += 1
        name = f"table-{self._tables}"
        # Wider than a phone, it is moved sideways by itself, also by the keyboard.
        frame = SubElement(
            self._main, "div", {"class": "wide", "role": "region", "tabindex": "0", "aria-labelledby": name}
        )
        table = SubElement(frame, "table", {"class": "many"} if len(block.columns) > FEW_COLUMNS else {})
        _put(table, "caption", numbered(self._words, self._tables, block)).set("id", name)
        figures = [column.figures for column in block.columns]
        head = _row(SubElement(table, "thead"), "th", [column.head for column in block.columns], figures)
        for cell in head:
            cell.set("scope", "col")
        body = SubElement(table, "tbody")
        for texts in block.rows:
            _row(body, "td", texts, figures)

    @add.register
    def _(self, block: Contents) -> None:
        items = SubElement(SubElement(self._main, "nav"), "ol")
        for anchor, title in block.entries:
            _put(SubElement(items, "li"), "a", title).set("href", f"#{_place(anchor)}")

    @add.register(DotChart)
    @add.register(ShareChart)
    def _(self, block: DotChart | ShareChart) -> None:
        picture = drawn(block)
        picture.attrib |= {"role": "img", "aria-label": writable(block.words)}
        SubElement(self._main, "figure").append(picture)


def _row(parent: Element, tag: str, texts: Iterable[Text], figures: Iterable[bool]) -> Element:
    row = SubElement(parent, "tr")
    for text, right in zip(texts, figures, strict=True):
        _put(row, tag, text, "figure" if right else "")
    return row


def _put(parent: Element, tag: str, text: Text, look: str = "") -> Element:
    """An element with text, which goes the way its first letter does."""
    element = SubElement(parent, tag, {"dir": "auto"} | ({"class": look} if look else {}))
    for run in runs(text):
        names = [name for name, is_so in (("bold", run.bold), ("italic", run.italic)) if is_so]
        names += [run.colour] if run.colour else []
        target = SubElement(element, "span", {"class": " ".join(names)}) if names else element
        for number, line in enumerate(writable(run.text).split("\n")):
            if number:
                SubElement(target, "br")
            _append(target, line)
    return element


def _append(element: Element, text: str) -> None:
    """Text at the end of an element, after whatever stands in it."""
    if len(element):
        element[-1].tail = (element[-1].tail or "") + text
    else:
        element.text = (element.text or "") + text


def _place(anchor: str) -> str:
    return f"chapter-{anchor}"
