"""A list beside the people who are there: what each row would do."""

from dataclasses import replace

import pytest

from facilitator.workshops.roster.changes import Effect, KnownPerson, RowChange, changes
from facilitator.workshops.roster.entries import Entry, ListedPerson
from facilitator.workshops.roster.places import RosterRole
from tests.workshops.roster.lists import CITIES, INTERESTED, read

HEADINGS = "name|city|organisation|role|email|languages|step_free|wishes"
ADA = ListedPerson(
    "Ada Example", "Ulm", "City of Ulm", INTERESTED, "ada@ulm.example.org", ("German",), False, ("RET",)
)
BO = ListedPerson("Bo Sample", "Cork", "", RosterRole.LIGHTHOUSE)
KNOWN = (KnownPerson(1, ADA), KnownPerson(2, BO))
SAME = "Ada Example|Ulm||||||"


def found(*rows: str, known: tuple[KnownPerson, ...] = KNOWN) -> list[RowChange]:
    return [*changes(read(HEADINGS, *rows), known)]


def differences(change: RowChange) -> list[str]:
    return [f"{each.about}: {each.before} → {each.after}" for each in change.differences]


# row; effect, whom it is about, what differs
ROWS = (
    ("Ada Example|Ulm|City of Ulm|interested|ada@ulm.example.org|German|no|RET", "unchanged", 1, []),
    ("Example, Ada|Stadt Ulm||||german||", "unchanged", 1, []),
    (SAME, "unchanged", 1, []),
    ("ADA EXAMPLE|Ulm||||||", "changed", 1, ["name: Ada Example → ADA EXAMPLE"]),
    ("Dr. Ada Example|Ulm||||||", "changed", 1, ["name: Ada Example → Dr. Ada Example"]),
    ("Ada Exampel|Ulm|||ADA@ulm.example.org|||", "changed", 1, ["name: Ada Example → Ada Exampel"]),
    ("Ada Example|Graz|||ada@ulm.example.org|||", "changed", 1, ["city: Ulm → Graz"]),
    (
        "Ada Example|Ulm|Energy Agency Ulm|||||",
        "changed",
        1,
        ["organisation: City of Ulm → Energy Agency Ulm"],
    ),
    ("Ada Example|Ulm||lighthouse||||", "changed", 1, ["role: interested → lighthouse"]),
    (
        "Ada Example|Ulm|||new@ulm.example.org|||",
        "changed",
        1,
        ["email: ada@ulm.example.org → new@ulm.example.org"],
    ),
    ("Ada Example|Ulm||||English, German||", "changed", 1, ["languages: German → English, German"]),
    ("Ada Example|Ulm||||et, sv und en||", "changed", 1, ["languages: German → et, sv, en"]),
    ("Ada Example|Ulm|||||yes|", "changed", 1, ["step-free: no → yes"]),
    ("Ada Example|Ulm||||||DAT; RET", "changed", 1, ["wishes: RET → DAT, RET"]),
    ("Bo Sample|Cork|||||no|", "unchanged", 2, []),
    ("Cy Test|Graz||||||", "created", None, []),
    ("Ada Example|Graz||||||", "created", None, []),
    ("Ada Example|Nowhere||||||", "refused", None, []),
)


@pytest.mark.parametrize(("row", "effect", "known_id", "differing"), ROWS)
def test_a_row_creates_changes_or_leaves_somebody_as_they_are(
    row: str, effect: str, known_id: int | None, differing: list[str]
) -> None:
    (change,) = found(row)
    assert (change.effect, change.known_id, differences(change)) == (effect, known_id, differing)


def imported(known: tuple[KnownPerson, ...], result: list[RowChange]) -> tuple[KnownPerson, ...]:
    """The people after an import: what a row says, stands; what it leaves empty, stays."""
    people = {each.id: each.person for each in known}
    parts = {city.name: city.part for city in CITIES}
    for change in result:
        if change.effect in (Effect.CREATED, Effect.CHANGED):
            said = change.entry.person
            id_ = change.known_id or max(people, default=0) + 1
            kept = people.get(id_, replace(said, role=said.role or parts.get(said.city)))
            people[id_] = _over(kept, said)
    return tuple(KnownPerson(id_, person) for id_, person in people.items())


def _over(kept: ListedPerson, said: ListedPerson) -> ListedPerson:
    values = {
        name: getattr(said, name) for name in ("name", "city", "organisation", "role", "email", "languages")
    }
    values |= {"step_free": said.step_free, "wishes": said.wishes}
    return replace(kept, **{name: value for name, value in values.items() if value not in (None, "", ())})


FIRST = (
    "Ada Example|Ulm||interested|ada@ulm.example.org|German|yes|RET",
    "Bo Sample|Cork||lighthouse||||",
    "Cy Test||Water Works|partner||||",
)
CORRECTED = (
    "Ada Example|Ulm||lighthouse|ada@ulm.example.org|German|yes|RET",
    "Bo Sample|Cork||lighthouse||||",
    "Di Trial|Graz||interested||||",
)


def test_the_same_list_again_changes_nothing() -> None:
    first = found(*FIRST, known=())
    assert [change.effect for change in first] == [Effect.CREATED] * 3
    again = found(*FIRST, known=imported((), first))
    assert [change.effect for change in again] == [Effect.UNCHANGED] * 3


def test_a_corrected_list_changes_what_differs() -> None:
    people = imported((), found(*FIRST, known=()))
    corrected = found(*CORRECTED, known=people)
    assert [change.effect for change in corrected] == [Effect.CHANGED, Effect.UNCHANGED, Effect.CREATED]
    assert differences(corrected[0]) == ["role: interested → lighthouse"]
    again = found(*CORRECTED, known=imported(people, corrected))
    assert {change.effect for change in again} == {Effect.UNCHANGED}


def test_two_rows_about_one_person_are_never_both_taken() -> None:
    first, second = found("Ada Exampel|Ulm|||ada@ulm.example.org|||", SAME)
    assert (first.effect, second.effect) == (Effect.CHANGED, Effect.REFUSED)
    assert str(second.entry.findings[-1]) == (
        "Row 2 is about the same person, Ada Example. Delete one of the rows."
    )


def test_an_address_that_several_share_tells_nobody_apart() -> None:
    known = (KnownPerson(1, replace(ADA, email="info@ulm.example.org")), KnownPerson(2, BO))
    second, first = found(
        "Di Trial|Ulm|||info@ulm.example.org|||", "Ada Example|Ulm|||info@ulm.example.org|||", known=known
    )
    assert (first.effect, first.known_id) == (Effect.UNCHANGED, 1)
    assert (second.effect, second.known_id) == (Effect.CREATED, None)


def test_where_two_people_have_the_name_the_row_has_to_say_which() -> None:
    other = KnownPerson(3, replace(ADA, name="Example Ada", email="other@ulm.example.org"))
    (refused,) = found(SAME, known=(*KNOWN, other))
    assert refused.effect is Effect.REFUSED
    assert str(refused.entry.findings[-1]).startswith("There is more than one person of this name")
    (told,) = found("Example Ada|Ulm|||other@ulm.example.org|||", known=(*KNOWN, other))
    assert (told.effect, told.known_id) == (Effect.UNCHANGED, 3)


def test_an_empty_list_of_entries_changes_nobody() -> None:
    nobody: list[Entry] = []
    assert changes(nobody, KNOWN) == ()
