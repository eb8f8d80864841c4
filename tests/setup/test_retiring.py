"""What something belongs to is hidden instead of deleted: offered no more, kept in what was said."""

from collections.abc import Callable

import pytest

from facilitator.access.policy import Phase
from facilitator.agenda.operations import open_session
from facilitator.workshop_file.loaded import Loaded
from facilitator.workshop_file.reading import check, read_workshop
from facilitator.workshop_file.writing import written
from facilitator.workshops import queries
from tests.pages import complaints, notices, plain, texts
from tests.people import Browser
from tests.query_plans import every_row_is_found_by_an_index
from tests.small_workshop import SmallWorkshop
from tests.summary.panel import panel_of

BrowserOf = Callable[[str], Browser]

pytestmark = pytest.mark.one_database


@pytest.fixture
def organiser(browser_of: BrowserOf) -> Browser:
    """Who sets the workshop up."""
    return browser_of("organiser")


def city_id(workshop: SmallWorkshop, name: str) -> int:
    with workshop.look():
        return next(city.id for city in queries.cities(workshop.row) if city.name == name)


def offered_to_newcomers(workshop: SmallWorkshop) -> set[str]:
    return set(texts(Browser(workshop.app).read(f"/join/{workshop.code}").text, "select"))


def test_a_city_with_people_is_hidden_and_restored(workshop: SmallWorkshop, organiser: Browser) -> None:
    lyon = workshop.path(f"setup/cities/{city_id(workshop, 'Lyon')}")
    page = organiser.read(f"{lyon}/removal").text
    assert texts(page, "dl") == ["People", "1"]
    assert "You can hide it instead." in plain(page)
    stale = Browser(workshop.app)
    form = stale.form(f"/join/{workshop.code}")
    organiser.send(f"{lyon}/removal", {}, to=f"{lyon}/retirement")
    page = organiser.read(workshop.path("setup/cities")).text
    assert notices(page) == ["Lyon was hidden. You can restore it below."]
    assert "Lyon" not in texts(page, "table")
    assert "Lyon" not in offered_to_newcomers(workshop)
    with workshop.look():
        organisation = workshop.participant("Lyon").organisation_id
    answer = stale.client.post(
        f"/join/{workshop.code}", data=form | {"organisation": organisation, "display_name": "Zoé"}
    )
    assert complaints(answer.text) == {"organisation": ["This is not in the list. Please choose again."]}
    assert "Lyon" in plain(organiser.read(workshop.path("people")).text), "its people are there still"
    organiser.send(workshop.path("setup/cities"), {}, to=f"{lyon}/restoration")
    assert "Lyon" in offered_to_newcomers(workshop)
    assert workshop.happened()[-2:] == ["city.retired", "city.returned"]


def test_what_a_hidden_city_said_stays_and_its_card_can_be_edited(
    workshop: SmallWorkshop, organiser: Browser, browser_of: BrowserOf
) -> None:
    workshop.go_to(Phase.DAY_ONE)
    workshop.open("RET")
    facilitator, board = browser_of("facilitator"), workshop.path("capture/RET/issue")
    lyon = city_id(workshop, "Lyon")
    typed = {"title": "Flats stand empty", "aspect": "social", "city": str(lyon)}
    assert facilitator.send(board, typed, to=f"{board}/cards").status_code == 303
    own = workshop.path(f"setup/cities/{lyon}")
    organiser.send(f"{own}/removal", {}, to=f"{own}/retirement")
    assert "Lyon" in plain(facilitator.read(workshop.path("cards/RET-01")).text)
    choices = texts(facilitator.read(board).text, "select")
    assert choices.count("Lyon") == 1, "the filter finds it, and the form does not offer it"


def test_a_measure_with_cards_is_hidden_and_restored(workshop: SmallWorkshop, organiser: Browser) -> None:
    workshop.go_to(Phase.DAY_ONE)
    with workshop.change():
        workshop.add_issue()
    page = workshop.path("setup/measures")
    organiser.send(f"{page}/RET/removal", {}, to=f"{page}/RET/retirement")
    shown = organiser.read(page).text
    assert "Retrofit" not in texts(shown, "table")
    assert "Retrofit" in texts(shown, "ul")
    new = organiser.read(workshop.path("setup/agenda/new")).text
    assert "Retrofit" not in texts(new, "select")
    session = workshop.path(f"setup/agenda/{workshop.sessions['RET']}")
    assert "Retrofit" in texts(organiser.read(session).text, "select"), "it is what was chosen before"
    with workshop.refuses("The measure of this session is hidden. Restore it under Set-up first."):
        open_session(workshop.row, workshop.session("RET"), by=workshop.actor())
    assert "RET-01" in plain(organiser.read(workshop.path("capture/RET/issue")).text)
    organiser.send(page, {}, to=f"{page}/RET/restoration")
    workshop.open("RET")


