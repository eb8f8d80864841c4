"""On the day: somebody late, somebody gone, a table lost. Who moves is shown before it is done."""

import re
from collections.abc import Callable

import pytest
import sqlalchemy as sa

from facilitator.access.actor import NOBODY
from facilitator.access.policy import Phase
from facilitator.agenda.editing.operations import remove_session
from facilitator.agenda.operations import add_room
from facilitator.agenda.queries import rooms
from facilitator.breakouts.models import Absence, Group, Seat, Withdrawal
from facilitator.breakouts.operations import reactivate_group, seat_participant
from facilitator.breakouts.planning import findings, operations, plans, queries, replanning
from facilitator.breakouts.planning.models import Bond, Pair, Wish
from facilitator.breakouts.planning.replanning import moves_to
from facilitator.breakouts.planning.snapshot import take_snapshot
from facilitator.database import db
from facilitator.workshops.operations import join_workshop
from facilitator.workshops.queries import team
from tests.breakouts.planning.planned import (
    EVERYBODY,
    latest,
    make_plan,
    table_of,
    two_rounds,
)
from tests.pages import complaints, notices, texts
from tests.people import Browser
from tests.query_plans import every_row_is_found_by_an_index
from tests.small_workshop import PARTNER, SECRET, SmallWorkshop

LATE = "Somebody late"
PUT_OUT_OF_USE = "Deactivate"
BEGUN = "This round has started. You can only change the room and the team of this group."
NAME = "Delegate of (?:" + "|".join(EVERYBODY) + ")"
STALE = "The seats have changed since you opened this page. Please check again, then confirm."


@pytest.fixture
def published(workshop: SmallWorkshop) -> dict[str, int]:
    """Day two with a published plan for two rounds, neither of which has begun; tables by name."""
    tables = two_rounds(workshop)
    workshop.go_to(Phase.DAY_TWO)
    with workshop.change():
        make_plan(workshop)
        plans.publish_plan(workshop.row, latest(workshop), take_snapshot(workshop.row), by=workshop.actor())
    return tables


def come_late(workshop: SmallWorkshop) -> int:
    """Another delegate of Lyon joins; their id."""
    with workshop.change():
        person, _ = join_workshop(
            workshop.row,
            organisation=workshop.participant("Lyon").organisation,
            display_name=LATE,
            submission="late form",
            secret=SECRET,
            by=NOBODY,
        )
        workshop.participants = workshop.participants | {LATE: person.id}
        return person.id


def seats(workshop: SmallWorkshop) -> set[tuple[int, int]]:
    with workshop.look():
        return {(g, p) for g, p in db.session.execute(sa.select(Seat.group_id, Seat.participant_id))}


def test_somebody_late_gets_a_free_seat_and_nobody_moves(
    workshop: SmallWorkshop, published: dict[str, int], browser_of: Callable[[str], Browser]
) -> None:
    before, person = seats(workshop), come_late(workshop)
    page, browser = workshop.path(f"seating/arrivals/{person}"), browser_of("facilitator")
    assert "Nobody moves." in texts(browser.read(page).text)
    assert seats(workshop) == before
    assert browser.send(page, {}, to=page).status_code == 303
    after = seats(workshop)
    assert before < after
    assert {who for _, who in after - before} == {person}
    assert {group for group, _ in after - before} <= set(published.values())
    assert workshop.happened()[-1] == "participant.arrived"


def test_somebody_late_in_a_round_that_runs_is_seated_in_those_to_come_alone(
    workshop: SmallWorkshop, published: dict[str, int], browser_of: Callable[[str], Browser]
) -> None:
    workshop.open("round")
    person = come_late(workshop)
    page = workshop.path(f"seating/arrivals/{person}")
    assert browser_of("facilitator").send(page, {}, to=page).status_code == 303
    assert table_of(workshop, LATE, 1) == ""
    assert table_of(workshop, LATE, 2) in {"RET 2", "ENG 2"}
    assert len(published) == 4


