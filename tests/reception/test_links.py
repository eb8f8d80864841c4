"""Personal links by e-mail: the organiser sees to whom and what, and then sends them; never by themselves."""

from collections.abc import Callable

import pytest

from facilitator.database import db
from facilitator.mail.sending import send_due
from facilitator.workshops.models import Organisation, Participant
from facilitator.workshops.operations import renew_personal_link
from facilitator.workshops.people.operations import NewPerson, change_person, check_in, list_people
from tests.mail.postbox import Postbox, text_of
from tests.pages import lead, notices, summary, texts
from tests.people import Browser
from tests.small_workshop import SECRET, SmallWorkshop

BrowserOf = Callable[[str], Browser]
PAGE = "people/links"


@pytest.fixture
def listed(workshop: SmallWorkshop) -> dict[str, int]:
    """Three people on the list of Antwerp, one of them without an address; their ids."""
    return put_on_list(workshop, Berta="berta@example.org", Carl="carl@example.org", Dora="")


def put_on_list(workshop: SmallWorkshop, **people: str) -> dict[str, int]:
    with workshop.change():
        office = (
            db.session.query(Organisation).filter_by(workshop_id=workshop.id, name="City of Antwerp").one()
        )
        new = [NewPerson(office.id, name, email) for name, email in people.items()]
        found = list_people(workshop.row, new, secret=SECRET, by=workshop.actor("organiser"))
        return {person.display_name: person.id for person in found}


@pytest.mark.usefixtures("listed")
def test_who_has_not_joined_gets_their_own_link_once_the_organiser_has_seen_to_whom(
    workshop: SmallWorkshop, box: Postbox, browser_of: BrowserOf
) -> None:
    send_due(workshop.app, box.server)
    assert box.mails == [], "nothing goes by itself"
    organiser, page = browser_of("organiser"), workshop.path(PAGE)
    shown = organiser.read(page)
    assert lead(shown.text) == "2 people have an e-mail address and have not joined yet."
    assert {"Send 2 e-mails", "berta@example.org", "carl@example.org", "Dora · Antwerp"} <= set(
        texts(shown.text)
    )
    answer = organiser.send(page, {}, to=page)
    assert (answer.status_code, answer.location) == (303, workshop.path("people"))
    assert notices(organiser.read(answer.location).text) == ["2 e-mails are on their way."]
    send_due(workshop.app, box.server)
    assert sorted(box.recipients) == ["berta@example.org", "carl@example.org"]
    first = box.mails[box.recipients.index("berta@example.org")]
    assert first["Subject"] == "Your personal link for “Replication workshop”"
    assert text_of(first).startswith(
        "Hello Berta,\n\nyou take part in the workshop “Replication workshop” for Antwerp."
    )
    assert text_of(first).rstrip().endswith("Date: 4–5 Dec 2017\nPlace: Brussels")
    [link] = [word for word in text_of(first).split() if word.startswith("http://localhost/")]
    opened = Browser(workshop.app).read(link.removeprefix("http://localhost"))
    assert (opened.status_code, "Berta" in opened.text, "Carl" in opened.text) == (200, True, False)
    assert workshop.happened()[-1] == "workshop.mailed"


@pytest.mark.usefixtures("listed")
def test_those_who_have_been_written_to_can_be_left_out(
    workshop: SmallWorkshop, box: Postbox, browser_of: BrowserOf
) -> None:
    organiser, page = browser_of("organiser"), workshop.path(PAGE)
    organiser.send(page, {}, to=page)
    put_on_list(workshop, Emil="emil@example.org")
    shown = organiser.read(page)
    assert lead(shown.text).endswith("2 of them were sent a link already.")
    assert organiser.send(page, {"recipients": "others"}, to=page).status_code == 303
    assert organiser.send(page, {}, to=page).status_code == 303
    send_due(workshop.app, box.server)
    times = {name: box.recipients.count(f"{name}@example.org") for name in ("berta", "carl", "emil")}
    assert times == {"berta": 2, "carl": 2, "emil": 2}


def test_nobody_is_written_to_whom_the_page_did_not_show(
    workshop: SmallWorkshop, box: Postbox, browser_of: BrowserOf, listed: dict[str, int]
) -> None:
    organiser, page = browser_of("organiser"), workshop.path(PAGE)
    form = organiser.form(page, page)
    with workshop.change():
        check_in(db.session.get_one(Participant, listed["Carl"]), by=workshop.actor())
    with workshop.nothing_changes():
        answer = organiser.client.post(page, data=form)
    assert (answer.status_code, summary(answer.text)) == (
        422,
        ["The list has changed. One person would get an e-mail now. Check it, then send again."],
    )
    assert organiser.send(page, {}, to=page).status_code == 303
    send_due(workshop.app, box.server)
    assert box.recipients == ["berta@example.org"]


