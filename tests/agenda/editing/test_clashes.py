"""Who or what is planned in two places at once is named on the agenda, and may stay there."""

import re
from collections.abc import Callable
from datetime import UTC, datetime, time, timedelta
from html import unescape

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitator.accounts.models import Account
from facilitator.agenda.clashes import Booked, Booking, clashes
from facilitator.agenda.models import SessionKind
from facilitator.agenda.timing import Span
from facilitator.breakouts.operations import add_group, seat_participant
from facilitator.database import db
from tests.agenda.editing.days import change, plan
from tests.people import Browser
from tests.small_workshop import SmallWorkshop

pytestmark = pytest.mark.one_database
START = datetime(2017, 12, 5, 9, tzinfo=UTC)


def booking(place: int, begins: int, ends: int, key: int = 1) -> Booking:
    span = Span(START + timedelta(minutes=begins), START + timedelta(minutes=ends))
    return Booking(Booked.ROOM, key, "Attic", place, f"Session {place}", span)


TIMES = st.tuples(st.integers(0, 8), st.integers(1, 5)).map(lambda drawn: (drawn[0], sum(drawn)))


@given(st.lists(st.tuples(TIMES, st.integers(1, 2)), max_size=8))
def test_two_places_clash_exactly_when_they_share_a_moment_and_what_is_wanted(
    drawn: list[tuple[tuple[int, int], int]],
) -> None:
    booked = [booking(place, *times, key) for place, (times, key) in enumerate(drawn)]
    expected = {
        (one.place, other.place)
        for one in booked
        for other in booked
        if one.place < other.place and one.key == other.key and one.span.overlaps(other.span)
    }
    assert {tuple(sorted((one.place, other.place))) for one, other in clashes(booked)} == expected


def told(workshop: SmallWorkshop, browser_of: Callable[[str], Browser]) -> set[str]:
    shown = browser_of("organiser").read(workshop.path("setup/agenda")).text
    lines = re.findall(r'<li dir="auto">(.*?)</li>', shown, re.DOTALL)
    return {" ".join(unescape(re.sub(r"<[^>]*>", "", line)).split()) for line in lines}


def test_a_room_a_person_and_everybody_in_two_places_at_once_are_named(
    workshop: SmallWorkshop, browser_of: Callable[[str], Browser]
) -> None:
    with workshop.change():
        change(workshop, "RET", track=1, room=workshop.room())
        change(workshop, "ENG", track=2)
    assert told(workshop, browser_of) == set()
    with workshop.change():
        change(workshop, "ENG", track=2, room=workshop.room())
        plan(workshop, "Dinner", starts_at=time(11, 15))
    first, second = "“Capture Retrofit”", "“Capture Citizen engagement”"
    assert told(workshop, browser_of) == {
        f"Attic is used twice on 4 Dec 10:30: by {first} and by {second}.",
        "“Round one” and “Dinner” overlap on 5 Dec 11:15, but the same people attend both.",
    }
    page = browser_of("organiser").read(workshop.path("setup/agenda")).text
    notice = re.findall(r'<div class="notice.*?</div>', page, re.DOTALL)[0]
    with workshop.look():
        named = [workshop.sessions[key] for key in ("RET", "ENG", "round")]
    for session in named:
        assert f'href="{workshop.path(f"setup/agenda/{session}")}"' in notice


def test_groups_count_with_their_rooms_their_team_and_who_sits_in_them(
    workshop: SmallWorkshop, browser_of: Callable[[str], Browser]
) -> None:
    by = workshop.actor()
    with workshop.change():
        change(workshop, "RET", track=1)
        change(workshop, "ENG", track=2)
        change(workshop, "round", track=1)
        other = plan(workshop, "Round two", kind=SessionKind.BREAKOUT, starts_at=time(11), track=2)
        plan(workshop, "Lunch", starts_at=time(11), track=3, room=workshop.room())
        account = db.session.get_one(Account, workshop.accounts["rapporteur"])
        staff = {"facilitator": account, "rapporteur": account, "measure": workshop.measure(), "by": by}
        rooms = (workshop.room(), None)
        for round_, room in zip((workshop.session("round"), other), rooms, strict=True):
            group = add_group(round_, name=f"Table of {round_.title}", room=room, **staff)
            add_group(round_, name=f"Second of {round_.title}", room=room, facilitator=None, rapporteur=None,
                measure=workshop.measure("ENG"), by=by)  # fmt: skip
            seat_participant(workshop.row, group, workshop.participant("Lyon"), by=by)
    between = "“Table of Round one” and in “Table of Round two”"
    assert told(workshop, browser_of) == {
        "Attic is used twice on 5 Dec 11:00: by “Table of Round one” and by “Lunch”.",
        f"The rapporteur is needed twice on 5 Dec 11:00: in {between}.",
        f"Delegate of Lyon is needed twice on 5 Dec 11:00: in {between}.",
    }
