"""A name is read as people write it, keeps its spelling, and is compared without titles and order."""

import pytest

from facilitator.workshops.roster.names import (
    NO_NAME,
    SEVERAL_NAMES,
    UNCLEAR_NAME,
    could_be_one,
    join_name,
    person_key,
    read_name,
)

# written, shown
SHOWN = (
    ("Ada Example", "Ada Example"),
    ("Example, Ada", "Ada Example"),
    ("Example, Ada, Dr.", "Dr. Ada Example"),
    ("Ada Example, PhD", "PhD Ada Example"),
    ("Prof. Dr. Ada Example", "Prof. Dr. Ada Example"),
    ("Dipl.-Ing. Bo Sample", "Dipl.-Ing. Bo Sample"),
    ("Frau Dr. Ada Example", "Dr. Ada Example"),
    ("Mme Ada Example", "Ada Example"),
    ("’Neil, Bo", "Bo ’Neil"),
    ("O'Neil-Łukasiewicz, Zoë", "Zoë O'Neil-Łukasiewicz"),
    ("van der Example, Ada", "Ada van der Example"),
    ("Ma, Jack", "Jack Ma"),
    ("Hans von und zu Example", "Hans von und zu Example"),
    ("Maria Costa e Silva", "Maria Costa e Silva"),
    ("Maximiliane\nExample", "Maximiliane Example"),
    ("شيرين مثال", "شيرين مثال"),
    ("李雷", "李雷"),
    ("=1+1 Example", "=1+1 Example"),
    ("Ada", "Ada"),
)

# written, who comes, for whom
COMES_FOR = (
    ("Ada Example (for Bo Sample)", "Ada Example", "Bo Sample"),
    ("Ada Example for Bo Sample", "Ada Example", "Bo Sample"),
    ("Example, Ada (für Sample, Bo)", "Ada Example", "Sample, Bo"),
    ("Ada Example, in Vertretung von Bo Sample", "Ada Example", "Bo Sample"),
    ("Ada Example pour Bo Sample", "Ada Example", "Bo Sample"),
    ("Ada Example – per conto di Bo Sample", "Ada Example", "Bo Sample"),
    ("Ada Example [em nome de Bo Sample]", "Ada Example", "Bo Sample"),
    ("Ada Forster", "Ada Forster", ""),
)

# written, what stands against it
UNREADABLE = (
    ("Ada Example and Bo Sample", SEVERAL_NAMES),
    ("Ada Example / Bo Sample", SEVERAL_NAMES),
    ("Ada Example; Bo Sample", SEVERAL_NAMES),
    ("Ada Example & Bo Sample", SEVERAL_NAMES),
    ("Ada Example und Bo Sample", SEVERAL_NAMES),
    ("Ada Example\nBo Sample", SEVERAL_NAMES),
    ("Example, Ada, Sample, Bo", UNCLEAR_NAME),
    ("for Bo Sample", NO_NAME),
    ("", NO_NAME),
    ("–", NO_NAME),
    ("42", NO_NAME),
)


@pytest.mark.parametrize(("written", "shown"), SHOWN)
def test_a_name_is_shown_as_it_is_spoken(written: str, shown: str) -> None:
    name = read_name(written)
    assert (name.shown, name.comes_for, name.problem) == (shown, "", "")


@pytest.mark.parametrize(("written", "shown", "other"), COMES_FOR)
def test_who_comes_for_somebody_is_told_from_them(written: str, shown: str, other: str) -> None:
    name = read_name(written)
    assert (name.shown, name.comes_for, name.problem) == (shown, other, "")


@pytest.mark.parametrize(("written", "problem"), UNREADABLE)
def test_a_cell_with_no_name_or_several_is_not_guessed_at(written: str, problem: str) -> None:
    assert read_name(written).problem == problem


@pytest.mark.parametrize(
    ("first", "last", "shown"),
    [("Ada", "Example", "Ada Example"), ("", "Example", "Example"), ("Ada", "", "Ada")],
)
def test_first_and_last_name_make_a_name(first: str, last: str, shown: str) -> None:
    assert join_name(first, last).shown == shown


@pytest.mark.parametrize(
    "spellings",
    [
        (
            "Prof. Dr. Ada Example",
            "Ada Example",
            "EXAMPLE Ada",
            "Ada\u00adExample Dr.".replace("\u00ad", " "),
        ),
        ("Max-Martin Richter", "Max Martin Richter", "Richter, Max-Martin"),
        ("José Lukács", "Jose\u0301 Lukacs", "\u200bJosé Lukács"),
    ],
)
def test_spellings_of_one_name_have_one_key(spellings: tuple[str, ...]) -> None:
    assert len({person_key(spelling) for spelling in spellings}) == 1


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Max-Martin Richter", "Max von-Richter"),
        ("Ada Example", "Ada Sample"),
        ("Jack Ma", "Jack"),
        ("Dr. Eng", "Dr. Ing"),
    ],
)
def test_names_of_two_people_have_two_keys(one: str, other: str) -> None:
    assert person_key(one) != person_key(other)


@pytest.mark.parametrize(
    ("one", "other", "is_possible"),
    [
        ("A. Example", "Ada Example", True),
        ("Dr. Ada Example", "Example, Ada", True),
        ("Ada Maria Example", "Ada Example", True),
        ("Ada Example", "Bo Example", False),
        ("Ada Example", "Bo Sample", False),
    ],
)
def test_a_short_form_could_be_the_same_person(one: str, other: str, is_possible: bool) -> None:
    assert could_be_one(one, other) is could_be_one(other, one) is is_possible
