"""A workshop goes into a file and comes out of it again; what is no such file is refused in a sentence."""

import copy
import json
from base64 import b64decode
from collections.abc import Callable
from contextlib import suppress
from datetime import date, time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitator.accounts.models import Account
from facilitator.applications.operations import set_call
from facilitator.applications.queries import call_of
from facilitator.database import db
from facilitator.demo.load import FOLDER
from facilitator.errors import RuleBroken
from facilitator.event_page.imaging import read_picture
from facilitator.event_page.models import FACTS as FACTS_OF_PAGE
from facilitator.event_page.operations import save_page, set_picture
from facilitator.event_page.queries import page_of
from facilitator.validation.criteria.operations import translate_criterion
from facilitator.workshop_file.loaded import Loaded
from facilitator.workshop_file.reading import check, parse, read_workshop
from facilitator.workshop_file.templates import TEMPLATES, composed
from facilitator.workshop_file.writing import written
from facilitator.workshops.lists.cities import read_cities
from facilitator.workshops.lists.measures import read_measures
from facilitator.workshops.models import Part
from tests import full_workshop
from tests.event_page.pictures import opened, picture
from tests.small_workshop import SECRET, SmallWorkshop
from tests.statements import asked

DEMO: dict[str, Any] = json.loads((FOLDER / "workshop.json").read_text(encoding="utf-8"))
FACTS = {
    "slug": "other", "title": "Another one", "place": "", "starts_on": "2018-03-01", "ends_on": "2018-03-02",
    "timezone": "Europe/Vienna", "language": "en",
    "words": {"city": "hospital", "cities": "hospitals", "aspect.technical": "Clinical"},
}  # fmt: skip


PAGE: dict[str, Any] = dict.fromkeys(FACTS_OF_PAGE, "") | {
    "text": "Come **all**\n\n- now", "begins_at": time(9, 30), "ends_at": None,
    "registration_until": date(2017, 11, 20), "contacts": "Ana Berg, ana@example.org",
}  # fmt: skip
CALL: dict[str, Any] = {
    "opens_on": date(2017, 10, 2), "closes_on": date(2017, 11, 1),
    "introduction": "Come\n\nand ask", "privacy_notice": "We keep it until January.",
}  # fmt: skip


def without_keys(content: dict[str, Any]) -> dict[str, Any]:
    """A file, but for what it calls its entries among themselves."""
    content = copy.deepcopy(content)
    projects = {entry["key"]: entry["name"] for entry in content["projects"]}
    for city in content["cities"]:
        city["project"] = projects.get(city["project"])
    organisations = {entry["key"]: entry["name"] for entry in content["organisations"]}
    for person in content.get("participants", []):
        person["organisation"] = organisations[person["organisation"]]
    for section in ("projects", "organisations", "sessions", "participants"):
        for entry in content.get(section, []):
            del entry["key"]
    for section in ("organisations", "participants", "rooms"):
        content.get(section, []).sort(key=lambda entry: str(entry["name"]))
    return content


def test_the_demo_is_written_as_it_was_read(workshop: SmallWorkshop) -> None:
    with workshop.change():
        made = read_workshop(check(DEMO), Loaded(secret=SECRET), with_people=True)
        found = json.loads(json.dumps(written(made, with_people=True)))
    wanted = without_keys(DEMO)
    found = without_keys(found)
    # What a file may leave out is written with what it stands for.
    left_out = ("event_page", "event_picture", "report_details", "call", "feedback")
    assert [found.pop(name) for name in left_out] == [[]] * 5
    assert found["workshop"].pop("words") == {}
    assert not any(person.pop("email") for person in found["participants"])
    for kind in ("cities", "organisations", "measures"):
        assert not any(entry.pop("is_retired") for entry in found[kind])
    assert not any(measure.pop("colour") for measure in found["measures"])
    for criterion in found["criteria"]:
        assert criterion.pop("translations") == {}
    for session in found["sessions"]:
        assert (session.pop("is_blind"), session.pop("authors")) == (True, "city")
        assert session.pop("track") is None
    fixed = [session["title"] for session in found["sessions"] if session.pop("is_fixed")]
    assert fixed == [wanted["sessions"][at]["title"] for at in (0, 9, 15)]
    wanted["cities"].sort(key=lambda city: (city["part"] != "lighthouse", city["name"]))
    assert found == wanted