def test_what_is_done_is_what_was_shown_or_nothing(
    workshop: SmallWorkshop, published: dict[str, int], browser_of: Callable[[str], Browser]
) -> None:
    person = come_late(workshop)
    page, browser = workshop.path(f"seating/arrivals/{person}"), browser_of("facilitator")
    shown = browser.form(page, page)
    with workshop.change():  # somebody else was faster
        group = db.session.get_one(Group, published["RET 1"])
        seat_participant(workshop.row, group, workshop.participant(LATE), by=workshop.actor())
    with workshop.nothing_changes():
        answer = browser.client.post(page, data=shown)
    assert answer.status_code == 422
    assert STALE in texts(answer.text)


def test_who_leaves_is_away_from_a_round_on_and_their_seats_are_free(
    workshop: SmallWorkshop, published: dict[str, int], browser_of: Callable[[str], Browser]
) -> None:
    person, first = workshop.participants["Antwerp"], table_of(workshop, "Antwerp", 1)
    page, browser = workshop.path(f"seating/departures/{person}"), browser_of("facilitator")
    second = workshop.sessions["Round two"]
    answer = browser.send(f"{page}?round={second}", {}, to=page)
    assert answer.status_code == 303
    assert (table_of(workshop, "Antwerp", 1), table_of(workshop, "Antwerp", 2)) == (first, "")
    with workshop.look():
        away = db.session.execute(sa.select(Absence.round_id).filter_by(participant_id=person)).scalars()
        assert list(away) == [second]
    assert len(published) == 4


def test_who_leaves_is_pinned_no_more_and_the_next_plan_is_not_in_the_way(
    workshop: SmallWorkshop, published: dict[str, int], browser_of: Callable[[str], Browser]
) -> None:
    with workshop.change():
        for name in ("RET 1", "RET 2"):
            group = db.session.get_one(Group, published[name])
            operations.pin_participant(group, workshop.participant("Antwerp"), by=workshop.actor())
    page = workshop.path(f"seating/departures/{workshop.participants['Antwerp']}")
    second = workshop.sessions["Round two"]
    assert browser_of("facilitator").send(f"{page}?round={second}", {}, to=page).status_code == 303
    with workshop.look():
        assert [group.name for _, _, group, _ in queries.pins(workshop.row)] == ["RET 1"]
        assert findings.obstacles(take_snapshot(workshop.row)) == ()


def test_nobody_is_noted_away_from_a_round_in_which_they_have_a_seat(
    workshop: SmallWorkshop, published: dict[str, int], browser_of: Callable[[str], Browser]
) -> None:
    person, second = workshop.participants["Antwerp"], workshop.sessions["Round two"]
    page, browser = workshop.path(f"planning/people/{person}"), browser_of("facilitator")
    with workshop.nothing_changes():
        answer = browser.send(page, {"away": str(second)}, to=page)
    assert answer.status_code == 422
    said = (
        "This person has a seat in Round two."
        " Choose their name on the seating page, then choose “Person leaves”."
    )
    assert complaints(answer.text) == {"away": [said]}
    late = come_late(workshop)
    page = workshop.path(f"planning/people/{late}")
    assert browser.send(page, {"away": str(second)}, to=page).status_code == 303
    assert len(published) == 4


def test_who_is_given_a_seat_is_away_no_more(workshop: SmallWorkshop, published: dict[str, int]) -> None:
    with workshop.change():
        lyon, by = workshop.participant("Lyon"), workshop.actor()
        db.session.execute(sa.delete(Seat).filter_by(participant_id=lyon.id))
        away = [workshop.sessions["round"], workshop.sessions["Round two"]]
        operations.note_needs(workshop.row, lyon, step_free=False, languages="", away=away, by=by)
        seat_participant(workshop.row, db.session.get_one(Group, published["RET 2"]), lyon, by=by)
    with workshop.look():
        assert queries.absences(workshop.row)[workshop.participants["Lyon"]] == {workshop.sessions["round"]}


