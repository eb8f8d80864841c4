"""From a source and plain values to the bytes of a PDF, and from drawings to those of pictures."""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Mapping, Sequence
from functools import cache
from typing import TYPE_CHECKING, Any

from facilitator.paths import TEMPLATES

if TYPE_CHECKING:
    import typst

SOURCES = TEMPLATES / "pdf"
ACCESSIBLE = "ua-1"
"""PDF/UA-1: tagged, titled, in a language that is named, with words for each picture."""
STAND_IN = "□"
"""Printed in place of a letter that no font has; every font that Typst brings has this one."""
_READ = frozenset({"Ll", "Lm", "Lo", "Lt", "Lu", "Nd", "Nl", "No", "Pd", "Po", "Sc", "Sm"})
"""Kinds of signs that a text is read by; the others are pictures, marks, and what joins or directs signs."""
_WITHOUT_GLYPH = re.compile(r'^error: PDF/UA-1 error: the text `"(.+)"` could not be displayed', re.MULTILINE)
_ESCAPED = re.compile(r"\\u\{([0-9a-f]+)\}|\\(.)")
_TURNS = 4
"""As often a document is set: a sign that is replaced can bring another of its cluster to light."""


def write_pdf(source: str, values: Mapping[str, Any], *, title: str, language: str) -> bytes:
    """The document that `templates/pdf/<source>.typ` makes of the values, as PDF/UA-1.

    `values` holds what JSON can: texts, numbers, lists, mappings; the source finds it as `data`. Its title
    and language ("en") are set by `document.typ`, and what `mark` says stands across each page. Fonts are
    those of this system and those that Typst brings.
    A sign that none of them has is left out where it is a picture or cannot be seen, else replaced by
    `STAND_IN`; the source finds all of them as `data.missing`, to say so. Raises `typst.TypstError` where the
    source itself is wrong.
    """
    import typst  # 40 MB, needed by nobody who makes no PDF

    whole: dict[str, Any] = {"title": title, "language": language, "mark": "", **values}
    missing: list[str] = []
    for _ in range(_TURNS):
        try:
            return _set(source, whole | {"missing": missing}, ACCESSIBLE)
        except typst.TypstError as refused:
            found = signs_without_glyph(refused.diagnostic)
            if not found:
                break
            missing += [_code_point(sign) for sign in found]
            whole = _without(whole, str.maketrans({sign: _in_place_of(sign) for sign in found}))
    return _set(source, whole | {"missing": missing})


def pictures(drawings: Sequence[str], *, width: float, dots_per_inch: int) -> list[bytes]:
    """Each of these SVG drawings as PNG, `width` points wide."""
    import typst

    if not drawings:
        return []
    values = {"drawings": list(drawings), "width": width, "title": "", "language": "en"}
    made: Any = typst.compile(
        str(SOURCES / "pictures.typ"),
        root=str(SOURCES),
        font_paths=fonts(),
        format="png",
        ppi=dots_per_inch,
        sys_inputs={"data": json.dumps(values)},
    )
    return made if isinstance(made, list) else [made]


def signs_without_glyph(diagnostic: str) -> list[str]:
    """The signs that no font has, each once, as Typst names them where it refuses a document."""
    texts = (_ESCAPED.sub(_unescaped, text) for text in _WITHOUT_GLYPH.findall(diagnostic))
    return list(dict.fromkeys(sign for text in texts for sign in text if sign != STAND_IN))


@cache
def fonts() -> typst.Fonts:
    """The fonts of this system and those that Typst brings; looked for once."""
    import typst

    return typst.Fonts()


def _set(source: str, values: Mapping[str, Any], *standards: Any) -> bytes:
    import typst

    return typst.compile(
        str(SOURCES / f"{source}.typ"),
        root=str(SOURCES),
        font_paths=fonts(),
        format="pdf",
        pdf_standards=list(standards),
        sys_inputs={"data": json.dumps(values)},
    )


def _unescaped(escape: re.Match[str]) -> str:
    return chr(int(escape[1], 16)) if escape[1] else escape[2]


def _in_place_of(sign: str) -> str:
    return STAND_IN if unicodedata.category(sign) in _READ else ""


def _code_point(sign: str) -> str:
    return f"U+{ord(sign):04X}"


def _without(value: Any, table: Mapping[int, str]) -> Any:
    """The same values with other signs in their texts."""
    if isinstance(value, str):
        return value.translate(table)
    if isinstance(value, Mapping):
        return {key: _without(each, table) for key, each in value.items()}
    if isinstance(value, list | tuple):
        return [_without(each, table) for each in value]
    return value
