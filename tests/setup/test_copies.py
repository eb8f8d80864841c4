"""A workshop is copied, exported and read from a file, archived, and found among many."""

import json
from collections.abc import Callable
from io import BytesIO
from typing import Any

import pytest
import sqlalchemy as sa

from facilitator.access.policy import Phase, Role
from facilitator.accounts.models import Account
from facilitator.database import db, table_of
from facilitator.workshop_file.loaded import Loaded
from facilitator.workshop_file.reading import check, read_workshop
from facilitator.workshop_file.writing import written
from facilitator.workshops.models import Membership, Presence, Workshop
from facilitator.workshops.operations import token_of
from facilitator.workshops.queries import participants
from tests.pages import complaints, fields, lead, notices, texts
from tests.people import Browser
from tests.small_workshop import SECRET, SmallWorkshop
from tests.workshops.people.listed import expect

COPY, FILE, LIST = "/workshops/new/copy?of=brussels", "/workshops/new/file", "/workshops"
DETAILS = {"title": "Second one", "starts_on": "2019-05-06", "timezone": "Europe/Vienna", "place": "Graz"}
FACTS = ("slug", "title", "place", "starts_on", "ends_on", "timezone")

BrowserOf = Callable[[str], Browser]


@pytest.fixture
def organiser(workshop: SmallWorkshop, browser_of: BrowserOf) -> Browser:
    """The organiser of the small workshop, who may create others."""
    with workshop.change():
        db.session.get_one(Account, workshop.accounts["organiser"]).may_create_workshops = True
    return browser_of("organiser")


def created(workshop: SmallWorkshop, slug: str) -> dict[str, Any]:
    """What stands in the file of another workshop."""
    with workshop.look():
        made = db.session.scalars(sa.select(Workshop).filter_by(slug=slug)).one()
        return written(made, with_people=True)


def without_keys(file: dict[str, Any]) -> dict[str, Any]:
    """A file but for its facts, its people, and the numbers by which its entries name each other."""
    left_out = ("workshop", "team", "participants")
    text = json.dumps({name: entries for name, entries in file.items() if name not in left_out})
    plain: dict[str, Any] = json.loads(text)
    for city in plain["cities"]:
        city["project"] = city["project"] is not None
    for section in ("projects", "organisations", "sessions"):
        for entry in plain[section]:
            del entry["key"]
    return plain


@pytest.mark.parametrize("with_team", [False, True])
def test_a_copy_has_the_set_up_and_nothing_that_was_said(
    workshop: SmallWorkshop, organiser: Browser, with_team: bool
) -> None:
    workshop.begin_validation()
    with workshop.look():
        before = written(workshop.row, with_people=True)
    answer = organiser.send(COPY, DETAILS | ({"with_team": "y"} if with_team else {}), to=COPY)
    assert (answer.status_code, answer.location) == (303, "/w/second-one/setup")
    copy = created(workshop, "second-one")
    assert [copy["workshop"][name] for name in FACTS] == [
        "second-one", "Second one", "Graz", "2019-05-06", "2019-05-07", "Europe/Vienna",
    ]  # fmt: skip
    assert without_keys(copy) == without_keys(before)
    assert (len(copy["team"]), copy["participants"]) == (4 if with_team else 1, [])
    with workshop.look():
        phase = sa.select(Workshop.phase).filter_by(slug="second-one")
        assert db.session.scalars(phase).one() is Phase.PREPARATION


def test_a_copy_has_the_same_people_on_its_list_where_that_is_wanted_and_none_of_them_has_joined(
    workshop: SmallWorkshop, organiser: Browser
) -> None:
    expect(workshop, email="berta@example.org")
    with workshop.look():
        names = {person.introduction for person in participants(workshop.row)}
    answer = organiser.send(COPY, DETAILS | {"with_people": "y"}, to=COPY)
    assert answer.location == "/w/second-one/setup"
    with workshop.look():
        made = db.session.scalars(sa.select(Workshop).filter_by(slug="second-one")).one()
        people = participants(made)
        assert {person.introduction for person in people} == names
        assert {person.presence for person in people} == {Presence.LISTED}
        assert [person.email for person in people if person.email] == ["berta@example.org"]
        links = [token_of(person, SECRET) for person in people]
        assert len({*links}) == len(names)
        assert not {*links} & {*workshop.tokens.values()}
    assert [member["role"] for member in created(workshop, "second-one")["team"]] == ["organiser"]
    phone = Browser(workshop.app)
    assert lead(phone.read(f"/w/second-one/back/{links[0]}").text) in names