def test_a_table_out_of_use_is_emptied_and_each_move_has_its_reason(
    workshop: SmallWorkshop, browser_of: Callable[[str], Browser]
) -> None:
    tables = two_rounds(workshop, seats=5)
    workshop.go_to(Phase.DAY_TWO)
    with workshop.change():
        make_plan(workshop)
        plans.publish_plan(workshop.row, latest(workshop), take_snapshot(workshop.row), by=workshop.actor())
    lost = tables["RET 2"]
    with workshop.change():
        group = db.session.get_one(Group, lost)
        operations.pin_participant(group, workshop.participant("Antwerp"), by=workshop.actor())
    sat = [who for who in EVERYBODY if table_of(workshop, who, 2) == "RET 2"]
    page, browser = workshop.path(f"seating/groups/{lost}/withdrawal"), browser_of("facilitator")
    assert browser.send(page, {"reason": "The room is flooded"}, to=page).status_code == 303
    assert [table_of(workshop, who, 2) for who in sat] == ["ENG 2"] * len(sat)
    with workshop.look():
        assert db.session.scalars(sa.select(Withdrawal)).one().group_id == lost
        assert queries.pins(workshop.row) == []
        told = [step.row.detail.get("reason") for step in queries.steps(workshop.row) if step.left]
    assert told == ["Group RET 2 is closed."] * len(sat)
    page = browser.read(workshop.path("seating")).text
    assert "The facilitator deactivated RET 2." in texts(page)
    assert "The room is flooded" in texts(page)


def test_before_anybody_sits_it_is_said_how_many_a_lost_table_leaves_without_a_seat(
    workshop: SmallWorkshop, browser_of: Callable[[str], Browser]
) -> None:
    tables = two_rounds(workshop)
    workshop.go_to(Phase.DAY_TWO)
    with workshop.change():
        make_plan(workshop)
    said = texts(
        browser_of("facilitator").read(workshop.path(f"seating/groups/{tables['RET 2']}/withdrawal")).text
    )
    assert "Nobody moves." not in said
    assert "People who will have no seat in this round: 1. Seats: 4. People: 5." in said
    assert "Plan 1 has people in this group. It will be out of date." in said


def test_a_table_that_was_put_out_of_use_is_used_again(
    workshop: SmallWorkshop, browser_of: Callable[[str], Browser]
) -> None:
    lost, browser = two_rounds(workshop, seats=5)["RET 2"], browser_of("facilitator")
    workshop.go_to(Phase.DAY_TWO)
    page, withdrawal = (
        workshop.path(path.format(lost)) for path in ("groups/{}/table", "seating/groups/{}/withdrawal")
    )
    browser.send(withdrawal, {"reason": "The room is flooded"}, to=withdrawal)
    assert {"Reactivate"} == {"Reactivate", PUT_OUT_OF_USE} & set(texts(browser.read(page).text))
    answer = browser.send(page, {}, to=workshop.path(f"seating/groups/{lost}/reactivation"))
    assert notices(browser.read(answer.location).text) == [
        "RET 2 was reactivated. Nobody has a seat there yet."
    ]
    with workshop.change():
        group, by = db.session.get_one(Group, lost), workshop.actor()
        seat_participant(workshop.row, group, workshop.participant("Lyon"), by=by)
    assert table_of(workshop, "Lyon", 2) == "RET 2"
    assert "The facilitator reactivated RET 2." in texts(browser.read(workshop.path("seating")).text)
    with workshop.refuses("RET 2 is not deactivated."):
        reactivate_group(workshop.row, db.session.get_one(Group, lost), by=workshop.actor())


def test_preferences_after_the_seats_are_published_do_not_promise_another_seat(
    workshop: SmallWorkshop,
    published: dict[str, int],  # noqa: ARG001 - the plan is published
    browser_of: Callable[[str], Browser],
) -> None:
    page, antwerp = workshop.path("wishes"), browser_of("Antwerp")
    said = texts(antwerp.read(page).text)
    assert "The seats are already published. Your preferences count if seats are planned again." in said
    before = seats(workshop)
    answer = antwerp.send(page, {"first": workshop.measures["ENG"], "second": "", "third": ""})
    assert notices(antwerp.read(answer.location).text) == [
        "Your preferences were saved. The seats are already published, so your seat stays as it is."
        " Your preferences count if seats are planned again."
    ]
    assert seats(workshop) == before


