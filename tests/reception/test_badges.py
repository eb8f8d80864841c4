"""The code on a badge: everybody can read it, so it checks in at the door, and lets its owner join once."""

import pytest

from facilitator.access.policy import Phase
from facilitator.workshops.models import Presence
from facilitator.workshops.operations import badge_code, merge_participants, renew_personal_link
from tests.at_once import at_once
from tests.pages import heading, lead, notices, texts
from tests.people import Browser
from tests.small_workshop import SECRET, SmallWorkshop
from tests.workshops.people.listed import BERTA, expect


@pytest.fixture
def berta(workshop: SmallWorkshop) -> str:
    """The page that the badge of somebody on the list leads to."""
    return badge(workshop, expect(workshop))


def badge(workshop: SmallWorkshop, participant: int) -> str:
    return workshop.path(f"badge/{badge_code(workshop.id, participant, SECRET)}")


def presence(workshop: SmallWorkshop, who: str = BERTA) -> Presence:
    with workshop.look():
        return workshop.participant(who).presence


def test_who_is_at_the_door_scans_a_badge_and_checks_its_owner_in(
    workshop: SmallWorkshop, berta: str
) -> None:
    door = Browser(workshop.app, workshop.way_in("rapporteur"))
    with workshop.nothing_changes():
        scanned = door.read(berta)
    assert (heading(scanned.text), lead(scanned.text)[:21]) == (BERTA, "Antwerp · On the list")
    to = workshop.path(f"people/{workshop.participants[BERTA]}/check-in")
    assert door.send(berta, {}, to=to).status_code == 303
    assert presence(workshop) is Presence.HERE
    assert notices(door.read(workshop.path("people/door")).text) == [f"{BERTA} is checked in."]
    assert "Undo check-in" in texts(door.read(berta).text, "button")


def test_who_wears_a_badge_joins_by_it_once_on_one_phone(workshop: SmallWorkshop, berta: str) -> None:
    phone, other = Browser(workshop.app), Browser(workshop.app)
    assert (heading(phone.read(berta).text), lead(phone.read(berta).text)) == (
        "Is this you?",
        f"{BERTA} · Antwerp",
    )
    late = other.form(berta)
    assert phone.send(berta, {}).location == workshop.path("home")
    assert presence(workshop) is Presence.JOINED
    assert phone.read(berta).location == workshop.path("home")
    with workshop.nothing_changes():
        assert heading(other.read(berta).text) == f"{BERTA} has already joined"
        refused = other.client.post(berta, data=late)
        assert heading(refused.text) == f"{BERTA} has already joined"
    assert other.cookie("participant") is None
    back = workshop.path(f"back/{workshop.tokens[BERTA]}")
    assert other.read(back).location == workshop.path("home")


def test_two_taps_on_the_button_of_a_badge_are_one_join(workshop: SmallWorkshop, berta: str) -> None:
    phone = Browser(workshop.app)
    form, twin = phone.form(berta), phone.twin()
    answers = at_once(lambda: phone.client.post(berta, data=form), lambda: twin.client.post(berta, data=form))
    assert [answer.location for answer in answers] == [workshop.path("home")] * 2
    assert workshop.happened().count("participant.joined") == 6


def test_a_badge_opens_nothing_of_somebody_who_has_joined_before_it_was_printed(
    workshop: SmallWorkshop,
) -> None:
    stranger, lyon = Browser(workshop.app), badge(workshop, workshop.participants["Lyon"])
    with workshop.nothing_changes():
        seen = stranger.read(lyon)
    assert heading(seen.text) == "Delegate of Lyon has already joined"
    assert (seen.headers["Cache-Control"], stranger.cookie("participant")) == ("no-store", None)
    assert workshop.tokens["Lyon"] not in seen.text


def test_a_badge_stays_the_same_with_a_new_link_and_leads_a_double_to_the_one_person(
    workshop: SmallWorkshop, berta: str
) -> None:
    double = expect(workshop, "Berta B.", "Antwerp")
    with workshop.change():
        kept = workshop.participant(BERTA)
        merge_participants(kept, workshop.participant("Berta B."), by=workshop.actor())
        renew_personal_link(kept, secret=SECRET, by=workshop.actor())
    door = Browser(workshop.app, workshop.way_in("facilitator"))
    assert [heading(door.read(page).text) for page in (berta, badge(workshop, double))] == [BERTA, BERTA]


def test_a_code_that_was_made_up_is_found_nowhere(workshop: SmallWorkshop, berta: str) -> None:
    visitor, id_ = Browser(workshop.app), workshop.participants[BERTA]
    other = SmallWorkshop(workshop.app, slug="other")
    for page in (
        workshop.path(f"badge/{id_}"),
        workshop.path(f"badge/{id_}-ABCDEFGHJK"),
        workshop.path("badge/99999999999999999999-ABCDEFGHJK"),
        workshop.path("badge/²-ABCDEFGHJK"),
        berta.replace(workshop.slug, other.slug),
    ):
        assert visitor.read(page).status_code == 404
    assert visitor.read(berta.lower()).status_code == 200


def test_nobody_new_joins_by_a_badge_once_the_workshop_is_closed(workshop: SmallWorkshop, berta: str) -> None:
    form = Browser(workshop.app).form(berta)
    workshop.go_to(Phase.CLOSED)
    visitor = Browser(workshop.app)
    with workshop.nothing_changes():
        seen = visitor.read(berta)
        visitor.client.post(berta, data=form)
    assert lead(seen.text) == "This workshop is closed, so nobody new can join."
