"""Plans: found in the background, changed by hand at a known cost, published, and kept to the rules."""

import shutil
import sys
from collections.abc import Callable
from datetime import timedelta

import pytest
import sqlalchemy as sa
from sqlalchemy.exc import IntegrityError

from facilitator.access.actor import NOBODY
from facilitator.access.policy import Phase
from facilitator.breakouts.allocation import Aim, Effort, allocate
from facilitator.breakouts.models import Group, Seat
from facilitator.breakouts.planning import operations, plans, queries
from facilitator.breakouts.planning.findings import Scales, obstacles, standing
from facilitator.breakouts.planning.models import Bond, Outcome, Pin, PlannedSeat, Publication, Search
from facilitator.breakouts.planning.rules import check_may_wish
from facilitator.breakouts.planning.searching import effort_for, search_in_background, wait_for_searches
from facilitator.breakouts.planning.snapshot import take_snapshot
from facilitator.database import db, now
from facilitator.errors import RuleBroken
from facilitator.workshops.operations import join_workshop
from tests.breakouts.planning.planned import (
    EVERYBODY,
    add_round,
    add_table,
    latest,
    make_plan,
    table_of,
    two_rounds,
)
from tests.people import Browser
from tests.small_workshop import SECRET, SmallWorkshop


def places(workshop: SmallWorkshop) -> set[tuple[int, int]]:
    """Group and participant of each seat of the latest plan; inside of `look`."""
    rows = sa.select(PlannedSeat.group_id, PlannedSeat.participant_id)
    return {(g, p) for g, p in db.session.execute(rows.filter_by(plan_id=latest(workshop).plan.id))}


def publish(workshop: SmallWorkshop) -> int:
    with workshop.change():
        return plans.publish_plan(
            workshop.row, latest(workshop), take_snapshot(workshop.row), by=workshop.actor()
        )


def place_in_plan(workshop: SmallWorkshop, who: str, round_: int) -> tuple[int, int]:
    """Person and table of somebody in the latest plan, as the engine counts them; inside of `look`."""
    snapshot = take_snapshot(workshop.row)
    person = snapshot.position[workshop.participants[who]]
    seating = plans.seats_of(latest(workshop), snapshot)[round_]
    return person, next(t for t, people in enumerate(seating) if person in people)


def test_a_plan_gives_everybody_a_seat_in_each_round(workshop: SmallWorkshop) -> None:
    two_rounds(workshop)
    with workshop.change():
        make_plan(workshop)
    with workshop.look():
        assert len(places(workshop)) == 2 * len(EVERYBODY)
        stands = standing(
            take_snapshot(workshop.row), plans.seats_of(latest(workshop), take_snapshot(workshop.row))
        )
        assert (stands.broken, stands.fits) == ((), True)


def test_the_same_seed_and_budget_give_the_same_plan(workshop: SmallWorkshop) -> None:
    two_rounds(workshop)
    found = []
    for _ in range(2):
        with workshop.change():
            make_plan(workshop, seed=7)
        with workshop.look():
            found.append(places(workshop))
    assert found[0] == found[1]


def test_wishes_and_what_a_city_came_for_are_met_where_they_can_be(workshop: SmallWorkshop) -> None:
    two_rounds(workshop)
    with workshop.change():
        by = workshop.actor()
        operations.note_interests(workshop.city("Antwerp"), [workshop.measure("ENG")], by=by)
        operations.give_wishes(
            workshop.participant("Heerlen"), [workshop.measure("RET")], any_round_open=True, by=by
        )
        make_plan(workshop)
    with workshop.look():
        snapshot = take_snapshot(workshop.row)
        report = standing(snapshot, plans.seats_of(latest(workshop), snapshot)).report
        assert report
        assert (report[Aim.INTEREST].value, report[Aim.WISHES].value) == (0, 0)


