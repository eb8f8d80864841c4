"""Where a session goes that is moved: past what it shares a track with, over blocks, over a day's end."""

from collections.abc import Sequence

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitator.agenda.ordering import AgendaPlace, at_end, at_the_ends, before, earlier, later, passed

pytestmark = pytest.mark.one_database

# A to G: a welcome for all, two tracks of two sessions each, a closing for all; the next day one session.
NAMES = "ABCDEFG"
TRACKS = [None, 1, 2, 2, 1, None, None]
DAYS = [1, 1, 1, 1, 1, 1, 2]
ORDER = [AgendaPlace(*row) for row in zip(range(7), DAYS, TRACKS, strict=True)]


def told(order: Sequence[AgendaPlace] | None) -> str | None:
    """Names in their order, with a bar between the days."""
    if order is None:
        return None
    return "|".join("".join(NAMES[each.session_id] for each in order if each.day == day) for day in (1, 2))


# what is moved → where a step up takes it, and a step down
STEPS = {
    "A": (None, "BCDEAF|G"),
    "B": ("BACDEF|G", "ACDEBF|G"),
    "C": ("CABDEF|G", "ABDCEF|G"),
    "D": ("ABDCEF|G", "ABCEFD|G"),
    "E": ("AEBCDF|G", "ABCDFE|G"),
    "F": ("AFBCDE|G", "ABCDE|FG"),
    "G": ("ABCDEFG|", None),
}


@pytest.mark.parametrize("name", STEPS)
def test_a_step_goes_past_the_next_on_the_same_track_or_past_a_whole_block(name: str) -> None:
    up, down = STEPS[name]
    assert told(earlier(ORDER, NAMES.index(name))) == up
    assert told(later(ORDER, NAMES.index(name), days=2)) == down


def test_it_is_known_which_step_leads_to_another_day() -> None:
    up, down = (sorted(NAMES[each] for each in ids) for ids in at_the_ends(ORDER))
    assert (up, down) == (["A", "G"], ["F", "G"])


def test_a_session_is_put_before_another_one_or_at_the_end_of_a_day() -> None:
    assert told(before(ORDER, 6, 1)) == "AGBCDEF|"
    assert told(before(ORDER, 1, 1)) == "ABCDEF|G"
    assert told(at_end(ORDER, 0, 1)) == "BCDEFA|G"
    assert told(at_end(ORDER, 0, 2)) == "BCDEF|GA"


def test_it_is_known_what_a_session_passes() -> None:
    assert passed(ORDER, before(ORDER, 5, 2), 5) == {2, 3, 4}
    assert passed(ORDER, at_end(ORDER, 6, 1), 6) == set()


ORDERS = st.lists(st.tuples(st.integers(1, 3), st.none() | st.integers(1, 2)), min_size=1, max_size=10).map(
    lambda rows: [AgendaPlace(at, *row) for at, row in enumerate(sorted(rows, key=lambda row: row[0]))]
)


@given(ORDERS, st.data())
def test_a_step_loses_nothing_moves_nothing_else_and_leads_back(
    order: list[AgendaPlace], data: st.DataObject
) -> None:
    moving = data.draw(st.sampled_from(order))
    up = earlier(order, moving.session_id)
    if up is None:
        assert moving.day == 1
        return
    assert [each for each in up if each.session_id != moving.session_id] == [
        each for each in order if each is not moving
    ]
    assert [each.day for each in up] == sorted(each.day for each in up)
    back = later(up, moving.session_id, days=3)
    assert back is not None
    # What is for everybody and stood inside a block of parallel sessions goes past all of it on its way back.
    if moving.track is not None:
        assert shared(back, moving.session_id) == shared(order, moving.session_id)


def shared(order: Sequence[AgendaPlace], session_id: int) -> list[tuple[int, int]]:
    """The order of what shares a track with a session, which is all that its times hang on."""
    moving = next(each for each in order if each.session_id == session_id)
    return [
        (each.session_id, each.day)
        for each in order
        if None in (each.track, moving.track) or each.track == moving.track
    ]
