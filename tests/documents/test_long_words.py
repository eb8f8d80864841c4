"""A word that is wider than its column breaks inside of it, and stands over nothing else."""

import re
from io import BytesIO
from typing import Any

import pypdf
import pytest

from facilitator.documents.blocks import Cover, DataTable, Document, Heading, Paragraph, Run, TableColumn
from facilitator.documents.pdf import typeset
from tests.documents.sample import AT, WORDS

pytestmark = pytest.mark.one_database

NARROWEST = {"W": 0.85, "m": 0.75}
"""Of these letters, so much of the size of the letters at least is their width, in whatever font there is."""
A4, MARGIN = 595.3, 59.5


def lines(written: bytes) -> list[tuple[float, float, str]]:
    """Each piece of text of a PDF: where it begins from the left, how large it is, what it says."""
    found: list[tuple[float, float, str]] = []

    def note(text: str, cm: Any, tm: Any, _font: Any, size: float) -> None:
        if text.strip():
            left = tm[4] * cm[0] + cm[4]
            found.append((left, size * abs(tm[0] * cm[0]), re.sub("[\u200b\\s]", "", text)))

    for page in pypdf.PdfReader(BytesIO(written)).pages:
        page.extract_text(visitor_text=note)
    return found


def document(*blocks: Any) -> Document:
    return Document(
        title="x", language="en-GB", subject="", keywords="", category="", description="", created_at=AT,
        words=WORDS, blocks=blocks,
    )  # fmt: skip


@pytest.mark.parametrize("letter", NARROWEST)
def test_a_word_of_60_letters_stays_in_its_column(letter: str) -> None:
    word, columns = letter * 60, [TableColumn(letter * 60, share) for share in (1, 2, 1, 3)]
    cells = [word, f"of {word} too", Run(word, bold=True), word]
    written = typeset(document(DataTable("Caption", columns, [cells, cells])))
    ends = [MARGIN + (A4 - 2 * MARGIN) * share / 7 for share in (1, 3, 4, 7)]
    pieces = [piece for piece in lines(written) if letter * 3 in piece[2]]
    assert sum(said.count(letter) for *_, said in pieces) >= 12 * 55
    for left, size, said in pieces:
        end = next(end for end in ends if left < end - 1)
        assert left + len(said) * NARROWEST[letter] * size <= end, (left, size, said)


def test_a_word_of_60_letters_stays_on_the_page() -> None:
    word = "W" * 60
    written = typeset(document(Cover("x", word, "y"), Heading(1, word, anchor="a"), Paragraph(f"Of {word}")))
    pieces = [piece for piece in lines(written) if "W" in piece[2]]
    assert sum(said.count("W") for *_, said in pieces) == 3 * 60
    for left, size, said in pieces:
        assert left + len(said) * NARROWEST["W"] * size <= A4 - MARGIN, (left, size, said)
