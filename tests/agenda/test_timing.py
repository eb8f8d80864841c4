"""When a session is, also over midnight and in the nights in which clocks change; and starts that follow."""

from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from facilitator.agenda.timing import TimedBlock, check_is_shown, follow, moment_at, span
from facilitator.errors import RuleBroken

pytestmark = pytest.mark.one_database

BRUSSELS, LONDON = ZoneInfo("Europe/Brussels"), ZoneInfo("Europe/London")
DAY = date(2017, 12, 4)
CLOCKS_GO_BACK, CLOCKS_GO_FORWARD = date(2026, 10, 25), date(2026, 3, 29)

# day, from and to in the zone of the place → the moments
MOMENTS = [
    ((date(2019, 10, 8), time(14, 30), 150, BRUSSELS), ("2019-10-08T12:30:00Z", "2019-10-08T15:00:00Z")),
    ((date(2026, 7, 18), time(7, 30), 180, LONDON), ("2026-07-18T06:30:00Z", "2026-07-18T09:30:00Z")),
    ((DAY, time(9), 60, BRUSSELS), ("2017-12-04T08:00:00Z", "2017-12-04T09:00:00Z")),
    ((DAY, time(23), 90, BRUSSELS), ("2017-12-04T22:00:00Z", "2017-12-04T23:30:00Z")),
    ((CLOCKS_GO_BACK, time(1), 180, BRUSSELS), ("2026-10-24T23:00:00Z", "2026-10-25T02:00:00Z")),
    ((CLOCKS_GO_FORWARD, time(1), 120, BRUSSELS), ("2026-03-29T00:00:00Z", "2026-03-29T02:00:00Z")),
]


@pytest.mark.parametrize(("planned", "moments"), MOMENTS)
def test_a_session_is_at_the_moments_that_the_clocks_of_its_place_tell(
    planned: tuple[date, time, int, ZoneInfo], moments: tuple[str, str]
) -> None:
    assert tuple(f"{moment:%Y-%m-%dT%H:%M:%SZ}" for moment in span(*planned)) == moments


def starts(*blocks: TimedBlock, opens: time = time(9), on: date = DAY) -> list[str]:
    return [f"{at:%H:%M}" for at in follow(blocks, opens, on, BRUSSELS)]


def test_each_session_starts_when_the_one_before_it_on_its_track_has_ended() -> None:
    blocks = (
        TimedBlock("Welcome", 45),
        TimedBlock("Retrofit", 60, track=1),
        TimedBlock("Mobility", 30, track=2),
        TimedBlock("Data", 45, track=2),
        TimedBlock("More on retrofit", 30, track=1),
        TimedBlock("Lunch", 60, pinned=time(12, 30)),
        TimedBlock("Closing", 30),
    )
    assert starts(*blocks) == ["09:00", "09:45", "09:45", "10:15", "10:45", "12:30", "13:30"]


def test_in_a_night_in_which_the_clocks_change_lengths_are_real_minutes() -> None:
    night = (TimedBlock("Long", 180), TimedBlock("After it", 30))
    assert starts(*night, opens=time(1), on=CLOCKS_GO_BACK) == ["01:00", "03:00"]
    assert starts(*night, opens=time(1), on=CLOCKS_GO_FORWARD) == ["01:00", "05:00"]


def test_what_would_start_after_midnight_or_in_an_hour_that_comes_twice_is_refused() -> None:
    with pytest.raises(RuleBroken, match=r"^“Late” would then start after midnight"):
        starts(TimedBlock("Dinner", 120), TimedBlock("Late", 30), opens=time(22))
    with pytest.raises(RuleBroken, match=r"^“Late” would then start in the hour that comes twice"):
        starts(TimedBlock("Dinner", 120), TimedBlock("Late", 30), opens=time(1), on=CLOCKS_GO_BACK)


def test_a_time_that_the_clocks_leave_out_is_refused() -> None:
    check_is_shown(CLOCKS_GO_FORWARD, time(3), BRUSSELS)
    check_is_shown(CLOCKS_GO_BACK, time(2, 30), BRUSSELS)
    with pytest.raises(RuleBroken) as refused:
        check_is_shown(CLOCKS_GO_FORWARD, time(2, 30), BRUSSELS)
    assert str(refused.value) == (
        "There is no 02:30 on this day: the clocks go forward. Choose another time."
    )
    assert refused.value.field == "starts_at"


LOCAL = st.times(time(0), time(23, 59)).map(lambda at: at.replace(second=0, microsecond=0))
BLOCKS = st.lists(
    st.builds(
        TimedBlock,
        st.just("A session"),
        minutes=st.integers(1, 240),
        track=st.none() | st.integers(1, 3),
        pinned=st.none() | LOCAL,
    ),
    max_size=12,
)


@given(BLOCKS, LOCAL, st.sampled_from([DAY, CLOCKS_GO_BACK, CLOCKS_GO_FORWARD]))
def test_what_is_not_pinned_starts_when_all_has_ended_that_comes_before_it_on_a_track_of_its_own(
    blocks: list[TimedBlock], opens: time, on: date
) -> None:
    try:
        found = follow(blocks, opens, on, BRUSSELS)
    except RuleBroken:
        assume(False)
    ends: list[datetime] = []
    for place, (block, starts_at) in enumerate(zip(blocks, found, strict=True)):
        moment = moment_at(on, starts_at, BRUSSELS)
        shared = [
            ended
            for other, ended in zip(blocks[:place], ends, strict=True)
            if None in (block.track, other.track) or block.track == other.track
        ]
        first = moment_at(on, opens, BRUSSELS)
        expected = max(shared, default=first)
        # A pinned session may end before the day opens: nothing that follows starts before that.
        assert moment == (moment_at(on, block.pinned, BRUSSELS) if block.pinned else max(expected, first))
        ends.append(moment + timedelta(minutes=block.minutes))
    assert all(ended.tzinfo is UTC for ended in ends)