@pytest.mark.parametrize(
    ("seats", "said"),
    [
        (2, "Round 1: one seat is missing. People: 5. Seats: 4. Groups: 2."),
        (1, "Round 1: 3 seats are missing. People: 5. Seats: 2. Groups: 2."),
    ],
)
def test_more_people_than_seats_is_said_with_the_numbers_before_any_search(
    workshop: SmallWorkshop, seats: int, said: str
) -> None:
    two_rounds(workshop, seats)
    with workshop.look():
        assert str(obstacles(take_snapshot(workshop.row))[0]) == said
    with workshop.refuses(f"No plan can follow all rules. {said}"):
        make_plan(workshop)


def test_people_who_must_all_be_apart_need_as_many_tables(workshop: SmallWorkshop) -> None:
    two_rounds(workshop)
    with workshop.change():
        three = [workshop.participant(who) for who in ("Antwerp", "Heerlen", "Lyon")]
        for first, second in ((0, 1), (1, 2), (0, 2)):
            operations.bind_pair(three[first], three[second], Bond.APART, by=workshop.actor())
    with workshop.look():
        said = [str(reason) for reason in obstacles(take_snapshot(workshop.row))]
    assert said[0] == (
        "Round 1: these people must all sit apart, but there are only 2 groups: "
        "Delegate of Antwerp, Delegate of Heerlen, Delegate of Lyon."
    )


def test_a_pin_against_a_rule_is_said_before_any_search(workshop: SmallWorkshop) -> None:
    tables = two_rounds(workshop)
    with workshop.change():
        by, antwerp, lyon = workshop.actor(), workshop.participant("Antwerp"), workshop.participant("Lyon")
        operations.bind_pair(antwerp, lyon, Bond.APART, by=by)
        for who in (antwerp, lyon):
            operations.pin_participant(db.session.get_one(Group, tables["RET 1"]), who, by=by)
    with workshop.look():
        assert "but are pinned to the same group in round 1." in str(
            obstacles(take_snapshot(workshop.row))[0]
        )


def test_a_move_that_breaks_a_rule_is_refused_with_the_rule(workshop: SmallWorkshop) -> None:
    two_rounds(workshop)
    with workshop.change():
        antwerp, lyon = workshop.participant("Antwerp"), workshop.participant("Lyon")
        operations.bind_pair(antwerp, lyon, Bond.TOGETHER, by=workshop.actor())
        make_plan(workshop)
    said = "This is not possible. Round 1: Delegate of Lyon and Delegate of Antwerp must sit together."
    with workshop.refuses(said):
        person, table = place_in_plan(workshop, "Lyon", 0)
        plans.move_in_plan(
            latest(workshop), take_snapshot(workshop.row), round_=0, person=person, table=1 - table,
            other=None, by=workshop.actor(),
        )  # fmt: skip


def test_what_a_move_costs_is_known_before_it_is_made(workshop: SmallWorkshop) -> None:
    two_rounds(workshop)
    with workshop.change():
        operations.note_interests(workshop.city("Antwerp"), [workshop.measure("ENG")], by=workshop.actor())
        make_plan(workshop)
    with workshop.look():
        snapshot = take_snapshot(workshop.row)
        plan = plans.seats_of(latest(workshop), snapshot)
        person = snapshot.position[workshop.participants["Antwerp"]]
        visits = [t for seating in plan for t, people in enumerate(seating) if person in people]
        assert 1 in visits  # the second table of each round is for engagement
        round_ = visits.index(1)
        change = Scales(snapshot, plan).of_move(round_, person, 0)
    if visits.count(1) == 1:
        assert any(str(said).startswith("Nobody from Antwerp visits") for said in change.costs)
    assert change.is_possible


