"""A link brings one person into the team, once: with a new account, or with the one they have."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import sqlalchemy as sa

from facilitator.access.policy import Role
from facilitator.accounts.models import Account
from facilitator.database import db
from facilitator.workshops.models import Membership
from facilitator.workshops.team.models import Invitation
from facilitator.workshops.team.operations import invite
from facilitator.workshops.team.rules import INVITED_FOR
from tests.pages import complaints, fields, heading, lead, notices, plain, summary, texts
from tests.people import Browser
from tests.small_workshop import SmallWorkshop

BrowserOf = Callable[[str], Browser]
EMAIL, PASSWORD = "bruno@example.org", "a sentence is easy to remember"
ANSWERS = {"name": "Bruno", "email": EMAIL, "new_password": PASSWORD}
USED = "This invitation was already used. If it was you, sign in."
WITHDRAWN = "This invitation was withdrawn. Ask an organiser of the workshop for a new one."
EXPIRED = "This invitation is older than two weeks. Ask an organiser of the workshop for a new one."

pytestmark = pytest.mark.one_database


def link(workshop: SmallWorkshop, role: Role = Role.FACILITATOR, email: str = "") -> str:
    """Where an invitation leads."""
    with workshop.change():
        return f"/invitations/{invite(workshop.row, role, email=email, by=workshop.actor('organiser'))}"


def role_of(workshop: SmallWorkshop, email: str) -> Role | None:
    asked = sa.select(Membership.role).join(Account, Account.id == Membership.account_id)
    with workshop.look():
        return db.session.scalars(asked.filter(Account.email == email)).one_or_none()


def met(browser: Browser, page: str) -> tuple[int, str]:
    answer = browser.read(page)
    return answer.status_code, lead(answer.text)


def test_an_organiser_invites_somebody_who_comes_in_with_a_new_account(
    workshop: SmallWorkshop, browser_of: BrowserOf
) -> None:
    organiser, team = browser_of("organiser"), workshop.path("setup/team")
    answer = organiser.send(team, {"role": "facilitator", "email": f" {EMAIL.upper()} "})
    assert (answer.status_code, answer.headers["Cache-Control"]) == (200, "no-store")
    [address] = [word for word in texts(answer.text) if word.startswith("http://localhost/invitations/")]
    assert EMAIL in texts(organiser.read(team).text)
    assert address not in organiser.read(team).text
    bruno, page = Browser(workshop.app), address.removeprefix("http://localhost")
    shown = bruno.read(page)
    assert (shown.status_code, shown.headers["Cache-Control"]) == (200, "no-store")
    assert heading(shown.text) == "Replication workshop"
    assert lead(shown.text) == "You are invited to the team of this workshop. Your role: Facilitator."
    assert fields(shown.text, page)["email"] == [EMAIL]
    answer = bruno.send(page, {"name": "Bruno", "new_password": PASSWORD}, to=page)
    assert (answer.status_code, answer.location) == (303, workshop.path("console"))
    assert notices(bruno.read(answer.location).text) == [
        "Welcome to the team of Replication workshop. Your role: Facilitator."
    ]
    assert EMAIL in texts(organiser.read(team).text)
    assert "Invitations that nobody has used yet" not in texts(organiser.read(team).text)
    assert workshop.happened()[-2:] == ["invitation.made", "member.joined"]
    log = plain(organiser.read(workshop.path("activity")).text)
    assert "Bruno accepted an invitation to the team. The role is: Facilitator" in log
    again = Browser(workshop.app)
    assert again.send("/sign-in", {"email": EMAIL, "password": PASSWORD}).status_code == 303


def test_who_has_an_account_takes_the_role_with_it_after_signing_in(workshop: SmallWorkshop) -> None:
    workshop.add_account("nowhere")
    page, nowhere = link(workshop, Role.VIEWER), Browser(workshop.app, workshop.way_in("nowhere"))
    assert f'/sign-in?next={page}"' in Browser(workshop.app).read(page).text
    assert nowhere.send(page, {"as-myself": "yes"}, to=page).location == workshop.path("console")
    assert role_of(workshop, "nowhere@brussels.example.org") is Role.VIEWER
    assert met(Browser(workshop.app), page) == (410, USED)


def test_a_new_account_asked_for_where_somebody_has_signed_in_meanwhile_is_not_taken_for_theirs(
    workshop: SmallWorkshop, browser_of: BrowserOf
) -> None:
    page, viewer = link(workshop, Role.ORGANISER), browser_of("viewer")
    with workshop.nothing_changes():
        answer = viewer.client.post(page, data=ANSWERS | viewer.signature("/workshops"))
    assert (answer.status_code, role_of(workshop, EMAIL)) == (200, None)


@pytest.mark.parametrize(
    ("answers", "said"),
    [
        ({"name": ""}, {"name": ["Please fill this in."]}),
        ({"email": "bruno"}, {"email": ["Enter an e-mail address like ana@example.org."]}),
        (
            {"email": "viewer@brussels.example.org"},
            {"email": ["There is already an account with this address."]},
        ),
        ({"new_password": "short"}, None),
    ],
    ids=["no name", "no address", "an address that is known", "a short password"],
)
def test_what_is_wrong_is_said_at_its_field_and_the_invitation_is_still_good(
    workshop: SmallWorkshop, answers: dict[str, str], said: dict[str, list[str]] | None
) -> None:
    page, browser = link(workshop), Browser(workshop.app)
    with workshop.nothing_changes():
        answer = browser.send(page, ANSWERS | answers, to=page)
    assert answer.status_code == 422
    found = complaints(answer.text)
    assert found == said if said else list(found) == ["new_password"]
    assert browser.send(page, ANSWERS, to=page).status_code == 303


def test_a_link_that_was_used_withdrawn_or_is_old_says_so(
    workshop: SmallWorkshop, browser_of: BrowserOf
) -> None:
    used, withdrawn, old = (link(workshop, email=f"{word}@example.org") for word in ("a", "b", "c"))
    late = Browser(workshop.app)
    form = late.form(used, used)
    assert Browser(workshop.app).send(used, ANSWERS, to=used).status_code == 303
    assert late.client.post(used, data=form | ANSWERS).status_code == 410
    organiser, team = browser_of("organiser"), workshop.path("setup/team")
    with workshop.look():
        number = db.session.scalars(sa.select(Invitation.id).filter_by(email="b@example.org")).one()
    way = f"{team}/invitations/{number}/withdrawal"
    signed = organiser.signature(team)
    assert organiser.send(team, {}, to=way).location == team
    assert notices(organiser.read(team).text) == ["The invitation was withdrawn. Its link no longer works."]
    assert organiser.client.post(way, data=signed).status_code == 303
    assert workshop.happened().count("invitation.withdrawn") == 1
    with workshop.change():
        row = db.session.scalars(sa.select(Invitation).filter_by(email="c@example.org")).one()
        row.made_at -= INVITED_FOR + timedelta(minutes=1)
    assert "Expired" in texts(organiser.read(team).text)
    stranger = Browser(workshop.app)
    assert [met(stranger, page) for page in (used, withdrawn, old)] == [
        (410, USED), (410, WITHDRAWN), (410, EXPIRED),
    ]  # fmt: skip
    assert stranger.read("/invitations/nothing").status_code == 404


def test_nobody_is_twice_in_a_team(workshop: SmallWorkshop, browser_of: BrowserOf) -> None:
    organiser, team = browser_of("organiser"), workshop.path("setup/team")
    with workshop.nothing_changes():
        answer = organiser.send(team, {"role": "viewer", "email": "Viewer@brussels.example.org"})
    assert complaints(answer.text) == {"email": ["This person is already in the team."]}
    page, viewer = link(workshop, Role.ORGANISER), browser_of("viewer")
    with workshop.nothing_changes():
        answer = viewer.send(page, {"as-myself": "yes"}, to=page)
    assert (answer.status_code, summary(answer.text)) == (
        422,
        ["You are already in the team of this workshop. An organiser can change your role."],
    )
