"""Each issue has a number of its measure, and no number is ever given twice."""

from collections.abc import Callable

import pytest
import sqlalchemy as sa

from facilitator.access.policy import Phase
from facilitator.capture.models import Card, Kind, reference
from facilitator.capture.operations import add_card, hide_card, restore_card
from facilitator.capture.rules import parse_reference
from facilitator.database import db
from facilitator.errors import NotFound
from tests.at_once import at_once
from tests.people import Browser
from tests.small_workshop import AN_ISSUE, SmallWorkshop

SOLUTION = {"title": "One contact person", "text": ""}


def refs(workshop: SmallWorkshop) -> list[str]:
    with workshop.look():
        cards = sa.select(Card).filter_by(workshop_id=workshop.id).order_by(Card.id)
        return [card.ref for card in db.session.scalars(cards)]


def test_cards_are_numbered_from_one_per_measure_and_kind(workshop: SmallWorkshop) -> None:
    with workshop.change():
        workshop.add_issue("RET")
        workshop.add_issue("ENG")
        workshop.add_issue("RET")
        add_card(workshop.measure("RET"), Kind.SOLUTION, SOLUTION, by=workshop.actor())
    assert refs(workshop) == ["RET-01", "ENG-01", "RET-02", "RET-S01"]


def test_the_number_of_a_hidden_issue_is_not_given_again(workshop: SmallWorkshop) -> None:
    with workshop.change():
        workshop.add_issue()
        hide_card(workshop.add_issue(), reason="said twice", by=workshop.actor())
        workshop.add_issue()
    assert refs(workshop) == ["RET-01", "RET-02", "RET-03"]


def test_a_restored_issue_has_its_own_number_again(workshop: SmallWorkshop) -> None:
    with workshop.change():
        issue = workshop.add_issue()
        hide_card(issue, reason="said twice", by=workshop.actor())
        workshop.add_issue()
        restore_card(issue, by=workshop.actor())
        assert issue.ref == "RET-01"
    assert refs(workshop) == ["RET-01", "RET-02"]


def test_two_rooms_that_add_issues_at_once_get_numbers_without_gap_or_double(
    workshop: SmallWorkshop, browser_of: Callable[[str], Browser]
) -> None:
    workshop.go_to(Phase.DAY_ONE)
    workshop.open("RET")
    page = workshop.path(f"sessions/{workshop.sessions['RET']}/issue")

    def room(city: str) -> Callable[[], list[int]]:
        browser = browser_of(city)
        forms = [browser.form(page) | AN_ISSUE | {"stance": "met"} for _ in range(4)]
        return lambda: [browser.client.post(page, data=form).status_code for form in forms]

    assert at_once(room("Lyon"), room("Vienna")) == [[303] * 4, [303] * 4]
    assert refs(workshop) == [f"RET-{number:02}" for number in range(1, 9)]


REFERENCES = (
    ("RET-07", ("RET", Kind.ISSUE, 7)),
    (" ret-e3 ", ("RET", Kind.ENABLER, 3)),
    ("ENG-P12", ("ENG", Kind.STRATEGY, 12)),
    ("RET-S100", ("RET", Kind.SOLUTION, 100)),
)


@pytest.mark.parametrize(("typed", "meant"), REFERENCES)
def test_a_reference_is_read_as_people_write_it(typed: str, meant: tuple[str, Kind, int]) -> None:
    assert parse_reference(typed) == meant
    assert parse_reference(reference(*meant)) == meant


@pytest.mark.parametrize("typed", ["", "RET", "RET-", "RET-X1", "07", "RET-07; DROP TABLE card", "R-1"])
def test_what_is_no_reference_leads_to_no_card(typed: str) -> None:
    with pytest.raises(NotFound, match=r"^This card was not found\.$"):
        parse_reference(typed)
