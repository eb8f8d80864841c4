"""People one by one: added, put right, removed by hand; checked in at the door, gone, back."""

import pytest
import sqlalchemy as sa

from facilitator.access.actor import NOBODY
from facilitator.access.policy import Phase
from facilitator.breakouts.models import Seat
from facilitator.breakouts.planning.operations import enter_wishes
from facilitator.database import db, now
from facilitator.workshops.models import Part, Participant, Presence
from facilitator.workshops.profile.operations import admit_city
from tests.pages import complaints, heading, lead, notices, summary, texts
from tests.people import Browser
from tests.reception.lists import Reception, everybody
from tests.small_workshop import SmallWorkshop
from tests.workshops.people.listed import BERTA, expect

ENTRY = {"display_name": BERTA, "email": "berta@example.org"}


@pytest.fixture
def reception(workshop: SmallWorkshop) -> Reception:
    return Reception(workshop)


def antwerp(workshop: SmallWorkshop) -> int:
    with workshop.look():
        return workshop.participant("Antwerp").organisation_id


def presence(workshop: SmallWorkshop, who: str) -> Presence:
    with workshop.look():
        return workshop.participant(who).presence


def test_a_person_is_added_by_hand_and_shown_with_their_state(
    workshop: SmallWorkshop, reception: Reception
) -> None:
    page = workshop.path("people/new")
    answer = reception.browser.send(page, ENTRY | {"organisation": antwerp(workshop)})
    assert (answer.status_code, answer.location) == (303, workshop.path("people"))
    people = reception.browser.read(workshop.path("people"))
    assert notices(people.text) == [f"{BERTA} is on the list now."]
    assert lead(people.text) == "5 of 6 people have joined or checked in."
    assert everybody(workshop)[BERTA].email == "berta@example.org"
    found = reception.browser.read(workshop.path("people?q=bosch antw"))
    assert texts(found.text, "th")[3:] == [BERTA]
    nobody = reception.browser.read(workshop.path("people?q=nobody"))
    assert "No person found" in nobody.text


@pytest.mark.parametrize(
    ("typed", "field", "said"),
    [
        ({"email": "no address"}, "email", "Enter an e-mail address like ana@example.org."),
        ({"display_name": " "}, "display_name", "Please fill this in."),
        (
            {"display_name": "Antwerp, Delegate of"}, "display_name",
            "There is already a person with this name for this city or organisation. "
            "If this is somebody else, add a second name or the department.",
        ),
        ({"organisation": ""}, "organisation", "Please choose one."),
    ],
    ids=["address", "no name", "a name that is there", "no city"],
)  # fmt: skip
def test_an_entry_that_can_not_be_is_refused_at_its_field(
    workshop: SmallWorkshop, reception: Reception, typed: dict[str, str], field: str, said: str
) -> None:
    with workshop.nothing_changes():
        entry = ENTRY | {"organisation": antwerp(workshop)} | typed
        answer = reception.browser.send(workshop.path("people/new"), entry)
    assert (answer.status_code, complaints(answer.text)) == (422, {field: [said]})


def test_an_entry_is_put_right_and_its_link_stays(workshop: SmallWorkshop, reception: Reception) -> None:
    berta = expect(workshop)
    page = workshop.path(f"people/{berta}")
    shown = reception.browser.read(page).text
    assert workshop.tokens[BERTA] in shown
    entry = f"{page}/entry"
    answer = reception.browser.send(entry, ENTRY | {"display_name": "Berta Bosch-Claes"})
    assert (answer.status_code, answer.location) == (303, page)
    assert everybody(workshop)["Berta Bosch-Claes"].email == "berta@example.org"
    link = workshop.path(f"back/{workshop.tokens[BERTA]}")
    assert lead(Browser(workshop.app).read(link).text) == "Berta Bosch-Claes · Antwerp"
    since = len(workshop.happened())
    assert reception.browser.send(entry, {}).status_code == 303
    assert workshop.happened(since) == []


def test_the_page_of_a_person_says_where_they_are_and_has_what_can_be_done_for_them(
    workshop: SmallWorkshop, reception: Reception
) -> None:
    berta = expect(workshop, email="berta@example.org")
    page = workshop.path(f"people/{berta}")
    facilitator = Browser(workshop.app, workshop.way_in("facilitator"))
    found = reception.browser.read(workshop.path("people?q=berta")).text
    assert texts(found, "td") == ["Antwerp", "On the list"]
    seen = {"organiser": reception.browser.read(page), "facilitator": facilitator.read(page)}
    assert [who for who, shown in seen.items() if workshop.tokens[BERTA] in shown.text] == ["organiser"]
    assert [who for who, shown in seen.items() if "berta@example.org" in shown.text] == ["organiser"]
    assert {shown.headers["Cache-Control"] for shown in seen.values()} == {"no-store"}
    checked_in = facilitator.send(page, {}, to=f"{page}/check-in?back=entry")
    assert checked_in.location == page
    shown = facilitator.read(page)
    assert lead(shown.text) == "Antwerp · Checked in"
    assert {"Put on the list", "Checked in"} <= set(texts(shown.text, "dt"))
    for who in ("rapporteur", "viewer"):
        browser = Browser(workshop.app, workshop.way_in(who))
        assert browser.read(page).status_code == 403
        assert f"people/{berta}" not in browser.read(workshop.path("people")).text


