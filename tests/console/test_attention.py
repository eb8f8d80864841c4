"""What the console puts before a facilitator: what is wrong, the worst on top, and what comes next."""

from collections.abc import Callable
from datetime import UTC, datetime, time

import pytest
import sqlalchemy as sa

from facilitator.access.policy import Phase
from facilitator.agenda.models import Session, SessionKind
from facilitator.agenda.queries import AgendaEntry
from facilitator.breakouts.models import Group
from facilitator.breakouts.operations import seat_participant
from facilitator.capture.models import Kind, Stance
from facilitator.capture.operations import add_card, give_evidence, link_cards
from facilitator.console.attention import attention
from facilitator.console.queries import overview
from facilitator.console.rules import Concern, Thing, is_over, needing_attention, next_session
from facilitator.database import db, now
from facilitator.validation.models import Verdict
from facilitator.workshops.models import Part
from facilitator.workshops.operations import add_city
from tests.people import Browser
from tests.small_workshop import AN_ISSUE, INTERESTED, LIGHTHOUSE, PARTNER, SmallWorkshop

pytestmark = pytest.mark.one_database

EVERYBODY = (*INTERESTED, *LIGHTHOUSE, PARTNER)
PLENARY, CAPTURE, BREAKOUT, BREAK = (
    SessionKind.PLENARY,
    SessionKind.CAPTURE,
    SessionKind.BREAKOUT,
    SessionKind.BREAK,
)


def found(workshop: SmallWorkshop, at: datetime | None = None) -> dict[Concern, list[Thing]]:
    """What needs attention now (or at another moment), by concern, in its order."""
    with workshop.look():
        needed = attention(workshop.row, overview(workshop.row), at or now())
        return {item.concern: list(item.things) for item in needed}


def agenda_of(*blocks: tuple[int, SessionKind, str]) -> list[AgendaEntry]:
    """An agenda of (day, kind, state) with state done, now or next."""
    moment = datetime(2017, 12, 4, 9, tzinfo=UTC)
    return [
        AgendaEntry(
            Session(id=number, day=day, kind=kind, title=f"Block {number}", starts_at=time(9), minutes=60),
            opened_at=moment if state == "now" else None,
            closed_at=moment if state == "done" else None,
        )
        for number, (day, kind, state) in enumerate(blocks, start=1)
    ]


def test_on_day_one_an_issue_without_evidence_or_solution_needs_attention(workshop: SmallWorkshop) -> None:
    workshop.go_to(Phase.DAY_ONE)
    with workshop.change():
        workshop.add_issue()
    it = [Thing(AN_ISSUE["title"], "RET-01")]
    assert found(workshop) == {Concern.NO_EVIDENCE: it, Concern.NO_SOLUTION: it}


def test_an_issue_with_evidence_and_a_solution_of_somebody_needs_none(workshop: SmallWorkshop) -> None:
    workshop.go_to(Phase.DAY_ONE)
    with workshop.change():
        issue = workshop.add_issue()
        give_evidence(issue, workshop.city("Lyon"), Stance.MET, by=workshop.actor())
        wording = {"title": "One contract", "text": "", "owner": "Housing office"}
        solution = add_card(workshop.measure(), Kind.SOLUTION, wording, by=workshop.actor())
        link_cards(issue, solution, by=workshop.actor())
    assert found(workshop) == {}


def test_a_solution_without_an_owner_needs_attention_until_the_end(workshop: SmallWorkshop) -> None:
    workshop.go_to(Phase.CLOSED)
    with workshop.change():
        add_card(
            workshop.measure(), Kind.SOLUTION, {"title": "One contract", "text": ""}, by=workshop.actor()
        )
    assert found(workshop) == {Concern.NO_OWNER: [Thing("One contract", "RET-S01")]}