def test_what_is_hidden_stays_so_in_a_copy(workshop: SmallWorkshop, organiser: Browser) -> None:
    lyon, page = workshop.path(f"setup/cities/{city_id(workshop, 'Lyon')}"), workshop.path("setup/measures")
    organiser.send(f"{lyon}/removal", {}, to=f"{lyon}/retirement")
    organiser.send(f"{page}/RET/removal", {}, to=f"{page}/RET/retirement")
    with workshop.change():
        content = written(workshop.row)
        copied = read_workshop(
            check(content | {"workshop": content["workshop"] | {"slug": "copy"}}), Loaded()
        )
        hidden = [row.name for row in queries.cities(copied) if not row.is_offered] + [
            row.prefix for row in queries.measures(copied) if not row.is_offered
        ]
    assert hidden == ["Lyon", "RET"]


def test_a_measure_is_moved_past_a_hidden_one(workshop: SmallWorkshop, organiser: Browser) -> None:
    page = workshop.path("setup/measures")
    organiser.send(page, {"measures": "WAT: Water"}, to=page)
    organiser.send(f"{page}/ENG/removal", {}, to=f"{page}/ENG/retirement")
    organiser.send(page, {}, to=f"{page}/WAT/earlier")
    with workshop.look():
        assert [each.prefix for each in queries.measures(workshop.row)] == ["WAT", "RET", "ENG"]


def test_an_organisation_that_is_no_city_is_hidden_and_restored(
    workshop: SmallWorkshop, organiser: Browser
) -> None:
    page = workshop.path("setup/cities")
    organiser.send(page, {"organisations": "Network"}, to=workshop.path("setup/organisations"))
    with workshop.look():
        (added,) = (each.id for each in queries.organisations(workshop.row) if each.name == "Network")
    own = workshop.path(f"setup/organisations/{added}")
    answer = organiser.client.post(f"{own}/retirement", data=organiser.signature(page))
    assert answer.status_code == 303
    assert "Network" not in offered_to_newcomers(workshop)
    organiser.send(page, {}, to=f"{own}/restoration")
    assert "Network" in offered_to_newcomers(workshop)


def test_results_and_report_are_the_same_with_a_hidden_city_and_measure(
    workshop: SmallWorkshop, organiser: Browser, browser_of: BrowserOf
) -> None:
    panel = panel_of(workshop, "Graz", "Sofia")
    panel.answer("Graz", relevance=8, urgency=3, comment="Nobody is at home")
    panel.answer("Sofia", relevance=2)
    viewer = browser_of("viewer")

    def said() -> tuple[list[str], object]:
        report = viewer.read(workshop.path("report.json")).json
        assert report
        return texts(viewer.read(workshop.path("results/RET")).text), report["measures"]

    before = said()
    graz, measure = city_id(workshop, "Graz"), workshop.path("setup/measures")
    own = workshop.path(f"setup/cities/{graz}")
    organiser.send(f"{own}/removal", {}, to=f"{own}/retirement")
    organiser.send(f"{measure}/RET/removal", {}, to=f"{measure}/RET/retirement")
    assert said() == before
    assert "Nobody is at home" in " ".join(before[0])


def test_a_hidden_measure_of_which_nothing_was_said_is_shown_nowhere(
    workshop: SmallWorkshop, organiser: Browser, browser_of: BrowserOf
) -> None:
    workshop.go_to(Phase.DAY_ONE)
    with workshop.change():
        workshop.add_issue("ENG")
    measure, team = workshop.path("setup/measures"), browser_of("facilitator")
    for prefix in ("RET", "ENG"):
        organiser.send(f"{measure}/{prefix}/removal", {}, to=f"{measure}/{prefix}/retirement")
    with every_row_is_found_by_an_index(workshop.app):
        for page in ("console", "matrix/ENG", "results/ENG", "capture/ENG/issue", "notes/ENG", "briefing"):
            shown = texts(team.read(workshop.path(page)).text)
            assert "Retrofit" not in shown, page
            assert [text for text in shown if "Citizen engagement" in text], page
    for page, leads_to in (
        ("matrix", "matrix/ENG"), ("results", "results/ENG"), ("capture", "capture/ENG/issue"),
        ("notes", "notes/ENG"),
    ):  # fmt: skip
        assert team.read(workshop.path(page)).location == workshop.path(leads_to)
    report = team.read(workshop.path("report.json")).json
    assert report
    assert [each["prefix"] for each in report["measures"]] == ["ENG"]
    nothing = plain(team.read(workshop.path("desk")).text)
    assert "Retrofit" not in nothing
