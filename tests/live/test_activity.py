"""Each change leaves one row of who did what, in the change's own transaction; a refused one leaves none."""

from collections.abc import Callable
from threading import Thread

import pytest
import sqlalchemy as sa

from facilitator.access.policy import Phase
from facilitator.agenda.models import Authors
from facilitator.agenda.operations import (
    close_session,
    cover_session,
    open_session,
    reveal_session,
    settle_session,
)
from facilitator.breakouts.models import Group
from facilitator.breakouts.operations import (
    close_group,
    reopen_group,
    seat_participant,
    spread_unseated,
    unseat_participant,
)
from facilitator.capture.handover.operations import freeze_handover, mark_read, reopen_handover
from facilitator.capture.models import Card, Kind, Stance
from facilitator.capture.operations import (
    add_card,
    contribute_card,
    credit_card,
    give_evidence,
    hide_card,
    link_cards,
    restore_card,
    reword_card,
    unlink_cards,
    withdraw_evidence,
)
from facilitator.capture.queries import card_by_reference
from facilitator.capture.remarks.operations import make_remark
from facilitator.database import db
from facilitator.live.activity import Activity, latest_activity, record
from facilitator.live.events import Event, known
from facilitator.validation.rules import Reply
from facilitator.workshops.operations import move_workshop, renew_personal_link
from tests.capture.lineage.arranged import fill_arrangements
from tests.full_workshop import WORDINGS, answer, fill
from tests.small_workshop import AN_ISSUE, SECRET, SmallWorkshop

pytestmark = pytest.mark.slow

Deed = Callable[[SmallWorkshop], object]


def card(workshop: SmallWorkshop, ref: str = "RET-01") -> Card:
    return card_by_reference(workshop.row, ref)


def group(workshop: SmallWorkshop) -> Group:
    return db.session.scalars(sa.select(Group).filter_by(workshop_id=workshop.id)).one()


def solution(workshop: SmallWorkshop) -> Card:
    return add_card(workshop.measure(), Kind.SOLUTION, WORDINGS[Kind.SOLUTION], by=workshop.actor())


def reveal_and_cover(workshop: SmallWorkshop) -> None:
    reveal_session(workshop.session(), by=workshop.actor())
    cover_session(workshop.session(), by=workshop.actor())


def give_and_withdraw(workshop: SmallWorkshop) -> None:
    give_evidence(card(workshop), workshop.city("Lyon"), Stance.MET, by=workshop.actor())
    withdraw_evidence(card(workshop), workshop.city("Lyon"), by=workshop.actor())


# phase, what is done, what is written down; on day one there is RET-01, RET-S01, linked, and an open session
DEEDS: tuple[tuple[Phase, Deed, list[str]], ...] = (
    (Phase.DAY_ONE, lambda w: close_session(w.session(), by=w.actor()), ["session.closed"]),
    (Phase.DAY_ONE, lambda w: open_session(w.row, w.session("ENG"), by=w.actor()), ["session.opened"]),
    (Phase.DAY_ONE, lambda w: w.add_issue(), ["issue.added"]),
    (Phase.DAY_ONE, solution, ["solution.added"]),
    (
        Phase.DAY_ONE,
        lambda w: contribute_card(
            w.session(), Kind.ISSUE, AN_ISSUE, city=w.city("Lyon"), stance=Stance.MET, by=w.actor("Lyon")
        ),
        ["issue.added", "evidence.given"],
    ),
    (
        Phase.DAY_ONE,
        lambda w: reword_card(card(w), AN_ISSUE | {"title": "New"}, based_on=1, by=w.actor()),
        ["issue.reworded"],
    ),
    (
        Phase.DAY_ONE,
        lambda w: give_evidence(card(w), w.city("Lyon"), Stance.MET, by=w.actor()),
        ["evidence.given"],
    ),
    (Phase.DAY_ONE, lambda w: hide_card(card(w), reason="twice", by=w.actor()), ["issue.hidden"]),
    (Phase.DAY_ONE, lambda w: mark_read(w.measure(), up_to=9999, by=w.actor()), ["measure.read"]),
    (Phase.DAY_ONE, lambda w: make_remark(card(w), text="So?", city=None, by=w.actor()), ["remark.made"]),
    (Phase.DAY_ONE, lambda w: restore_card(card(w, "RET-02"), by=w.actor()), ["issue.restored"]),
    (
        Phase.DAY_ONE,
        lambda w: link_cards(card(w), solution(w), by=w.actor()),
        ["solution.added", "cards.linked"],
    ),
    (Phase.DAY_ONE, lambda w: unlink_cards(card(w), card(w, "RET-S01"), by=w.actor()), ["cards.unlinked"]),
    (
        Phase.DAY_ONE,
        lambda w: renew_personal_link(w.participant("Lyon"), secret=SECRET, by=w.actor()),
        ["participant.link_renewed"],
    ),
    (
        Phase.DAY_ONE,
        lambda w: settle_session(w.session(), is_blind=False, authors=Authors.NOBODY, by=w.actor()),
        ["session.settled"],
    ),
    (Phase.DAY_ONE, lambda w: reveal_session(w.session(), by=w.actor()), ["session.revealed"]),
    (Phase.DAY_ONE, reveal_and_cover, ["session.revealed", "session.covered"]),
    (Phase.DAY_ONE, give_and_withdraw, ["evidence.given", "evidence.withdrawn"]),
    (
        Phase.DAY_ONE,
        lambda w: credit_card(card(w, "RET-S01"), w.city("Lyon"), by=w.actor()),
        ["solution.credited"],
    ),
    (Phase.PREPARATION, lambda w: move_workshop(w.row, Phase.DAY_ONE, by=w.actor()), ["workshop.moved"]),
    (
        Phase.HANDED_OVER,
        lambda w: reopen_handover(w.row, reason="late", by=w.actor()),
        ["handover.reopened", "workshop.moved"],
    ),
    (Phase.DAY_TWO, lambda w: w.add_group(name="Another"), ["group.added"]),
    (
        Phase.DAY_TWO,
        lambda w: seat_participant(w.row, group(w), w.participant("Lyon"), by=w.actor()),
        ["participant.seated"],
    ),
    (
        Phase.DAY_TWO,
        lambda w: unseat_participant(w.row, group(w), w.participant("Antwerp"), by=w.actor()),
        ["participant.unseated"],
    ),
    (Phase.DAY_TWO, lambda w: spread_unseated(w.row, w.session("round"), by=w.actor()), ["round.spread"]),
    (Phase.DAY_TWO, lambda w: close_group(w.row, group(w), by=w.actor()), ["group.closed"]),
    (
        Phase.DAY_TWO,
        lambda w: answer(w, "Antwerp", group(w).id, Reply(comment="So it is")),
        ["issue.validated"],
    ),
)


