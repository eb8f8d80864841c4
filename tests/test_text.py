"""What people type is cleaned once: what breaks a reader goes, what they meant stays."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from facilitator.text import clean_line, clean_text

STAYS = (
    "Several owners must agree on one renovation",
    "Müllabfuhr, straßenweise – 10 €/m²",
    "住宅の改修",
    "مالكو الشقق",
    "\N{FAMILY} \N{WOMAN}\N{ZERO WIDTH JOINER}\N{PERSONAL COMPUTER} ❤️",
    "<script>alert('x')</script> & <b>",
    "=1+1",
    "+49 30 123",
    "@mention",
    "-- DROP TABLE card; %s {{ x }} ${y}",
    "a\nb\n\nc",
)

# typed, as several lines, as one line
CLEANED = (
    ("  two  spaces\tand a tab ", "two spaces and a tab", "two spaces and a tab"),
    ("a\r\nb", "a\nb", "a b"),
    ("a\rdata: forged", "a\ndata: forged", "a data: forged"),
    ("a\N{LINE SEPARATOR}b\N{NEXT LINE}c", "a\nb\nc", "a b c"),
    ("a\n\n\n\nb", "a\n\nb", "a b"),
    ("NUL\x00 bell\x07 escape\x1b[31m", "NUL bell escape[31m", "NUL bell escape[31m"),
    ("half \ud83d of an emoji", "half of an emoji", "half of an emoji"),
    ("\N{RIGHT-TO-LEFT OVERRIDE}gpj.exe", "gpj.exe", "gpj.exe"),
    ("\ufeffmarked", "marked", "marked"),
    ("e\N{COMBINING ACUTE ACCENT}", "é", "é"),
    (" \x00\r\n\t ", "", ""),
    ("", "", ""),
)  # fmt: skip

typed = st.text(st.characters(exclude_categories=()), max_size=60)


@pytest.mark.parametrize("text", STAYS)
def test_what_people_meant_stays(text: str) -> None:
    assert clean_text(text) == text


@pytest.mark.parametrize(("text", "lines", "line"), CLEANED)
def test_what_breaks_a_reader_goes(text: str, lines: str, line: str) -> None:
    assert clean_text(text) == lines
    assert clean_line(text) == line


@given(typed)
@settings(max_examples=200, deadline=None)
def test_cleaning_twice_is_cleaning_once(text: str) -> None:
    assert clean_text(clean_text(text)) == clean_text(text)
    assert clean_line(clean_line(text)) == clean_line(text)


@given(typed)
@settings(max_examples=200, deadline=None)
def test_nothing_is_left_that_a_writer_refuses(text: str) -> None:
    kept = clean_text(text).replace("\n", "")
    assert [letter for letter in kept if unicodedata.category(letter) in ("Cc", "Cs")] == []
    assert "\n" not in clean_line(text)
    clean_text(text).encode("utf-8")
