"""What the list lacks, interested cities add on day two: with a number of its own, marked as added."""

from collections.abc import Callable

import sqlalchemy as sa

from facilitator.breakouts.models import Group
from facilitator.breakouts.operations import close_group
from facilitator.capture.handover.operations import freeze_handover, reopen_handover
from facilitator.capture.lineage.operations import merge_cards
from facilitator.capture.models import Card, HandedCard
from facilitator.capture.queries import card_by_reference
from facilitator.database import db
from facilitator.summary.queries import results
from facilitator.validation.queries import missing_issues
from tests.pages import complaints, fields, lead, notices, plain, summary
from tests.people import Browser
from tests.small_workshop import SmallWorkshop

CLOSED = "This group is closed. The answers you saved before count."
NO_SEAT = "You are not in this group, so you cannot answer here."
NOBODY_COUNTS = {"title": "Nobody counts the savings", "text": "No baseline.", "aspect": "technical"}


def added(workshop: SmallWorkshop) -> list[tuple[str, str, str | None]]:
    with workshop.look():
        return [
            (card.ref, card.wording.title, card.card.city and card.card.city.name)
            for card, _ in missing_issues(workshop.row)
        ]


def test_a_delegate_adds_what_is_missing_with_the_next_number_of_the_measure(
    workshop: SmallWorkshop, browser_of: Callable[[str], Browser]
) -> None:
    group = workshop.begin_validation(issues=2)
    antwerp = browser_of("Antwerp")
    answer = antwerp.send(workshop.path(f"groups/{group}/missing"), NOBODY_COUNTS)
    assert (answer.status_code, answer.location) == (303, workshop.path(f"groups/{group}/replies/check"))
    assert notices(antwerp.read(answer.location).text) == ["RET-03 was added. Is anything else missing?"]
    assert added(workshop) == [("RET-03", "Nobody counts the savings", "Antwerp")]
    with workshop.look():
        card = db.session.scalars(sa.select(Card).filter_by(number=3)).one()
        assert card.participant_id == workshop.participants["Antwerp"]
    assert workshop.happened()[-2:] == ["issue.added", "missing_issue.added"]


def test_the_rapporteur_writes_down_what_a_city_or_nobody_in_particular_misses(
    workshop: SmallWorkshop, browser_of: Callable[[str], Browser]
) -> None:
    group = workshop.begin_validation(issues=1)
    page, rapporteur = workshop.path(f"groups/{group}/missing-for-city"), browser_of("rapporteur")
    for city in (str(workshop.cities["Heerlen"]), ""):
        answer = rapporteur.send(page, NOBODY_COUNTS | {"city": city})
        assert (answer.status_code, answer.location) == (303, workshop.path(f"groups/{group}"))
    assert [(ref, city) for ref, _, city in added(workshop)] == [("RET-02", "Heerlen"), ("RET-03", None)]


def test_a_city_that_is_not_in_the_workshop_is_refused_at_its_field(
    workshop: SmallWorkshop, browser_of: Callable[[str], Browser]
) -> None:
    group = workshop.begin_validation(issues=1)
    sister = SmallWorkshop(workshop.app, slug="sister")
    page, rapporteur = workshop.path(f"groups/{group}/missing-for-city"), browser_of("rapporteur")
    with workshop.nothing_changes():
        answer = rapporteur.send(page, NOBODY_COUNTS | {"city": sister.cities["Heerlen"]})
        assert answer.status_code == 422
        assert complaints(answer.text) == {"city": ["This is not in the list. Please choose again."]}
        assert fields(answer.text, page)["title"] == [NOBODY_COUNTS["title"]]


