"""A new workshop stands after one page: from a template, with cities and measures pasted one per line."""

from datetime import date
from typing import Any
from urllib.parse import urlsplit

import pytest
import sqlalchemy as sa

from facilitator.access.policy import Role
from facilitator.accounts.models import Account
from facilitator.agenda.models import Session, SessionKind
from facilitator.database import db
from facilitator.workshops import queries
from facilitator.workshops.models import Membership, Workshop
from tests.pages import complaints, fields, heading, notices, texts
from tests.people import Browser
from tests.small_workshop import SmallWorkshop

NEW = "/workshops/new"
TYPED = {
    "title": "Zukunftsfähige Wärme für alle", "starts_on": "2018-03-01", "timezone": "vienna",
    "place": "Vienna", "lighthouse": "Lyon, FR\nWien\tÖsterreich", "interested": "Antwerp (Belgium)\nBilbao",
    "measures": "Building retrofit\nMOB: E-mobility services",
}  # fmt: skip


@pytest.fixture
def creator(workshop: SmallWorkshop) -> Browser:
    """Somebody who may create workshops, and has no role in any."""
    workshop.add_account("creator")
    with workshop.change():
        db.session.get_one(Account, workshop.accounts["creator"]).may_create_workshops = True
    return Browser(workshop.app, workshop.way_in("creator"))


def made(workshop: SmallWorkshop) -> list[Workshop]:
    """The workshops that there are besides; inside of `look`."""
    return list(db.session.scalars(sa.select(Workshop).where(Workshop.id != workshop.id)))


def test_one_page_makes_a_workshop_that_can_be_joined(workshop: SmallWorkshop, creator: Browser) -> None:
    answer = creator.send(NEW, TYPED, to=NEW)
    assert (answer.status_code, answer.location) == (303, "/w/zukunftsfahige-warme-fur-alle/setup")
    with workshop.look():
        (new,) = made(workshop)
        assert (new.title, new.place, new.timezone) == (TYPED["title"], "Vienna", "Europe/Vienna")
        assert (new.starts_on, new.ends_on) == (date(2018, 3, 1), date(2018, 3, 2))
        assert [(city.name, city.country, str(city.part)) for city in queries.cities(new)] == [
            ("Lyon", "FR", "lighthouse"), ("Wien", "AT", "lighthouse"),
            ("Antwerp", "BE", "interested"), ("Bilbao", "ES", "interested"),
        ]  # fmt: skip
        assert [(each.prefix, each.title) for each in queries.measures(new)] == [
            ("BUI", "Building retrofit"), ("MOB", "E-mobility services"),
        ]  # fmt: skip
        captures = sa.select(Session.title).filter_by(workshop_id=new.id, kind=SessionKind.CAPTURE)
        assert list(db.session.scalars(captures.order_by(Session.position))) == [
            "Collect issues: Building retrofit", "Collect issues: E-mobility services",
        ]  # fmt: skip
        role = sa.select(Membership.role).filter_by(workshop_id=new.id)
        assert list(db.session.scalars(role)) == [Role.ORGANISER]
        code = new.code
    hub = creator.read(answer.location)
    assert heading(hub.text) == "Set-up"
    assert notices(hub.text) == ["The workshop was created. People can join it with its code."]
    assert "Lyon" in texts(Browser(workshop.app).read(f"/join/{code}").text, "select")


def test_the_same_form_twice_makes_one_workshop(workshop: SmallWorkshop, creator: Browser) -> None:
    page = creator.read(NEW).text
    form = fields(page, NEW) | TYPED
    first, second = (creator.client.post(NEW, data=form) for _ in range(2))
    assert first.location == second.location
    with workshop.look():
        assert len(made(workshop)) == 1


def test_workshops_of_one_title_have_addresses_of_their_own(creator: Browser) -> None:
    titles = ("Heat", "Heat", "HEAT!", "Тепло")
    addresses = [creator.send(NEW, TYPED | {"title": title}, to=NEW).location for title in titles]
    assert [urlsplit(address).path.split("/")[2] for address in addresses] == [
        "heat", "heat-2", "heat-3", "workshop",
    ]  # fmt: skip


@pytest.mark.parametrize(
    ("typed", "field", "sentence"),
    [
        ({"title": "\u200b"}, "title", "Please fill this in."),
        ({"title": "x" * 201}, "title", "This has 201 characters. The limit is 200."),
        ({"starts_on": ""}, "starts_on", "Enter the first day."),
        ({"starts_on": "1.3.2018"}, "starts_on", "Enter the date like this: 2018-06-30."),
        ({"ends_on": "2018-02-28"}, "ends_on", "The last day cannot be before the first day."),
        (
            {"ends_on": "2018-03-01"},
            "ends_on",
            "The agenda has sessions on day 2. Enter a last day that leaves room for it.",
        ),
        (
            {"ends_on": "2081-03-01"},
            "ends_on",
            "A workshop cannot be longer than a year. Check the year of both dates.",
        ),
        ({"ends_on": "3018-03-01"}, "ends_on", "Enter a date in the years from 2000 to 2100."),
        ({"starts_on": "0018-03-01"}, "starts_on", "Enter a date in the years from 2000 to 2100."),
        ({"starts_on": "9999-12-31"}, "starts_on", "Enter a date in the years from 2000 to 2100."),
        ({"timezone": "Mars"}, "timezone", "Choose a time zone from the list, for example Europe/Vienna."),
        ({"template": "nine_days"}, "template", "Please choose one of the answers."),
        (
            {"lighthouse": "Lyon\nSpringfield"},
            "lighthouse",
            "Line 2: add the country of Springfield after a comma, as in “Lyon, FR”.",
        ),
        ({"lighthouse": "Lyon\nLYON"}, "lighthouse", "Lines 1 and 2 are the same city: LYON."),
        ({"interested": "lyon"}, "interested", "lyon is in both lists."),
        ({"measures": "Water\nwater"}, "measures", "Lines 1 and 2 are the same measure: water."),
    ],
)
@pytest.mark.one_database
def test_bad_input_is_said_at_its_field_keeps_what_was_typed_and_makes_nothing(
    workshop: SmallWorkshop, creator: Browser, typed: dict[str, str], field: str, sentence: str
) -> None:
    with workshop.nothing_changes():
        answer = creator.send(NEW, TYPED | typed, to=NEW)
    assert answer.status_code == 422
    assert complaints(answer.text)[field] == [sentence]
    kept = fields(answer.text, NEW)
    shown = {name: value for name, value in (TYPED | typed).items() if name not in ("timezone", "template")}
    wanted = {name: [value] for name, value in shown.items()}
    assert {name: kept[name] for name in wanted} == {
        **wanted,
        "title": [(TYPED | typed)["title"].replace("\u200b", "")],
    }


@pytest.mark.one_database
def test_many_wrong_lines_are_counted_after_the_first_few(creator: Browser) -> None:
    answer = creator.send(NEW, TYPED | {"interested": "\n".join(f"Atlantis {n}" for n in range(7))}, to=NEW)
    said = complaints(answer.text)["interested"]
    assert (len(said), said[-1]) == (6, "2 more lines have problems.")


@pytest.mark.one_database
def test_only_who_may_create_workshops_can(workshop: SmallWorkshop, creator: Browser) -> None:
    workshop.add_account("other")
    other = Browser(workshop.app, workshop.way_in("other"))
    assert other.read(NEW).status_code == 403
    links: list[Any] = [NEW in browser.read("/workshops").text for browser in (creator, other)]
    assert links == [True, False]