def test_a_table_is_not_put_out_of_use_once_its_round_has_begun(
    workshop: SmallWorkshop, published: dict[str, int], browser_of: Callable[[str], Browser]
) -> None:
    page, browser = workshop.path(f"groups/{published['RET 1']}/table"), browser_of("facilitator")
    before = set(texts(browser.read(page).text))
    workshop.open("round")
    begun = set(texts(browser.read(page).text))
    assert [shown & {PUT_OUT_OF_USE, BEGUN} for shown in (before, begun)] == [{PUT_OUT_OF_USE}, {BEGUN}]


def test_a_table_whose_people_fit_nowhere_else_is_not_lost_in_silence(
    workshop: SmallWorkshop, published: dict[str, int], browser_of: Callable[[str], Browser]
) -> None:
    page = workshop.path(f"seating/groups/{published['RET 2']}/withdrawal")
    browser = browser_of("facilitator")
    with workshop.nothing_changes():
        said = texts(browser.read(page).text)
    assert "This cannot be solved by moving people" in said
    assert any("no seat for" in words for words in said)


def test_a_table_in_another_room_takes_its_people_along(
    workshop: SmallWorkshop, published: dict[str, int], browser_of: Callable[[str], Browser]
) -> None:
    before, facilitator = seats(workshop), browser_of("facilitator")
    attic, page = room(workshop, "Garden room", 12), workshop.path(f"groups/{published['RET 2']}/table")
    to = workshop.path(f"groups/{published['RET 2']}/relocation")
    asked = {"room": str(attic), "reason": "The hall is flooded"}
    assert facilitator.send(page, asked, to=to).status_code == 303
    assert seats(workshop) == before
    who = next(each for each in EVERYBODY if table_of(workshop, each, 2) == "RET 2" and each != PARTNER)
    assert "Garden room" in texts(browser_of(who).read(workshop.path("home")).text)
    told = texts(facilitator.read(workshop.path("seating")).text)
    assert "The facilitator moved RET 2 to another room: Garden room." in told
    assert "The hall is flooded" in told
    log = " ".join(texts(facilitator.read(workshop.path("activity")).text))
    assert "moved RET 2 to another room, Garden room: The hall is flooded" in log


def test_a_table_does_not_go_where_its_people_can_not(
    workshop: SmallWorkshop, published: dict[str, int], browser_of: Callable[[str], Browser]
) -> None:
    who = next(each for each in EVERYBODY if table_of(workshop, each, 2) == "RET 2")
    with workshop.change():
        operations.note_needs(
            workshop.row,
            workshop.participant(who),
            step_free=True,
            languages="",
            away=[],
            by=workshop.actor(),
        )
    tiny, page = room(workshop, "Cupboard", 1), workshop.path(f"groups/{published['RET 2']}/table")
    browser, to = browser_of("facilitator"), workshop.path(f"groups/{published['RET 2']}/relocation")
    sat = sum(table_of(workshop, each, 2) == "RET 2" for each in EVERYBODY)
    with workshop.nothing_changes():
        answers = [
            browser.send(page, {"room": str(id_), "reason": "The hall is flooded"}, to=to)
            for id_ in (tiny, room_called(workshop, "Attic"))
        ]
    assert [complaints(answer.text) for answer in answers] == [
        {"room": [f"Cupboard has one seat, which is not enough for the people in RET 2: {sat}."]},
        {"room": [f"Attic has no step-free access, but Delegate of {who} in RET 2 needs it."]},
    ]
    assert "The hall is flooded" in answers[0].text


def test_a_table_gets_another_rapporteur_although_its_seats_are_published(
    workshop: SmallWorkshop, published: dict[str, int], browser_of: Callable[[str], Browser]
) -> None:
    page = workshop.path(f"groups/{published['RET 2']}/table")
    to = workshop.path(f"groups/{published['RET 2']}/staff")
    with workshop.look():
        rapporteur = next(each for each in team(workshop.row) if each.name == "The rapporteur")
    assert browser_of("facilitator").send(page, {"rapporteur": rapporteur.id}, to=to).status_code == 303
    with workshop.look():
        assert db.session.get_one(Group, published["RET 2"]).rapporteur_id == rapporteur.id
    assert workshop.happened()[-1] == "group.staffed"


