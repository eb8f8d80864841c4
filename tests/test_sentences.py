"""A sentence is data until somebody reads it: stored, nested and counted, then said in their language."""

import json
from datetime import date

import pytest
from flask import Flask
from flask_babel import force_locale

from facilitator.sentences import Days, Names, Sentence, listed, say
from facilitator.web.sentences import in_words

pytestmark = pytest.mark.one_database

ONE, MANY = "%(group)s is full: it has one seat.", "%(group)s has %(num)d seats."
FULL = Sentence(ONE, {"group": "A", "num": 1}, MANY)
NOBODY_FITS = say("No group suits %(names)s.", names=listed("AB"))
NESTED = say("No plan can follow all rules. %(why)s", why=NOBODY_FITS)


DAYS = say("From %(days)s.", days=Days(date(2027, 3, 1), date(2027, 3, 2)))


@pytest.mark.parametrize("said", [FULL, NESTED, DAYS, say("There is nobody to seat.")])
def test_a_sentence_that_was_stored_is_the_same(said: Sentence) -> None:
    assert Sentence.from_data(json.loads(json.dumps(said.as_data()))) == said


@pytest.mark.parametrize(("seats", "words"), [(1, "A is full: it has one seat."), (2, "A has 2 seats.")])
def test_what_is_counted_has_the_form_of_its_number(house: Flask, seats: int, words: str) -> None:
    said = Sentence(ONE, {"group": "A", "num": seats}, MANY)
    with house.test_request_context():
        assert (in_words(said), str(said)) == (words, words)


@pytest.mark.parametrize(
    ("language", "names", "words"),
    [
        ("en_GB", "AB", "No plan can follow all rules. No group suits A and B."),
        ("en_GB", "ABCDEFGH", "No plan can follow all rules. No group suits A, B, C, D, E, F and 2 more."),
        ("de_DE", "AB", "No plan can follow all rules. No group suits A und B."),
    ],
)
def test_names_are_listed_as_the_language_lists_them(
    house: Flask, language: str, names: str, words: str
) -> None:
    said = say(NESTED.text, why=say(NOBODY_FITS.text, names=Names(tuple(names))))
    with house.test_request_context(), force_locale(language):
        assert in_words(said) == words


@pytest.mark.parametrize(("language", "words"), [("en_GB", "12,000 moves."), ("de_DE", "12.000 moves.")])
def test_numbers_are_written_as_the_language_writes_them(house: Flask, language: str, words: str) -> None:
    with house.test_request_context(), force_locale(language):
        assert in_words(say("%(moves)s moves.", moves=12_000)) == words


@pytest.mark.parametrize(
    ("language", "words"), [("en_GB", "From 1–2 Mar 2027."), ("de_DE", "From 1.–2. März 2027.")]
)
def test_days_are_written_as_the_language_writes_them(house: Flask, language: str, words: str) -> None:
    with house.test_request_context(), force_locale(language):
        assert in_words(DAYS) == words


def test_a_gap_has_no_name_that_gettext_needs_itself() -> None:
    with pytest.raises(ValueError, match="can't be called string"):
        say("%(string)s is here.", string="Ada")