def test_a_copy_of_a_copy_is_the_same_and_holds_no_people(workshop: SmallWorkshop) -> None:
    with workshop.change():
        words = {"name": "Dringlichkeit", "question": "?", "low": "nein", "high": "ja"}
        translate_criterion(workshop.criterion("urgency"), "de", words, by=workshop.actor())
        save_page(workshop.row, PAGE, by=workshop.actor("organiser"))
        words = {"alternative": "The town hall", "credit": "Ana Berg"}
        set_picture(workshop.row, read_picture(picture()), **words, by=workshop.actor("organiser"))
        set_call(workshop.row, **CALL, is_published=True, by=workshop.actor("organiser"))
        full_workshop.ask_for_feedback(workshop)
        first = written(workshop.row)
        assert first["feedback"][0]["questions"]["Question score"] == "score"
        content = first | {"workshop": FACTS}
        creator = db.session.get_one(Account, workshop.accounts["viewer"])
        copied = read_workshop(check(content), Loaded(), creator=creator)
        second = written(copied, with_people=True)
        until = page_of(copied.id).registration_until  # type: ignore[union-attr]
        call = call_of(copied)
        assert call
    assert until == date(2018, 2, 15), "so many days before the first as in the other workshop"
    assert (call.opens_on, call.closes_on) == (date(2017, 12, 28), date(2018, 1, 27))
    assert not call.is_published
    for content_of in (content, second):
        # Encoded again, so not to the byte.
        assert opened(b64decode(content_of["event_picture"][0].pop("webp"))).size == (40, 30)
    assert second.pop("participants") == []
    assert [(member["email"], member["role"]) for member in second.pop("team")] == [
        (creator.email, "organiser")
    ]
    assert without_keys(second) == without_keys(content)
    assert "participants" not in first


@pytest.mark.parametrize("template", TEMPLATES, ids=lambda template: template.name)
def test_every_template_makes_a_workshop(workshop: SmallWorkshop, template: Any) -> None:
    cities = {
        Part.LIGHTHOUSE: read_cities("Lyon\nVienna")[0],
        Part.INTERESTED: read_cities("Antwerp\nBilbao")[0],
    }
    measures, _ = read_measures("Retrofit\nWater")
    with workshop.change():
        content = composed(template.content, FACTS, cities, measures)
        made = read_workshop(check(content), Loaded())
        found = written(made)
    assert (made.starts_on, made.slug) == (date(2018, 3, 1), "other")
    assert [city["name"] for city in found["cities"]] == ["Lyon", "Vienna", "Antwerp", "Bilbao"]
    assert [measure["prefix"] for measure in found["measures"]] == ["RET", "WAT"]
    captures = [entry for entry in found["sessions"] if entry["kind"] == "capture"]
    assert [entry["measure"] for entry in captures] == (["RET", "WAT"] if template.days else [])
    assert max((entry["day"] for entry in found["sessions"]), default=0) == template.days


def test_the_sessions_of_a_template_follow_each_other_without_a_gap_or_an_overlap() -> None:
    for template in TEMPLATES:
        ends: dict[int, int] = {}
        for session in template.content["sessions"]:
            hours, minutes = map(int, session["starts"].split(":"))
            assert ends.get(session["day"], hours * 60 + minutes) == hours * 60 + minutes, session["key"]
            ends[session["day"]] = hours * 60 + minutes + session["minutes"]


def changed(change: Callable[[dict[str, Any]], object]) -> dict[str, Any]:
    content = copy.deepcopy(DEMO)
    change(content)
    return content


