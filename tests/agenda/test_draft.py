"""A list of sessions is placed in an agenda one by one, as if each were planned on a page of its own."""

from datetime import date, time
from zoneinfo import ZoneInfo

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitator.agenda.draft import AgendaDraft, PlannedBlock, SessionPlan
from facilitator.agenda.models import SessionKind
from facilitator.agenda.timing import TimedBlock, follow
from facilitator.errors import RuleBroken

pytestmark = pytest.mark.one_database

ZONE, STARTS_ON = ZoneInfo("Europe/Brussels"), date(2026, 10, 24)  # on day two the clocks go back
LOCAL = st.times(time(0), time(23, 59)).map(lambda at: at.replace(second=0, microsecond=0))
PLANS = st.lists(
    st.builds(
        SessionPlan,
        kind=st.sampled_from(SessionKind),
        day=st.integers(1, 3),
        title=st.just("A session"),
        starts_at=st.none() | LOCAL,
        minutes=st.integers(1, 240),
        measure_id=st.none(),
        track=st.none() | st.integers(1, 3),
        is_fixed=st.none() | st.booleans(),
    ),
    max_size=12,
)


def empty() -> AgendaDraft:
    return AgendaDraft(STARTS_ON, 2, ZONE, [])


def tried(draft: AgendaDraft, plan: SessionPlan) -> str:
    """What is said to a session; nothing where it has a place."""
    try:
        draft.add(plan)
    except RuleBroken as broken:
        return str(broken.sentence)
    return ""


def day_by_day(draft: AgendaDraft, plans: list[SessionPlan]) -> dict[int, list[tuple[TimedBlock, time]]]:
    """The sessions of each day in their order, with what their times hang on and when they start."""
    days: dict[int, list[tuple[TimedBlock, time]]] = {}
    for place in draft.in_order():
        plan = plans[place.number]
        pinned = place.starts_at if place.is_fixed else None
        block = TimedBlock(plan.title, plan.minutes, plan.track, pinned)
        days.setdefault(plan.day, []).append((block, place.starts_at))
    return days


@given(PLANS)
def test_a_list_has_the_places_and_starts_that_its_sessions_have_one_after_the_other(
    plans: list[SessionPlan],
) -> None:
    at_once, taken = empty(), list[SessionPlan]()
    for plan in plans:
        before = day_by_day(at_once, taken)
        anew = AgendaDraft(STARTS_ON, 2, ZONE, [
            PlannedBlock(day, SessionKind.PLENARY, *each) for day, placed in before.items() for each in placed
        ])  # fmt: skip
        said = tried(at_once, plan)
        assert tried(anew, plan) == said
        if said:
            assert day_by_day(at_once, taken) == before, "what is refused leaves no trace"
            continue
        taken.append(plan)
        starts = {day: [start for _, start in placed] for day, placed in day_by_day(at_once, taken).items()}
        assert [place.starts_at for place in anew.in_order()] == [
            each for day in sorted(starts) for each in starts[day]
        ]


@given(PLANS)
def test_the_starts_of_a_day_follow_from_its_order(plans: list[SessionPlan]) -> None:
    draft = empty()
    taken = [plan for plan in plans if not tried(draft, plan)]
    for day, placed in day_by_day(draft, taken).items():
        opens = min(start for _, start in placed)
        on = date(2026, 10, 23 + day)
        assert follow([block for block, _ in placed], opens, on, ZONE) == [start for _, start in placed]