def test_people_who_exchange_seats_sit_where_the_other_sat(workshop: SmallWorkshop) -> None:
    two_rounds(workshop)
    with workshop.change():
        make_plan(workshop)
    with workshop.change():
        snapshot = take_snapshot(workshop.row)
        seating = plans.seats_of(latest(workshop), snapshot)[0]
        first, second = seating[0][0], seating[1][0]
        plans.move_in_plan(
            latest(workshop), snapshot, round_=0, person=first, table=1, other=second, by=workshop.actor()
        )
    with workshop.look():
        after = plans.seats_of(latest(workshop), take_snapshot(workshop.row))[0]
    assert first in after[1]
    assert second in after[0]
    assert workshop.happened()[-1] == "plan.changed"


def test_who_is_pinned_stays_when_the_rest_is_reshuffled(workshop: SmallWorkshop) -> None:
    tables = two_rounds(workshop)
    with workshop.change():
        group = db.session.get_one(Group, tables["ENG 2"])
        operations.pin_participant(group, workshop.participant("Lyon"), by=workshop.actor())
    for seed in range(4):
        with workshop.change():
            make_plan(workshop, seed=seed)
        with workshop.look():
            assert (tables["ENG 2"], workshop.participants["Lyon"]) in places(workshop)


def test_publishing_gives_everybody_their_seats_and_is_written_down(workshop: SmallWorkshop) -> None:
    two_rounds(workshop)
    with workshop.change():
        make_plan(workshop)
    assert publish(workshop) == 0
    with workshop.look():
        seats = {(g, p) for g, p in db.session.execute(sa.select(Seat.group_id, Seat.participant_id))}
        assert seats == places(workshop)
    assert workshop.happened()[-1] == "plan.published"


def test_a_plan_in_which_somebody_has_no_seat_is_not_published(workshop: SmallWorkshop) -> None:
    two_rounds(workshop)
    with workshop.change():
        make_plan(workshop)
        person = workshop.participants["Lyon"]
        db.session.execute(sa.delete(PlannedSeat).filter_by(participant_id=person))
    with workshop.refuses("This is not possible. Round 1: Delegate of Lyon has no seat."):
        plans.publish_plan(workshop.row, latest(workshop), take_snapshot(workshop.row), by=workshop.actor())


def test_a_published_plan_stays_as_it_is(workshop: SmallWorkshop) -> None:
    two_rounds(workshop)
    with workshop.change():
        make_plan(workshop)
    publish(workshop)
    for deed in (
        lambda draft: plans.delete_plan(draft, by=workshop.actor()),
        lambda draft: plans.move_in_plan(
            draft, take_snapshot(workshop.row), round_=0, person=0, table=0, other=None, by=workshop.actor()
        ),
    ):
        with workshop.refuses("This plan is published. Publish another plan first."):
            deed(latest(workshop))


def test_a_second_plan_moves_people_visibly_one_step_each(workshop: SmallWorkshop) -> None:
    tables = two_rounds(workshop)
    with workshop.change():
        make_plan(workshop)
    publish(workshop)
    sat = table_of(workshop, "Lyon", 2)
    other = "ENG 2" if sat == "RET 2" else "RET 2"
    with workshop.change():
        group = db.session.get_one(Group, tables[other])
        operations.pin_participant(group, workshop.participant("Lyon"), by=workshop.actor())
        make_plan(workshop, seed=2)
    moved = publish(workshop)
    assert moved >= 1
    assert table_of(workshop, "Lyon", 2) == other
    with workshop.look():
        told = {step.person: (step.left, step.group) for step in queries.steps(workshop.row) if step.left}
        assert told["Delegate of Lyon"] == (sat, other)
        assert sum(draft.is_published for draft in queries.drafts(workshop.row)) == 1


