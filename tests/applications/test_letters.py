"""A city is told by e-mail that its application has arrived, and what was decided; or the text is shown."""

from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa

from facilitator.applications.models import Application
from facilitator.database import db
from facilitator.mail.sending import send_due
from tests.applications.applying import send, set_days
from tests.applications.test_applying import typed
from tests.mail.postbox import Postbox, text_of
from tests.pages import notices, texts
from tests.people import Browser
from tests.small_workshop import SmallWorkshop

BrowserOf = Callable[[str], Browser]
ANA = "ana@porto.example.org"
DECLINED = "\n\n".join(
    (
        "Dear Ana Lind,",
        "thank you for your application to “Replication workshop”."
        " We are sorry that we cannot offer a place to Porto this time.",
        "All places are taken.",
        "Kind regards\nThe organiser",
    )
)


ACCEPTED = "\n\n".join(
    (
        "Dear Ana Lind,",
        "thank you for your application. We are pleased to tell you that Porto takes part"
        " in “Replication workshop”.",
        "Date: 4–5 Dec 2017\nPlace: Brussels",
        "You can read more about the workshop here: http://localhost/w/brussels/about",
        "We will write to your delegates with all that they need.",
        "Kind regards\nThe organiser",
    )
)


@pytest.fixture
def visitor(workshop: SmallWorkshop) -> Browser:
    """Somebody who has never been here, while the call is open."""
    with workshop.change():
        set_days(workshop)
    return Browser(workshop.app)


def applied(workshop: SmallWorkshop, **facts: Any) -> str:
    """The page of an application that has come."""
    with workshop.change():
        set_days(workshop)
        return workshop.path(f"applications/{send(workshop, **facts)[0].id}")


def test_a_city_gets_the_link_to_come_back_by(
    workshop: SmallWorkshop, visitor: Browser, box: Postbox
) -> None:
    page = workshop.path("apply")
    form = visitor.form(page) | {name: [str(value)] for name, value in typed(workshop).items()}
    link = visitor.client.post(page, data=form).location
    assert visitor.client.post(page, data=form).location == link, "a double tap is one application"
    send_due(workshop.app, box.server)
    [mail] = box.mails
    assert (box.recipients, mail["Reply-To"]) == ([ANA], "organiser@brussels.example.org")
    assert mail["Subject"] == "Your application to “Replication workshop” has arrived"
    assert f"http://localhost{link}" in text_of(mail).split()
    assert "Porto" not in text_of(mail), "nothing that was typed"


@pytest.mark.one_database
def test_another_address_gets_the_link_too_and_what_waited_for_the_first_does_not_go(
    workshop: SmallWorkshop, visitor: Browser, box: Postbox
) -> None:
    link = visitor.send(
        workshop.path("apply"), typed(workshop, contact_email="ana@prto.example.org")
    ).location
    assert visitor.send(f"{link}/changes", {"contact_email": ANA}).status_code == 303
    assert visitor.send(f"{link}/changes", {"hopes": "Much"}).status_code == 303
    send_due(workshop.app, box.server)
    assert box.recipients == [ANA]


@pytest.mark.one_database
def test_nobody_is_written_to_again_and_again_by_a_stranger(
    workshop: SmallWorkshop, visitor: Browser, box: Postbox
) -> None:
    for number in range(5):
        city = typed(workshop, city_name=f"City {number}")
        assert visitor.send(workshop.path("apply"), city).status_code == 303
    send_due(workshop.app, box.server)
    assert box.recipients == [ANA] * 3


@pytest.mark.one_database
def test_what_is_refused_is_not_confirmed(workshop: SmallWorkshop, visitor: Browser, box: Postbox) -> None:
    form = visitor.form(workshop.path("apply"))
    with workshop.change():
        set_days(workshop, -4, -2)
    filled = form | {name: [str(value)] for name, value in typed(workshop).items()}
    with workshop.nothing_changes():
        assert visitor.client.post(workshop.path("apply"), data=filled).status_code == 422
    send_due(workshop.app, box.server)
    assert box.mails == []


