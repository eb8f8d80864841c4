"""A workshop that was made by mistake is deleted by its organiser, with all that is in it."""

from collections.abc import Callable

import pytest
import sqlalchemy as sa

from facilitator.access.policy import Phase
from facilitator.accounts.models import Account
from facilitator.database import db
from facilitator.workshops.models import Participant
from tests import full_workshop
from tests.pages import complaints, heading, notices, plain, texts
from tests.people import Browser
from tests.rehearsal.rehearsing import begin, rows_by_workshop
from tests.small_workshop import SmallWorkshop

BrowserOf = Callable[[str], Browser]

TITLE = "Replication workshop"


@pytest.fixture
def organiser(browser_of: BrowserOf) -> Browser:
    """Who may delete it."""
    return browser_of("organiser")


def test_a_workshop_in_use_goes_by_its_title_with_all_its_rows_and_its_rehearsal(
    workshop: SmallWorkshop, organiser: Browser
) -> None:
    other = SmallWorkshop(workshop.app, "graz")
    full_workshop.fill(workshop)
    begin(workshop, organiser)
    page = workshop.path("deletion")
    asked = organiser.read(page).text
    assert heading(asked) == "Delete this workshop?"
    facts = texts(asked, "dl")
    told = dict(zip(facts[::2], facts[1::2], strict=True))
    assert told["Rehearsal"] == "1"
    with workshop.look():
        people = sa.select(sa.func.count()).select_from(Participant).filter_by(workshop_id=workshop.id)
        assert told["People"] == str(db.session.execute(people).scalar_one())
    for typed in ("", "Another workshop"):
        with workshop.nothing_changes():
            answer = organiser.send(page, {"title": typed}, to=page)
        assert answer.status_code == 422
    assert complaints(answer.text) == {"title": ["Enter the title as it stands above."]}
    answer = organiser.send(page, {"title": TITLE.lower()}, to=page)
    assert (answer.status_code, answer.location) == (303, "/workshops")
    assert rows_by_workshop(workshop).keys() == {other.id}
    with workshop.look():
        assert db.session.execute(sa.text("SELECT count(*) FROM submission")).scalar_one() == 0
    assert notices(organiser.read("/workshops").text) == [f"{TITLE} was deleted."]
    assert organiser.read(workshop.path("console")).status_code == 404


@pytest.mark.one_database
def test_an_empty_one_goes_at_a_press_and_nothing_of_it_is_left(
    workshop: SmallWorkshop, organiser: Browser
) -> None:
    with workshop.change():
        db.session.get_one(Account, workshop.accounts["organiser"]).may_create_workshops = True
    before = workshop.everything()
    typed = {"title": "A mistake", "starts_on": "2018-03-01", "lighthouse": "Lyon, FR"}
    organiser.send("/workshops/new", typed, to="/workshops/new")
    page = "/w/a-mistake/deletion"
    assert page in organiser.read("/w/a-mistake/setup").text
    assert page in organiser.read("/workshops").text
    asked = organiser.read(page).text
    assert "Sessions" in texts(asked, "dl")
    assert "Type the title to confirm" not in plain(asked)
    assert organiser.send(page, {}, to=page).location == "/workshops"
    assert workshop.everything() == before


@pytest.mark.one_database
def test_what_should_not_be_lost_is_archived_instead(workshop: SmallWorkshop, organiser: Browser) -> None:
    answer = organiser.send(workshop.path("deletion"), {}, to=workshop.path("archive"))
    assert answer.location == "/workshops"
    with workshop.look():
        assert workshop.row.archived_at is not None
    assert "Archive it instead" not in plain(organiser.read(workshop.path("deletion")).text)


@pytest.mark.one_database
def test_it_is_the_organisers_in_every_phase(workshop: SmallWorkshop, browser_of: BrowserOf) -> None:
    workshop.go_to(Phase.CLOSED)
    page = workshop.path("deletion")
    assert browser_of("organiser").read(page).status_code == 200
    for who in ("facilitator", "rapporteur", "viewer"):
        assert browser_of(who).read(page).status_code == 403


@pytest.mark.one_database
def test_a_rehearsal_is_deleted_on_its_own_page(workshop: SmallWorkshop, organiser: Browser) -> None:
    begin(workshop, organiser)
    copy = "/w/brussels-rehearsal"
    assert organiser.read(f"{copy}/deletion").location == f"{copy}/rehearsal"
    assert f"{copy}/deletion" not in organiser.read(f"{copy}/setup").text