def test_before_anybody_has_come_the_list_says_how_many_are_on_it_and_for_whom_nobody_is(
    workshop: SmallWorkshop, reception: Reception
) -> None:
    with workshop.change():
        for who in workshop.participants:
            workshop.participant(who).joined_at, workshop.participant(who).invited_at = None, now()
        admit_city(workshop.row, name="Porto", country="PT", part=Part.INTERESTED, by=NOBODY)
    people = reception.browser.read(workshop.path("people"))
    assert lead(people.text) == "5 people are on the list."
    assert "Nobody is on the list for Porto." in texts(people.text, "p")
    assert "joined" not in " ".join(texts(people.text, "table"))


def test_who_left_nothing_behind_is_removed_with_what_was_arranged_for_them(
    workshop: SmallWorkshop, reception: Reception
) -> None:
    workshop.go_to(Phase.DAY_TWO)
    berta = expect(workshop)
    with workshop.change():
        workshop.add_group(BERTA)
        enter_wishes([(workshop.participant(BERTA), [workshop.measure()])], by=workshop.actor())
    page = workshop.path(f"people/{berta}/removal")
    with workshop.nothing_changes():
        asked = reception.browser.read(page)
    assert heading(asked.text) == f"Remove {BERTA}?"
    assert texts(asked.text, "th")[-2:] == ["Seats", "Preferences"]
    assert reception.browser.send(page, {}, to=page).status_code == 303
    with workshop.look():
        assert db.session.get(Participant, berta) is None
        assert db.session.scalars(sa.select(Seat)).all() == []
    assert reception.browser.read(workshop.path("activity")).status_code == 200
    assert Browser(workshop.app).read(workshop.path(f"back/{workshop.tokens[BERTA]}")).status_code == 404


def test_who_has_said_something_is_not_removed(workshop: SmallWorkshop, reception: Reception) -> None:
    workshop.go_to(Phase.DAY_ONE)
    workshop.open("RET")
    phone = Browser(workshop.app, workshop.way_in("Lyon"))
    issue = {"title": "Flats stand empty", "text": "", "aspect": "social", "stance": "met"}
    assert phone.send(workshop.path(f"sessions/{workshop.sessions['RET']}/issue"), issue).status_code == 303
    lyon = workshop.participants["Lyon"]
    page = workshop.path(f"people/{lyon}/removal")
    with workshop.nothing_changes():
        asked = reception.browser.read(page)
        assert {"Cards added", "Evidence given"} <= set(texts(asked.text, "th"))
        form = reception.browser.form(workshop.path(f"people/{lyon}"))
        refused = reception.browser.client.post(page, data=form)
    assert refused.status_code == 422
    assert summary(refused.text) == [
        "Delegate of Lyon has taken part, so this entry cannot be removed. Note that they have left."
    ]


def test_people_are_found_and_checked_in_at_the_door(workshop: SmallWorkshop) -> None:
    expect(workshop)
    door = Browser(workshop.app, workshop.way_in("rapporteur"))
    page = workshop.path("people/door")
    assert lead(door.read(page).text) == "0 of 6 people are checked in."
    shown = door.read(f"{page}/found?q=BERTA")
    assert texts(shown.text, "b") == [BERTA]
    steps = {"check-in": Presence.HERE, "departure": Presence.LEFT, "return": Presence.HERE}
    for step, state in (*steps.items(), ("check-in/undo", Presence.LISTED)):
        to = workshop.path(f"people/{workshop.participants[BERTA]}/{step}")
        assert door.send(f"{page}?q=berta", {}, to=to).location == page
        assert presence(workshop, BERTA) is state
    door.send(page, {}, to=workshop.path(f"people/{workshop.participants['Lyon']}/check-in"))
    shown = door.read(page)
    assert lead(shown.text) == "1 of 6 people are checked in."
    assert "Delegate of Lyon" not in texts(shown.text, "b")


def test_who_leaves_gives_up_the_seats_to_come_and_keeps_those_that_were(workshop: SmallWorkshop) -> None:
    workshop.go_to(Phase.DAY_TWO)
    with workshop.change():
        workshop.add_group("Antwerp")
    door = Browser(workshop.app, workshop.way_in("facilitator"))
    leaving = workshop.path(f"people/{workshop.participants['Antwerp']}/departure")
    returning = leaving.replace("departure", "return")
    page = workshop.path("people/door")

    def seats() -> int:
        with workshop.look():
            return len(db.session.scalars(sa.select(Seat.id)).all())

    door.send(page, {}, to=leaving)
    assert (seats(), presence(workshop, "Antwerp")) == (0, Presence.LEFT)
    door.send(f"{page}?q=antwerp", {}, to=returning)
    assert presence(workshop, "Antwerp") is Presence.JOINED
    with workshop.change():
        workshop.add_group("Antwerp", name="Second table")
    workshop.open("round")
    door.send(page, {}, to=leaving)
    assert seats() == 1


def test_a_door_of_very_many_shows_the_first_and_finds_the_others(
    workshop: SmallWorkshop, reception: Reception
) -> None:
    rows = "".join(f"Person {number:03};Antwerp\n" for number in range(60))
    reception.take(f"Name;City\n{rows}")
    page = reception.browser.read(workshop.path("people/door"))
    assert len(texts(page.text, "b")) == 40
    assert "There are more results. Please type more letters." in page.text
    assert texts(reception.browser.read(workshop.path("people/door?q=person 057")).text, "b") == [
        "Person 057"
    ]


def test_a_proxy_is_no_person_to_be_changed_or_checked_in(
    workshop: SmallWorkshop, reception: Reception
) -> None:
    with workshop.change():
        proxy = workshop.participant("Heerlen")
        proxy.proxy_by = workshop.accounts["facilitator"]
        id_ = proxy.id
    assert reception.browser.read(workshop.path(f"people/{id_}")).status_code == 404
    assert reception.browser.read(workshop.path(f"people/{id_}/removal")).status_code == 404
