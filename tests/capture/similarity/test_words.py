"""Words of any language and script."""

import unicodedata

import pytest

from facilitator.capture.similarity import Issue, KnownIssues, SharedWord
from facilitator.capture.similarity.folding import fold, spelled_words


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Straße", "STRASSE"),
        ("Ёлка", "ЕЛКА"),
        ("ΜΕΤΡΗΤΗΣ", "μετρητής"),
        ("rénovation", "RENOVATION"),
        ("Łódź", "lodz"),
        ("ISTANBUL", "ıstanbul"),
        ("Ｗｉｆｉ", "wifi"),
        ("ﾊﾟﾈﾙ", "パネル"),
        ("cafe\u0301", "café"),
    ],
)
def test_case_accents_and_width_make_no_difference(one: str, other: str) -> None:
    assert fold(one) == fold(other)


@pytest.mark.parametrize(("one", "other"), [("か", "が"), ("हिम", "हम"), ("กา", "กี")])
def test_marks_that_are_letters_do(one: str, other: str) -> None:
    assert fold(one) != fold(other)


def test_scripts_without_spaces_pictures_and_latin_words_are_told_apart() -> None:
    assert spelled_words("5G网络 is slow🚲, l'État says") == [
        "5G",
        "网络",
        "is",
        "slow",
        "🚲",
        "l",
        "État",
        "says",
    ]


def test_characters_newer_than_the_oldest_python_are_read_the_same_by_all() -> None:
    """Assigned in Unicode 15 and 16: an old Python doesn't know them, a new one would fold the last."""
    assert [spelled_words(char) for char in "\U00011f02\U0001fae9\U00010d50"] == [
        ["\U00011f02"],
        ["\U0001fae9"],
        ["\U00010d50"],
    ]
    assert fold("\U00010d50") == "\U00010d50"
    assert unicodedata.ucd_3_2_0.unidata_version == "3.2.0"


@pytest.mark.parametrize(
    ("typed", "stands", "shared"),
    [
        (
            "Umlage Modernisierung",
            "Wer trägt die Modernisierungsumlage?",
            [
                SharedWord("Modernisierung", "Modernisierungsumlage"),
                SharedWord("Umlage", "Modernisierungsumlage"),
            ],
        ),
        ("RENOVATION tardive", "la rénovation", [SharedWord("RENOVATION", "rénovation")]),
        ("ΕΞΥΠΝΟΙ μετρητές", "έξυπνους", [SharedWord("ΕΞΥΠΝΟΙ", "έξυπνους")]),
        ("собственик", "Собствениците", [SharedWord("собственик", "Собствениците")]),
        ("改修工事には全員の同意", "全員の同意がない", [SharedWord("全員の同意", "全員の同意")]),
        ("🚲🚲 stolen", "🚲", [SharedWord("🚲", "🚲")]),
    ],
)
def test_the_reason_shows_the_shared_words_as_each_side_spells_them(
    typed: str, stands: str, shared: list[SharedWord]
) -> None:
    [match] = KnownIssues([Issue(1, stands)]).similar_to(Issue(0, typed), at_least=0)
    assert list(match.reason.words) == shared


def test_words_that_nearly_all_issues_have_are_no_reason() -> None:
    known = KnownIssues(Issue(number, f"the permit for the {what}") for number, what in enumerate(PLACES, 1))
    [match] = known.similar_to(Issue(0, "the waiting for the tramway"), at_least=0, limit=1)
    assert match.reason.words == (SharedWord("tramway", "tramway"),)


PLACES = [
    "tramway",
    "school",
    "harbour",
    "library",
    "market",
    "bridge",
    "cinema",
    "garden",
    "museum",
    "ferry",
]
