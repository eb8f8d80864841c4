"""An organiser changes, moves and removes sessions, and what comes after them on their track follows."""

from datetime import time

import pytest

from facilitator.access.policy import Phase
from facilitator.agenda.editing.operations import (
    move_before,
    move_earlier,
    move_later,
    move_to_end,
    remove_session,
)
from facilitator.agenda.models import SessionKind
from facilitator.agenda.operations import close_session
from tests.agenda.editing.days import busy_day, change, plan, programme
from tests.small_workshop import SmallWorkshop

AS_PLANNED = [
    "09:00 Welcome",
    "10:30 Round one",
    "11:30 Left",
    "11:30 Right",
    "12:15 Right again",
    "13:00 End",
]
STARTED = (
    "This session has started, so its kind, day, start and length stay as they are. You can change its title "
    "and its room, and give it more time in the console."
)


def test_what_is_planned_without_a_start_follows_on_its_track(workshop: SmallWorkshop) -> None:
    busy_day(workshop)
    assert programme(workshop) == AS_PLANNED
    with workshop.change():
        plan(workshop, "Coffee", starts_at=time(9, 30), minutes=15)
        plan(workshop, "Preparation", starts_at=time(8), minutes=15)
    assert programme(workshop)[:4] == [
        "08:00 Preparation",
        "09:00 Welcome",
        "09:30 Coffee",
        "10:30 Round one",
    ]


def test_the_first_session_says_when_its_day_begins_also_where_its_start_is_not_fixed(
    workshop: SmallWorkshop,
) -> None:
    by = workshop.actor("organiser")
    with workshop.change():
        remove_session(workshop.row, workshop.session("round"), by=by)
        plan(workshop, "First")
        remove_session(workshop.row, workshop.session("First"), by=by)
        plan(workshop, "Late", starts_at=time(13), is_fixed=False)
        plan(workshop, "Later")
        change(workshop, "Late", minutes=45)
    assert programme(workshop) == ["13:00 Late", "13:45 Later"]


def test_a_longer_session_moves_what_follows_on_its_track_and_what_is_fixed_stays(
    workshop: SmallWorkshop,
) -> None:
    busy_day(workshop)
    with workshop.change():
        change(workshop, "Right", minutes=60)
    assert programme(workshop)[2:] == ["11:30 Left", "11:30 Right", "12:30 Right again", "13:15 End"]
    with workshop.change():
        change(workshop, "Welcome", minutes=100)
    assert programme(workshop)[:3] == ["09:00 Welcome", "10:30 Round one", "11:30 Left"]
    with workshop.change():
        change(workshop, "round", starts_at=None)
    assert programme(workshop)[:3] == ["09:00 Welcome", "10:40 Round one", "11:40 Left"]
    assert workshop.happened()[-1] == "session.changed"


def test_another_start_or_day_gives_a_session_its_place(workshop: SmallWorkshop) -> None:
    busy_day(workshop)
    with workshop.change():
        change(workshop, "End", starts_at=time(9, 45))
    assert programme(workshop)[:3] == ["09:00 Welcome", "09:45 End", "10:30 Round one"]
    with workshop.change():
        change(workshop, "End", starts_at=None, day=1)
    assert programme(workshop, 1)[-1] == "11:30 End"
    with workshop.refuses("The workshop has 2 days. Choose a day from 1 to 2."):
        change(workshop, "End", day=3)


def test_a_session_is_moved_step_by_step_and_over_the_end_of_a_day(workshop: SmallWorkshop) -> None:
    busy_day(workshop)
    with workshop.change():
        move_earlier(workshop.row, workshop.session("End"), by=workshop.actor("organiser"))
    assert programme(workshop)[1:4] == ["10:30 Round one", "11:30 End", "12:00 Left"]
    with workshop.change():
        move_later(workshop.row, workshop.session("Right"), by=workshop.actor("organiser"))
    assert programme(workshop)[3:] == ["12:00 Left", "12:00 Right again", "12:45 Right"]
    with workshop.change():
        move_earlier(workshop.row, workshop.session("Welcome"), by=workshop.actor("organiser"))
    assert programme(workshop, 1)[-1] == "11:30 Welcome"
    assert programme(workshop)[0] == "10:30 Round one"
    with workshop.change():
        move_later(workshop.row, workshop.session("Welcome"), by=workshop.actor("organiser"))
    assert programme(workshop)[0] == "10:30 Welcome"
    assert workshop.happened()[-1] == "session.moved"


def test_a_session_is_put_before_another_and_at_the_end_of_a_day(workshop: SmallWorkshop) -> None:
    busy_day(workshop)
    by = workshop.actor("organiser")
    with workshop.change():
        move_before(workshop.row, workshop.session("End"), workshop.session("Welcome"), by=by)
        move_to_end(workshop.row, workshop.session("Left"), 1, by=by)
    assert programme(workshop)[:2] == ["09:00 End", "09:00 Welcome"]
    assert programme(workshop, 1)[-1] == "11:30 Left"
    with workshop.refuses("The workshop does not have this day. Reload the page."):
        move_to_end(workshop.row, workshop.session("Left"), 3, by=by)


