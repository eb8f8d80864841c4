"""Who is on the list joins by their own link or by the code: the same person, with all that is theirs."""

import pytest
import sqlalchemy as sa

from facilitator.access.policy import Phase
from facilitator.breakouts.models import Seat
from facilitator.database import db
from facilitator.workshops.models import Organisation
from facilitator.workshops.operations import renew_personal_link
from facilitator.workshops.people.operations import note_departure
from facilitator.workshops.queries import participants
from facilitator.workshops.rules import ListedInPart, listed_as
from tests.pages import complaints, heading, lead
from tests.people import Browser, forms_on
from tests.small_workshop import SECRET, SmallWorkshop
from tests.workshops.people.listed import BERTA, expect

LISTED = {
    1: "Berta Bosch",
    2: "Dr. Bosch, Karel",
    3: "Berta Maria Claes",
    4: "Ines Daems",
    5: "Ines Evers",
    6: "Jón",
    7: "Ng Wei-Xiú",
}


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("Berta Bosch", 1), ("bosch berta", 1), ("Karel Bosch", 2), ("Prof. Bosch, Karel", 2),
        ("Berta Claes", 3), ("Zoe", None), ("Karel Novak", None), ("Berta Bosch-Claes", 1), ("jon", 6),
        ("Wei-Xiú Ng", 7),
    ],
)  # fmt: skip
def test_a_name_is_found_on_the_list_however_it_is_typed_where_it_fits_one_alone(
    typed: str, meant: int | None
) -> None:
    assert listed_as(typed, LISTED) == meant


@pytest.mark.one_database
@pytest.mark.parametrize("typed", ["Karel", "Bosch", "Ines", "Ines D.", "K. Bosch", "Berta Maria", "Wei-Xiú"])
def test_a_part_of_a_name_finds_nobody_on_the_list(typed: str) -> None:
    with pytest.raises(ListedInPart):
        listed_as(typed, LISTED)


def people(workshop: SmallWorkshop) -> list[tuple[str, bool]]:
    """Everybody of Antwerp, and whether they have joined."""
    with workshop.look():
        of_antwerp = [who for who in participants(workshop.row) if who.organisation.spoken_name == "Antwerp"]
        return [(who.display_name, who.joined_at is not None) for who in of_antwerp]


def typed(workshop: SmallWorkshop, name: str, city: str = "Antwerp") -> dict[str, object]:
    with workshop.look():
        wanted = sa.select(Organisation.id).filter_by(city_id=workshop.cities[city])
        return {"organisation": db.session.scalars(wanted).one(), "display_name": name}


def seated(workshop: SmallWorkshop) -> set[int]:
    with workshop.look():
        return set(db.session.scalars(sa.select(Seat.participant_id)))


DELEGATE = ("Delegate of Antwerp", True)


def test_a_personal_link_says_who_is_on_the_list_and_one_button_joins(workshop: SmallWorkshop) -> None:
    workshop.go_to(Phase.DAY_TWO)
    berta = expect(workshop)
    with workshop.change():
        workshop.add_group(BERTA)
    phone, link = Browser(workshop.app), workshop.path(f"back/{workshop.tokens[BERTA]}")
    with workshop.nothing_changes():
        page = phone.read(link)
        assert (page.status_code, heading(page.text)) == (200, "You are on the list")
        assert lead(page.text) == "Berta Bosch · Antwerp"
        assert phone.read(workshop.path("home")).status_code == 302
    form = phone.form(link, link)
    for _ in range(2):
        answer = phone.client.post(link, data=form)
        assert (answer.status_code, answer.location) == (303, workshop.path("home"))
    assert people(workshop) == [(BERTA, True), DELEGATE]
    assert workshop.happened().count("participant.joined") == 6
    assert BERTA in phone.read(workshop.path("home")).text
    assert seated(workshop) == {berta}
    assert Browser(workshop.app).read(link).location == workshop.path("home")


def test_who_joins_by_code_under_a_listed_name_is_asked_and_is_that_person(workshop: SmallWorkshop) -> None:
    berta, page = expect(workshop), f"/join/{workshop.code}"
    phone = Browser(workshop.app)
    with workshop.nothing_changes():
        asked = phone.send(page, typed(workshop, "bosch Berta"))
        assert (asked.status_code, heading(asked.text)) == (409, "Is this you?")
        assert lead(asked.text) == "bosch Berta is on the list for Antwerp."
    yes = dict(forms_on(asked.text)[0][1]) | {"listed": ["yes"]}
    for _ in range(2):
        assert phone.client.post(page, data=yes).status_code == 303
    assert people(workshop) == [(BERTA, True), DELEGATE]
    assert phone.read(workshop.path("home")).status_code == 200
    with workshop.look():
        assert workshop.participant(BERTA).id == berta
    # The link that they were sent before is theirs as well, and so is their page from it.
    other = Browser(workshop.app, workshop.path(f"back/{workshop.tokens[BERTA]}"))
    assert other.read(workshop.path("home")).status_code == 200