def room(workshop: SmallWorkshop, name: str, seats: int) -> int:
    """Another room of the venue; its id."""
    with workshop.change():
        return add_room(workshop.row, name=name, seats=seats, accessible=True, by=NOBODY).id


def room_called(workshop: SmallWorkshop, name: str) -> int:
    with workshop.look():
        return next(each.id for each in rooms(workshop.row) if each.name == name)


def test_a_seat_changed_by_hand_says_who_moved_whom_and_why(
    workshop: SmallWorkshop, published: dict[str, int], browser_of: Callable[[str], Browser]
) -> None:
    sat = table_of(workshop, "Lyon", 2)
    other = "ENG 2" if sat == "RET 2" else "RET 2"
    round_, person = workshop.sessions["Round two"], workshop.participants["Lyon"]
    page = workshop.path(f"seating/rounds/{round_}/people/{person}?group={published[other]}")
    to, browser = page.split("?")[0], browser_of("facilitator")
    assert browser.send(page, {"other": "", "reason": "x"}, to=to).status_code == 422
    assert browser.send(page, {"other": "", "reason": "Interprets for Antwerp"}, to=to).status_code == 303
    assert table_of(workshop, "Lyon", 2) == other
    said = texts(browser.read(workshop.path("seating")).text)
    assert f"The facilitator moved Delegate of Lyon from {sat} to {other}." in said
    assert "Interprets for Antwerp" in said


def test_a_seat_in_a_round_that_has_begun_is_not_moved_here(
    workshop: SmallWorkshop, published: dict[str, int], browser_of: Callable[[str], Browser]
) -> None:
    round_, person = workshop.sessions["round"], workshop.participants["Lyon"]
    other = "ENG 1" if table_of(workshop, "Lyon", 1) == "RET 1" else "RET 1"
    page = workshop.path(f"seating/rounds/{round_}/people/{person}?group={published[other]}")
    browser = browser_of("facilitator")
    form = browser.form(page, page.split("?")[0]) | {"other": "", "reason": "Because"}
    workshop.open("round")
    with workshop.nothing_changes():
        answer = browser.client.post(page.split("?")[0], data=form)
    assert answer.status_code == 422
    assert "This round has started, so a plan cannot move anybody in it." in texts(answer.text)


def test_a_participant_ranks_measures_on_the_phone(
    workshop: SmallWorkshop, browser_of: Callable[[str], Browser]
) -> None:
    browser, ret, eng = browser_of("Antwerp"), *(workshop.measures[key] for key in ("RET", "ENG"))
    page = workshop.path("wishes")
    answer = browser.send(page, {"first": eng, "second": ret, "third": ""})
    assert (answer.status_code, answer.location) == (303, workshop.path("home"))
    assert notices(browser.read(answer.location).text) == ["Your preferences were saved."]
    with workshop.look():
        kept = db.session.scalars(sa.select(Wish).order_by(Wish.rank))
        assert [wish.measure_id for wish in kept] == [eng, ret]


@pytest.mark.parametrize(
    ("wishes", "at", "said"),
    [
        (("RET", "RET", ""), "second", "You have already chosen this measure."),
        (("", "RET", ""), "first", "Fill in the choice before this one first."),
    ],
)
def test_a_wish_twice_or_out_of_order_is_said_at_its_field(
    workshop: SmallWorkshop,
    browser_of: Callable[[str], Browser],
    wishes: tuple[str, ...],
    at: str,
    said: str,
) -> None:
    typed = {
        name: str(workshop.measures.get(key, ""))
        for name, key in zip(("first", "second", "third"), wishes, strict=True)
    }
    with workshop.nothing_changes():
        answer = browser_of("Antwerp").send(workshop.path("wishes"), typed)
    assert answer.status_code == 422
    assert complaints(answer.text) == {at: [said]}


