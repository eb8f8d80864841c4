"""What cities would do of the solutions, what they lack for it, and what they say of the approach."""

import re
from collections.abc import Callable
from itertools import pairwise

import pytest

from facilitator.access.actor import ParticipantActor
from facilitator.access.policy import Phase
from facilitator.agenda.operations import open_session
from facilitator.capture.handover.operations import freeze_handover
from facilitator.capture.models import Kind
from facilitator.capture.operations import add_card, link_cards
from facilitator.capture.queries import card_by_reference
from facilitator.summary.solution_results import SolutionResult
from facilitator.validation.ballot import ballot_of
from facilitator.validation.models import Intent, Lack, Verdict
from facilitator.validation.rules import ApproachReply, SolutionReply
from facilitator.validation.solutions.operations import answer_solutions
from facilitator.workshops.operations import move_workshop
from tests.people import Browser
from tests.small_workshop import SmallWorkshop
from tests.summary.panel import SIX_CITIES, Panel

pytestmark = pytest.mark.one_database

BrowserOf = Callable[[str], Browser]


@pytest.fixture
def panel(workshop: SmallWorkshop) -> Panel:
    """A table of cities before one solution that was handed over, which helps with the one issue."""
    with workshop.change():
        move_workshop(workshop.row, Phase.DAY_ONE, by=workshop.actor())
        issue = workshop.add_issue()
        wording = {"title": "A mediator sees every owner", "owner": "Urban renewal office"}
        solution = add_card(workshop.measure(), Kind.SOLUTION, wording, by=workshop.actor())
        link_cards(issue, solution, by=workshop.actor())
        freeze_handover(workshop.row, name="Day one", by=workshop.actor())
        move_workshop(workshop.row, Phase.DAY_TWO, by=workshop.actor())
        group = workshop.add_group("Lyon")
        open_session(workshop.row, workshop.session("round"), by=workshop.actor())
        return Panel(workshop, group.id)


def say(
    panel: Panel, city: str, reply: SolutionReply, approach: ApproachReply | None = None, *, delegate: int = 0
) -> None:
    """What a delegate says of the solution, and of the approach."""
    workshop, person = panel.workshop, panel.people[city][delegate]
    with workshop.change():
        solution = card_by_reference(workshop.row, "RET-S01")
        answer_solutions(
            ballot_of(workshop.id, panel.group_id, person, None),
            person,
            {solution.id: reply},
            approach or ApproachReply(),
            by=ParticipantActor(person),
        )


def said_of(panel: Panel) -> SolutionResult:
    """What was said of the solution."""
    [said] = panel.results().said_of_solutions.values()
    return said


def test_few_cities_stand_with_their_names_and_what_they_would_do(panel: Panel) -> None:
    panel.seat("Graz", "Sofia")
    say(panel, "Graz", SolutionReply(Intent.WITH_CHANGE, "Start with one street"))
    say(panel, "Sofia", SolutionReply(Intent.CANT_SAY))
    said = said_of(panel)
    assert said.judged.few is True
    assert [(voice.city, dict(voice.tally)) for voice in said.judged.dots] == [
        ("Graz", {Intent.WITH_CHANGE: 1})
    ]
    assert said.judged.cant_say.people == 1
    assert [(change.city, change.text) for change in said.changes] == [("Graz", "Start with one street")]


def test_what_cities_lack_stands_with_their_names_the_most_lacking_first(panel: Panel) -> None:
    panel.seat("Graz", "Sofia", "Venice", people=2)
    say(panel, "Graz", SolutionReply(Intent.NO, lacks=frozenset({Lack.MONEY, Lack.LAW})))
    say(panel, "Graz", SolutionReply(Intent.NO, lacks=frozenset({Lack.LAW})), delegate=1)
    say(panel, "Sofia", SolutionReply(Intent.YES, lacks=frozenset({Lack.LAW})))
    assert [(each.lack, each.cities, each.people) for each in said_of(panel).shortages] == [
        (Lack.LAW, ("Graz", "Sofia"), 3),
        (Lack.MONEY, ("Graz",), 1),
    ]


def test_from_five_cities_on_the_shares_are_counted(panel: Panel) -> None:
    panel.seat(*SIX_CITIES)
    for city in SIX_CITIES:
        say(panel, city, SolutionReply(Intent.NO if city == "Venice" else Intent.YES))
    judged = said_of(panel).judged
    assert judged.few is False
    assert {intent: share.votes for intent, share in judged.shares.items() if share.votes} == {
        Intent.YES: 5,
        Intent.NO: 1,
    }


def test_the_approach_is_judged_by_the_same_rules(panel: Panel) -> None:
    panel.seat("Graz")
    say(panel, "Graz", SolutionReply(), ApproachReply(Verdict.RIGHT_WITH_CHANGE, "Ask tenants first"))
    approach = panel.results().approach
    assert approach is not None
    assert approach.judged.few is True
    assert [(word.city, word.text) for word in approach.words] == [("Graz", "Ask tenants first")]


def test_the_page_shows_what_cities_would_do_and_lack(panel: Panel, browser_of: BrowserOf) -> None:
    panel.seat("Graz")
    reply = SolutionReply(Intent.YES, comment="Tomorrow", lacks=frozenset({Lack.MONEY}))
    say(panel, "Graz", reply, ApproachReply(Verdict.RIGHT, "Go on"))
    page = browser_of("viewer").read(panel.workshop.path("results/RET")).text
    for words in ("Graz: We would do it", "Money: 1 city (1 person): Graz", "Tomorrow", "Go on"):
        assert words in page
    assert "Person Graz-0" not in page


def test_no_heading_of_the_page_skips_a_level(panel: Panel, browser_of: BrowserOf) -> None:
    panel.seat("Graz")
    say(panel, "Graz", SolutionReply(Intent.YES), ApproachReply(Verdict.RIGHT, "Go on"))
    page = browser_of("viewer").read(panel.workshop.path("results/RET")).text
    levels = [int(level) for level in re.findall(r"<h([1-6])", page)]
    assert levels[0] == 1
    assert [(level, deeper) for level, deeper in pairwise(levels) if deeper > level + 1] == []