def test_a_decision_is_sent_with_it(workshop: SmallWorkshop, box: Postbox, browser_of: BrowserOf) -> None:
    page, organiser = applied(workshop), browser_of("organiser")
    typed_decision = {"decision": "declined", "reason": "All places are taken."}
    assert organiser.send(page, typed_decision, to=page).status_code == 303
    assert "Waiting" in texts(organiser.read(page).text)
    send_due(workshop.app, box.server)
    assert {"Sent", f"To {ANA}"} <= {text.strip(" ·") for text in texts(organiser.read(page).text)}
    [mail] = box.mails
    assert (box.recipients, mail["Subject"]) == (
        [ANA],
        "Your application for Porto to “Replication workshop”",
    )
    assert text_of(mail) == f"{DECLINED}\n"
    assert workshop.happened()[-2:] == ["application.declined", "mail.queued"]


def test_a_decision_that_nobody_should_be_told_of_yet_is_sent_later(
    workshop: SmallWorkshop, box: Postbox, browser_of: BrowserOf
) -> None:
    page, organiser = applied(workshop), browser_of("organiser")
    assert organiser.send(page, {"decision": "accepted", "tells": []}, to=page).status_code == 303
    send_due(workshop.app, box.server)
    assert box.mails == []
    form = organiser.form(page, "e-mail")
    assert organiser.client.post(f"{page}/e-mail", data=form).location == page
    assert notices(organiser.read(page).text) == [f"The e-mail is on its way to {ANA}."]
    twice = organiser.client.post(f"{page}/e-mail", data=form | {"submission": ["another-form-id"]})
    assert twice.status_code == 409
    send_due(workshop.app, box.server)
    assert box.subjects == ["Porto takes part in “Replication workshop”"]


@pytest.mark.one_database
def test_who_is_accepted_reads_when_and_where_where_to_read_more_and_who_has_written(
    workshop: SmallWorkshop, box: Postbox, browser_of: BrowserOf
) -> None:
    page, organiser = applied(workshop), browser_of("organiser")
    public = workshop.path("setup/page")
    assert organiser.send(public, {"summary": "Come", "step": "publish"}, to=public).status_code == 303
    assert organiser.send(page, {"decision": "accepted"}, to=page).status_code == 303
    send_due(workshop.app, box.server)
    assert text_of(box.mails[-1]) == f"{ACCEPTED}\n"


@pytest.mark.one_database
def test_who_is_accepted_before_there_is_a_place_or_a_public_page_reads_the_days_alone(
    workshop: SmallWorkshop, box: Postbox, browser_of: BrowserOf
) -> None:
    with workshop.change():
        workshop.row.place = ""
    page, organiser = applied(workshop), browser_of("organiser")
    assert organiser.send(page, {"decision": "accepted"}, to=page).status_code == 303
    send_due(workshop.app, box.server)
    paragraphs = ACCEPTED.replace("\nPlace: Brussels", "").split("\n\n")
    assert text_of(box.mails[-1]) == "\n\n".join([*paragraphs[:3], *paragraphs[4:]]) + "\n"


def test_what_waits_does_not_go_once_the_decision_is_another(
    workshop: SmallWorkshop, box: Postbox, browser_of: BrowserOf
) -> None:
    page, organiser = applied(workshop), browser_of("organiser")
    organiser.send(page, {"decision": "waiting"}, to=page)
    organiser.send(page, {"decision": "accepted"}, to=page)
    organiser.send(f"{page}/undoing", {})
    organiser.send(page, {"decision": "declined", "reason": "All places are taken."}, to=page)
    send_due(workshop.app, box.server)
    assert box.subjects == ["Your application for Porto to “Replication workshop”"]


@pytest.mark.one_database
def test_a_decision_that_is_refused_is_not_sent(
    workshop: SmallWorkshop, box: Postbox, browser_of: BrowserOf
) -> None:
    page, organiser = applied(workshop), browser_of("organiser")
    with workshop.nothing_changes():
        assert organiser.send(page, {"decision": "declined"}, to=page).status_code == 422
    send_due(workshop.app, box.server)
    assert box.mails == []


@pytest.mark.one_database
def test_where_no_e_mail_goes_out_the_same_text_is_shown_to_be_copied(
    workshop: SmallWorkshop, browser_of: BrowserOf
) -> None:
    page, organiser = applied(workshop), browser_of("organiser")
    organiser.send(page, {"decision": "declined", "reason": "All places are taken."}, to=page)
    shown = organiser.read(page).text
    assert DECLINED.split("\n\n")[1] in " ".join(texts(shown))
    assert f'href="mailto:{ANA}?subject=Your%20application%20for%20Porto' in shown
    assert "Send an e-mail to the contact person" not in texts(shown)
    with workshop.look():
        assert db.session.scalars(sa.select(Application.declined_at)).one() is not None