@pytest.mark.one_database
def test_a_copy_needs_room_for_its_agenda_and_is_made_by_an_organiser_alone(
    workshop: SmallWorkshop, organiser: Browser, browser_of: BrowserOf
) -> None:
    answer = organiser.send(COPY, DETAILS | {"ends_on": "2019-05-06"}, to=COPY)
    assert complaints(answer.text)["ends_on"] == [
        "The agenda has sessions on day 2. Enter a last day that leaves room for it."
    ]
    with workshop.change():
        db.session.get_one(Account, workshop.accounts["facilitator"]).may_create_workshops = True
    assert browser_of("facilitator").read(COPY).status_code == 404


def test_an_exported_file_makes_the_same_workshop_again(workshop: SmallWorkshop, organiser: Browser) -> None:
    exported = organiser.read(workshop.path("setup.json"))
    assert exported.headers["Content-Disposition"] == 'attachment; filename="brussels.json"'
    file = json.loads(exported.text)
    assert "participants" not in file
    with_people = json.loads(organiser.read(workshop.path("setup.json?people=yes")).text)
    assert len(with_people["team"]) == 4
    for typed, slug, day in (
        ({}, "replication-workshop", "2017-12-04"),
        ({"title": "Again", "starts_on": "2018-12-04"}, "again", "2018-12-04"),
    ):
        answer = sent(organiser, exported.data, typed)
        assert answer.location == f"/w/{slug}/setup"
        made = created(workshop, slug)
        assert (made["workshop"]["starts_on"], len(made["team"])) == (day, 1)
        assert without_keys(made) == without_keys(file)


def test_the_people_in_a_file_are_put_on_the_list_where_that_is_wanted(
    workshop: SmallWorkshop, organiser: Browser
) -> None:
    data = organiser.read(workshop.path("setup.json?people=yes")).data
    first, second = "replication-workshop", "replication-workshop-2"
    for typed, slug, people in (({}, first, 0), ({"with_people": "y"}, second, 5)):
        assert sent(organiser, data, typed).location == f"/w/{slug}/setup"
        made = created(workshop, slug)
        assert (len(made["participants"]), len(made["team"])) == (people, 1)
    broken = json.loads(data)
    broken["participants"][0]["email"] = "nowhere"
    answer = sent(organiser, json.dumps(broken).encode(), {"with_people": "y"})
    assert complaints(answer.text)["file"] == [
        "“participants”, entry 1: Enter an e-mail address like ana@example.org."
    ]


def sent(browser: Browser, data: bytes | None, typed: dict[str, str]) -> Any:
    """The answer to the form for a file."""
    form: dict[str, Any] = fields(browser.read(FILE).text, FILE) | typed
    if data is not None:
        form["file"] = (BytesIO(data), "workshop.json")
    return browser.client.post(FILE, data=form, content_type="multipart/form-data")


@pytest.mark.one_database
def test_a_file_that_does_not_fit_is_refused_at_its_field_and_leaves_nothing(
    workshop: SmallWorkshop, organiser: Browser
) -> None:
    file = json.loads(organiser.read(workshop.path("setup.json")).text)
    twice = [*file["cities"], {"name": "lyon", "country": "FR", "part": "lighthouse"}]
    for data, sentence in (
        (None, "Choose a file."),
        (b"{", "This is not a file that was exported from a workshop. Its name ends in .json."),
        (
            json.dumps(file | {"format": "facilitator-workshop/9"}).encode(),
            "This file was made by a newer version of Facilitator. Ask the person who runs this server to"
            " update it.",
        ),
        (
            json.dumps(file | {"rooms": [{"name": "Attic", "seats": "many"}]}).encode(),
            "“rooms”, entry 1: “seats”: This must be a whole number from 1 to 9999.",
        ),
        (
            json.dumps(file | {"cities": twice}).encode(),
            "“cities”, entry 5: This city is already in the workshop.",
        ),
        (
            json.dumps(file | {"\ud800": []}).encode(),
            "The file has characters that cannot be saved. Export it again.",
        ),
        (
            json.dumps(file | {"workshop": file["workshop"] | {"ends_on": "9999-12-31"}}).encode(),
            "“workshop”, entry 1: “ends_on”: Enter a date in the years from 2000 to 2100.",
        ),
    ):
        with workshop.nothing_changes():
            answer = sent(organiser, data, {"title": "Kept"})
        assert (answer.status_code, complaints(answer.text)["file"]) == (422, [sentence])
        assert fields(answer.text, FILE)["title"] == ["Kept"]
    with workshop.nothing_changes():
        answer = sent(organiser, json.dumps(file).encode(), {"starts_on": "9999-12-31"})
    assert complaints(answer.text)["starts_on"] == ["Enter a date in the years from 2000 to 2100."]