def test_a_closed_group_takes_no_missing_issue_and_what_was_typed_stands_there(
    workshop: SmallWorkshop, browser_of: Callable[[str], Browser]
) -> None:
    group = workshop.begin_validation(issues=1)
    page, antwerp = workshop.path(f"groups/{group}/missing"), browser_of("Antwerp")
    with workshop.change():
        close_group(workshop.row, db.session.get_one(Group, group), by=workshop.actor())
    with workshop.nothing_changes():
        answer = antwerp.send(page, NOBODY_COUNTS)
        assert (answer.status_code, summary(answer.text)) == (422, [CLOSED])
        assert {name: fields(answer.text, page)[name] for name in NOBODY_COUNTS} == {
            name: [value] for name, value in NOBODY_COUNTS.items()
        }


def test_who_has_no_seat_in_the_group_adds_nothing_to_it(
    workshop: SmallWorkshop, browser_of: Callable[[str], Browser]
) -> None:
    group = workshop.begin_validation(issues=1, seated=("Heerlen",))
    page, antwerp = workshop.path(f"groups/{group}/missing"), browser_of("Antwerp")
    mine = antwerp.signature(workshop.path("home"))
    with workshop.nothing_changes():
        answer = antwerp.client.post(page, data=NOBODY_COUNTS | mine)
        assert (answer.status_code, lead(answer.text)) == (409, NO_SEAT)
        assert NOBODY_COUNTS["title"] in answer.text


def test_an_issue_added_on_day_two_is_not_part_of_what_the_others_are_asked(
    workshop: SmallWorkshop, browser_of: Callable[[str], Browser]
) -> None:
    group = workshop.begin_validation(issues=1)
    browser_of("Antwerp").send(workshop.path(f"groups/{group}/missing"), NOBODY_COUNTS)
    page = workshop.path(f"groups/{group}/replies")
    assert len(browser_of("Heerlen").form(page)["issue"]) == 1


def test_an_issue_added_as_missing_stays_missing_when_day_one_is_handed_over_anew(
    workshop: SmallWorkshop, browser_of: Callable[[str], Browser]
) -> None:
    group, team = workshop.begin_validation(issues=2), browser_of("facilitator")
    browser_of("Antwerp").send(workshop.path(f"groups/{group}/missing"), NOBODY_COUNTS)
    workshop.close("round")

    def listed() -> tuple[list[str], list[str]]:
        with workshop.look():
            found = results(workshop.row).measures[0]
            return [each.issue.ref for each in found.issues], [card.ref for card in found.missing]

    with workshop.change():
        reopen_handover(workshop.row, reason="Vienna came late", by=workshop.actor())
    assert listed() == (["RET-01", "RET-02"], ["RET-03"])
    page = plain(team.read(workshop.path("handover")).text)
    assert "The handover will have 2 issues." in page
    assert "One issue was added on day two as missing." in page
    with workshop.change():
        assert {card.ref for card in freeze(workshop)} == {"RET-01", "RET-02"}
    assert listed() == (["RET-01", "RET-02"], ["RET-03"])
    assert [ref for ref, _, _ in added(workshop)] == ["RET-03"]


def test_an_issue_of_day_one_that_was_merged_into_a_missing_one_is_handed_over_with_it(
    workshop: SmallWorkshop, browser_of: Callable[[str], Browser]
) -> None:
    group = workshop.begin_validation(issues=2)
    browser_of("Antwerp").send(workshop.path(f"groups/{group}/missing"), NOBODY_COUNTS)
    workshop.close("round")
    with workshop.change():
        reopen_handover(workshop.row, reason="Vienna came late", by=workshop.actor())
        into, origin = (card_by_reference(workshop.row, ref) for ref in ("RET-03", "RET-02"))
        merge_cards(into, [origin], by=workshop.actor())
        assert {card.ref for card in freeze(workshop)} == {"RET-01", "RET-03"}
    assert added(workshop) == []


def freeze(workshop: SmallWorkshop) -> list[Card]:
    """Hand day one over once more; inside of `change`."""
    handover = freeze_handover(workshop.row, name="Once more", by=workshop.actor())
    handed = sa.select(Card).join(HandedCard, HandedCard.card_id == Card.id)
    return list(db.session.scalars(handed.where(HandedCard.handover_id == handover.id)))
