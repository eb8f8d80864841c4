"""From a gap of the matrix to what fills it, and back to the same row."""

from collections.abc import Callable

import pytest

from facilitator.access.policy import Phase
from facilitator.capture.matrix.queries import MatrixRow, matrix, rows
from facilitator.capture.models import Kind, Stance
from facilitator.capture.operations import add_card, give_evidence, hide_card, link_cards
from facilitator.capture.queries import card_by_reference
from tests.full_workshop import WORDINGS
from tests.pages import complaints, plain
from tests.people import Browser
from tests.small_workshop import SmallWorkshop

pytestmark = pytest.mark.one_database


@pytest.fixture
def captured(workshop: SmallWorkshop) -> SmallWorkshop:
    """Day one with an issue, and a solution that is not linked to it."""
    workshop.go_to(Phase.DAY_ONE)
    with workshop.change():
        workshop.add_issue()
        add_card(workshop.measure(), Kind.SOLUTION, WORDINGS[Kind.SOLUTION], by=workshop.actor())
    return workshop


def first_row(workshop: SmallWorkshop) -> MatrixRow:
    found = matrix(workshop.measure())
    return rows(found, found.issues)[0]


def solutions(workshop: SmallWorkshop) -> list[str]:
    with workshop.look():
        return [solution.ref for solution in first_row(workshop).solutions]


def test_a_gap_is_filled_with_a_card_that_a_search_found(
    captured: SmallWorkshop, browser_of: Callable[[str], Browser]
) -> None:
    browser, page = browser_of("rapporteur"), captured.path("matrix/issues/RET-01/solution")
    assert "Nothing found" in browser.read(f"{page}/found?q=heritage").text
    found = browser.read(f"{page}/found?q=CONTACT")
    assert "One contact person" in found.text
    with captured.look():
        solution = card_by_reference(captured.row, "RET-S01").id
    sent = browser.send(page, {"other": solution}, to=f"{page}/links")
    assert (sent.status_code, sent.location) == (303, f"{captured.path('matrix/RET')}#RET-01")
    assert solutions(captured) == ["RET-S01"]


def test_a_gap_is_filled_with_a_new_card_in_its_place(
    captured: SmallWorkshop, browser_of: Callable[[str], Browser]
) -> None:
    browser, page = browser_of("rapporteur"), captured.path("matrix/issues/RET-01/enabler")
    form = browser.form(f"{page}?reach=outside&q=A+new+law", f"{page}/cards")
    assert (form["title"], form["reach"]) == (["A new law"], ["outside"])
    sent = browser.client.post(f"{page}/cards", data=form | {"field": ["legal"]})
    assert sent.location == f"{captured.path('matrix/RET')}#RET-01"
    with captured.look():
        row = first_row(captured)
        assert [card.wording.title for cards in row.helps.values() for card in cards] == ["A new law"]


def test_who_looks_for_one_gap_comes_back_to_the_rows_that_have_it(
    captured: SmallWorkshop, browser_of: Callable[[str], Browser]
) -> None:
    browser, page = browser_of("rapporteur"), captured.path("matrix/issues/RET-01/solution")
    to = f"{page}/cards?gap=no-solution"
    form = browser.form(f"{page}?gap=no-solution", f"{page}/cards") | {"title": ["A mediator"]}
    sent = browser.client.post(to, data=form)
    assert sent.location == f"{captured.path('matrix/RET')}?gap=no-solution#RET-01"


def test_a_card_that_was_hidden_meanwhile_is_refused_and_nothing_is_linked(
    captured: SmallWorkshop, browser_of: Callable[[str], Browser]
) -> None:
    browser, page = browser_of("rapporteur"), captured.path("matrix/issues/RET-01/solution")
    form = browser.form(page, f"{page}/links")
    with captured.change():
        solution = card_by_reference(captured.row, "RET-S01")
        hide_card(solution, reason="said twice", by=captured.actor())
        number = solution.id
    with captured.nothing_changes():
        sent = browser.client.post(f"{page}/links", data=form | {"other": [str(number)]})
    assert sent.status_code == 422
    assert "This is not in the list. Please choose again." in plain(sent.text)