def test_nothing_moves_beyond_the_ends_of_the_agenda(workshop: SmallWorkshop) -> None:
    busy_day(workshop)
    with workshop.refuses("“Capture Retrofit” is already at the end of the agenda."):
        move_earlier(workshop.row, workshop.session("RET"), by=workshop.actor("organiser"))
    with workshop.refuses("“End” is already at the end of the agenda."):
        move_later(workshop.row, workshop.session("End"), by=workshop.actor("organiser"))


def test_what_has_started_is_not_moved_removed_or_planned_anew_but_gets_another_title(
    workshop: SmallWorkshop,
) -> None:
    workshop.go_to(Phase.DAY_ONE)
    workshop.open("RET")
    by = workshop.actor("organiser")
    for close in (False, True):
        if close:
            with workshop.change():
                close_session(workshop.session("RET"), by=by)
        with workshop.refuses("“Capture Retrofit” has started, so it can no longer be moved."):
            move_later(workshop.row, workshop.session("RET"), by=by)
        with workshop.refuses("“Capture Retrofit” has started, so no session can be moved past it."):
            move_earlier(workshop.row, workshop.session("ENG"), by=by)
        with workshop.refuses("This session has started, so it can no longer be deleted."):
            remove_session(workshop.row, workshop.session("RET"), by=by)
        for otherwise in ({"minutes": 90}, {"day": 2}, {"starts_at": time(9)}, {"starts_at": None}):
            with workshop.refuses(STARTED):
                change(workshop, "RET", **otherwise)
    with workshop.change():
        change(workshop, "RET", title="What we met", room=workshop.room())
    assert programme(workshop, 1)[0] == "10:30 What we met"


def test_a_started_session_stays_where_it_was_when_something_is_planned_before_it(
    workshop: SmallWorkshop,
) -> None:
    with workshop.change():
        change(workshop, "ENG", starts_at=None)
    workshop.go_to(Phase.DAY_ONE)
    workshop.open("ENG")
    with workshop.change():
        plan(workshop, "Just before", day=1, starts_at=time(10), minutes=120)
        change(workshop, "RET", starts_at=None)
    assert programme(workshop, 1) == [
        "10:00 Just before",
        "12:00 Capture Retrofit",
        "11:30 Capture Citizen engagement",
    ]


def test_a_removed_session_leaves_no_hole(workshop: SmallWorkshop) -> None:
    busy_day(workshop)
    with workshop.change():
        remove_session(workshop.row, workshop.session("Right"), by=workshop.actor("organiser"))
    assert programme(workshop)[2:] == ["11:30 Left", "11:30 Right again", "12:30 End"]
    assert workshop.happened()[-1] == "session.removed"


def test_a_round_with_groups_is_neither_removed_nor_made_something_else(workshop: SmallWorkshop) -> None:
    with workshop.change():
        workshop.add_group()
    said = "Groups or entries belong to this session. Delete them first. Then you can delete it."
    with workshop.refuses(said):
        remove_session(workshop.row, workshop.session("round"), by=workshop.actor("organiser"))
    said = "Groups or entries belong to this session, so its kind and its measure stay as they are."
    with workshop.refuses(said):
        change(workshop, "round", kind=SessionKind.PLENARY)


def test_a_change_that_would_push_a_session_past_midnight_is_refused_whole(workshop: SmallWorkshop) -> None:
    busy_day(workshop)
    said = (
        "“End” would then start after midnight. Make the sessions before it shorter,"
        " or move it to the next day."
    )
    with workshop.refuses(said):
        change(workshop, "Right again", minutes=720)


NEEDS_A_MEASURE = "Choose the measure that this session collects for."
NO_MEASURE = "Only a capture session has a measure. Choose “No measure”, or another kind of session."


@pytest.mark.parametrize(
    ("facts", "sentence"),
    [
        ({"minutes": 0}, "Enter a length from 1 to 1440 minutes."),
        ({"minutes": 1441}, "Enter a length from 1 to 1440 minutes."),
        ({"day": 0}, "The workshop has 2 days. Choose a day from 1 to 2."),
        ({"kind": SessionKind.CAPTURE}, NEEDS_A_MEASURE),
    ],
)
def test_a_session_without_a_length_a_day_or_its_measure_is_refused(
    workshop: SmallWorkshop, facts: dict[str, object], sentence: str
) -> None:
    with workshop.refuses(sentence):
        plan(workshop, "Welcome", **facts)
    with workshop.refuses(NO_MEASURE):
        plan(workshop, "Welcome", measure=workshop.measure())
