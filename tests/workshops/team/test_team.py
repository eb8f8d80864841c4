"""Organisers see who is in the team, change roles, hand the workshop over; the last of them stays."""

from collections.abc import Callable

import pytest
import sqlalchemy as sa

from facilitator.access.policy import Phase, Role
from facilitator.accounts.models import Account
from facilitator.breakouts.models import Group
from facilitator.database import db
from facilitator.workshops.models import Membership
from facilitator.workshops.operations import appoint
from facilitator.workshops.team.operations import remove_member
from tests.pages import complaints, lead, notices, plain, summary, texts
from tests.people import Browser
from tests.small_workshop import SmallWorkshop

BrowserOf = Callable[[str], Browser]
TEAM = "setup/team"
LAST = "A workshop needs an organiser. Make somebody else an organiser first."
ALL = {"The organiser": "Organiser", "The facilitator": "Facilitator", "The rapporteur": "Rapporteur"}
ALL |= {"The viewer": "Viewer"}

pytestmark = pytest.mark.one_database


def member(workshop: SmallWorkshop, who: str) -> Membership:
    """Somebody's role in the workshop; inside of `change` or `look`."""
    own = sa.select(Membership).filter_by(workshop_id=workshop.id, account_id=workshop.accounts[who])
    return db.session.scalars(own).one()


def page_of(workshop: SmallWorkshop, who: str, way: str = "") -> str:
    with workshop.look():
        return workshop.path(f"{TEAM}/{member(workshop, who).id}{way}")


def roles(workshop: SmallWorkshop) -> dict[str, str]:
    """Everybody's role, by the name."""
    asked = sa.select(Account.name, Membership.role).join(Account, Account.id == Membership.account_id)
    with workshop.look():
        return {
            name: role.word for name, role in db.session.execute(asked.filter_by(workshop_id=workshop.id))
        }


def test_everybody_in_the_team_reads_who_is_in_it_and_organisers_alone_can_change_it(
    workshop: SmallWorkshop, browser_of: BrowserOf
) -> None:
    for who in ALL:
        shown = texts(browser_of(who.removeprefix("The ")).read(workshop.path(TEAM)).text, "table")
        assert [shown[shown.index(name) + 1] for name in ALL] == list(ALL.values())
    assert "organiser@brussels.example.org" in browser_of("organiser").read(workshop.path(TEAM)).text
    others = [browser_of(who) for who in ("facilitator", "viewer")]
    with workshop.nothing_changes():
        for browser in others:
            assert "Invite somebody" not in browser.read(workshop.path(TEAM)).text
            assert browser.read(page_of(workshop, "rapporteur")).status_code == 403
            signed = browser.signature(workshop.path(TEAM))
            for way in ("role", "organiser-in-my-place", "sign-in-link", "removal"):
                page = page_of(workshop, "rapporteur", f"/{way}")
                assert browser.client.post(page, data=signed).status_code == 403


def test_a_member_is_given_another_role_also_when_the_workshop_is_closed(
    workshop: SmallWorkshop, browser_of: BrowserOf
) -> None:
    workshop.go_to(Phase.CLOSED)
    organiser, page = browser_of("organiser"), page_of(workshop, "viewer")
    before = len(workshop.happened())
    answer = organiser.send(page, {"role": "facilitator"}, to=f"{page}/role")
    assert (answer.status_code, answer.location) == (303, workshop.path(TEAM))
    assert notices(organiser.read(answer.location).text) == ["The role of The viewer was changed."]
    assert roles(workshop) == ALL | {"The viewer": "Facilitator"}
    assert workshop.happened(before) == ["member.changed"]
    log = plain(organiser.read(workshop.path("activity")).text)
    assert "The organiser gave The viewer another role: Facilitator" in log


@pytest.mark.parametrize("role", ["", "lighthouse", "king"])
def test_what_is_no_role_in_a_team_is_refused_at_its_field(
    workshop: SmallWorkshop, browser_of: BrowserOf, role: str
) -> None:
    page, organiser = page_of(workshop, "viewer"), browser_of("organiser")
    with workshop.nothing_changes():
        answer = organiser.send(page, {"role": role}, to=f"{page}/role")
    assert (answer.status_code, list(complaints(answer.text))) == (422, ["role"])


def test_the_last_organiser_stays(workshop: SmallWorkshop, browser_of: BrowserOf) -> None:
    organiser, page = browser_of("organiser"), page_of(workshop, "organiser")
    with workshop.nothing_changes():
        answer = organiser.send(page, {"role": "viewer"}, to=f"{page}/role")
        assert (answer.status_code, complaints(answer.text)) == (422, {"role": [LAST]})
        answer = organiser.send(workshop.path(f"{TEAM}/leaving"), {})
        assert (answer.status_code, summary(answer.text)) == (422, [LAST])
        signed = organiser.signature(workshop.path(TEAM))
        answer = organiser.client.post(f"{page}/removal", data=signed)
        assert (answer.status_code, lead(answer.text)) == (409, LAST)