def test_a_round_that_has_begun_is_never_touched(workshop: SmallWorkshop) -> None:
    tables = two_rounds(workshop)
    workshop.go_to(Phase.DAY_TWO)
    with workshop.change():
        make_plan(workshop)
    publish(workshop)
    before = [table_of(workshop, who, 1) for who in EVERYBODY]
    workshop.open("round")
    for seed in (2, 3):
        with workshop.change():
            make_plan(workshop, seed=seed)
        publish(workshop)
        assert [table_of(workshop, who, 1) for who in EVERYBODY] == before
    with workshop.refuses("This round has started, so a plan cannot move anybody in it."):
        operations.pin_participant(
            db.session.get_one(Group, tables["RET 1"]), workshop.participant("Lyon"), by=workshop.actor()
        )


def test_the_database_refuses_what_was_worked_out_before_a_round_began(workshop: SmallWorkshop) -> None:
    tables = two_rounds(workshop)
    workshop.go_to(Phase.DAY_TWO)
    with workshop.change():
        make_plan(workshop)
    publish(workshop)
    with workshop.look():
        snapshot = take_snapshot(workshop.row)
        exchanged = tuple(tuple(reversed(seating)) for seating in snapshot.now)
    place = {"workshop_id": workshop.id, "round_id": workshop.sessions["round"]}
    pin = Pin(**place, group_id=tables["RET 1"], participant_id=workshop.participants["Lyon"])
    workshop.open("round")
    for deed in (
        lambda: plans.reseat(workshop.row, snapshot, exchanged, {}, by=workshop.actor()),
        lambda: db.session.add(pin),
        lambda: db.session.add(Publication(**place, plan_id=latest(workshop).plan.id)),
    ):
        with workshop.nothing_changes(), pytest.raises(IntegrityError), workshop.change():
            deed()


def test_a_round_without_a_table_is_left_out_of_plans(workshop: SmallWorkshop) -> None:
    with workshop.change():
        round_ = add_round(workshop)
        add_table(workshop, round_, "Only table")
        make_plan(workshop)
    with workshop.look():
        snapshot = take_snapshot(workshop.row)
        assert snapshot.left_out == (workshop.sessions["round"],)
        assert len(places(workshop)) == len(EVERYBODY)


def test_a_search_is_begun_by_a_request_and_ends_behind_it(
    workshop: SmallWorkshop, browser_of: Callable[[str], Browser]
) -> None:
    two_rounds(workshop)
    page, browser = workshop.path("plans"), browser_of("facilitator")
    answer = browser.send(page, {"budget": "quick", "seed": "3"})
    assert (answer.status_code, answer.location) == (303, workshop.path("plans/1"))
    wait_for_searches(600)
    with workshop.look():
        draft = latest(workshop)
        assert (draft.search.outcome, draft.search.share, draft.plan.seed) == (Outcome.FOUND, 1.0, 3)
    assert workshop.happened()[-2:] == ["plan.begun", "plan.found"]
    assert "Publish plan" in browser.read(answer.location).text