BROKEN: list[tuple[Any, str]] = [
    ([], "This is not a file that was exported from a workshop. Its name ends in .json."),
    ({"format": "other/1"}, "This is not a file that was exported from a workshop. Its name ends in .json."),
    (
        {"format": "facilitator-workshop/2"},
        "This file was made by a newer version of Facilitator. Ask the person who runs this server to update"
        " it.",
    ),
    *(
        ({"format": said}, "This is not a file that was exported from a workshop. Its name ends in .json.")
        for said in ("facilitator-workshop/0", "facilitator-workshop/١", "facilitator-workshop/01")
    ),
    (
        changed(lambda file: file["workshop"].update(words={"town": "hospital"})),
        "“workshop”, entry 1: “words”: These fields are not known: town.",
    ),
    (
        changed(lambda file: file["workshop"].update(language="zz")),
        "“workshop”, entry 1: “language”: This must be the code of a language, for example en.",
    ),
    (
        changed(lambda file: file["workshop"].update(starts_on="0001-01-01")),
        "“workshop”, entry 1: “starts_on”: Enter a date in the years from 2000 to 2100.",
    ),
    (
        changed(lambda file: file["cities"][0].update(country="ZZ")),
        "“cities”, entry 1: “country”: This must be the code of a country, for example FR.",
    ),
    (
        changed(lambda file: file.update(cards=[])),
        "The file has parts that this version does not know: cards.",
    ),
    (
        changed(lambda file: file["workshop"].pop("title")),
        "“workshop”, entry 1: These fields are missing: title.",
    ),
    (changed(lambda file: file.update(cities={})), "“cities” must be a list."),
    (
        changed(lambda file: file["cities"].append("Lyon")),
        "“cities”, entry 15: This must be an object with named fields.",
    ),
    (
        changed(lambda file: file["cities"][2].update(part="partner")),
        "“cities”, entry 3: “part”: This must be one of these: lighthouse, interested.",
    ),
    (
        changed(lambda file: file["cities"][1].update(name="Lyon")),
        "“cities”, entry 3: “Lyon” is in the list twice.",
    ),
    (
        changed(lambda file: file["measures"][0].update(prefix="R1")),
        "“measures”, entry 1: “prefix”: Enter two to five letters from A to Z, for example RET.",
    ),
    (
        changed(lambda file: file["rooms"][0].update(seats=True)),
        "“rooms”, entry 1: “seats”: This must be a whole number from 1 to 9999.",
    ),
    (
        changed(lambda file: file["criteria"][0].update(weight="1")),
        "“criteria”, entry 1: “weight”: This must be a number from 0.1 to 10.0.",
    ),
    (
        changed(lambda file: file["sessions"][0].update(starts="25:00")),
        "“sessions”, entry 1: “starts”: This must be a time like 09:30.",
    ),
    (
        changed(lambda file: file["workshop"].update(timezone="Brussels")),
        "“workshop”, entry 1: “timezone”: Choose a time zone from the list, for example Europe/Vienna.",
    ),
]