def test_a_lighthouse_city_with_nobody_in_the_room_needs_attention(workshop: SmallWorkshop) -> None:
    workshop.go_to(Phase.DAY_ONE)
    with workshop.change():
        for name, part in (("Milan", Part.LIGHTHOUSE), ("Sofia", Part.INTERESTED)):
            add_city(workshop.row, name=name, country="EU", part=part, project=None, by=workshop.actor())
    assert found(workshop) == {Concern.NOBODY_THERE: [Thing("Milan")]}


def test_on_day_two_a_group_needs_people_issues_and_somebody_who_leads_it(workshop: SmallWorkshop) -> None:
    workshop.go_to(Phase.DAY_TWO)
    with workshop.change():
        retrofit = workshop.add_group(*EVERYBODY)
        engagement = workshop.add_group(name="Engagement table", prefix="ENG")
        of_both = [Thing("Retrofit table", str(retrofit.id)), Thing("Engagement table", str(engagement.id))]
        of_engagement = of_both[1:]
    assert found(workshop) == {
        Concern.NO_FACILITATOR: of_both,
        Concern.NOBODY_SEATED: of_engagement,
        Concern.NOTHING_HANDED_OVER: of_engagement,
        Concern.NO_RAPPORTEUR: of_both,
    }
    assert list(found(workshop)) == [concern for concern in Concern if concern in found(workshop)]


def test_people_without_a_seat_are_counted_until_the_round_is_over(workshop: SmallWorkshop) -> None:
    workshop.begin_validation(seated=INTERESTED)
    round_id = str(workshop.sessions["round"])
    assert found(workshop)[Concern.NO_SEAT] == [Thing("Round one", round_id, len(EVERYBODY) - 2)]
    with workshop.change():
        group = db.session.scalars(sa.select(Group)).one()
        seat_participant(workshop.row, group, workshop.participant("Lyon"), by=workshop.actor())
    assert found(workshop)[Concern.NO_SEAT] == [Thing("Round one", round_id, len(EVERYBODY) - 3)]
    workshop.close("round")
    assert Concern.NO_SEAT not in found(workshop)


def test_delegates_of_an_open_group_who_have_not_answered_are_named_by_their_group(
    workshop: SmallWorkshop, browser_of: Callable[[str], Browser]
) -> None:
    group = workshop.begin_validation(seated=EVERYBODY)
    silent = [Thing("Retrofit table", str(group), len(INTERESTED))]
    assert found(workshop)[Concern.SILENT] == silent
    replies = workshop.path(f"groups/{group}/replies")
    antwerp = browser_of("Antwerp")
    issue = antwerp.form(replies)["issue"][0]
    antwerp.send(replies, {f"verdict-{issue}": Verdict.RIGHT})
    assert found(workshop)[Concern.SILENT] == [Thing("Retrofit table", str(group), len(INTERESTED) - 1)]


def test_a_closed_group_is_left_in_peace(
    workshop: SmallWorkshop, browser_of: Callable[[str], Browser]
) -> None:
    group = workshop.begin_validation(seated=EVERYBODY)
    browser_of("facilitator").send(
        workshop.path(f"groups/{group}"), {}, to=workshop.path(f"groups/{group}/closing")
    )
    assert found(workshop) == {}


@pytest.mark.parametrize("phase", Phase)
def test_the_console_names_each_concern_with_the_way_to_its_remedy(
    workshop: SmallWorkshop, browser_of: Callable[[str], Browser], phase: Phase
) -> None:
    workshop.go_to(phase)
    with workshop.change():
        add_city(
            workshop.row, name="Milan", country="EU", part=Part.LIGHTHOUSE, project=None, by=workshop.actor()
        )
        add_card(
            workshop.measure(), Kind.SOLUTION, {"title": "One contract", "text": ""}, by=workshop.actor()
        )
        workshop.add_group("Antwerp", name="Quiet table")
        workshop.add_group(name="Empty table", prefix="ENG")
    page = browser_of("facilitator").read(workshop.path("console")).text
    shown = page.partition('class="attention"')[2].partition("</ol>")[0]
    concerns = found(workshop)
    assert shown.count("<li>") == len(concerns)
    assert shown.count("href=") >= len(concerns)
    assert ("Nothing needs attention." in page) is (not concerns)


