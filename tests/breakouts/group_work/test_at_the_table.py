"""Who is there, whether the group is ready, and how it calls: ticked off, taken back, answered."""

from collections.abc import Callable

import pytest
import sqlalchemy as sa

from facilitator.breakouts.group_work import operations
from facilitator.breakouts.group_work.models import Attendance, Mark
from facilitator.breakouts.group_work.queries import running
from facilitator.breakouts.models import Group
from facilitator.breakouts.operations import close_group
from facilitator.breakouts.queries import SeatedGroup
from facilitator.breakouts.queries import seated_group as found_table
from facilitator.database import db
from tests.pages import complaints
from tests.people import Browser
from tests.small_workshop import SmallWorkshop

ALREADY = "This group is already marked as ready."
NOT_READY = "This group is not marked as ready."
CALLED = "The facilitator has already been called. Please wait for an answer."


def seated_group(workshop: SmallWorkshop, group_id: int) -> SeatedGroup:
    return found_table(workshop.row, group_id)


def close(workshop: SmallWorkshop, group_id: int) -> None:
    with workshop.change():
        close_group(workshop.row, db.session.get_one(Group, group_id), by=workshop.actor())


def tick_off(workshop: SmallWorkshop, group_id: int, who: str, mark: Mark) -> None:
    with workshop.change():
        operations.mark_attendance(
            seated_group(workshop, group_id), workshop.participant(who), mark, by=workshop.actor("rapporteur")
        )


def test_the_last_mark_of_a_person_counts_and_each_is_kept(workshop: SmallWorkshop) -> None:
    group = workshop.begin_validation()
    for mark in (Mark.ABSENT, Mark.LATE, Mark.LATE, Mark.LEFT):
        tick_off(workshop, group, "Antwerp", mark)
    with workshop.look():
        now = running(workshop.id, group)[group]
        assert running(workshop.id)[group].counts == now.counts
        assert now.marks == {workshop.participants["Antwerp"]: Mark.LEFT}
        assert (now.there, now.counts) == (0, {Mark.LEFT: 1})
        kept = db.session.scalars(sa.select(Attendance.mark).order_by(Attendance.id)).all()
        assert kept == [Mark.ABSENT, Mark.LATE, Mark.LEFT]


def test_whoever_has_no_mark_yet_can_be_ticked_off_at_once(workshop: SmallWorkshop) -> None:
    group = workshop.begin_validation()
    tick_off(workshop, group, "Antwerp", Mark.ABSENT)
    with workshop.change():
        marked = operations.mark_the_rest_present(seated_group(workshop, group), by=workshop.actor())
    assert marked == 3
    with workshop.look():
        now = running(workshop.id)[group]
        assert (now.there, now.counts[Mark.ABSENT]) == (3, 1)


def test_only_who_has_a_seat_is_ticked_off(workshop: SmallWorkshop) -> None:
    group = workshop.begin_validation(seated=("Antwerp",))
    with workshop.refuses("This person has no seat in this group."):
        operations.mark_attendance(
            seated_group(workshop, group), workshop.participant("Lyon"), Mark.PRESENT, by=workshop.actor()
        )


def test_somebody_who_sits_there_without_being_on_the_list_gets_a_seat_and_is_present(
    workshop: SmallWorkshop, browser_of: Callable[[str], Browser]
) -> None:
    group = workshop.begin_validation(seated=("Antwerp",))
    page = workshop.path(f"groups/{group}")
    answer = browser_of("rapporteur").send(
        f"{page}/arrivals?q=lyon", {"participant": workshop.participants["Lyon"]}, to=f"{page}/arrivals"
    )
    assert answer.status_code == 303
    with workshop.look():
        assert "Delegate of Lyon" in {person.display_name for person in seated_group(workshop, group).people}
        assert running(workshop.id, group)[group].marks == {workshop.participants["Lyon"]: Mark.PRESENT}


