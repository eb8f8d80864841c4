"""A document as PDF, set by Typst: blocks as plain values for `templates/pdf/blocks.typ`."""

from collections.abc import Iterator, Mapping
from functools import singledispatchmethod
from typing import Any

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
    Paragraph,
    Quote,
    Text,
    WriterWords,
    numbered,
    paragraphs,
    plain,
    runs,
)
from facilitator.documents.charts import DotChart, ShareChart, drawing
from facilitator.documents.palette import Colour
from facilitator.documents.scripts import writable
from facilitator.pdf.writing import write_pdf


def typeset(document: Document) -> bytes:
    """The document as PDF/UA-1."""
    values = {
        "blocks": list(_Values(document.words).of_all(document)),
        "colours": {colour.value: f"#{colour.rgb}" for colour in Colour},
        "words": {"page": document.words.page, "missing": document.words.missing},
    }
    language = document.language.partition("-")[0]
    return write_pdf("blocks", values, title=writable(document.title), language=language)


class _Values:
    """Block by block, what the source finds of it."""

    def __init__(self, words: WriterWords) -> None:
        self._words, self._tables = words, 0

    def of_all(self, document: Document) -> Iterator[Mapping[str, Any]]:
        """The blocks in their order, each with its kind."""
        for block in document.blocks:
            yield {"kind": type(block).__name__.lower(), **self.of(block)}

    @singledispatchmethod
    def of(self, block: Block) -> Mapping[str, Any]:
        """What stands in a block."""
        raise TypeError(block)

    @of.register
    def _(self, block: Cover) -> Mapping[str, Any]:
        return {"above": _text(block.kicker), "title": _text(block.title), "below": _text(block.subtitle)}

    @of.register
    def _(self, block: Heading) -> Mapping[str, Any]:
        kicker = block.kicker and _text(block.kicker)
        colour = block.kicker and block.kicker.colour
        return {
            "level": block.level, "text": _text(block.text), "above": kicker, "colour": colour,
            "new-page": block.new_page,
        }  # fmt: skip

    @of.register
    def _(self, block: Paragraph) -> Mapping[str, Any]:
        return {"look": block.look, "text": _text(block.text)}

    @of.register
    def _(self, block: Quote) -> Mapping[str, Any]:
        return {"lead": block.lead, "parts": [_text(part) for part in paragraphs(block)]}

    @of.register
    def _(self, block: Bullets) -> Mapping[str, Any]:
        return {"items": [_text(item) for item in block.items]}

    @of.register
    def _(self, block: Callout) -> Mapping[str, Any]:
        return {"colour": block.colour, "text": _text(block.text)}

    @of.register
    def _(self, block: Facts) -> Mapping[str, Any]:
        return {"across": block.across, "pairs": [[_text(text) for text in pair] for pair in block.pairs]}

    @of.register
    def _(self, block: DataTable) -> Mapping[str, Any]:
        self._tables += 1
        return {
            "caption": _text(numbered(self._words, self._tables, block)),
            "shares": [column.share for column in block.columns],
            "right": [column.figures for column in block.columns],
            "head": [_text(column.head) for column in block.columns],
            "rows": [[_text(text) for text in texts] for texts in block.rows],
        }

    @of.register
    def _(self, block: Contents) -> Mapping[str, Any]:
        return {"entries": len(block.entries)}

    @of.register(DotChart)
    @of.register(ShareChart)
    def _(self, block: DotChart | ShareChart) -> Mapping[str, Any]:
        return {"drawing": drawing(block), "words": writable(block.words)}


def _text(text: Text) -> str | list[dict[str, Any]]:
    """A text as it is, or its runs where one has a look: t is what it says; b, i and c say how."""
    parts = runs(text)
    if not any(run.bold or run.italic or run.colour for run in parts):
        return writable(plain(text))
    return [
        {"t": writable(run.text)}
        | ({"b": True} if run.bold else {})
        | ({"i": True} if run.italic else {})
        | ({"c": run.colour} if run.colour else {})
        for run in parts
        if run.text
    ]
