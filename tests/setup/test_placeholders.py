"""The measures that a template has stand there until the workshop's own are typed, with their sessions."""

import pytest
import sqlalchemy as sa

from facilitator.access.policy import Phase
from facilitator.accounts.models import Account
from facilitator.agenda.models import Session, SessionKind
from facilitator.agenda.operations import open_session
from facilitator.database import db
from facilitator.workshops import queries
from facilitator.workshops.models import Workshop
from facilitator.workshops.operations import move_workshop
from tests.pages import notices, plain
from tests.people import Browser
from tests.small_workshop import SmallWorkshop

pytestmark = pytest.mark.one_database

MEASURES = "/w/heat/setup/measures"


@pytest.fixture
def organiser(workshop: SmallWorkshop) -> Browser:
    """Who has created a workshop from a template, without a measure of its own."""
    workshop.add_account("creator")
    with workshop.change():
        db.session.get_one(Account, workshop.accounts["creator"]).may_create_workshops = True
    browser = Browser(workshop.app, workshop.way_in("creator"))
    typed = {"title": "Heat", "starts_on": "2018-03-01"}
    assert browser.send("/workshops/new", typed, to="/workshops/new").status_code == 303
    return browser


def of(workshop: SmallWorkshop) -> Workshop:
    """The new workshop; inside of `look` or `change`."""
    return db.session.scalars(sa.select(Workshop).where(Workshop.id != workshop.id)).one()


def measures(workshop: SmallWorkshop) -> list[tuple[str, str]]:
    with workshop.look():
        return [(each.title, each.question) for each in queries.measures(of(workshop))]


def day_one(workshop: SmallWorkshop) -> list[tuple[str, str, int]]:
    """The sessions of the first day: title, start and length."""
    with workshop.look():
        planned = sa.select(Session).filter_by(workshop_id=of(workshop).id, day=1).order_by(Session.position)
        return [(each.title, f"{each.starts_at:%H:%M}", each.minutes) for each in db.session.scalars(planned)]


def captures(workshop: SmallWorkshop) -> list[tuple[str, str, int]]:
    return [each for each in day_one(workshop) if each[0].startswith("Collect")]


QUESTION = "What stands in the way, and what has helped?"


def test_what_is_typed_takes_the_place_of_the_placeholders_and_their_time(
    workshop: SmallWorkshop, organiser: Browser
) -> None:
    before = day_one(workshop)
    assert [title for title, _ in measures(workshop)] == ["Topic A", "Topic B", "Topic C"]
    assert "Topic A, Topic B and Topic C are examples." in plain(organiser.read(MEASURES).text)
    organiser.send(MEASURES, {"measures": "Water\nHeat\nWaste\nMobility"}, to=MEASURES)
    assert measures(workshop) == [(title, QUESTION) for title in ("Water", "Heat", "Waste", "Mobility")]
    made = captures(workshop)
    assert [title for title, *_ in made] == [
        f"Collect issues: {title}" for title in ("Water", "Heat", "Waste", "Mobility")
    ]
    first, *_ = (each for each in before if each[0].startswith("Collect"))
    whole = sum(minutes for title, _, minutes in before if title.startswith("Collect"))
    assert made[0][1] == first[1]
    assert {minutes for *_, minutes in made} == {whole // 4 // 5 * 5}
    others = [title for title, *_ in before if not title.startswith("Collect")]
    assert [title for title, *_ in day_one(workshop) if not title.startswith("Collect")] == others
    page = organiser.read(MEASURES).text
    assert notices(page) == [
        "The measures were added.",
        "Topic A, Topic B and Topic C were examples and were replaced, also in the agenda.",
    ]
    assert "are examples" not in plain(page)


def test_placeholders_that_are_left_over_go_with_their_sessions(
    workshop: SmallWorkshop, organiser: Browser
) -> None:
    whole = sum(minutes for *_, minutes in captures(workshop))
    organiser.client.post(f"{MEASURES}/TB/retirement", data=organiser.signature(MEASURES))
    organiser.send(MEASURES, {"measures": "Water"}, to=MEASURES)
    assert measures(workshop) == [("Water", QUESTION)]
    assert [(title, minutes) for title, _, minutes in captures(workshop)] == [
        ("Collect issues: Water", whole // 5 * 5)
    ]


def test_a_placeholder_that_was_renamed_or_begun_is_a_measure_like_any(
    workshop: SmallWorkshop, organiser: Browser
) -> None:
    organiser.send(f"{MEASURES}/TA", {"title": "Air"})
    assert captures(workshop)[0][0] == "Collect issues: Air", "its session is renamed with it"
    with workshop.change():
        new = of(workshop)
        move_workshop(new, Phase.DAY_ONE, by=workshop.actor())
        begun = sa.select(Session).filter_by(workshop_id=new.id, kind=SessionKind.CAPTURE)
        session = db.session.scalars(begun.order_by(Session.position.desc())).first()
        assert session
        open_session(new, session, by=workshop.actor())
    organiser.send(MEASURES, {"measures": "Water"}, to=MEASURES)
    assert [title for title, _ in measures(workshop)] == ["Air", "Water", "Topic C"]
    assert [title for title, *_ in captures(workshop)] == [
        f"Collect issues: {title}" for title in ("Air", "Water", "Topic C")
    ]


def test_a_session_with_a_title_of_its_own_keeps_it(workshop: SmallWorkshop, organiser: Browser) -> None:
    with workshop.look():
        first = sa.select(Session.id).filter_by(workshop_id=of(workshop).id, kind=SessionKind.CAPTURE)
        session = db.session.execute(first.order_by(Session.position).limit(1)).scalar_one()
    own = f"/w/heat/setup/agenda/{session}"
    assert organiser.send(own, {"title": "Topic Aspects"}, to=own).status_code == 303
    assert organiser.send(f"{MEASURES}/TA", {"title": "Air"}).status_code == 303
    assert "Topic Aspects" in [title for title, *_ in day_one(workshop)]