def test_a_new_card_without_a_title_is_refused_at_its_field(
    captured: SmallWorkshop, browser_of: Callable[[str], Browser]
) -> None:
    browser, page = browser_of("rapporteur"), captured.path("matrix/issues/RET-01/solution")
    with captured.nothing_changes():
        sent = browser.send(page, {"title": "", "owner": "The city"}, to=f"{page}/cards")
    assert sent.status_code == 422
    assert complaints(sent.text) == {"title": ["Please fill this in."]}


def test_a_link_is_taken_back_where_it_was_made(
    captured: SmallWorkshop, browser_of: Callable[[str], Browser]
) -> None:
    with captured.change():
        solution = card_by_reference(captured.row, "RET-S01")
        link_cards(card_by_reference(captured.row, "RET-01"), solution, by=captured.actor())
    browser, page = browser_of("rapporteur"), captured.path("matrix/issues/RET-01/solution")
    sent = browser.send(page, {}, to=f"{page}/links/RET-S01/removal")
    assert (sent.status_code, sent.location) == (303, page)
    assert solutions(captured) == []


@pytest.mark.parametrize(
    "page", ["matrix/issues/RET-S01/solution", "matrix/issues/RET-01/issue", "matrix/XX"]
)
def test_what_is_no_place_of_the_matrix_is_not_found(
    captured: SmallWorkshop, browser_of: Callable[[str], Browser], page: str
) -> None:
    assert browser_of("rapporteur").read(captured.path(page)).status_code == 404


def test_a_gap_or_a_page_that_makes_no_sense_shows_the_beginning(
    captured: SmallWorkshop, browser_of: Callable[[str], Browser]
) -> None:
    browser = browser_of("viewer")
    shown = browser.read(captured.path("matrix/RET?gap=magical&page=99999999999999")).text
    assert 'id="RET-01"' in shown
    assert 'id="RET-01"' in browser.read(captured.path("matrix/RET?page=7")).text


def test_the_wall_shows_no_owner_and_no_note(
    captured: SmallWorkshop, browser_of: Callable[[str], Browser]
) -> None:
    with captured.change():
        issue = card_by_reference(captured.row, "RET-01")
        note = "Ask Mr Tester"
        give_evidence(issue, captured.city("Lyon"), Stance.MET, note=note, by=captured.actor())
        words = {"title": "A mediator", "owner": "Ms Tester"}
        link_cards(
            issue,
            add_card(captured.measure(), Kind.SOLUTION, words, by=captured.actor()),
            by=captured.actor(),
        )
    wall = browser_of("facilitator").read(captured.path("matrix/RET/wall"))
    assert wall.status_code == 200
    assert "Tester" not in wall.text


def test_one_city_is_named_where_several_are_counted(
    captured: SmallWorkshop, browser_of: Callable[[str], Browser]
) -> None:
    with captured.change():
        issue = card_by_reference(captured.row, "RET-01")
        give_evidence(issue, captured.city("Lyon"), Stance.MET, by=captured.actor())
    browser = browser_of("viewer")
    for page in ("matrix/RET", "matrix/RET/evidence"):
        assert "only Lyon had this" in browser.read(captured.path(page)).text
    with captured.change():
        issue = card_by_reference(captured.row, "RET-01")
        give_evidence(issue, captured.city("Vienna"), Stance.SOLVED, by=captured.actor())
    for page in ("matrix/RET", "matrix/RET/evidence"):
        assert "2 of 2 had this" in browser.read(captured.path(page)).text


def test_the_matrix_stands_in_the_menu(captured: SmallWorkshop, browser_of: Callable[[str], Browser]) -> None:
    viewer, menu = browser_of("viewer"), f'<a href="{captured.path("matrix")}"'
    assert f"{menu}>Matrix</a>" in viewer.read(captured.path("console")).text
    shown = viewer.client.get(captured.path("matrix"), follow_redirects=True).text
    assert f'{menu} aria-current="page">Matrix</a>' in shown
