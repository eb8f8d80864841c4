"""What interested cities miss, lighthouse cities in the room answer at once from their phones."""

from collections.abc import Callable

import pytest

from facilitator.capture.evidence import tallies
from facilitator.capture.queries import card_by_reference
from tests.pages import lead, texts
from tests.people import Browser
from tests.small_workshop import SmallWorkshop

NOBODY_COUNTS = {"title": "Nobody counts the savings", "text": "No baseline.", "aspect": "technical"}
NO_SEAT = "You are not in this group, so you cannot answer here."


@pytest.fixture
def group(workshop: SmallWorkshop, browser_of: Callable[[str], Browser]) -> int:
    """A group in which Antwerp has missed an issue, and Lyon and Vienna listen."""
    group = workshop.begin_validation(issues=1)
    browser_of("Antwerp").send(workshop.path(f"groups/{group}/missing"), NOBODY_COUNTS)
    return group


def added(workshop: SmallWorkshop) -> int:
    with workshop.look():
        return card_by_reference(workshop.row, "RET-02").id


def test_a_lighthouse_city_says_with_one_tap_that_it_solved_it(
    workshop: SmallWorkshop, group: int, browser_of: Callable[[str], Browser]
) -> None:
    lyon, page = browser_of("Lyon"), workshop.path(f"groups/{group}/missing-issues")
    assert "Nobody counts the savings" in lyon.read(page).text
    path = f"{page}/{added(workshop)}/evidence"
    for stance in ("met", "solved"):
        answered = lyon.send(page, {"stance": stance}, to=path)
        assert (answered.status_code, answered.location) == (303, page)
    assert "Your answer: We solved this problem" in " ".join(texts(lyon.read(page).text))
    with workshop.look():
        tally = tallies(workshop.row)[added(workshop)]
    assert [(voice.city, voice.stance) for voice in tally.voices] == [("Lyon", "solved")]


def test_no_answer_and_a_strange_one_are_refused(
    workshop: SmallWorkshop, group: int, browser_of: Callable[[str], Browser]
) -> None:
    lyon, page = browser_of("Lyon"), workshop.path(f"groups/{group}/missing-issues")
    path, form = f"{page}/{added(workshop)}/evidence", lyon.form(page)
    for stance in ({}, {"stance": "heard of it"}):
        with workshop.nothing_changes():
            refused = lyon.client.post(path, data=form | stance)
            assert (refused.status_code, lead(refused.text)) == (
                409, "Please choose one of the answers.",
            )  # fmt: skip


def test_only_what_was_added_in_the_group_is_answered_and_only_by_who_sits_there(
    workshop: SmallWorkshop, group: int, browser_of: Callable[[str], Browser]
) -> None:
    with workshop.change():
        elsewhere = workshop.add_group(name="Another table").id
    lyon, page = browser_of("Lyon"), workshop.path(f"groups/{group}/missing-issues")
    form = lyon.form(page) | {"stance": "met"}
    with workshop.nothing_changes():
        assert lyon.client.post(f"{page}/999/evidence", data=form).status_code == 404
        refused = lyon.client.post(
            workshop.path(f"groups/{elsewhere}/missing-issues/{added(workshop)}/evidence"), data=form
        )
        assert (refused.status_code, lead(refused.text)) == (409, NO_SEAT)


def test_the_place_of_a_lighthouse_city_leads_there(
    workshop: SmallWorkshop, group: int, browser_of: Callable[[str], Browser]
) -> None:
    lyon, page = browser_of("Lyon"), workshop.path(f"groups/{group}/missing-issues")
    assert f'href="{page}"' in lyon.read(workshop.path("home")).text
    assert lyon.read(f"{page}/live").status_code == 200
