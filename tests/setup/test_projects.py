"""The projects of the cities are added, changed and deleted, and each city says in which it takes part."""

from collections.abc import Callable

import pytest

from facilitator.workshops import queries
from facilitator.workshops.profile.queries import projects
from tests.pages import complaints, plain, texts
from tests.people import Browser
from tests.small_workshop import SmallWorkshop

BrowserOf = Callable[[str], Browser]

pytestmark = pytest.mark.one_database


def test_a_project_is_added_changed_given_to_cities_and_deleted_when_none_is_left(
    workshop: SmallWorkshop, browser_of: BrowserOf
) -> None:
    organiser, page = browser_of("organiser"), workshop.path("setup/projects")
    assert organiser.send(page, {"name": "Sharing Cities"}, to=page).status_code == 303
    with workshop.look():
        ids = {each.name: each.id for each in projects(workshop.row)}
        lyon = next(city for city in queries.cities(workshop.row) if city.name == "Lyon").id
    own = f"{page}/{ids['Sharing Cities']}"
    for name, sentence in (
        ("smarter together", "This project is already in the workshop."), ("", "Please fill this in."),
    ):  # fmt: skip
        for path in (page, own):
            with workshop.nothing_changes():
                answer = organiser.send(path, {"name": name}, to=path)
            assert (answer.status_code, complaints(answer.text)) == (422, {"name": [sentence]})
    typed = {"name": "Sharing", "word_for_interested": "scale-up cities"}
    assert organiser.send(own, typed, to=own).status_code == 303
    city = workshop.path(f"setup/cities/{lyon}")
    assert organiser.send(city, {"project": str(ids["Sharing Cities"])}, to=city).status_code == 303
    assert texts(organiser.read(page).text, "tbody")[:2] == ["Sharing", "Lyon"]
    removal = organiser.read(f"{own}/removal").text
    assert (texts(removal, "dl"), "You can hide it instead." in plain(removal)) == (["Cities", "1"], False)
    with workshop.nothing_changes():
        organiser.client.post(f"{own}/removal", data=organiser.signature(own))
    organiser.send(city, {"project": ""}, to=city)
    assert organiser.send(f"{own}/removal", {}, to=f"{own}/removal").status_code == 303
    with workshop.look():
        assert [each.name for each in projects(workshop.row)] == ["Smarter Together"]
    assert workshop.happened()[-5:] == [
        "project.added", "project.changed", "city.changed", "city.changed", "project.removed",
    ]  # fmt: skip


def test_a_measure_is_given_a_colour_that_stays_wherever_it_stands(
    workshop: SmallWorkshop, browser_of: BrowserOf
) -> None:
    organiser, page = browser_of("organiser"), workshop.path("setup/measures")
    assert organiser.send(f"{page}/RET", {"colour": "6"}, to=f"{page}/RET").status_code == 303
    organiser.send(page, {}, to=f"{page}/RET/later")
    with workshop.look():
        assert [(each.prefix, each.accent) for each in queries.measures(workshop.row)] == [
            ("ENG", 1),
            ("RET", 6),
        ]
    for place in ("about", "capture/RET/issue", "setup/agenda"):
        shown = organiser.read(workshop.path(place)).text
        assert ("measure-6" in shown, "measure-2" in shown) == (place != "about", False)
    assert organiser.send(f"{page}/RET", {"colour": "9"}, to=f"{page}/RET").status_code == 422
    organiser.send(f"{page}/RET", {"colour": ""}, to=f"{page}/RET")
    with workshop.look():
        assert workshop.measure().accent == 2
