"""The group's picture of an issue: which cities are in it, who counts, and what of many is drawn."""

from collections.abc import Callable

import pytest

from facilitator.breakouts.models import Group
from facilitator.breakouts.queries import seated_group as table_of
from facilitator.capture.queries import active_handover
from facilitator.database import db
from facilitator.validation.city_votes.operations import speak_for_city
from facilitator.validation.models import Mode, Verdict
from facilitator.validation.paper.operations import enter_answers, stand_in
from facilitator.validation.rules import Reply
from facilitator.validation.second_round.operations import show_picture
from facilitator.validation.second_round.queries import Picture, pictures, steered_issues
from facilitator.workshops import operations as workshops
from facilitator.workshops.models import Part
from tests.pages import plain
from tests.people import Browser
from tests.small_workshop import SmallWorkshop
from tests.summary.panel import SIX_CITIES, Panel
from tests.validation.table import Table

pytestmark = pytest.mark.one_database


def picture_of(table: Table, issue: int = 0) -> Picture:
    with table.workshop.look():
        id_ = table.issues[issue]
        return pictures(table.group, table.handover().id, [id_])[id_]


def test_an_answer_that_was_taken_back_is_not_in_it(table: Table, antwerp: Browser) -> None:
    antwerp.send(table.page, table.typed(verdict="right", relevance=8))
    antwerp.send(table.page, table.typed(verdict="", relevance=""))
    assert picture_of(table) == Picture()
    with table.workshop.look():
        steered = steered_issues(db.session.get_one(Group, table.group), table.handover())
    assert steered[0].answered == 0


def test_a_proxy_is_a_city_in_it_and_no_head(table: Table, antwerp: Browser) -> None:
    workshop = table.workshop
    antwerp.send(table.page, table.typed(verdict="right"))
    with workshop.change():
        sofia = workshops.add_city(
            workshop.row, name="Sofia", country="BG", part=Part.INTERESTED, project=None,
            by=workshop.actor(),
        )  # fmt: skip
        enter_answers(
            table_of(workshop.row, table.group), table.handover(),
            stand_in(workshop.row, sofia, by=workshop.actor()),
            {table.issues[0]: Reply(Verdict.NOT_FOR_US)}, mode=Mode.PROXY, by=workshop.actor(),
        )  # fmt: skip
    picture = picture_of(table)
    assert [city.city for city in picture.cities] == ["Antwerp", "Sofia"]
    assert (picture.people, picture.judged.judged) == (1, (2, 1))


def test_a_city_at_the_table_that_said_it_as_one_is_in_it_though_no_delegate_has_answered(
    table: Table, antwerp: Browser
) -> None:
    antwerp.send(table.page, table.typed(verdict="right", relevance=8))
    relevance, by = table.criteria["relevance"], table.workshop.actor()
    with table.workshop.change():
        word = Reply(Verdict.NOT_FOR_US, scores={relevance: 2})
        heerlen = table.workshop.city("Heerlen")
        speak_for_city(table.handover(), table.issues[0], heerlen, word, reason="By letter", by=by)
    picture = picture_of(table)
    assert (picture.spoken, picture.people) == (["Heerlen"], 1)
    assert picture.values(relevance) == [("Antwerp", 8), ("Heerlen", 2)]
    assert picture_of(table, 1) == Picture()


@pytest.fixture
def panel(workshop: SmallWorkshop) -> Panel:
    """Antwerp, and six cities with two delegates each, before one issue."""
    panel = Panel(workshop, workshop.begin_validation(1, seated=("Antwerp",)))
    panel.seat(*SIX_CITIES, people=2)
    return panel


def seen_by_antwerp(panel: Panel, browser_of: Callable[[str], Browser]) -> str:
    """What the page shows once the facilitator has shown the first issue."""
    workshop = panel.workshop
    with workshop.change():
        group = db.session.get_one(Group, panel.group_id)
        handover = active_handover(workshop.row)
        assert handover
        show_picture(group, handover, panel.issue_id(1), by=workshop.actor())
    return browser_of("Antwerp").read(workshop.path(f"groups/{panel.group_id}/replies")).text


def test_of_five_cities_each_verdict_stands_with_its_cities_and_its_people_as_in_the_results(
    panel: Panel, browser_of: Callable[[str], Browser]
) -> None:
    for city in SIX_CITIES[:5]:
        panel.answer(city, delegate=0, verdict=Verdict.RIGHT)
        panel.answer(city, delegate=1, verdict=Verdict.CANT_SAY)
    panel.answer("Venice", delegate=0, verdict=Verdict.CANT_SAY)
    page = plain(seen_by_antwerp(panel, browser_of))
    assert "Right 5 5 Right, with a change 0 0 Not for us 0 0 Can't say 1 6" in page
    verdicts = panel.result().verdicts
    assert verdicts.few is False
    right = verdicts.shares[Verdict.RIGHT]
    assert (right.votes, right.people) == (5, 5)
    assert verdicts.cant_say == (1, 6)


def test_where_fewer_than_five_take_a_stand_nothing_is_summed_up(
    panel: Panel, browser_of: Callable[[str], Browser]
) -> None:
    for place, city in enumerate(SIX_CITIES):
        panel.answer(city, verdict=Verdict.RIGHT if place < 4 else Verdict.CANT_SAY)
    page = plain(seen_by_antwerp(panel, browser_of))
    assert "Aarhus Right Bordeaux Right Burgas Right Graz Right Sofia Can't say Venice Can't say" in page
    assert "Each city has one vote" not in page


def test_the_ratings_of_many_cities_stand_in_heaps_and_not_in_a_list_to_scroll_past(
    panel: Panel, browser_of: Callable[[str], Browser]
) -> None:
    more = [f"City {number}" for number in range(7)]
    panel.seat(*more)
    for city in (*SIX_CITIES, *more):
        panel.answer(city, relevance=7)
    page = seen_by_antwerp(panel, browser_of)
    assert "13 cities at 7" in page
    assert '<text class="name"' not in page