def test_who_types_a_part_of_a_listed_name_is_asked_for_the_rest_and_told_nothing(
    workshop: SmallWorkshop,
) -> None:
    expect(workshop)
    page, phone = f"/join/{workshop.code}", Browser(workshop.app)
    with workshop.nothing_changes():
        asked = phone.send(page, typed(workshop, "berta"))
        assert (asked.status_code, heading(asked.text)) == (409, "Your first and last name")
        assert "bosch" not in asked.text.lower()
        more = dict(forms_on(asked.text)[0][1])
        assert more["display_name"] == ["berta"]
        again = phone.client.post(page, data=more)
        assert complaints(again.text) == {"display_name": ["Enter your first and your last name."]}
        # Pressing "yes" for somebody whose name one does not know makes nobody that person.
        assert phone.client.post(page, data=more | {"listed": ["yes"]}).status_code == 409
        found = phone.client.post(page, data=more | {"display_name": ["Berta Bosch"]})
        assert heading(found.text) == "Is this you?"
    yes = dict(forms_on(found.text)[0][1]) | {"listed": ["yes"]}
    assert phone.client.post(page, data=yes).status_code == 303
    assert people(workshop) == [(BERTA, True), DELEGATE]


def test_somebody_else_of_a_common_first_name_joins_with_one_button_more(workshop: SmallWorkshop) -> None:
    expect(workshop)
    page, phone = f"/join/{workshop.code}", Browser(workshop.app)
    asked = phone.send(page, typed(workshop, "Berta"))
    no = dict(forms_on(asked.text)[1][1]) | {"another": ["yes"]}
    assert phone.client.post(page, data=no).status_code == 303
    assert people(workshop) == [("Berta", True), (BERTA, False), DELEGATE]


def test_another_person_of_that_name_is_another_person(workshop: SmallWorkshop) -> None:
    expect(workshop)
    page, phone = f"/join/{workshop.code}", Browser(workshop.app)
    asked = phone.send(page, typed(workshop, BERTA))
    no = dict(forms_on(asked.text)[1][1]) | {"another": ["yes"]}
    assert phone.client.post(page, data=no).status_code == 303
    assert people(workshop) == [(BERTA, False), (BERTA, True), DELEGATE]


def test_who_joined_meanwhile_is_asked_whether_they_were_here(workshop: SmallWorkshop) -> None:
    expect(workshop)
    page, link = f"/join/{workshop.code}", workshop.path(f"back/{workshop.tokens[BERTA]}")
    late, first = Browser(workshop.app), Browser(workshop.app)
    asked = late.send(page, typed(workshop, BERTA))
    assert first.client.post(link, data=first.form(link, link)).status_code == 303
    yes = dict(forms_on(asked.text)[0][1]) | {"listed": ["yes"]}
    with workshop.nothing_changes():
        answer = late.client.post(page, data=yes)
    assert (answer.status_code, heading(answer.text)) == (409, "Have you already joined?")


def test_a_name_of_another_city_is_not_found_on_the_list(workshop: SmallWorkshop) -> None:
    expect(workshop)
    answer = Browser(workshop.app).send(f"/join/{workshop.code}", typed(workshop, BERTA, "Heerlen"))
    assert answer.status_code == 303
    assert people(workshop) == [(BERTA, False), DELEGATE]


def test_who_was_crossed_off_and_comes_all_the_same_is_in_the_room(workshop: SmallWorkshop) -> None:
    expect(workshop)
    with workshop.change():
        note_departure(workshop.participant(BERTA), by=workshop.actor())
    phone, link = Browser(workshop.app), workshop.path(f"back/{workshop.tokens[BERTA]}")
    phone.client.post(link, data=phone.form(link, link))
    with workshop.look():
        assert workshop.participant(BERTA).left_at is None


def test_nobody_joins_from_the_list_once_the_workshop_is_closed(workshop: SmallWorkshop) -> None:
    expect(workshop)
    phone, link = Browser(workshop.app), workshop.path(f"back/{workshop.tokens[BERTA]}")
    form = phone.form(link, link)
    workshop.go_to(Phase.CLOSED)
    with workshop.nothing_changes():
        for answer in (phone.read(link), phone.client.post(link, data=form)):
            assert "This workshop is closed, so nobody new can join." in answer.text
            assert phone.cookie("participant") is None


def test_a_renewed_link_ends_the_one_before_for_who_is_expected_too(workshop: SmallWorkshop) -> None:
    expect(workshop)
    with workshop.change():
        token = renew_personal_link(workshop.participant(BERTA), secret=SECRET, by=workshop.actor())
    phone = Browser(workshop.app)
    assert phone.read(workshop.path(f"back/{workshop.tokens[BERTA]}")).status_code == 404
    assert heading(phone.read(workshop.path(f"back/{token}")).text) == "You are on the list"


def test_the_link_of_another_workshop_opens_nothing_here(workshop: SmallWorkshop) -> None:
    sister = SmallWorkshop(workshop.app, slug="sister")
    expect(sister)
    phone, link = Browser(workshop.app), workshop.path(f"back/{sister.tokens[BERTA]}")
    with workshop.nothing_changes():
        assert phone.read(link).status_code == 404
        own = sister.path(f"back/{sister.tokens[BERTA]}")
        assert phone.client.post(link, data=phone.form(own, own)).status_code == 404
