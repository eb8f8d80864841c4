"""DrawingML, element by element: what python-pptx has no verb for, such as the language of each run."""

from collections.abc import Sequence
from typing import Any

from lxml.etree import SubElement

from facilitator.documents.blocks import Run
from facilitator.documents.palette import Colour
from facilitator.documents.pptx import style
from facilitator.documents.pptx.flow import Line
from facilitator.documents.scripts import reads_from_right, writable

_A = "{http://schemas.openxmlformats.org/drawingml/2006/main}"
_POINT = 12_700
_HUNDREDTHS = 100


def element(parent: Any, tag: str, **attributes: object) -> Any:
    """An element of DrawingML within another."""
    return SubElement(parent, f"{_A}{tag}", {name: str(value) for name, value in attributes.items()})


def write(body: Any, lines: Sequence[Line], language: str) -> None:
    """Make these lines the paragraphs of a text body; of none, one that is empty, as the format wants it."""
    for old in body.findall(f"{_A}p"):
        body.remove(old)
    for line in lines:
        _paragraph(body, line, language)
    if not lines:
        element(body, "p")


def _paragraph(body: Any, line: Line, language: str) -> None:
    paragraph = element(body, "p")
    from_right = reads_from_right("".join(run.text for run in line.parts))
    look: dict[str, object] = {"algn": "r" if from_right or line.right else "l"}
    if line.bullet:
        look |= {"marL": style.INDENT * _POINT, "indent": -style.INDENT * _POINT}
    if from_right:
        look["rtl"] = 1
    properties = element(paragraph, "pPr", **look)
    if line.size:
        after = element(properties, "spcAft")
        element(after, "spcPts", val=round(line.size * style.SPACE * _HUNDREDTHS))
    if line.bullet:
        element(properties, "buChar", char="•")
    elif line.size:
        element(properties, "buNone")
    for run in line.parts:
        _run(paragraph, run, line, language)


def _run(paragraph: Any, run: Run, line: Line, language: str) -> None:
    for number, text in enumerate(writable(run.text).split("\n")):
        if number:
            _look(element(paragraph, "br"), "rPr", run, line, language)
        if text:
            part = element(paragraph, "r")
            _look(part, "rPr", run, line, language)
            element(part, "t").text = text


def _look(part: Any, tag: str, run: Run, line: Line, language: str) -> None:
    look: dict[str, object] = {"lang": language}
    if line.size:
        look["sz"] = round(line.size * _HUNDREDTHS)
    if run.bold or line.bold:
        look["b"] = 1
    if run.italic:
        look["i"] = 1
    properties = element(part, tag, **look)
    colour = run.colour or line.colour
    if colour:
        element(element(properties, "solidFill"), "srgbClr", val=colour.rgb)
    if line.serif:
        element(properties, "latin", typeface=style.SERIF)


def rule_below(cell: Any, colour: Colour, width: float) -> None:
    """A rule under a cell of a table, and none at its other sides."""
    properties = cell.get_or_add_tcPr()
    for side in ("lnL", "lnR", "lnT"):
        element(element(properties, side, w=0), "noFill")
    below = element(properties, "lnB", w=round(width * _POINT))
    element(element(below, "solidFill"), "srgbClr", val=colour.rgb)


def write_number(body: Any, language: str) -> None:
    """Make the number of the slide all that is in a text body, as a field at the right."""
    for old in body.findall(f"{_A}p"):
        body.remove(old)
    paragraph = element(body, "p")
    element(paragraph, "pPr", algn="r")
    field = element(paragraph, "fld", id="{B6F15528-21DE-4FAA-801E-634DDDAF4B2B}", type="slidenum")
    look = element(field, "rPr", lang=language, sz=round(style.FOOTER * _HUNDREDTHS))
    element(element(look, "solidFill"), "srgbClr", val=Colour.SOFT.rgb)
    element(field, "t").text = "‹#›"