def test_who_asks_why_not_the_first_wish_is_told_with_the_numbers(
    workshop: SmallWorkshop, published: dict[str, int], browser_of: Callable[[str], Browser]
) -> None:
    with workshop.change():
        antwerp = workshop.participant("Antwerp")
        wanted = [workshop.measure("RET"), workshop.measure("ENG")]
        operations.give_wishes(antwerp, wanted, any_round_open=True, by=workshop.actor())
        db.session.execute(sa.delete(Seat).filter_by(participant_id=antwerp.id))
        seat_participant(
            workshop.row, db.session.get_one(Group, published["ENG 2"]), antwerp, by=workshop.actor()
        )
    said = texts(browser_of("Antwerp").read(workshop.path("wishes/why")).text)
    why = (
        "Delegate of Antwerp does not visit Retrofit (preference 1). "
        "People who asked for it: 1. Seats in all rounds: 8."
    )
    assert why in said
    assert "Met: you visit this measure." in said


def test_everybody_sees_their_tables_and_with_whom(
    workshop: SmallWorkshop, published: dict[str, int], browser_of: Callable[[str], Browser]
) -> None:
    lyon = browser_of("Lyon")
    said = texts(lyon.read(workshop.path("home")).text)
    for round_ in (1, 2):
        own = table_of(workshop, "Lyon", round_)
        assert own in said
        here = {f"Delegate of {who}" for who in EVERYBODY if table_of(workshop, who, round_) == own}
        told = set(texts(lyon.read(workshop.path(f"home/groups/{published[own]}")).text))
        assert told & {f"Delegate of {who}" for who in EVERYBODY} == here
        others = len(here) - 1
        assert ("With one other person" if others == 1 else f"With {others} other people") in said


def test_there_is_a_card_for_everybody(
    workshop: SmallWorkshop, published: dict[str, int], browser_of: Callable[[str], Browser]
) -> None:
    said = texts(browser_of("viewer").read(workshop.path("seating/cards")).text)
    assert {f"Delegate of {who}" for who in EVERYBODY} <= set(said)
    assert [said.count(name) for name in sorted(published)] == [
        sum(table_of(workshop, who, int(name[-1])) == name for who in EVERYBODY) for name in sorted(published)
    ]


def test_a_card_says_from_when_to_when_and_with_whom(
    workshop: SmallWorkshop, published: dict[str, int], browser_of: Callable[[str], Browser]
) -> None:
    page = browser_of("viewer").read(workshop.path("seating/cards")).text
    cards = [" ".join(texts(part, "h2") + texts(part, "table")) for part in page.split('class="card">')[1:]]
    lyon = next(card for card in cards if card.startswith("Delegate of Lyon"))
    own = table_of(workshop, "Lyon", 2)
    with_lyon = [who for who in EVERYBODY if who != "Lyon" and table_of(workshop, who, 2) == own]
    second = lyon.split("14:00–15:00")[1]
    assert second.split()[:2] == own.split()
    assert {f"Delegate of {who}" for who in with_lyon} == set(re.findall(NAME, second))
    assert len(published) == 4


def test_cards_name_the_day_where_rounds_are_on_several(
    workshop: SmallWorkshop, published: dict[str, int], browser_of: Callable[[str], Browser]
) -> None:
    cards, browser = workshop.path("seating/cards"), browser_of("viewer")
    assert "Day 2" not in texts(browser.read(cards).text)
    with workshop.change():
        workshop.session("Round two").day = 3
    assert {"Day 2", "Day 3"} <= set(texts(browser.read(cards).text))
    assert len(published) == 4


def test_a_pair_is_bound_once_whoever_is_named_first(workshop: SmallWorkshop) -> None:
    with workshop.change():
        first, second = workshop.participant("Lyon"), workshop.participant("Antwerp")
        operations.bind_pair(second, first, Bond.APART, by=workshop.actor())
    with workshop.look():
        pair = db.session.scalars(sa.select(Pair)).one()
        assert pair.first_id < pair.second_id
    with workshop.refuses("Choose two different people."):
        operations.bind_pair(
            workshop.participant("Lyon"), workshop.participant("Lyon"), Bond.APART, by=workshop.actor()
        )


