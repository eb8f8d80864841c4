"""Who counts for what: people on the list, in the room, and gone."""

from collections.abc import Callable

import pytest
import sqlalchemy as sa

from facilitator.access.policy import Phase
from facilitator.breakouts.group_work.models import Mark
from facilitator.breakouts.group_work.operations import mark_attendance
from facilitator.breakouts.models import Group
from facilitator.breakouts.operations import seat_participant
from facilitator.breakouts.planning.snapshot import take_snapshot
from facilitator.breakouts.queries import seated_group, unseated
from facilitator.capture.queries import active_handover, handed_issues
from facilitator.console.queries import overview
from facilitator.database import db
from facilitator.group_page.queries import find_elsewhere
from facilitator.reports.queries import attendance
from facilitator.summary.queries import results
from facilitator.validation.ballot import ballot_of
from facilitator.validation.city_votes.queries import delegations
from facilitator.validation.models import Mode, Verdict
from facilitator.validation.paper.operations import enter_answers
from facilitator.validation.paper.queries import cities_without_a_person
from facilitator.validation.rules import Reply
from facilitator.workshops.models import Participant
from facilitator.workshops.operations import join_workshop, merge_participants
from facilitator.workshops.people import operations as people
from facilitator.workshops.queries import delegates, headcount, participants
from tests.people import Browser
from tests.small_workshop import SECRET, SmallWorkshop
from tests.workshops.people.listed import BERTA, expect


def at_a_group(workshop: SmallWorkshop) -> int:
    """Day two with Berta, who is expected, at an open group beside those who have joined; the group's id."""
    group = workshop.begin_validation(issues=1)
    expect(workshop)
    with workshop.change():
        seat_participant(
            workshop.row, db.session.get_one(Group, group), workshop.participant(BERTA), by=workshop.actor()
        )
    return group


def waited_for(workshop: SmallWorkshop) -> dict[str, int]:
    """How many are counted, wherever people are counted."""
    with workshop.look():
        row, measure = workshop.row, workshop.measure()
        shown = overview(row)
        [antwerp] = [city for city in attendance(row).cities if city.city.name == "Antwerp"]
        ballot = ballot_of(row.id, shown.groups[0].table.group.id, None, workshop.cities["Antwerp"])
        return {
            "in the room": headcount(row),
            "of Antwerp on the console": {city.name: count for city, count in shown.cities}["Antwerp"],
            "of Antwerp in the room": delegates(row, workshop.cities["Antwerp"]),
            "of Antwerp at their ballots": ballot.delegates,
            "of Antwerp who can be speaker": len(delegations(row, workshop.cities["Antwerp"])[0].delegates),
            "of Antwerp in the report": antwerp.people,
            "asked at the group": shown.groups[0].asked,
            "entitled in the results": results(row, measure).measures[0].entitled.people,
        }


ONE_OF_ANTWERP = {
    "in the room": 5,
    "of Antwerp on the console": 1,
    "of Antwerp in the room": 1,
    "of Antwerp at their ballots": 1,
    "of Antwerp who can be speaker": 1,
    "of Antwerp in the report": 1,
    "asked at the group": 2,
    "entitled in the results": 2,
}
ONE_MORE = {what: number + 1 for what, number in ONE_OF_ANTWERP.items()}
HAD_COME = {"of Antwerp in the report", "of Antwerp who can be speaker", "entitled in the results"}


def test_who_is_on_the_list_is_counted_nowhere_before_they_come(workshop: SmallWorkshop) -> None:
    at_a_group(workshop)
    assert waited_for(workshop) == ONE_OF_ANTWERP
    with workshop.change():
        people.check_in(workshop.participant(BERTA), by=workshop.actor())
    assert waited_for(workshop) == ONE_MORE
    with workshop.change():
        people.undo_check_in(workshop.participant(BERTA), by=workshop.actor())
    assert waited_for(workshop) == ONE_OF_ANTWERP


def test_who_has_left_is_waited_for_no_more_and_stays_in_what_was(workshop: SmallWorkshop) -> None:
    at_a_group(workshop)
    with workshop.change():
        people.check_in(workshop.participant(BERTA), by=workshop.actor())
        people.note_departure(workshop.participant(BERTA), by=workshop.actor())
    assert waited_for(workshop) == {
        what: ONE_MORE[what] if what in HAD_COME else ONE_OF_ANTWERP[what] for what in ONE_MORE
    }
    with workshop.change():
        people.note_return(workshop.participant(BERTA), by=workshop.actor())
    assert waited_for(workshop) == ONE_MORE


def by_attendance(workshop: SmallWorkshop, group_id: int) -> None:
    table = seated_group(workshop.row, group_id)
    mark_attendance(table, workshop.participant(BERTA), Mark.PRESENT, by=workshop.actor())


