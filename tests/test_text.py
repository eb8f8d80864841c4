"""What people type is cleaned once: what breaks a reader goes, what they meant stays."""

import unicodedata

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from facilitator.text import clean_line, clean_text, name_key

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
    "می\u200cخواهم",
    "⠓⠑⠇⠇⠕",
    "\U0001fbff of a newer Unicode",
    "–",
)

# One name, whoever spells it.
SPELLINGS = (
    ("Max-Martin Richter", "max-martin  richter", "MAX MARTIN RICHTER", "Max\u2010Martin Ri\u00adchter"),
    ("José", "Jose\u0301", "jose", "ＪＯＳÉ"),
    ("Straßburg", "STRASSBURG"),
    ("अनीता", "अनीता\u200d "),
    ("李雷",),
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
    ("\u200b", "", ""),
    ("\u2800\u2800\u2800", "", ""),
    ("\u3164 \u200d\u200e\n\ufe0f\u0301", "", ""),
    ("\u200bAnna\u2060 \u2800", "Anna", "Anna"),
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


@pytest.mark.parametrize("spellings", SPELLINGS)
def test_a_name_is_one_name_however_it_is_spelled(spellings: tuple[str, ...]) -> None:
    assert {name_key(name) for name in spellings} == {name_key(spellings[0])}


def test_other_names_are_other_names() -> None:
    names = ("Anna", "Anne", "Hanna", "अनीता", "अनिता", "李雷", "☺", "☻")
    assert len({name_key(name) for name in names}) == len(names)


@given(typed)
@settings(max_examples=200, deadline=None)
def test_what_is_kept_can_be_seen(text: str) -> None:
    kept = clean_text(text)
    seen = [letter for letter in kept if unicodedata.category(letter)[0] in "LNPS"]
    not_known_yet = [letter for letter in kept if unicodedata.category(letter) in ("Cn", "Co")]
    assert bool(seen or not_known_yet) == bool(kept)


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
