"""A facilitator opens and closes sessions; which one may open depends on the phase."""

import pytest

from facilitator.access.policy import Phase
from facilitator.agenda.models import SessionKind
from facilitator.agenda.operations import close_session, open_session
from facilitator.agenda.queries import agenda, open_sessions, session_of
from facilitator.agenda.rules import check_may_open
from facilitator.database import db
from facilitator.errors import NotFound, RuleBroken
from tests.small_workshop import SmallWorkshop

PLENARY, CAPTURE, BREAKOUT, BREAK = SessionKind
DAY_ONE_ONLY = "A capture session opens on day one only. Move the workshop there first."
DAY_TWO_ONLY = "A breakout round opens on day two only. Move the workshop there first."

# kind of session → the phases in which it opens, and what is said in the others
OPENS = {
    PLENARY: (set(Phase), ""),
    BREAK: (set(Phase), ""),
    CAPTURE: ({Phase.DAY_ONE}, DAY_ONE_ONLY),
    BREAKOUT: ({Phase.DAY_TWO}, DAY_TWO_ONLY),
}


def states(workshop: SmallWorkshop) -> dict[str, str]:
    with workshop.look():
        return {entry.session.title: entry.state for entry in agenda(workshop.row)}


@pytest.mark.parametrize("kind", SessionKind, ids=str)
@pytest.mark.parametrize("phase", Phase, ids=str)
def test_a_session_opens_in_the_phase_that_it_is_for(kind: SessionKind, phase: Phase) -> None:
    phases, sentence = OPENS[kind]
    if phase in phases:
        check_may_open(kind, phase, is_open=False)
        return
    with pytest.raises(RuleBroken) as refused:
        check_may_open(kind, phase, is_open=False)
    assert str(refused.value) == sentence


def test_a_session_is_next_then_now_then_done(workshop: SmallWorkshop) -> None:
    workshop.go_to(Phase.DAY_ONE)
    seen = [states(workshop)["Capture Retrofit"]]
    workshop.open("RET")
    seen.append(states(workshop)["Capture Retrofit"])
    workshop.close("RET")
    seen.append(states(workshop)["Capture Retrofit"])
    assert seen == ["next", "now", "done"]
    assert states(workshop)["Capture Citizen engagement"] == "next"


def test_a_session_can_be_opened_again(workshop: SmallWorkshop) -> None:
    workshop.go_to(Phase.DAY_ONE)
    workshop.open("RET")
    workshop.close("RET")
    workshop.open("RET")
    with workshop.look():
        assert [session.title for session in open_sessions(workshop.row)] == ["Capture Retrofit"]
    assert workshop.happened()[-3:] == ["session.opened", "session.closed", "session.opened"]


def test_who_opened_and_closed_a_session_is_on_record(workshop: SmallWorkshop) -> None:
    workshop.go_to(Phase.DAY_ONE)
    with workshop.change():
        open_session(workshop.row, workshop.session(), by=workshop.actor("organiser"))
        close_session(workshop.session(), by=workshop.actor("facilitator"))
    with workshop.look():
        opening = db.session.execute(db.select(db.metadata.tables["session_opening"])).mappings().one()
        assert opening["opened_by"] == workshop.accounts["organiser"]
        assert opening["closed_by"] == workshop.accounts["facilitator"]
        assert opening["opened_at"] <= opening["closed_at"]


def test_what_is_open_is_not_opened_again(workshop: SmallWorkshop) -> None:
    workshop.go_to(Phase.DAY_ONE)
    workshop.open("RET")
    with workshop.refuses("This session is open already."):
        open_session(workshop.row, workshop.session(), by=workshop.actor())


def test_what_is_closed_is_not_closed_again(workshop: SmallWorkshop) -> None:
    workshop.go_to(Phase.DAY_ONE)
    with workshop.refuses("This session is closed already."):
        close_session(workshop.session(), by=workshop.actor())


def test_a_session_of_another_workshop_is_not_found(workshop: SmallWorkshop) -> None:
    sister = SmallWorkshop(workshop.app, slug="sister")
    with workshop.look(), pytest.raises(NotFound, match=r"^There is no such session in this workshop\.$"):
        session_of(workshop.row, sister.sessions["RET"])