@pytest.mark.one_database
def test_an_archived_workshop_leaves_the_list_and_comes_back(
    workshop: SmallWorkshop, organiser: Browser
) -> None:
    workshop.go_to(Phase.CLOSED)
    archive, restore = workshop.path("archive"), workshop.path("restoring")
    answer = organiser.send(LIST, {}, to=archive)
    assert answer.location == LIST
    page = organiser.read(LIST).text
    assert notices(page) == ["Replication workshop is in the archive now."]
    assert "Replication workshop" not in texts(page, "table")
    assert "One archived workshop" in texts(page)
    assert organiser.read(workshop.path("console")).status_code == 200
    archived = f"{LIST}?archived=yes"
    assert "Replication workshop" in texts(organiser.read(archived).text, "table")
    organiser.send(archived, {}, to=restore)
    assert "Replication workshop" in texts(organiser.read(LIST).text, "table")
    assert workshop.happened()[-2:] == ["workshop.archived", "workshop.restored"]


@pytest.mark.one_database
def test_a_workshop_is_found_among_many_by_its_title_or_place(
    workshop: SmallWorkshop, organiser: Browser
) -> None:
    with workshop.change():
        content = written(workshop.row)
        account = db.session.get_one(Account, workshop.accounts["organiser"])
        for number in range(60):
            facts = {"slug": f"w-{number}", "title": f"Wärme {number}", "place": "Gdańsk"}
            empty = content | {section: [] for section in content if section not in ("format", "workshop")}
            file = check(empty | {"workshop": content["workshop"] | facts})
            read_workshop(file, Loaded(by=workshop.actor()), creator=account)
    first, second = (organiser.read(f"{LIST}?page={page}").text for page in (1, 2))
    assert (len(rows(first)), len(rows(second))) == (50, 11)
    assert rows(organiser.read(f"{LIST}?q=warme 7").text) == [
        "Wärme 57", "Wärme 47", "Wärme 37", "Wärme 27", "Wärme 17", "Wärme 7",
    ]  # fmt: skip
    assert len(rows(organiser.read(f"{LIST}?q=gdansk 59").text)) == 1
    assert "No workshop was found" in texts(organiser.read(f"{LIST}?q=nowhere").text)
    assert organiser.read(f"{LIST}?page=x&q={'%' * 300}").status_code == 200


@pytest.mark.one_database
def test_a_thousand_workshops_are_paged_searched_archived_and_copied(
    workshop: SmallWorkshop, organiser: Browser
) -> None:
    with workshop.change():
        found, account = table_of(Workshop), workshop.accounts["organiser"]
        like = dict(db.session.execute(sa.select(found).filter_by(id=workshop.id)).mappings().one())
        del like["id"]
        for number in range(999):
            own = {
                "slug": f"w-{number}",
                "code": f"W{number}",
                "title": f"Wärme {number}",
                "submission": None,
            }
            made = db.session.execute(sa.insert(found).values(**like | own)).inserted_primary_key
            db.session.add(Membership(workshop_id=made[0], account_id=account, role=Role.ORGANISER))
    last = organiser.read(f"{LIST}?page=20")
    assert (len(rows(last.text)), "20 of 20" in texts(last.text, "nav")) == (50, True)
    beyond = organiser.read(f"{LIST}?page=21")
    assert beyond.location == f"{LIST}?page=20"
    seventh = organiser.read(f"{LIST}?page=7").text
    title = rows(seventh)[3]
    slug = title.replace("Wärme ", "w-")
    assert f'href="/workshops/new/copy?of={slug}"' in seventh
    answer = organiser.send(f"{LIST}?page=7", {}, to=f"/w/{slug}/archive?page=7")
    assert answer.location == f"{LIST}?page=7"
    assert title not in rows(organiser.read(answer.location).text)
    assert title in rows(organiser.read(f"{LIST}?archived=yes").text)
    assert len(rows(organiser.read(f"{LIST}?q=warme 99").text)) == 18
    copied = DETAILS | {"title": "A copy"}
    assert organiser.send(f"/workshops/new/copy?of={slug}", copied).status_code == 303


def rows(page: str) -> list[str]:
    """The titles that a list names."""
    return [word for word in texts(page, "td") if word.startswith(("Wärme", "Replication"))]


@pytest.mark.one_database
def test_who_has_one_workshop_and_creates_none_goes_straight_into_it(
    workshop: SmallWorkshop, browser_of: BrowserOf
) -> None:
    assert browser_of("viewer").read(LIST).location == workshop.path("console")
    assert browser_of("organiser").read(LIST).location == workshop.path("console")