@pytest.mark.one_database
@pytest.mark.parametrize(("content", "sentence"), BROKEN)
def test_a_file_in_another_shape_is_refused_with_the_place(content: Any, sentence: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        check(content)
    assert (str(refused.value), refused.value.field) == (sentence, "file")


@pytest.mark.parametrize(
    ("change", "sentence"),
    [
        (
            lambda file: file["sessions"][2].update(measure="XYZ"),
            "“sessions”, entry 3: “XYZ” is named here, but is not in the file.",
        ),
        (
            lambda file: file["sessions"][0].update(measure="RET"),
            "“sessions”, entry 1: A capture session needs a measure, and no other session has one.",
        ),
        (
            lambda file: file["cities"][1].update(name="lyon "),
            "“cities”, entry 3: This city is already in the workshop.",
        ),
        (
            lambda file: file["projects"][1].update(name="Smarter together"),
            "“projects”, entry 2: This project is already in the workshop.",
        ),
        (
            lambda file: file["organisations"][1].update(city="Nowhere"),
            "“organisations”, entry 2: “Nowhere” is named here, but is not in the file.",
        ),
        (
            lambda file: (
                file["sessions"][1].update(starts="23:50", minutes=60, track=1)
                or file["sessions"][0].update(starts="23:55", is_fixed=False, track=1)
            ),
            "“sessions”, entry 1: “Welcome, and what we want to take home” would then start after midnight."
            " Make the sessions before it shorter, or move it to the next day.",
        ),
        (
            lambda file: file["workshop"].update(ends_on="2017-12-01"),
            "The last day cannot be before the first day.",
        ),
    ],
)
def test_what_a_workshop_does_not_allow_is_refused_with_the_place_and_leaves_nothing(
    workshop: SmallWorkshop, change: Callable[[dict[str, Any]], object], sentence: str
) -> None:
    with workshop.refuses(sentence):
        read_workshop(check(changed(change)), Loaded())


@pytest.mark.one_database
@pytest.mark.parametrize(
    "data",
    [b"", b"\xff\xfe", b"{", b"[" * 100_000, b'{"format": NaN}', b"9" * 10_000, b"<html>", b'{"\\ud800": 1}'],
)
def test_what_is_no_json_is_refused(data: bytes) -> None:
    with pytest.raises(RuleBroken):
        check(parse(data))


def test_a_long_list_in_a_file_is_written_without_asking_for_each_of_its_entries(
    workshop: SmallWorkshop,
) -> None:
    numbers = []
    for slug, number in (("short", 3), ("long", 300)):
        content = listing(slug, number)
        with asked(workshop.app) as statements, workshop.change():
            made = read_workshop(check(content), Loaded())
            found = written(made)
        numbers.append(sum(not each.startswith("INSERT") for each in statements))
        assert [len(found[name]) for name in LISTS] == [number] * len(LISTS)
        assert [each["title"] for each in found["sessions"]] == [f"Session {at}" for at in range(number)]
    assert numbers[0] == numbers[1]


LISTS = ("projects", "cities", "organisations", "rooms", "sessions")


def listing(slug: str, number: int) -> dict[str, Any]:
    """A file with so many of each, in which sessions stand from the last to the first."""
    every = range(number)
    return {
        "format": "facilitator-workshop/1",
        "workshop": FACTS | {"slug": slug},
        "projects": [{"key": f"{at}", "name": f"Project {at}"} for at in every],
        "cities": [
            {"name": f"City {at}", "country": "AT", "part": "interested", "project": f"{at}"} for at in every
        ],
        "organisations": [{"key": f"{at}", "name": f"Office {at}", "city": f"City {at}"} for at in every],
        "rooms": [{"name": f"Room {at}", "seats": 9} for at in every],
        "sessions": [
            {
                "key": f"{at}", "day": at // 200 + 1, "kind": "plenary", "title": f"Session {at}",
                "starts": f"{8 + at % 200 * 4 // 60:02}:{at % 200 * 4 % 60:02}", "minutes": 4,
                "room": f"Room {at}",
            }
            for at in reversed(every)
        ],
    }  # fmt: skip


@pytest.mark.one_database
@pytest.mark.parametrize(("section", "most"), [("sessions", 1000), ("cities", 2000), ("criteria", 50)])
def test_a_list_that_is_absurdly_long_is_refused_before_anything_is_read(section: str, most: int) -> None:
    with pytest.raises(RuleBroken) as refused:
        check(DEMO | {section: [None] * (most + 1)})
    assert str(refused.value) == f"“{section}” has more than {most} entries."


junk = st.one_of(
    st.none(), st.booleans(), st.integers(), st.floats(), st.text(), st.just([]), st.just({}),
    st.just("\ud800"), st.lists(st.integers(), max_size=2),
    st.dictionaries(st.text(), st.integers(), max_size=2),
)  # fmt: skip


@pytest.mark.one_database
@given(st.data())
def test_whatever_stands_in_a_file_it_is_in_shape_or_refused_in_a_sentence(data: st.DataObject) -> None:
    content: Any = copy.deepcopy(DEMO)
    inside = content
    for _ in range(data.draw(st.integers(0, 3))):
        steps = list(inside) if isinstance(inside, dict) else list(range(len(inside)))
        if not steps:
            break
        step = data.draw(st.sampled_from(steps))
        if not isinstance(inside[step], dict | list):
            inside[step] = data.draw(junk)
            break
        inside = inside[step]
    else:
        if isinstance(inside, list):
            inside.append(data.draw(junk))
        else:
            inside[data.draw(st.text())] = data.draw(junk)
    with suppress(RuleBroken):
        check(content)
