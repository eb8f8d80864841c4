"""Invitations and sign-in links go by e-mail where it is set up; else the same text is shown to be copied."""

from collections.abc import Callable

import pytest
import sqlalchemy as sa

from facilitator.database import db
from facilitator.mail.sending import send_due
from facilitator.workshops.team.models import Invitation
from tests.mail.postbox import Postbox, text_of
from tests.pages import lead, notices, texts
from tests.people import Browser
from tests.small_workshop import SmallWorkshop

BrowserOf = Callable[[str], Browser]
EMAIL = "bruno@example.org"


def link_in(text: str) -> str:
    """The path of the one link in a text."""
    [link] = [word for word in text.split() if word.startswith("http://localhost/")]
    return link.removeprefix("http://localhost")


def test_an_invitation_with_an_address_is_sent_there(
    workshop: SmallWorkshop, box: Postbox, browser_of: BrowserOf
) -> None:
    organiser, team = browser_of("organiser"), workshop.path("setup/team")
    answer = organiser.send(team, {"role": "facilitator", "email": f" {EMAIL.upper()} "})
    assert lead(answer.text).startswith(f"It is on its way by e-mail to {EMAIL}.")
    send_due(workshop.app, box.server)
    [mail] = box.mails
    assert (box.recipients, mail["Subject"]) == (
        [EMAIL],
        "You are invited to the team of “Replication workshop”",
    )
    assert "The organiser invites you to the team" in text_of(mail)
    assert "Your role: Facilitator." in text_of(mail)
    page = link_in(text_of(mail))
    assert Browser(workshop.app).read(page).status_code == 200
    assert f"http://localhost{page}" in texts(answer.text)


def test_the_e_mail_with_an_invitation_that_is_withdrawn_does_not_go_and_that_with_another_does(
    workshop: SmallWorkshop, box: Postbox, browser_of: BrowserOf
) -> None:
    organiser, team = browser_of("organiser"), workshop.path("setup/team")
    for role in ("facilitator", "viewer", "rapporteur"):
        organiser.send(team, {"role": role, "email": EMAIL}, to=team)
    with workshop.look():
        ids = db.session.scalars(sa.select(Invitation.id).order_by(Invitation.id)).all()
    for id_ in (ids[0], ids[2]):
        answer = organiser.send(team, {}, to=f"{team}/invitations/{id_}/withdrawal")
        assert answer.status_code == 303
    send_due(workshop.app, box.server)
    [mail] = box.mails
    assert "Your role: Viewer" in text_of(mail)
    states = [text.strip(" ·") for text in texts(organiser.read(workshop.path("setup/emails")).text)]
    assert states.count("Cancelled") >= 2


@pytest.mark.one_database
def test_an_invitation_without_an_address_is_a_link_alone(
    workshop: SmallWorkshop, box: Postbox, browser_of: BrowserOf
) -> None:
    answer = browser_of("organiser").send(workshop.path("setup/team"), {"role": "viewer"})
    assert answer.status_code == 200
    send_due(workshop.app, box.server)
    assert box.mails == []


@pytest.mark.one_database
def test_an_invitation_that_is_refused_is_not_sent(
    workshop: SmallWorkshop, box: Postbox, browser_of: BrowserOf
) -> None:
    organiser = browser_of("organiser")
    with workshop.nothing_changes():
        typed = {"role": "viewer", "email": "viewer@brussels.example.org"}
        assert organiser.send(workshop.path("setup/team"), typed).status_code == 422
    send_due(workshop.app, box.server)
    assert box.mails == []


def test_a_sign_in_link_goes_to_its_owner_and_the_organiser_does_not_see_it(
    workshop: SmallWorkshop, box: Postbox, browser_of: BrowserOf
) -> None:
    organiser, team = browser_of("organiser"), workshop.path("setup/team")
    member = next(
        page
        for page in (f"{team}/{number}" for number in range(1, 99))
        if "viewer@" in organiser.read(page).text
    )
    answer = organiser.send(member, {"by-e-mail": "yes"}, to=f"{member}/sign-in-link")
    assert (answer.status_code, answer.location) == (303, member)
    assert notices(organiser.read(member).text) == [
        "The e-mail is on its way to viewer@brussels.example.org."
    ]
    assert "/sign-in/" not in organiser.read(workshop.path("setup/emails")).text
    send_due(workshop.app, box.server)
    [mail] = box.mails
    viewer = Browser(workshop.app, link_in(text_of(mail)))
    assert viewer.read(workshop.path("console")).status_code == 200


@pytest.mark.one_database
def test_where_no_e_mail_goes_out_the_text_is_shown_to_be_copied(
    workshop: SmallWorkshop, browser_of: BrowserOf
) -> None:
    typed = {"role": "viewer", "email": EMAIL}
    shown = browser_of("organiser").send(workshop.path("setup/team"), typed).text
    assert f'href="mailto:{EMAIL}?subject=' in shown
    assert (
        "This server sends no e-mails. Copy the text into your own e-mail, and change it as you like."
        in texts(shown)
    )
