"""From a document of blocks to the bytes of a DOCX."""

from io import BytesIO
from typing import Any

import docx
from docx.enum.text import WD_TAB_ALIGNMENT
from docx.opc.constants import RELATIONSHIP_TYPE as RT
from docx.oxml.ns import qn

from facilitator.documents.blocks import Document, Run
from facilitator.documents.docx import markup, style
from facilitator.documents.docx.body import Body
from facilitator.documents.scripts import writable

WORD_2013 = "15"
"""The mode of that Word, and of all since."""
LONGEST_PROPERTY = 255
LONGEST_FOOTER = 80


def write_docx(document: Document) -> bytes:
    """The document to be edited and published."""
    whole = docx.Document()
    style.dress(whole, document.language)
    _forget_template(whole)
    _set_properties(whole.core_properties, document)
    _write_footer(whole, document)
    _write_body(whole, document)
    written = BytesIO()
    whole.save(written)
    return written.getvalue()


def _forget_template(whole: Any) -> None:
    """Leave out what python-docx's own template says: a picture of another page, and a mode of 2010."""
    package = whole.part.package
    for name, relation in list(package.rels.items()):
        if relation.reltype in (RT.THUMBNAIL, RT.EXTENDED_PROPERTIES):
            del package.rels[name]
    for setting in whole.settings.element.iter(qn("w:compatSetting")):
        if setting.get(qn("w:name")) == "compatibilityMode":
            setting.set(qn("w:val"), WORD_2013)


def _set_properties(properties: Any, document: Document) -> None:
    for name in ("title", "subject", "keywords", "category"):
        setattr(properties, name, writable(getattr(document, name))[:LONGEST_PROPERTY])
    properties.comments = writable(document.description)[:LONGEST_PROPERTY]
    properties.author = properties.last_modified_by = "Facilitator"
    properties.language = document.language
    properties.created = properties.modified = document.created_at.replace(tzinfo=None)
    properties.revision = 1


def _write_footer(whole: Any, document: Document) -> None:
    """The title, cut where it is long, and the number of the page."""
    footer = whole.sections[0].footer.paragraphs[0]
    footer.style = whole.styles[style.SMALL]
    footer.paragraph_format.tab_stops.add_tab_stop(style.TEXT_WIDTH, WD_TAB_ALIGNMENT.RIGHT)
    line, title = footer._element, document.title  # noqa: SLF001 - there is no public way to it
    before, _, after = document.words.page.partition("{number}")
    shown = title if len(title) <= LONGEST_FOOTER else f"{title[: LONGEST_FOOTER - 1]}…"
    markup.write(line, [Run(f"{shown}\t{before}")])
    markup.field(line, "PAGE", "1")
    markup.write(line, [Run(after)])


def _write_body(whole: Any, document: Document) -> None:
    body = whole.element.body
    section = body[-1]  # stands last, and has been made already
    body.remove(section)
    writer = Body(whole.part, body, document)
    for block in document.blocks:
        writer.add(block)
    writer.end()
    body.append(section)