@pytest.fixture
def at(workshop: SmallWorkshop) -> Callable[[Phase], SmallWorkshop]:
    """The workshop in a phase, with something there to change."""

    def go_to(phase: Phase) -> SmallWorkshop:
        workshop.go_to(phase)
        with workshop.change():
            if phase is Phase.DAY_ONE:
                open_session(workshop.row, workshop.session(), by=workshop.actor())
                link_cards(workshop.add_issue(), solution(workshop), by=workshop.actor())
                hide_card(workshop.add_issue(), reason="twice", by=workshop.actor())
            if phase is Phase.DAY_TWO:
                workshop.add_group("Antwerp")
                open_session(workshop.row, workshop.session("round"), by=workshop.actor())
        return workshop

    return go_to


@pytest.mark.parametrize(("phase", "deed", "written"), DEEDS, ids=["+".join(row[2]) for row in DEEDS])
def test_what_is_done_is_written_down_once(
    at: Callable[[Phase], SmallWorkshop], phase: Phase, deed: Deed, written: list[str]
) -> None:
    workshop = at(phase)
    before = len(workshop.happened())
    with workshop.change():
        deed(workshop)
    assert workshop.happened(since=before) == written


@pytest.mark.parametrize(("phase", "deed", "written"), DEEDS, ids=["+".join(row[2]) for row in DEEDS])
def test_what_is_undone_is_not_written_down(
    at: Callable[[Phase], SmallWorkshop], phase: Phase, deed: Deed, written: list[str]
) -> None:
    workshop = at(phase)

    def stumble() -> None:
        with workshop.change():
            deed(workshop)
            raise ZeroDivisionError(written)

    with workshop.nothing_changes(), pytest.raises(ZeroDivisionError):
        stumble()


def test_day_one_is_handed_over_with_the_number_of_its_cards(workshop: SmallWorkshop) -> None:
    workshop.go_to(Phase.DAY_ONE)
    with workshop.change():
        workshop.add_issue()
        solution(workshop)
        freeze_handover(workshop.row, name="Day one", by=workshop.actor("organiser"))
    assert workshop.happened()[-2:] == ["handover.frozen", "workshop.moved"]
    with workshop.look():
        frozen = db.session.scalars(sa.select(Activity).filter_by(happened="handover.frozen")).one()
        assert (frozen.detail, frozen.account_id) == ({"cards": 2}, workshop.accounts["organiser"])


def test_a_closed_group_can_be_opened_again_and_both_are_written_down(workshop: SmallWorkshop) -> None:
    fill(workshop)
    with workshop.change():
        reopen_group(group(workshop), by=workshop.actor())
    of_groups = [name for name in workshop.happened() if name.startswith("group.")]
    assert of_groups[-2:] == ["group.closed", "group.reopened"]


def test_all_that_ever_happens_has_words_for_the_page(workshop: SmallWorkshop) -> None:
    fill(workshop)
    assert {name for name in workshop.happened() if known(name) is None} == set()


def test_what_becomes_of_cards_has_words_for_the_page(workshop: SmallWorkshop) -> None:
    fill(workshop)
    fill_arrangements(workshop)
    assert {name for name in workshop.happened() if known(name) is None} == set()


def test_the_activity_of_one_workshop_is_not_that_of_another(workshop: SmallWorkshop) -> None:
    with workshop.look():
        before = latest_activity(workshop.id)
    sister = SmallWorkshop(workshop.app, slug="sister")
    with workshop.look():
        assert latest_activity(workshop.id) == before
        assert latest_activity(sister.id) > before


@pytest.mark.parametrize("backend", ["postgresql"], indirect=True)
def test_a_writer_waits_for_the_writer_before_in_the_same_workshop_and_in_no_other(
    workshop: SmallWorkshop,
) -> None:
    """So numbers rise in the order in which changes can be seen, and no live page ever skips one."""
    sister = SmallWorkshop(workshop.app, slug="sister")
    done: list[str] = []

    def write(where: SmallWorkshop, what: str) -> None:
        with where.change():
            record(Event.WORKSHOP_TOLD, where.row, by=where.actor(), words=what)
        done.append(what)

    with workshop.change():
        record(Event.SESSION_PLANNED, workshop.session(), by=workshop.actor())
        waiting = Thread(target=write, args=(workshop, "second"))
        elsewhere = Thread(target=write, args=(sister, "elsewhere"))
        waiting.start()
        elsewhere.start()
        elsewhere.join(timeout=120)
        assert done == ["elsewhere"]
    waiting.join(timeout=120)
    assert done == ["elsewhere", "second"]
    assert workshop.happened()[-2:] == ["session.planned", "workshop.told"]
