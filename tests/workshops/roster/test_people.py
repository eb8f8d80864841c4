"""A row gives a person, and says at the cell what was found in it."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from facilitator.breakouts.planning.models import Need
from facilitator.database import limits_of
from facilitator.workshops.models import Organisation, Participant
from facilitator.workshops.roster.entries import Entry
from facilitator.workshops.roster.fields import RosterField
from facilitator.workshops.roster.places import KnownCity, Places
from facilitator.workshops.roster.rows import (
    LONGEST_CELL,
    LONGEST_LANGUAGES,
    LONGEST_NAME,
    LONGEST_ORGANISATION,
)
from tests.workshops.roster.lists import INTERESTED, LIGHTHOUSE, PARTNER, read


def told(entry: Entry) -> list[str]:
    return [str(finding) for finding in entry.findings]


def one(headings: str, cells: str) -> Entry:
    (entry,) = read(headings, cells)
    return entry


def test_a_text_may_be_as_long_as_the_tables_take_it() -> None:
    columns = Participant.display_name, Organisation.name, Need.languages
    assert [limits_of(column).most for column in columns] == [
        LONGEST_NAME,
        LONGEST_ORGANISATION,
        LONGEST_LANGUAGES,
    ]


def test_a_row_says_all_that_the_workshop_can_hold() -> None:
    entry = one(
        "Title|First name|Last name|City|Organisation|Role|Email|Languages|Access needs|Wish 1|Wish 2",
        "Dr.|Ada|Example|Ulm|Energy agency Ulm|interested|ada@ulm.example.org|German|wheelchair|ret|Data",
    )
    person = entry.person
    assert entry.row == 2
    assert told(entry) == []
    assert (person.name, person.city, person.organisation) == ("Dr. Ada Example", "Ulm", "Energy Agency Ulm")
    assert (person.role, person.email) == (INTERESTED, "ada@ulm.example.org")
    assert (person.languages, person.step_free) == (("German",), True)
    assert person.wishes == ("RET", "DAT")


def test_what_a_row_leaves_empty_it_says_nothing_of() -> None:
    person = one("name|city|role|email|languages|step_free|wishes", "Ada Example|Ulm|||||").person
    assert (person.role, person.email, person.languages) == (None, "", ())
    assert (person.step_free, person.wishes, person.organisation) == (None, (), "")


# in the cell, city, organisation, what is said
PLACES = (
    ("Ulm", "Ulm", "", ()),
    ("  ulm ", "Ulm", "", ()),
    ("Stadt Köln", "Köln", "", ()),
    ("Koeln", "Köln", "", ()),
    ("STADT KOELN", "Köln", "", ()),
    ("Koln", "Köln", "", ()),
    ("City of Cologne", "Köln", "", ()),
    ("Città di Colonia", "Köln", "", ()),
    ("Lodz", "Łódź", "", ()),
    ("Ville de Łódź", "Łódź", "", ()),
    ("Cork City Council", "Cork", "", ()),
    ("city of ulm", "Ulm", "City of Ulm", ()),
    ("Example institute", "", "Example Institute", ()),
    ("Corck", "", "Corck", ("Corck is not in this workshop. Did you mean: Cork?",)),
    (
        "Nowhere",
        "",
        "Nowhere",
        ("Nowhere is not in this workshop. Add the city first, or enter “partner” as the role.",),
    ),
    ("", "", "", ("Enter the city or organisation.",)),
)


@pytest.mark.parametrize(("cell", "city", "organisation", "findings"), PLACES)
def test_a_city_or_organisation_is_found_by_its_names(
    cell: str, city: str, organisation: str, findings: tuple[str, ...]
) -> None:
    entry = one("name|organisation|phone", f"Ada Example|{cell}|1")
    assert (entry.person.city, entry.person.organisation) == (city, organisation)
    assert told(entry) == [*findings]
    assert entry.is_refused is bool(findings)


def test_a_name_that_two_cities_have_is_taken_for_neither() -> None:
    twins = Places(
        [KnownCity(f"Frankfurt {river}", INTERESTED, ("Frankfurt",)) for river in ("Main", "Oder")], ()
    )
    assert twins.city("Frankfurt") is None
    assert twins.city("Frankfurt (Oder)") == KnownCity("Frankfurt Oder", INTERESTED, ("Frankfurt",))


# city, organisation, role; role, findings, is it refused
TOGETHER = (
    ("Ulm", "Energy Agency Ulm", "", None, (), False),
    ("Ulm", "Water Works", "", None, ("Water Works is a new organisation.",), False),
    (
        "Graz",
        "Energy Agency Ulm",
        "",
        None,
        ("In this workshop Energy Agency Ulm is not of Graz. Correct one of the two.",),
        True,
    ),
    ("Graz", "Cork", "", None, ("In this workshop Cork is not of Graz. Correct one of the two.",), True),
    (
        "Graz",
        "Example Institute",
        "",
        PARTNER,
        ("In this workshop Example Institute is not of Graz. Correct one of the two.",),
        True,
    ),
    (
        "Bonn",
        "",
        "",
        None,
        ("Bonn is not in this workshop. Add the city first, or correct its name.",),
        True,
    ),
    ("", "Example Institute", "", PARTNER, (), False),
    ("", "Water Works", "Partenaire", PARTNER, ("Water Works is a new organisation.",), False),
    (
        "",
        "Exampel Institute",
        "partner",
        PARTNER,
        ("Exampel Institute is a new organisation. If it is one of these, correct it: Example Institute.",),
        False,
    ),
    (
        "",
        "Example Institute",
        "lighthouse",
        PARTNER,
        ("Example Institute is a partner in this workshop, so this person comes as a partner.",),
        False,
    ),
    ("Cork", "", "Leuchtturm", LIGHTHOUSE, (), False),
    ("Ulm", "", "delegate", None, (), False),
    (
        "Ulm",
        "",
        "lighthouse",
        LIGHTHOUSE,
        ("Ulm is an interested city. It becomes a lighthouse city.",),
        False,
    ),
    ("Ulm", "", "partner", None, ("Ulm is a city, so this person comes as its delegate.",), False),
    (
        "Ulm",
        "",
        "chair",
        None,
        ("“chair” is not a role here and is left out. Roles are lighthouse, interested, partner.",),
        False,
    ),
)


@pytest.mark.parametrize(("city", "organisation", "role", "as_", "findings", "is_refused"), TOGETHER)
def test_city_organisation_and_role_have_to_fit_together(
    city: str, organisation: str, role: str, as_: str | None, findings: tuple[str, ...], is_refused: bool
) -> None:
    entry = one("name|city|organisation|role|phone", f"Ada Example|{city}|{organisation}|{role}|1")
    assert told(entry) == [*findings]
    assert (entry.person.role, entry.is_refused) == (as_, is_refused)


AN_ADDRESS = "An email address is like ana@example.org. This one is left out."
SEVERAL = "There is more than one email address. Only the first one is used."
YES_OR_NO = "Only step-free access can be kept: enter yes or no. Note this elsewhere: “{}”."

# heading, cell, which value, what it is, what is said
CELLS = (
    ("email", "ada@ulm.example.org", "ada@ulm.example.org", ()),
    ("email", "Ada <mailto:ada@ulm.example.org>", "ada@ulm.example.org", ()),
    ("email", "ada@ulm.example.org; bo@ulm.example.org", "ada@ulm.example.org", (SEVERAL,)),
    ("email", "ada@ulm.example.org / ada@ulm.example.org", "ada@ulm.example.org", ()),
    ("email", "ada at ulm", "", (AN_ADDRESS,)),
    ("email", "ada@", "", (AN_ADDRESS,)),
    ("languages", "German; english and German/Italian", ("German", "english", "Italian"), ()),
    ("step_free", "yes", True, ()),
    ("step_free", "Oui", True, ()),
    ("step_free", "Sì", True, ()),
    ("step_free", "x", True, ()),
    ("step_free", "cadeira de rodas", True, ()),
    ("step_free", "Needs step-free access", True, ()),
    ("step_free", "Nein", False, ()),
    ("step_free", "não", False, ()),
    ("step_free", "none", False, ()),
    ("step_free", "–", None, ()),
    ("step_free", "kein Rollstuhl", None, (YES_OR_NO.format("kein Rollstuhl"),)),
    ("step_free", "hearing loop", None, (YES_OR_NO.format("hearing loop"),)),
    ("wishes", "Retrofit; data", ("RET", "DAT"), ()),
    ("wishes", "GRE, RET", ("GRE", "RET"), ()),
    ("wishes", "Mobility, shared", ("MOB",), ()),
    ("wishes", "Mobility, shared; RET", ("MOB", "RET"), ()),
    ("wishes", "1. Data 2. Retrofit", ("DAT", "RET"), ()),
    ("wishes", "RET; ret; Retrofit", ("RET",), ()),
    (
        "wishes",
        "RET;MOB;DAT;GRE",
        ("RET", "MOB", "DAT"),
        ("There are too many preferences (limit: 3). Only the first ones are used.",),
    ),
    (
        "wishes",
        "Retrofitt; Data",
        ("DAT",),
        ("“Retrofitt” is no measure of this workshop. Did you mean: Retrofit?",),
    ),
    ("wishes", "Waste", (), ("“Waste” is no measure of this workshop. This preference is left out.",)),
    (
        "proxy for",
        "Bo Sample",
        "Bo Sample",
        ("Ada Example comes for Bo Sample. Only Ada Example is imported.",),
    ),
)
VALUE = {
    "email": "email",
    "languages": "languages",
    "step_free": "step_free",
    "wishes": "wishes",
    "proxy for": "comes_for",
}


@pytest.mark.parametrize(("heading", "cell", "value", "findings"), CELLS)
def test_a_cell_says_what_it_means_or_what_is_left_out(
    heading: str, cell: str, value: object, findings: tuple[str, ...]
) -> None:
    entry = one(f"name|city|{heading}", f"Ada Example|Ulm|{cell}")
    assert getattr(entry.person, VALUE[heading]) == value
    assert told(entry) == [*findings]
    assert not entry.is_refused


@pytest.mark.parametrize(
    ("headings", "cells", "about"),
    [
        ("name|city", f"{'a' * 81}|Ulm", RosterField.NAME),
        ("surname|city", f"{'a' * 81}|Ulm", RosterField.LAST_NAME),
        ("name|organisation|role", f"Ada|{'a' * 121}|partner", RosterField.ORGANISATION),
        ("name|city|languages", f"Ada|Ulm|{'a' * 201}", RosterField.LANGUAGES),
        ("name|city|email", f"Ada|Ulm|{'a' * (LONGEST_CELL + 1)}", RosterField.EMAIL),
    ],
)
def test_what_is_too_long_for_the_workshop_is_refused_at_its_cell(
    headings: str, cells: str, about: RosterField
) -> None:
    entry = one(headings, cells)
    assert [(finding.about, finding.refuses) for finding in entry.findings] == [(about, True)]
    assert str(entry.findings[0]).startswith("This is too long.")


def test_a_position_in_the_column_of_titles_is_left_out() -> None:
    entry = one("title|name|city", "Head of energy|Ada Example|Ulm")
    assert entry.person.name == "Ada Example"
    assert told(entry) == ["“Head of energy” is not a title like Dr. It is left out."]
    assert one("title|name|city", "Mrs|Ada Example|Ulm").findings == ()


# second row, what is said of it, is it refused
DOUBLES = (
    (
        "Dr. Example, Ada|Ulm|",
        "Row 2 has this name for the same city or organisation. Delete one of the rows.",
        True,
    ),
    (
        "A. Example|Cork|ADA@ulm.example.org",
        "Row 2 has the same person, by name and email address. Delete one of the rows.",
        True,
    ),
    (
        "Bo Sample|Ulm|ada@ulm.example.org",
        "Row 2 has the same email address, but another name. Check the address.",
        False,
    ),
    ("Ada Example|Cork|", "", False),
    ("Ada Sample|Ulm|", "", False),
)


@pytest.mark.parametrize(("second", "finding", "is_refused"), DOUBLES)
def test_the_same_person_twice_is_said_and_never_merged_in_silence(
    second: str, finding: str, is_refused: bool
) -> None:
    first, entry = read("name|city|email", "Ada Example|Ulm|ada@ulm.example.org", second)
    assert first.findings == ()
    assert told(entry) == [finding] * bool(finding)
    assert entry.is_refused is is_refused


def test_a_row_that_is_refused_makes_nobody_else_a_double() -> None:
    _, second = read(
        "name|city|email", "Ada Example|Nowhere|a@b.example.org", "Ada Example|Ulm|a@b.example.org"
    )
    assert second.findings == ()


def test_a_city_takes_one_part_only() -> None:
    entries = read(
        "name|city|role", "Ada|Ulm|interested", "Bo|Ulm|", "Cy|Ulm|lighthouse", "Di|Ulm|interested"
    )
    assert [entry.is_refused for entry in entries] == [False, False, True, False]
    assert told(entries[2])[-1] == "Row 2 says that Ulm has another role. Correct one of the rows."


CELL = st.text(st.characters(exclude_categories=("Cs",), exclude_characters="\0"), max_size=20)


@settings(deadline=None, max_examples=100)
@given(st.lists(st.lists(CELL, min_size=9, max_size=9), max_size=4))
def test_whatever_the_cells_say_each_row_is_a_person_or_refused(rows: list[list[str]]) -> None:
    lines = ["|".join('"{}"'.format(cell.replace('"', '""')) for cell in row) for row in rows]
    heading = "name|first name|city|organisation|role|email|languages|step_free|wishes"
    for entry in read(heading, *lines):
        assert entry.is_refused or (entry.person.name and (entry.person.city or entry.person.organisation))
        assert all(str(finding) for finding in entry.findings)
