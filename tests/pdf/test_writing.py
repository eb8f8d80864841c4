"""A PDF comes out whatever people typed: each letter that a font has, and a word for the others."""

from io import BytesIO
from pathlib import Path
from typing import Any

import pypdf
import pytest
import typst
from hypothesis import given
from hypothesis import strategies as st

from facilitator.pdf import writing
from facilitator.pdf.writing import STAND_IN, signs_without_glyph, write_pdf

pytestmark = pytest.mark.one_database

WORDS = {
    "heading": "Sign-in sheet",
    "number": "No.",
    "name": "Name",
    "others": "Others",
    "page": "",
    "missing": "Gone: {characters}",
}
NAMES = (
    "Łukasz Ščepánović-Ødegård",
    "Γιώργος Παπαδόπουλος",
    "Donaudampfschifffahrtselektrizitätenhauptbetriebswerkbauunterbeamtengesellschaft",
    "W" * 80,
    "#panic(1) *b* $x$ `r` @a <b> \\ // [c] {d}",
    '"]) #import "@preview/x:1.0.0"',
)


def sheet(*names: str, **values: Any) -> bytes:
    """A sign-in sheet of one group with these names."""
    groups = [{"name": "Lyon", "people": list(names)}]
    of_all = {"workshop": "W", "about": "", "days": ["Today"], "groups": groups, "others": 2, "words": WORDS}
    return write_pdf("sign_in_sheet", of_all | values, title="Who signs", language="en")


def read(written: bytes) -> pypdf.PdfReader:
    return pypdf.PdfReader(BytesIO(written), strict=True)


def text(written: bytes) -> str:
    return "\n".join(page.extract_text() for page in read(written).pages)


@pytest.fixture
def bare(monkeypatch: pytest.MonkeyPatch) -> None:
    """A server with no font but those that Typst brings."""
    monkeypatch.setattr(writing, "fonts", lambda: typst.Fonts(include_system_fonts=False))


def test_a_document_says_its_title_and_language_and_is_tagged() -> None:
    document = read(sheet("Anna Berg"))
    catalogue: Any = document.trailer["/Root"]
    assert document.metadata is not None
    assert (document.metadata.title, catalogue["/Lang"]) == ("Who signs", "en")
    assert catalogue["/MarkInfo"]["/Marked"]
    assert b"<pdfuaid:part>1</pdfuaid:part>" in catalogue["/Metadata"].get_data()


def test_what_people_typed_is_never_read_as_markup(bare: None) -> None:  # noqa: ARG001
    said = "".join(text(sheet(*NAMES)).replace("\u200b", "").split())
    assert [name for name in NAMES if "".join(name.split()) not in said] == []
    assert "Gone:" not in said


def test_a_letter_that_no_font_has_is_shown_as_a_square_and_named(bare: None) -> None:  # noqa: ARG001
    said = text(sheet("Li 漢 Wei", "Zoë 🦄", "👩\u200d👧 Ada"))
    assert f"Li {STAND_IN} Wei" in said
    assert "Zoë \n" in said
    assert "Gone: U+6F22, U+1F984, U+1F469" in said


@given(st.lists(st.text(st.characters(exclude_categories=["Cs", "Cc"]), min_size=1, max_size=80), max_size=4))
def test_a_pdf_comes_out_of_any_names(names: list[str]) -> None:
    assert len(read(sheet(*names)).pages) >= 1


def test_a_thousand_letters_without_a_font_are_all_found(bare: None) -> None:  # noqa: ARG001
    letters = [chr(code) for code in range(0x4E00, 0x4E00 + 1_000)]
    said = text(sheet(*("".join(letters[at : at + 80]) for at in range(0, 1_000, 80))))
    assert said.count(STAND_IN) == 1_000


def test_a_document_reaches_no_file_and_no_network(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("s3cret")
    assert "s3cret" not in text(sheet(f'#read("{secret}")', str(secret)))
    monkeypatch.setattr(writing, "SOURCES", tmp_path / "sources")
    writing.SOURCES.mkdir()
    for line in (f'#read("{secret}")', '#read("../secret.txt")'):
        (writing.SOURCES / "curious.typ").write_text(line)
        with pytest.raises(typst.TypstError):
            write_pdf("curious", {}, title="T", language="en")


def test_the_sources_name_no_package() -> None:
    sources = list(writing.SOURCES.glob("*.typ"))
    assert sources
    assert [source.name for source in sources if "@preview" in source.read_text()] == []


def test_signs_are_read_from_what_typst_says() -> None:
    said = 'error: PDF/UA-1 error: the text `"{}"` could not be displayed with font `"F"`\n'
    both = said.format("漢") + said.format("\\u{200d}\\\\") + said.format("漢")
    assert signs_without_glyph(both) == ["漢", "\u200d", "\\"]
    assert signs_without_glyph("error: expected expression") == []