def test_rounds_and_tables_change_until_people_are_told(
    workshop: SmallWorkshop, published: dict[str, int]
) -> None:
    said = "The seats in RET 1 are published. Deactivate the group or add another one."
    with workshop.refuses(said):
        operations.remove_table(
            workshop.row, db.session.get_one(Group, published["RET 1"]), by=workshop.actor()
        )
    said = "Groups or entries belong to this session. Delete them first. Then you can delete it."
    with workshop.refuses(said):
        remove_session(workshop.row, workshop.session("round"), by=workshop.actor("organiser"))


def test_what_is_no_breakout_round_has_nobody_to_distribute(
    workshop: SmallWorkshop, browser_of: Callable[[str], Browser]
) -> None:
    with workshop.change():
        workshop.add_group()
    browser, groups = browser_of("facilitator"), workshop.path("groups")
    capture, round_ = (workshop.path(f"rounds/{workshop.sessions[key]}/spread") for key in ("RET", "round"))
    with workshop.nothing_changes():
        form = browser.form(groups, round_)
        assert browser.client.post(capture, data=form).status_code == 404


def test_nobody_moves_where_somebody_leaves_a_table_that_can_spare_them(
    workshop: SmallWorkshop, published: dict[str, int]
) -> None:
    with workshop.look():
        snapshot = take_snapshot(workshop.row)
        partner = snapshot.position[workshop.participants["Standards body"]]
        remedy = replanning.remedy_for_departure(snapshot, partner, 0)
        tables = [people for seating in snapshot.now for people in seating if partner in people]
    if all(len(people) > 1 for people in tables):
        assert remedy.moves == []
    assert len(published) == 4


def test_whoever_has_no_seat_is_named_on_top_and_hears_it_on_their_phone(
    workshop: SmallWorkshop, published: dict[str, int], browser_of: Callable[[str], Browser]
) -> None:
    with workshop.change():
        db.session.execute(sa.delete(Seat).filter_by(participant_id=workshop.participants["Lyon"]))
    said = texts(browser_of("facilitator").read(workshop.path("seating")).text)
    assert said.index("People without a seat") < said.index("History")
    assert "These results are about people who have a seat." in said
    workshop.open("round")
    home = texts(browser_of("Lyon").read(workshop.path("home")).text)
    assert "You have no seat in this round yet. Please ask the team." in home
    assert len(published) == 4


def test_before_a_plan_is_published_it_is_said_who_would_move(
    workshop: SmallWorkshop, published: dict[str, int], browser_of: Callable[[str], Browser]
) -> None:
    with workshop.change():
        make_plan(workshop, seed=2)
    with workshop.look():
        snapshot = take_snapshot(workshop.row)
        moves = moves_to(snapshot, plans.seats_of(latest(workshop), snapshot))
    people = len({move.person for move in moves})
    said = texts(browser_of("facilitator").read(workshop.path("plans/2")).text)
    assert f"If you publish this plan, {people} people move." in said
    assert (people > 1, len(published)) == (True, 4)


def test_who_has_no_seat_where_others_know_theirs_reads_it_on_their_phone(
    workshop: SmallWorkshop, published: dict[str, int], browser_of: Callable[[str], Browser]
) -> None:
    home, said = workshop.path("home"), "You have no seat yet. Please ask the team."
    lyon, antwerp = browser_of("Lyon"), browser_of("Antwerp")
    assert said not in lyon.read(home).text
    with workshop.change():
        round_id = workshop.sessions["Round two"]
        db.session.execute(
            sa.delete(Seat).filter_by(participant_id=workshop.participants["Lyon"], round_id=round_id)
        )
    with every_row_is_found_by_an_index(workshop.app):
        page = lyon.read(home).text
    assert (page.count(said), "Round two" in page) == (1, True)
    assert said not in antwerp.read(home).text
    with workshop.change():
        db.session.add(
            Absence(workshop_id=workshop.id, round_id=round_id, participant_id=workshop.participants["Lyon"])
        )
    assert said not in lyon.read(home).text
    assert len(published) == 4
