"""How a DOCX looks: fonts, sizes, spaces; what people said is set in serif."""

from typing import Any

from docx.enum.style import WD_STYLE_TYPE
from docx.enum.text import WD_LINE_SPACING
from docx.oxml import OxmlElement
from docx.oxml.ns import qn
from docx.shared import Emu, Mm, Pt, RGBColor

from facilitator.documents.palette import Colour

SANS = "Arial"
SERIF = "Palatino Linotype"
INK, SOFT, HAIR = Colour.INK.rgb, Colour.SOFT.rgb, Colour.HAIR.rgb

PAGE_WIDTH, PAGE_HEIGHT = Mm(210), Mm(297)
MARGIN_SIDE, MARGIN_TOP, MARGIN_BOTTOM = Mm(21), Mm(22), Mm(22)
TEXT_WIDTH = Emu(PAGE_WIDTH - 2 * MARGIN_SIDE)

BODY, VOICE, KICKER, SMALL, FACT, CELL, CELL_HEAD = (
    "Normal",
    "Voice",
    "Kicker",
    "Small print",
    "Fact",
    "Table text",
    "Table head",
)


def id_of(name: str) -> str:
    """The id of the style with this name, by which paragraphs point at it."""
    return name.replace(" ", "")


def dress(document: Any, language: str) -> None:
    """Give an empty document its page, its language and its styles."""
    _set_page(document.sections[0])
    _set_language(document, language)
    styles = document.styles
    _style(styles["Normal"], SANS, 9.5, after=5, line=1.3)
    _style(styles["Title"], SERIF, 28, bold=True, before=6, after=8, line=1.1)
    _style(styles["Subtitle"], SANS, 12, colour=SOFT, after=4, line=1.3)
    _style(styles["Heading 1"], SERIF, 20, bold=True, after=8, line=1.15)
    _style(styles["Heading 2"], SERIF, 14, bold=True, before=16, after=5, line=1.2)
    _style(styles["Heading 3"], SERIF, 11, bold=True, before=11, after=2, line=1.25)
    _style(styles["Caption"], SANS, 8.5, bold=True, before=8, after=4, line=1.25)
    _style(styles["List Bullet"], SANS, 9.5, after=2, line=1.3)
    for name in ("Title", "Heading 1", "Heading 2", "Heading 3", "Caption"):
        styles[name].paragraph_format.keep_with_next = True
    _border_off(styles["Title"])
    _style(_added(styles, VOICE), SERIF, 10, after=4, line=1.35)
    _style(_added(styles, KICKER), SANS, 9, bold=True, colour=SOFT, after=2, line=1.3)
    _style(_added(styles, SMALL), SANS, 8.5, colour=SOFT, after=4, line=1.3)
    _style(_added(styles, FACT), SERIF, 20, bold=True, after=0, line=1.1)
    _style(_added(styles, CELL), SANS, 8.5, before=2, after=2, line=1.2)
    _style(_added(styles, CELL_HEAD), SANS, 8, bold=True, before=2, after=2, line=1.15)


def _set_page(section: Any) -> None:
    section.page_width, section.page_height = PAGE_WIDTH, PAGE_HEIGHT
    section.left_margin = section.right_margin = MARGIN_SIDE
    section.top_margin, section.bottom_margin = MARGIN_TOP, MARGIN_BOTTOM
    section.different_first_page_header_footer = True


def _set_language(document: Any, language: str) -> None:
    """Tell spelling and screen readers the language of everything that does not say otherwise."""
    defaults = document.styles.element.find(qn("w:docDefaults"))
    run_properties = defaults.find(qn("w:rPrDefault")).find(qn("w:rPr"))
    for old in run_properties.findall(qn("w:lang")):
        run_properties.remove(old)
    tag = OxmlElement("w:lang")
    for attribute in ("w:val", "w:eastAsia", "w:bidi"):
        tag.set(qn(attribute), language)
    run_properties.append(tag)


def _added(styles: Any, name: str) -> Any:
    added = styles.add_style(name, WD_STYLE_TYPE.PARAGRAPH)
    added.base_style = styles["Normal"]
    added.quick_style = True
    return added


def _style(
    style: Any,
    font: str,
    size: float,
    *,
    bold: bool = False,
    colour: str = INK,
    before: float = 0,
    after: float = 0,
    line: float = 1.2,
) -> None:
    run_properties = style.element.get_or_add_rPr()
    _set_font(run_properties, font)
    for spaced_out in run_properties.findall(qn("w:spacing")):
        run_properties.remove(spaced_out)
    style.font.size, style.font.bold, style.font.italic = Pt(size), bold, False
    style.font.color.rgb = RGBColor.from_string(colour)
    paragraph = style.paragraph_format
    paragraph.space_before, paragraph.space_after = Pt(before), Pt(after)
    paragraph.line_spacing_rule, paragraph.line_spacing = WD_LINE_SPACING.MULTIPLE, line
    paragraph.widow_control = True


def _set_font(run_properties: Any, font: str) -> None:
    """Name the font for every script; the theme's fonts would win over it otherwise."""
    for old in run_properties.findall(qn("w:rFonts")):
        run_properties.remove(old)
    fonts = OxmlElement("w:rFonts")
    for script in ("w:ascii", "w:hAnsi", "w:cs", "w:eastAsia"):
        fonts.set(qn(script), font)
    run_properties.insert(0, fonts)


def _border_off(style: Any) -> None:
    properties = style.element.get_or_add_pPr()
    for border in properties.findall(qn("w:pBdr")):
        properties.remove(border)
