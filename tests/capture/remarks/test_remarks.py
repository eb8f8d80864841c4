"""While a city presents, remarks land on the issue: kept, corrected by another, hidden with a reason."""

from collections.abc import Callable

import pytest
import sqlalchemy as sa

from facilitator.access.policy import Phase
from facilitator.capture.lineage.operations import merge_cards
from facilitator.capture.models import Card, Kind
from facilitator.capture.models.remarks import Remark
from facilitator.capture.operations import add_card, hide_card
from facilitator.capture.queries import card_by_reference
from facilitator.capture.remarks.operations import (
    correct_remark,
    hide_remark,
    make_remark,
    restore_remark,
)
from facilitator.capture.remarks.queries import remarks_by_issue, remarks_on
from facilitator.database import db
from tests.full_workshop import WORDINGS
from tests.pages import texts
from tests.people import Browser
from tests.small_workshop import SmallWorkshop


@pytest.fixture
def presented(workshop: SmallWorkshop) -> SmallWorkshop:
    """Day two with RET-01 handed over."""
    workshop.go_to(Phase.DAY_TWO)
    return workshop


def issue(workshop: SmallWorkshop) -> Card:
    return card_by_reference(workshop.row, "RET-01")


def remark(workshop: SmallWorkshop, text: str = "So it is", city: str = "") -> Remark:
    said_by = workshop.city(city) if city else None
    return make_remark(issue(workshop), text=text, city=said_by, by=workshop.actor("rapporteur"))


def the_first(workshop: SmallWorkshop) -> Remark:
    found = db.session.scalars(sa.select(Remark).filter_by(workshop_id=workshop.id).order_by(Remark.id))
    return found.first()  # type: ignore[return-value]


def counting(workshop: SmallWorkshop) -> list[tuple[str, str]]:
    """The remarks on RET-01 that count: the city, if one spoke, and what it said."""
    with workshop.look():
        said = remarks_by_issue(workshop.row)[issue(workshop).id]
        return [(each.city.name if each.city else "", each.text) for each in said]


def test_a_remark_lands_on_the_issue_with_its_city_or_without_one(presented: SmallWorkshop) -> None:
    with presented.change():
        remark(presented, "With us it was the tenants", city="Antwerp")
        remark(presented, "Ask again in spring")
    assert counting(presented) == [("Antwerp", "With us it was the tenants"), ("", "Ask again in spring")]
    assert presented.happened()[-2:] == ["remark.made", "remark.made"]


def test_a_remark_on_what_was_merged_counts_where_it_went_unless_that_was_hidden(
    workshop: SmallWorkshop,
) -> None:
    by = workshop.actor()
    with workshop.change():
        into, origin = workshop.add_issue(), workshop.add_issue(title="The owners disagree")
        make_remark(origin, text="Ask the owner of number 9", city=None, by=by)
        merge_cards(into, [origin], by=by)
    assert counting(workshop) == [("", "Ask the owner of number 9")]
    with workshop.look():
        assert [each.remark.text for each in remarks_on(issue(workshop))] == ["Ask the owner of number 9"]
    with workshop.change():
        hide_card(card_by_reference(workshop.row, "RET-02"), reason="names a person", by=by)
    assert counting(workshop) == []


def test_a_corrected_remark_counts_in_its_last_text_and_keeps_the_first(presented: SmallWorkshop) -> None:
    with presented.change():
        correct_remark(
            remark(presented, "Twelve owners"), text="Twenty owners", city=None, by=presented.actor()
        )
    assert counting(presented) == [("", "Twenty owners")]
    with presented.look():
        kept = [(each.remark.text, each.writer, each.is_corrected) for each in remarks_on(issue(presented))]
        assert kept == [
            ("Twenty owners", "The facilitator", False),
            ("Twelve owners", "The rapporteur", True),
        ]


def test_a_correction_that_changes_nothing_leaves_everything_as_it_was(presented: SmallWorkshop) -> None:
    with presented.change():
        remark(presented)
    with presented.nothing_changes(), presented.change():
        correct_remark(the_first(presented), text="So it is", city=None, by=presented.actor())


def test_of_two_corrections_of_one_remark_the_second_is_refused(presented: SmallWorkshop) -> None:
    with presented.change():
        correct_remark(remark(presented), text="It is not", city=None, by=presented.actor())
    with presented.refuses("Somebody has already edited this remark. Edit the newer version."):
        correct_remark(the_first(presented), text="Perhaps", city=None, by=presented.actor())


def test_a_hidden_remark_counts_no_more_until_it_is_restored(presented: SmallWorkshop) -> None:
    with presented.change():
        hide_remark(remark(presented), reason="names a person", by=presented.actor())
    assert counting(presented) == []
    with presented.refuses("This is already hidden."):
        hide_remark(the_first(presented), reason="twice", by=presented.actor())
    with presented.refuses("This remark is hidden. Restore it first."):
        correct_remark(the_first(presented), text="Perhaps", city=None, by=presented.actor())
    with presented.change():
        restore_remark(the_first(presented), by=presented.actor())
    assert counting(presented) == [("", "So it is")]
    with presented.refuses("This is not hidden."):
        restore_remark(the_first(presented), by=presented.actor())


def test_a_remark_on_a_hidden_issue_is_refused(presented: SmallWorkshop) -> None:
    with presented.change():
        hide_card(issue(presented), reason="names a person", by=presented.actor())
    with presented.refuses("This issue is hidden. Restore it first, then add the remark."):
        remark(presented)


def test_a_remark_is_about_an_issue_and_nothing_else(presented: SmallWorkshop) -> None:
    with presented.change():
        add_card(presented.measure(), Kind.SOLUTION, WORDINGS[Kind.SOLUTION], by=presented.actor())
    with presented.refuses("You can add a remark only to an issue."):
        solution = card_by_reference(presented.row, "RET-S01")
        make_remark(solution, text="So it is", city=None, by=presented.actor())


def test_the_issues_and_remarks_of_another_workshop_are_not_found(
    presented: SmallWorkshop, browser_of: Callable[[str], Browser]
) -> None:
    sister = SmallWorkshop(presented.app, slug="sister")
    sister.go_to(Phase.DAY_TWO)
    with sister.change():
        sister.add_issue(title="Only there")
        theirs = remark(sister).id
    browser = browser_of("rapporteur")
    signed = browser.signature(presented.path("cards/RET-01/remarks"))
    with presented.nothing_changes():
        for page in (f"remarks/{theirs}/correction", "cards/RET-02/remarks"):
            sent = browser.client.post(presented.path(page), data={"text": "So?"} | signed)
            assert sent.status_code == 404


def test_the_card_shows_what_was_said_and_the_rapporteur_comes_back_to_it(
    presented: SmallWorkshop, browser_of: Callable[[str], Browser]
) -> None:
    browser, page = browser_of("rapporteur"), presented.path("cards/RET-01")
    sent = browser.send(page, {"text": "So it is"}, to=f"{page}/remarks")
    assert (sent.status_code, sent.location) == (303, f"{page}#remarks")
    assert any(line.startswith("So it is") for line in texts(browser.read(page).text, "li"))