def test_a_group_is_ready_takes_it_back_and_is_ready_again(workshop: SmallWorkshop) -> None:
    group, by = workshop.begin_validation(), workshop.actor("rapporteur")
    with workshop.change():
        operations.mark_ready(seated_group(workshop, group), by=by)
    with workshop.refuses(ALREADY):
        operations.mark_ready(seated_group(workshop, group), by=by)
    with workshop.change():
        operations.withdraw_ready(seated_group(workshop, group).group, by=by)
    with workshop.refuses(NOT_READY):
        operations.withdraw_ready(seated_group(workshop, group).group, by=by)
    with workshop.change():
        operations.mark_ready(seated_group(workshop, group), by=by)
    with workshop.look():
        ready = running(workshop.id)[group].ready
        assert ready is not None
        assert ready.marked_by == workshop.accounts["rapporteur"]


def test_a_closed_group_is_neither_ready_nor_does_it_call(workshop: SmallWorkshop) -> None:
    group = workshop.begin_validation()
    close(workshop, group)
    with workshop.refuses("This group is not open, so it cannot be marked as ready."):
        operations.mark_ready(seated_group(workshop, group), by=workshop.actor())
    with workshop.refuses("This group is closed. Open it before you call the facilitator."):
        operations.call_facilitator(seated_group(workshop, group), by=workshop.actor())


def test_a_call_is_answered_by_who_comes_and_then_settled(workshop: SmallWorkshop) -> None:
    group = workshop.begin_validation()
    with workshop.change():
        operations.call_facilitator(
            seated_group(workshop, group), word="No chairs", by=workshop.actor("rapporteur")
        )
    with workshop.refuses(CALLED):
        operations.call_facilitator(seated_group(workshop, group), by=workshop.actor("rapporteur"))
    with workshop.change():
        operations.answer_call(seated_group(workshop, group).group, by=workshop.actor("facilitator"))
    with workshop.look():
        call = running(workshop.id)[group].call
        assert call is not None
        assert call.helper is not None
        assert (call.word, call.helper.name) == ("No chairs", "The facilitator")
    with workshop.refuses("This call has already been answered or cancelled."):
        operations.answer_call(seated_group(workshop, group).group, by=workshop.actor("organiser"))
    with workshop.change():
        operations.settle_call(seated_group(workshop, group).group, by=workshop.actor("rapporteur"))
    with workshop.look():
        assert running(workshop.id)[group].call is None
    with workshop.refuses("There is no open call."):
        operations.settle_call(seated_group(workshop, group).group, by=workshop.actor("rapporteur"))


def test_who_was_promised_help_and_got_none_can_call_again(workshop: SmallWorkshop) -> None:
    group, by = workshop.begin_validation(), workshop.actor("rapporteur")
    with workshop.change():
        operations.call_facilitator(seated_group(workshop, group), word="No chairs", by=by)
        operations.answer_call(seated_group(workshop, group).group, by=workshop.actor("facilitator"))
        operations.call_facilitator(seated_group(workshop, group), word="Still no chairs", by=by)
    with workshop.look():
        now = running(workshop.id)[group]
        assert now.is_waiting
        assert now.call is not None
        assert now.call.word == "Still no chairs"


def test_a_word_of_a_thousand_letters_is_refused_at_its_field(
    workshop: SmallWorkshop, browser_of: Callable[[str], Browser]
) -> None:
    page = workshop.path(f"groups/{workshop.begin_validation()}")
    browser = browser_of("rapporteur")
    with workshop.nothing_changes():
        answer = browser.send(page, {"word": "x" * 1000}, to=f"{page}/calls")
    assert answer.status_code == 422
    assert complaints(answer.text) == {"word": ["This has 1000 characters. The limit is 200."]}


@pytest.mark.parametrize("mark", ["", "asleep"])
def test_a_mark_that_there_is_not_is_refused(
    workshop: SmallWorkshop, browser_of: Callable[[str], Browser], mark: str
) -> None:
    group = workshop.begin_validation()
    page, person = workshop.path(f"groups/{group}"), workshop.participants["Antwerp"]
    browser = browser_of("rapporteur")
    with workshop.nothing_changes():
        answer = browser.send(page, {"mark": mark}, to=f"{page}/attendance/{person}")
    assert answer.status_code == 422