def test_a_search_that_is_stopped_keeps_the_best_so_far(
    workshop: SmallWorkshop, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("facilitator.breakouts.planning.searching.EVERY", 0.0)
    two_rounds(workshop)
    with workshop.change():
        snapshot = take_snapshot(workshop.row)
        search = plans.begin_plan(workshop.row, snapshot, seed=1, moves=1_000_000, by=workshop.actor())
        plans.ask_to_stop(latest(workshop), by=workshop.actor())
        search_in_background(workshop.app, search, by=workshop.actor())
    wait_for_searches(600)
    with workshop.look():
        assert latest(workshop).search.outcome is Outcome.STOPPED
        assert len(places(workshop)) == 2 * len(EVERYBODY)


def test_a_search_whose_own_process_dies_is_broken_off_at_once(
    workshop: SmallWorkshop, browser_of: Callable[[str], Browser], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sys, "executable", shutil.which("false"))
    two_rounds(workshop)
    browser = browser_of("facilitator")
    begun = browser.send(workshop.path("plans"), {"budget": "quick", "seed": "3"})
    wait_for_searches(600)
    assert "Creating the plan was interrupted" in browser.read(begun.location).text


def test_two_searches_at_a_time_are_one_too_many(workshop: SmallWorkshop) -> None:
    two_rounds(workshop)
    with workshop.change():
        plans.begin_plan(workshop.row, take_snapshot(workshop.row), seed=1, moves=9, by=workshop.actor())
    with workshop.refuses("Plan 1 is being created. Wait until it is ready, or stop it."):
        make_plan(workshop)


def test_a_search_whose_process_died_is_said_to_be_broken_off_and_can_be_begun_anew(
    workshop: SmallWorkshop, browser_of: Callable[[str], Browser]
) -> None:
    two_rounds(workshop)
    with workshop.change():
        plans.begin_plan(workshop.row, take_snapshot(workshop.row), seed=1, moves=900, by=workshop.actor())
        search = latest(workshop).search
        search.seen_at = now() - timedelta(minutes=1)
    page, browser = workshop.path("plans/1"), browser_of("facilitator")
    assert "Creating the plan was interrupted" in browser.read(page).text
    again = workshop.path("plans/1/search")
    assert browser.send(page, {}, to=again).status_code == 303
    wait_for_searches(600)
    with workshop.look():
        ended = list(db.session.scalars(sa.select(Search.outcome).order_by(Search.id)))
        assert ended == [Outcome.BROKEN_OFF, Outcome.FOUND]


def test_a_search_that_another_has_replaced_keeps_nothing(workshop: SmallWorkshop) -> None:
    two_rounds(workshop)
    with workshop.change():
        make_plan(workshop)
        before = places(workshop)
        draft = latest(workshop)
        snapshot = take_snapshot(workshop.row)
        other = allocate(snapshot.problem, 99, Effort(10, 1))
        plans.keep_found(draft.search, snapshot, other, by=workshop.actor())
        assert places(workshop) == before


def test_a_table_is_not_removed_under_a_search(workshop: SmallWorkshop) -> None:
    tables = two_rounds(workshop)
    with workshop.change():
        plans.begin_plan(workshop.row, take_snapshot(workshop.row), seed=1, moves=9, by=workshop.actor())
    with workshop.refuses("Plan 1 is being created. Wait until it is ready, or stop it."):
        group = db.session.get_one(Group, tables["RET 1"])
        operations.remove_table(workshop.row, group, by=workshop.actor())


def test_the_budget_is_bounded_whatever_was_asked_for() -> None:
    assert [effort_for(people, 1_500_000).moves for people in (40, 300, 1000)] == [
        1_500_000,
        900_000,
        400_000,
    ]


def test_who_wishes_late_is_told_so() -> None:
    with pytest.raises(RuleBroken, match="All breakout rounds have started"):
        check_may_wish(any_round_open=False)


def test_two_people_of_one_name_and_city_are_two_people_in_a_plan(workshop: SmallWorkshop) -> None:
    two_rounds(workshop)
    with workshop.change():
        known = workshop.participant("Antwerp")
        namesake, _ = join_workshop(
            workshop.row, organisation=known.organisation, display_name=known.display_name,
            submission="of a namesake", secret=SECRET, is_another=True, by=NOBODY,
        )  # fmt: skip
        make_plan(workshop)
        assert {person for _, person in places(workshop)} >= {known.id, namesake.id}


def test_one_who_comes_late_leaves_the_figures_of_a_plan_to_those_who_have_seats(
    workshop: SmallWorkshop,
) -> None:
    two_rounds(workshop)
    with workshop.change():
        make_plan(workshop)
    with workshop.look():
        snapshot = take_snapshot(workshop.row)
        seats = plans.seats_of(latest(workshop), snapshot)
        without = tuple(tuple(tuple(p for p in table if p != 0) for table in seating) for seating in seats)
        whole, stands = standing(snapshot, seats), standing(snapshot, without)
        assert (whole.is_whole, whole.fits, stands.is_whole, stands.fits) == (True, True, False, False)
        assert stands.report is not None