def test_what_does_not_matter_in_a_phase_is_not_shown() -> None:
    everything = {concern: [Thing("something")] for concern in Concern}
    shown = {phase: [item.concern for item in needing_attention(phase, everything)] for phase in Phase}
    assert shown == {
        Phase.PREPARATION: [],
        Phase.DAY_ONE: [
            Concern.NOBODY_THERE,
            Concern.NO_EVIDENCE,
            Concern.NO_SOLUTION,
            Concern.NO_OWNER,
        ],
        Phase.HANDED_OVER: [
            Concern.NO_FACILITATOR,
            Concern.NO_SEAT,
            Concern.NOBODY_SEATED,
            Concern.NOTHING_HANDED_OVER,
            Concern.NO_RAPPORTEUR,
        ],
        Phase.DAY_TWO: [
            Concern.WAITING,
            Concern.CALLED,
            Concern.LEFT_ALONE,
            Concern.NOBODY_PRESENT,
            Concern.NOT_READY,
            Concern.NO_FACILITATOR,
            Concern.NO_SEAT,
            Concern.NOBODY_SEATED,
            Concern.NOTHING_HANDED_OVER,
            Concern.NOBODY_THERE,
            Concern.NEW_WORDS,
            Concern.SILENT,
            Concern.NO_RAPPORTEUR,
        ],
        Phase.CLOSED: [Concern.NEW_WORDS, Concern.NO_OWNER],
    }


TWO_DAYS = ((1, PLENARY), (1, BREAK), (1, CAPTURE), (1, CAPTURE), (1, PLENARY), (2, PLENARY), (2, BREAKOUT))
ONE_DAY = ((1, CAPTURE), (1, BREAK), (1, PLENARY), (1, BREAKOUT))


@pytest.mark.parametrize(
    ("phase", "blocks", "begun", "next_block"),
    [
        (Phase.PREPARATION, TWO_DAYS, "", None),
        (Phase.DAY_ONE, TWO_DAYS, "", 1),
        (Phase.DAY_ONE, TWO_DAYS, "n", 3),
        (Phase.DAY_ONE, TWO_DAYS, "  n", 4),
        (Phase.DAY_ONE, TWO_DAYS, "d dd", 5),
        (Phase.DAY_ONE, TWO_DAYS, "d ddd", 6),
        (Phase.HANDED_OVER, TWO_DAYS, "d dd", None),
        (Phase.DAY_TWO, TWO_DAYS, "d dd", 6),
        (Phase.DAY_TWO, TWO_DAYS, "d dd n", 7),
        (Phase.DAY_TWO, TWO_DAYS, "d dd nn", None),
        (Phase.DAY_TWO, ONE_DAY, "d", 3),
        (Phase.DAY_TWO, ONE_DAY, "d d", 4),
        (Phase.CLOSED, TWO_DAYS, "d dd", None),
    ],
)
def test_the_next_session_is_the_first_after_all_that_have_been_open(
    phase: Phase, blocks: tuple[tuple[int, SessionKind], ...], begun: str, next_block: int | None
) -> None:
    states = {"n": "now", "d": "done", " ": "next"}
    agenda = agenda_of(
        *(
            (day, kind, states[mark])
            for (day, kind), mark in zip(blocks, begun.ljust(len(blocks)), strict=True)
        )
    )
    found_next = next_session(agenda, phase)
    assert (found_next.session.id if found_next else None) == next_block


@pytest.mark.parametrize(
    ("states", "over"), [((), False), (("next",), False), (("done", "now"), False), (("done", "done"), True)]
)
def test_capturing_is_over_once_each_of_its_sessions_has_been_held(
    states: tuple[str, ...], over: bool
) -> None:
    agenda = agenda_of((1, PLENARY, "done"), *((1, CAPTURE, state) for state in states))
    assert is_over(agenda, CAPTURE) is over