@pytest.mark.usefixtures("listed")
def test_two_organisers_who_send_at_once_write_to_nobody_twice(
    workshop: SmallWorkshop, box: Postbox, browser_of: BrowserOf
) -> None:
    first, second, page = browser_of("organiser"), browser_of("organiser"), workshop.path(PAGE)
    forms = [browser.form(page, page) for browser in (first, second)]
    answers = [
        browser.client.post(page, data=form) for browser, form in zip((first, second), forms, strict=True)
    ]
    assert [answer.status_code for answer in answers] == [303, 422]
    send_due(workshop.app, box.server)
    assert sorted(box.recipients) == ["berta@example.org", "carl@example.org"]


@pytest.mark.one_database
@pytest.mark.parametrize("shown", ["", "x", "-", "99999999999-1", "²-²"])
@pytest.mark.usefixtures("listed", "box")
def test_a_form_that_says_no_number_sends_nothing(
    workshop: SmallWorkshop, browser_of: BrowserOf, shown: str
) -> None:
    organiser, page = browser_of("organiser"), workshop.path(PAGE)
    with workshop.nothing_changes():
        assert organiser.send(page, {"shown": shown}, to=page).status_code == 422


def test_one_person_gets_their_link(
    workshop: SmallWorkshop, box: Postbox, browser_of: BrowserOf, listed: dict[str, int]
) -> None:
    organiser, page = browser_of("organiser"), workshop.path(f"people/{listed['Carl']}")
    answer = organiser.send(page, {}, to=f"{page}/link-by-e-mail")
    assert (answer.status_code, answer.location) == (303, page)
    assert notices(organiser.read(page).text) == ["The e-mail is on its way to carl@example.org."]
    send_due(workshop.app, box.server)
    assert box.recipients == ["carl@example.org"]
    nobody = workshop.path(f"people/{listed['Dora']}")
    assert "link-by-e-mail" not in organiser.read(nobody).text
    form = organiser.form(page, "link-by-e-mail")
    with workshop.nothing_changes():
        assert organiser.client.post(f"{nobody}/link-by-e-mail", data=form).status_code == 409


def test_a_link_that_no_longer_works_or_goes_to_a_wrong_address_is_not_sent(
    workshop: SmallWorkshop, box: Postbox, browser_of: BrowserOf, listed: dict[str, int]
) -> None:
    organiser = browser_of("organiser")
    organiser.send(workshop.path(PAGE), {}, to=workshop.path(PAGE))
    with workshop.change():
        berta, carl = (db.session.get_one(Participant, listed[name]) for name in ("Berta", "Carl"))
        renew_personal_link(berta, secret=SECRET, by=workshop.actor())
        change_person(
            carl, organisation=carl.organisation, display_name="Carl", email="karl@example.org",
            by=workshop.actor(),
        )  # fmt: skip
    send_due(workshop.app, box.server)
    assert box.mails == []


def test_who_is_removed_takes_their_e_mails_along(
    workshop: SmallWorkshop, box: Postbox, browser_of: BrowserOf, listed: dict[str, int]
) -> None:
    organiser = browser_of("organiser")
    organiser.send(workshop.path(PAGE), {}, to=workshop.path(PAGE))
    page = workshop.path(f"people/{listed['Berta']}/removal")
    assert organiser.send(page, {}, to=page).status_code == 303
    send_due(workshop.app, box.server)
    assert box.recipients == ["carl@example.org"]


@pytest.mark.one_database
@pytest.mark.usefixtures("listed")
def test_where_no_e_mail_goes_out_each_text_is_shown_to_be_copied(
    workshop: SmallWorkshop, browser_of: BrowserOf
) -> None:
    shown = browser_of("organiser").read(workshop.path(PAGE)).text
    for name in ("berta", "carl"):
        assert f'href="mailto:{name}@example.org?subject=Your%20personal%20link' in shown
    assert "Send 2 e-mails" not in texts(shown)


@pytest.mark.one_database
@pytest.mark.usefixtures("box")
def test_where_nobody_can_be_written_to_the_page_says_so(
    workshop: SmallWorkshop, browser_of: BrowserOf
) -> None:
    assert "Nobody to write to" in texts(browser_of("organiser").read(workshop.path(PAGE)).text)
