"""A capture session is blind until a facilitator reveals it, and says how its authors are seen."""

import pytest

from facilitator.access.policy import Phase
from facilitator.agenda.models import Authors, SessionReveal
from facilitator.agenda.operations import (
    cover_session,
    reveal_session,
    settle_session,
)
from facilitator.agenda.queries import agenda, blind_sessions, capture_session_of
from facilitator.database import db
from tests.small_workshop import SmallWorkshop


@pytest.fixture
def day_one(workshop: SmallWorkshop) -> SmallWorkshop:
    """Day one, with the session on retrofit open."""
    workshop.go_to(Phase.DAY_ONE)
    workshop.open("RET")
    return workshop


def blind(workshop: SmallWorkshop) -> list[str]:
    with workshop.look():
        found = [session.title for session in blind_sessions(workshop.row)]
        assert found == [entry.session.title for entry in agenda(workshop.row) if entry.is_blind]
        return found


def test_a_capture_session_is_blind_at_first_and_a_round_never_is(day_one: SmallWorkshop) -> None:
    assert blind(day_one) == ["Capture Retrofit", "Capture Citizen engagement"]


def test_a_reveal_says_who_and_when_and_can_be_taken_back(day_one: SmallWorkshop) -> None:
    with day_one.change():
        reveal_session(day_one.session(), by=day_one.actor())
    assert blind(day_one) == ["Capture Citizen engagement"]
    with day_one.change():
        cover_session(day_one.session(), by=day_one.actor("organiser"))
    assert blind(day_one) == ["Capture Retrofit", "Capture Citizen engagement"]
    with day_one.look():
        (row,) = db.session.query(SessionReveal).all()
        assert (row.revealed_by, row.covered_by) == (
            day_one.accounts["facilitator"],
            day_one.accounts["organiser"],
        )
        assert row.covered_at is not None
        assert row.revealed_at <= row.covered_at
    assert day_one.happened()[-2:] == ["session.revealed", "session.covered"]


def test_a_session_is_not_revealed_or_covered_twice(day_one: SmallWorkshop) -> None:
    with day_one.refuses("This is not shown to everyone."):
        cover_session(day_one.session(), by=day_one.actor())
    with day_one.change():
        reveal_session(day_one.session(), by=day_one.actor())
    with day_one.refuses("This is already shown to everyone."):
        reveal_session(day_one.session(), by=day_one.actor())


def test_only_a_blind_capture_session_can_be_revealed(day_one: SmallWorkshop) -> None:
    with day_one.refuses("You can do this only for a capture session."):
        reveal_session(day_one.session("round"), by=day_one.actor())
    with day_one.change():
        settle_session(day_one.session(), is_blind=False, authors=Authors.PERSON, by=day_one.actor())
    with day_one.refuses("Everyone already sees the contributions of this session."):
        reveal_session(day_one.session(), by=day_one.actor())


def test_what_a_session_says_of_its_authors_is_written_down_once(day_one: SmallWorkshop) -> None:
    before = len(day_one.happened())
    for _ in range(2):
        with day_one.change():
            settle_session(day_one.session(), is_blind=True, authors=Authors.NOBODY, by=day_one.actor())
    assert day_one.happened(before) == ["session.settled"]
    with day_one.refuses("You can do this only for a capture session."):
        settle_session(day_one.session("round"), is_blind=True, authors=Authors.CITY, by=day_one.actor())


def test_a_handover_reveals_what_is_still_blind_for_day_two_reads_it(workshop: SmallWorkshop) -> None:
    workshop.go_to(Phase.HANDED_OVER)
    assert blind(workshop) == []


def test_what_is_captured_belongs_to_the_session_that_is_open_for_its_measure(
    day_one: SmallWorkshop,
) -> None:
    with day_one.look():
        found = capture_session_of(day_one.measure())
        assert found is not None
        assert found.id == day_one.sessions["RET"]