def test_an_organiser_hands_the_workshop_over(workshop: SmallWorkshop, browser_of: BrowserOf) -> None:
    organiser, page = browser_of("organiser"), page_of(workshop, "facilitator")
    assert organiser.send(page, {}, to=f"{page}/organiser-in-my-place").status_code == 303
    assert roles(workshop) == ALL | {"The organiser": "Facilitator", "The facilitator": "Organiser"}
    assert notices(organiser.read(workshop.path(TEAM)).text) == [
        "The facilitator is now an organiser. You are now a facilitator."
    ]
    assert organiser.read(workshop.path("setup")).status_code == 403
    log = plain(browser_of("facilitator").read(workshop.path("activity")).text)
    assert "The organiser handed the workshop over to The facilitator" in log


def test_who_is_removed_is_out_at_once_and_what_hangs_on_them_is_named_before(
    workshop: SmallWorkshop, browser_of: BrowserOf
) -> None:
    with workshop.change():
        group = workshop.add_group()
        db.session.get_one(Group, group.id).rapporteur_id = workshop.accounts["rapporteur"]
    organiser, rapporteur = browser_of("organiser"), browser_of("rapporteur")
    page, title = (
        page_of(workshop, "rapporteur"),
        "One group names this person as its facilitator or rapporteur.",
    )
    assert title in plain(organiser.read(page).text)
    assert rapporteur.read(workshop.path("console")).status_code == 200
    assert organiser.send(page, {}, to=f"{page}/removal").status_code == 303
    assert rapporteur.read(workshop.path("console")).status_code != 200
    assert roles(workshop) == {name: role for name, role in ALL.items() if name != "The rapporteur"}
    log = plain(organiser.read(workshop.path("activity")).text)
    assert "The organiser removed The rapporteur from the team" in log
    assert organiser.read(page).status_code == 404


def test_a_member_leaves_of_their_own_accord(workshop: SmallWorkshop, browser_of: BrowserOf) -> None:
    viewer, page = browser_of("viewer"), workshop.path(f"{TEAM}/leaving")
    assert viewer.send(page, {}).location == "/workshops"
    assert notices(viewer.read("/workshops").text) == ["You left the team of Replication workshop."]
    assert viewer.read(workshop.path("console")).status_code != 200
    assert workshop.happened()[-1] == "member.left"


def test_an_organiser_makes_a_link_that_signs_a_member_in_and_is_shown_once(
    workshop: SmallWorkshop, browser_of: BrowserOf
) -> None:
    organiser, page = browser_of("organiser"), page_of(workshop, "viewer")
    answer = organiser.send(page, {}, to=f"{page}/sign-in-link")
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-store")
    [link] = [word for word in texts(answer.text) if word.startswith("http://localhost/sign-in/")]
    viewer = Browser(workshop.app, link.removeprefix("http://localhost"))
    assert viewer.read(workshop.path("console")).status_code == 200
    log = organiser.read(workshop.path("activity")).text
    assert "The organiser made a sign-in link for The viewer" in plain(log)
    assert link.rpartition("/")[2] not in log


ELSEWHERE = (
    "This person also works in a workshop of others. Only the person who runs this server can make a link for"
    " them."
)
CREATES = "This person may create workshops. Only the person who runs this server can make a link for them."


@pytest.mark.parametrize("why", [ELSEWHERE, CREATES], ids=["serves elsewhere", "may create"])
def test_nobody_makes_a_link_to_somebody_who_may_do_more_than_they_may(
    workshop: SmallWorkshop, browser_of: BrowserOf, why: str
) -> None:
    """Whoever has the link could do it all: an organiser would read the workshops of others."""
    if why == ELSEWHERE:
        sister = SmallWorkshop(workshop.app, slug="sister")
        with workshop.change():
            viewer = db.session.get_one(Account, workshop.accounts["viewer"])
            appoint(sister.row, viewer, Role.VIEWER, by=workshop.actor("organiser"))
    else:
        with workshop.change():
            db.session.get_one(Account, workshop.accounts["viewer"]).may_create_workshops = True
    organiser, page = browser_of("organiser"), page_of(workshop, "viewer")
    assert why in texts(organiser.read(page).text)
    signed = organiser.signature(workshop.path(TEAM))
    with workshop.nothing_changes():
        answer = organiser.client.post(f"{page}/sign-in-link", data=signed)
    assert (answer.status_code, lead(answer.text)) == (409, why)
    with workshop.change():
        db.session.get_one(Account, workshop.accounts["organiser"]).may_create_workshops = True
    assert organiser.client.post(f"{page}/sign-in-link", data=signed).status_code == 200


def test_the_set_up_says_whether_the_organiser_is_alone(
    workshop: SmallWorkshop, browser_of: BrowserOf
) -> None:
    organiser = browser_of("organiser")
    words = texts(organiser.read(workshop.path("setup")).text, "ol")
    assert words[words.index("Team") - 1] == "Done"
    with workshop.change():
        for who in ("facilitator", "rapporteur", "viewer"):
            remove_member(member(workshop, who), by=workshop.actor("organiser"))
    words = texts(organiser.read(workshop.path("setup")).text, "ol")
    assert words[words.index("Team") - 1] == "Missing"
