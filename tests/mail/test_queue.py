"""The page of e-mails: what waits, what was sent, what failed and why, and what can be done about it."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import sqlalchemy as sa

from facilitator.database import db
from facilitator.mail.models import Mail, MailState
from facilitator.mail.rules import ADDRESS_KEPT_FOR
from facilitator.mail.sending import clear_old, send_due
from tests.mail.postbox import Postbox, postbox
from tests.mail.test_sending import TO, became, queue, queued
from tests.pages import heading, lead, notices, plain, texts
from tests.people import Browser
from tests.query_plans import every_row_is_found_by_an_index
from tests.small_workshop import SmallWorkshop

BrowserOf = Callable[[str], Browser]
PAGE = "setup/emails"
GONE = "550 5.1.1 No such user"
GONE_SAID = "This address does not exist. The mail server says: 5.1.1 No such user"


def test_an_organiser_sees_what_failed_and_why_and_has_it_sent_again(
    workshop: SmallWorkshop, box: Postbox, browser_of: BrowserOf
) -> None:
    organiser, page = browser_of("organiser"), workshop.path(PAGE)
    assert "No e-mails yet" in texts(organiser.read(page).text)
    mail_id = queued(workshop)
    assert "In a moment" in texts(organiser.read(page).text)
    box.to_recipients = [GONE]
    send_due(workshop.app, box.server)
    shown = organiser.read(page)
    assert {TO, "Invitation to the team", GONE_SAID} <= set(texts(shown.text))
    assert "One e-mail could not be sent. See why" in plain(organiser.read(workshop.path("setup")).text)
    answer = organiser.send(page, {}, to=f"{page}/{mail_id}/retry")
    assert (answer.status_code, answer.location) == (303, page)
    assert notices(organiser.read(page).text) == ["The e-mail will be sent again in a moment."]
    send_due(workshop.app, box.server)
    assert len(box.mails) == 1
    assert {TO, "Sent"} <= set(texts(organiser.read(page).text))
    assert "See why" not in plain(organiser.read(workshop.path("setup")).text)
    assert workshop.happened()[-1] == "mail.retried"
    log = plain(organiser.read(workshop.path("activity")).text)
    assert "The organiser sent an e-mail again that had failed" in log
    assert TO not in log


def test_all_that_failed_are_tried_again_at_once(
    workshop: SmallWorkshop, box: Postbox, browser_of: BrowserOf
) -> None:
    with workshop.change():
        ids = [queue(workshop) for _ in range(3)]
    box.to_recipients = [GONE] * 3
    send_due(workshop.app, box.server)
    organiser, page = browser_of("organiser"), workshop.path(PAGE)
    assert organiser.send(page, {}, to=f"{page}/retries").status_code == 303
    assert notices(organiser.read(page).text) == ["3 e-mails will be sent again in a moment."]
    send_due(workshop.app, box.server)
    assert {became(workshop, mail_id)[0] for mail_id in ids} == {MailState.SENT}


def test_what_is_cancelled_is_not_sent(workshop: SmallWorkshop, box: Postbox, browser_of: BrowserOf) -> None:
    mail_id, organiser, page = queued(workshop), browser_of("organiser"), workshop.path(PAGE)
    assert organiser.send(page, {}, to=f"{page}/{mail_id}/cancellation").status_code == 303
    send_due(workshop.app, box.server)
    assert box.mails == []
    assert {TO, "Cancelled"} <= set(texts(organiser.read(page).text))
    with workshop.look():
        assert db.session.get_one(Mail, mail_id).body == ""


@pytest.mark.one_database
def test_what_has_gone_is_neither_cancelled_nor_sent_again(
    workshop: SmallWorkshop, box: Postbox, browser_of: BrowserOf
) -> None:
    mail_id, organiser, page = queued(workshop), browser_of("organiser"), workshop.path(PAGE)
    form = organiser.form(page, f"{mail_id}/cancellation")
    send_due(workshop.app, box.server)
    with workshop.nothing_changes():
        late = organiser.client.post(f"{page}/{mail_id}/cancellation", data=form)
        assert late.status_code == 409
        assert "This e-mail has been sent by now, so it cannot be cancelled." in texts(late.text)
        late = organiser.client.post(f"{page}/{mail_id}/retry", data=form)
        assert late.status_code == 409
        assert "This e-mail has been sent by now." in texts(late.text)


@pytest.mark.one_database
def test_what_was_deleted_can_not_be_sent_again(
    workshop: SmallWorkshop, box: Postbox, browser_of: BrowserOf
) -> None:
    mail_id, organiser, page = queued(workshop), browser_of("organiser"), workshop.path(PAGE)
    form = organiser.form(page, f"{mail_id}/cancellation")
    box.to_recipients = [GONE]
    send_due(workshop.app, box.server)
    with workshop.change():
        for mail in db.session.scalars(sa.select(Mail).where(Mail.ended_at.is_not(None))):
            assert mail.ended_at
            mail.ended_at -= ADDRESS_KEPT_FOR + timedelta(days=1)
    clear_old(workshop.app)
    shown = organiser.read(page)
    assert {"Address deleted", "The reason is deleted."} <= set(texts(shown.text))
    assert f"{mail_id}/retry" not in shown.text
    with workshop.nothing_changes():
        late = organiser.client.post(f"{page}/{mail_id}/retry", data=form)
    assert late.status_code == 409


@pytest.mark.one_database
def test_e_mails_are_for_organisers_of_their_workshop_alone(
    workshop: SmallWorkshop, box: Postbox, browser_of: BrowserOf
) -> None:
    other = SmallWorkshop(workshop.app, slug="other")
    mail_id = queued(other)
    organiser, page = browser_of("organiser"), workshop.path(PAGE)
    queued(workshop)
    assert TO in texts(organiser.read(page).text)
    form = organiser.form(page, "cancellation")
    for who in ("facilitator", "viewer", "Lyon"):
        assert browser_of(who).read(page).status_code == 403
    with workshop.nothing_changes():
        for what in ("cancellation", "retry"):
            assert organiser.client.post(f"{page}/{mail_id}/{what}", data=form).status_code == 404
    assert box.mails == []


@pytest.mark.one_database
def test_where_no_e_mail_goes_out_the_page_says_so_and_what_waits(
    workshop: SmallWorkshop, browser_of: BrowserOf
) -> None:
    organiser, page = browser_of("organiser"), workshop.path(PAGE)
    shown = organiser.read(page)
    assert (heading(shown.text), lead(shown.text)) == (
        "E-mails",
        "This server sends no e-mails. Where one is needed, the page shows a text to copy.",
    )
    queued(workshop)
    assert notices(organiser.read(page).text) == ["One e-mail waits until the server can send e-mails again."]


def test_what_is_sent_shown_and_cleared_is_found_by_indexes(
    workshop: SmallWorkshop, box: Postbox, browser_of: BrowserOf
) -> None:
    organiser = browser_of("organiser")
    with every_row_is_found_by_an_index(workshop.app):
        queued(workshop)
        queued(workshop)
        box.to_recipients = [GONE]
        send_due(workshop.app, box.server)
        for page in (PAGE, "setup", "people/links", f"people/{workshop.participants['Lyon']}"):
            assert organiser.read(workshop.path(page)).status_code == 200
        clear_old(workshop.app)


@pytest.mark.one_database
def test_many_are_shown_by_pages(workshop: SmallWorkshop, browser_of: BrowserOf) -> None:
    organiser, page = browser_of("organiser"), workshop.path(PAGE)
    with workshop.change():
        for number in range(60):
            queue(workshop, to=f"number-{number}@example.org")
    assert "The newest 50 of 60 are shown." in texts(organiser.read(page).text)
    with postbox() as box:
        send_due(workshop.app, box.server)
    assert "number-59@example.org" in texts(organiser.read(page).text)
    assert "number-9@example.org" not in texts(organiser.read(page).text)
    second = organiser.read(f"{page}?page=2").text
    assert {"number-9@example.org", "2 of 2"} <= set(texts(second))
    for odd in ("0", "-1", "x", "99999999999999", "3"):
        assert organiser.read(f"{page}?page={odd}").status_code == 200
