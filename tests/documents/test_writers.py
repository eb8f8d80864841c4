"""Each writer says every text of a document in its order, as text, whatever people have typed."""

import re
import zipfile
from collections import Counter
from io import BytesIO
from pathlib import Path

import docx
import pypdf
import pytest
from docx.oxml.ns import qn
from hypothesis import given, settings
from hypothesis import strategies as st

from facilitator.documents.docx.writing import write_docx
from facilitator.documents.html import write_html
from facilitator.documents.pdf import typeset
from tests.documents.reading import Page, docx_texts, html_texts, not_in_order, pdf_text, structure, texts
from tests.documents.sample import sample

pytestmark = pytest.mark.one_database

TYPED = (
    "One house, many owners",
    "<script>alert(1)</script> & <b> </main> <!-- &amp; ]]>",
    "=1+1 @SUM(A1) {{ 7*7 }} {number} {caption} {characters} %(x)s",
    '#panic(1) *b* $x$ `r` @a <b> \\ // [c] {d} "]) #read("/etc/passwd")',
    "../../etc/passwd file:///etc/passwd https://example.org/x.png",
    "\N{PARTY POPPER}\N{FAMILY} fête \N{CJK UNIFIED IDEOGRAPH-6F22}",
    "Heat \x01and\x0b \x1bpower\ufffe",
    "Z" + "\u0335\u0336" * 20 + "algo",
)
FROM_RIGHT = "\u05e9\u05dc\u05d5\u05dd \u05e2\u05d5\u05dc\u05dd"


@pytest.mark.parametrize("typed", [*TYPED, FROM_RIGHT])
def test_a_document_to_edit_and_a_page_say_every_text_in_its_order(typed: str) -> None:
    document = sample(typed)
    assert docx_texts(write_docx(document)) == texts(document)
    assert html_texts(write_html(document).encode()) == texts(document)


@pytest.mark.parametrize("typed", TYPED[:5])
def test_a_pdf_says_every_text_in_its_order(typed: str) -> None:
    document = sample(typed)
    assert not_in_order(texts(document), pdf_text(typeset(document))) == []


@pytest.mark.parametrize("typed", [*TYPED[5:], FROM_RIGHT])
def test_a_pdf_comes_out_of_what_no_font_has(typed: str) -> None:
    said = pdf_text(typeset(sample(typed)))
    assert said.startswith("Report")
    assert said.endswith("Theend")


def test_a_text_from_the_right_is_set_from_the_right() -> None:
    said = Counter(pdf_text(typeset(sample(FROM_RIGHT))))
    assert said["\u05e9"] >= 10
    lines = docx.Document(BytesIO(write_docx(sample(FROM_RIGHT)))).element.body.iter(qn("w:bidi"))
    assert len(list(lines)) >= 10


@settings(deadline=None)
@given(st.text(max_size=60))
def test_whatever_is_typed_a_file_comes_out(typed: str) -> None:
    document = sample(typed)
    docx.Document(BytesIO(write_docx(document)))
    Page(write_html(document))


def test_a_text_of_32767_characters_is_written_whole() -> None:
    document = sample("word " * 6_553 + "ab")
    assert docx_texts(write_docx(document)) == texts(document)
    assert html_texts(write_html(document).encode()) == texts(document)


def test_a_page_loads_nothing_and_runs_nothing() -> None:
    page = Page(write_html(sample(TYPED[4])))
    tags = Counter(tag for tag, _ in page.tags)
    assert tags.keys().isdisjoint({"script", "link", "img", "iframe", "object", "form", "base"})
    attributes = {(name, value) for _, found in page.tags for name, value in found.items()}
    assert {value for name, value in attributes if name in ("href", "src")} == {
        "#chapter-one",
        "#chapter-two",
    }
    assert not [name for name, _ in attributes if name.startswith("on") or name == "style"]
    assert "url(" not in write_html(sample("x"))
    assert "@import" not in write_html(sample("x"))


def test_a_page_is_readable_on_a_phone_and_in_print() -> None:
    page = write_html(sample("x"))
    found = Page(page)
    assert ("html", {"lang": "en-GB"}) in found.tags
    assert ("meta", {"name": "viewport", "content": "width=device-width, initial-scale=1"}) in found.tags
    assert "@media print" in page
    tables = sum(tag == "table" for tag, _ in found.tags)
    frames = [found for tag, found in found.tags if found.get("class") == "wide"]
    assert len(frames) == tables == 1
    assert [found["aria-label"] for tag, found in found.tags if tag == "svg"] == ["x", "x"]


def test_a_pdf_is_tagged_titled_and_in_its_language() -> None:
    written = typeset(sample("One house"))
    reader = pypdf.PdfReader(BytesIO(written), strict=True)
    catalogue = reader.trailer["/Root"]
    assert reader.metadata is not None
    assert (reader.metadata.title, catalogue["/Lang"]) == ("One house", "en")  # type: ignore[index]
    assert b"<pdfuaid:part>1</pdfuaid:part>" in catalogue["/Metadata"].get_data()  # type: ignore[index]
    kinds = Counter(structure(written))
    assert [kind for kind in structure(written) if re.fullmatch("H[1-6]", kind)] == ["H1", "H2", "H3", "H1"]
    assert (kinds["Table"], kinds["TR"], kinds["TH"], kinds["TD"]) == (1, 3, 3, 6)
    assert (kinds["Figure"], kinds["L"], kinds["LI"], kinds["TOCI"]) == (2, 1, 2, 2)


def test_a_document_to_edit_has_pictures_with_words_and_tables_with_heads() -> None:
    document = docx.Document(BytesIO(write_docx(sample("One house"))))
    body = document.element.body
    words = [found.get("descr") for found in body.iter(qn("wp:docPr"))]
    assert words == ["One house"] * 2
    names = [shape.get("id") for shape in body.iter(qn("wp:docPr"))]
    assert len(set(names)) == 2
    heads = [found.find(qn("w:tr")).find(qn("w:trPr")) for found in body.iter(qn("w:tbl"))]
    assert [head.find(qn("w:tblHeader")) is not None for head in heads] == [False, True]
    assert len(document.inline_shapes) == 2


def test_a_document_to_edit_says_nothing_of_another_and_spaces_by_no_empty_lines() -> None:
    written = write_docx(sample("One house"))
    names = zipfile.ZipFile(BytesIO(written)).namelist()
    assert [name for name in names if "thumbnail" in name or "app.xml" in name] == []
    document = docx.Document(BytesIO(written))
    modes = {
        setting.get(qn("w:name")): setting.get(qn("w:val"))
        for setting in document.settings.element.iter(qn("w:compatSetting"))
    }
    assert modes["compatibilityMode"] == "15"
    lines = [line for line in document.paragraphs if not line.text]
    assert [len(list(line._p.iter(qn("w:drawing")))) for line in lines] == [1, 1]  # noqa: SLF001


def test_no_file_is_read_that_a_text_names(tmp_path: Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("s3cret")
    for typed in (f'#read("{secret}")', str(secret), f"file://{secret}"):
        document = sample(typed)
        assert "s3cret" not in pdf_text(typeset(document))
        assert "s3cret" not in write_html(document)
        assert "s3cret" not in "".join(docx_texts(write_docx(document)))