def by_paper(workshop: SmallWorkshop, group_id: int) -> None:
    handover = active_handover(workshop.row)
    assert handover
    [issue] = handed_issues(handover, workshop.measure())
    said = {issue.issue_id: Reply(Verdict.RIGHT)}
    table, berta = seated_group(workshop.row, group_id), workshop.participant(BERTA)
    enter_answers(table, handover, berta, said, mode=Mode.PAPER, by=workshop.actor())


@pytest.mark.parametrize("seen", [by_attendance, by_paper])
@pytest.mark.parametrize("had_left", [False, True], ids=["expected", "gone"])
def test_who_is_seen_in_a_group_or_on_paper_has_come(
    workshop: SmallWorkshop, seen: Callable[[SmallWorkshop, int], None], had_left: bool
) -> None:
    group = at_a_group(workshop)
    with workshop.change():
        if had_left:
            people.check_in(workshop.participant(BERTA), by=workshop.actor())
            people.note_departure(workshop.participant(BERTA), by=workshop.actor())
        seen(workshop, group)
    assert waited_for(workshop) == ONE_MORE


def offered(workshop: SmallWorkshop) -> set[str]:
    """Where Berta is offered: a seat, a place in a plan, a place at a group that she turns up at."""
    with workshop.look():
        row, berta = workshop.row, workshop.participants[BERTA]
        group = db.session.scalars(sa.select(Group.id)).one()
        offers = {
            "a seat": [person.id for person in unseated(workshop.session("round"))],
            "a plan": take_snapshot(row).people,
            "an arrival": [who.id for who in find_elsewhere(row, group, "berta").people],
            "the list": [person.id for person in participants(row)],
        }
        return {where for where, ids in offers.items() if berta in ids}


def test_who_is_expected_can_be_seated_and_nobody_who_has_left(workshop: SmallWorkshop) -> None:
    workshop.go_to(Phase.DAY_TWO)
    expect(workshop)
    with workshop.change():
        workshop.add_group()
    assert offered(workshop) == {"a seat", "a plan", "an arrival", "the list"}
    with workshop.change():
        people.note_departure(workshop.participant(BERTA), by=workshop.actor())
    assert offered(workshop) == {"the list"}
    with workshop.change():
        people.note_return(workshop.participant(BERTA), by=workshop.actor())
    assert offered(workshop) == {"a seat", "a plan", "an arrival", "the list"}


def test_a_city_whose_delegates_have_not_come_can_have_a_proxy(workshop: SmallWorkshop) -> None:
    with workshop.change():
        people.note_departure(workshop.participant("Antwerp"), by=workshop.actor())
    expect(workshop)
    with workshop.look():
        assert [city.name for city in cities_without_a_person(workshop.row)] == ["Antwerp"]


def test_the_way_in_of_somebody_expected_opens_no_page_before_they_join(workshop: SmallWorkshop) -> None:
    expect(workshop)
    phone = Browser(workshop.app)
    phone.client.set_cookie(*_cookie_of(workshop, workshop.tokens[BERTA]))
    with workshop.nothing_changes():
        assert phone.read(workshop.path("home")).status_code == 302
    known = Browser(workshop.app)
    known.client.set_cookie(*_cookie_of(workshop, workshop.tokens["Lyon"]))
    assert known.read(workshop.path("home")).status_code == 200


def _cookie_of(workshop: SmallWorkshop, token: str) -> tuple[str, str]:
    joined = Browser(workshop.app, workshop.way_in("Lyon")).cookie("participant")
    assert joined
    return joined.key, token


def test_two_entries_of_one_person_have_the_first_of_their_moments(workshop: SmallWorkshop) -> None:
    berta = expect(workshop, email="berta@example.org")
    with workshop.change():
        second, _ = join_workshop(
            workshop.row, organisation=workshop.participant(BERTA).organisation, display_name=BERTA,
            submission="her phone", secret=SECRET, is_another=True, by=workshop.actor(),
        )  # fmt: skip
        people.note_departure(workshop.participant(BERTA), by=workshop.actor())
        invited, joined = workshop.participant(BERTA).invited_at, second.joined_at
        merge_participants(second, workshop.participant(BERTA), by=workshop.actor())
    with workshop.look():
        assert db.session.get(Participant, berta) is None
        one = db.session.scalars(sa.select(Participant).filter_by(display_name=BERTA)).one()
        assert (one.invited_at, one.joined_at, one.left_at) == (invited, joined, None)
        assert one.email == "berta@example.org"


def test_what_happens_to_people_is_written_down_once(workshop: SmallWorkshop) -> None:
    expect(workshop)
    since = len(workshop.happened())
    for step in (people.check_in, people.note_departure, people.note_return, people.undo_check_in):
        for _ in range(2):
            with workshop.change():
                step(workshop.participant(BERTA), by=workshop.actor())
    assert workshop.happened(since) == [
        "participant.checked_in", "participant.left", "participant.returned", "participant.check_in_undone",
    ]  # fmt: skip
