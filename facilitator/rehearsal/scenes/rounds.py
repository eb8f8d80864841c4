"""A breakout round: who is there, ballots, what is missing, notes, ready."""

from collections.abc import Callable, Mapping, Sequence
from contextlib import suppress
from functools import partial
from random import Random

from facilitator.access.policy import Action, Phase
from facilitator.agenda.models import Session
from facilitator.agenda.operations import close_session, open_session
from facilitator.breakouts.group_work.models import Mark
from facilitator.breakouts.group_work.operations import (
    mark_attendance,
    mark_ready,
    mark_the_rest_present,
    write_note,
)
from facilitator.breakouts.operations import close_group, spread_unseated
from facilitator.breakouts.queries import SeatedGroup, groups_of, ids_of_groups, seated_group, seated_groups
from facilitator.capture.models import ASPECTS
from facilitator.errors import N_, RuleBroken
from facilitator.rehearsal import invented
from facilitator.rehearsal.models import RehearsalStep
from facilitator.rehearsal.scenes.cast import Cast
from facilitator.rehearsal.scenes.scene import Act, Scene, SceneState, state_of_session
from facilitator.validation.ballot import (
    AskedIssue,
    Ballot,
    asked_criteria,
    ballot_of,
    handed_issues,
    said_by,
)
from facilitator.validation.models import Intent, Lack, Verdict
from facilitator.validation.operations import add_missing_issue, save_replies
from facilitator.validation.rules import ApproachReply, Reply, SolutionReply
from facilitator.validation.solutions.operations import save_solutions
from facilitator.validation.solutions.queries import asked_solutions
from facilitator.workshops.models import Measure, Part, Participant
from facilitator.workshops.operations import move_workshop

NOTES_A_GROUP = 2
# One in so many groups misses an issue; one in so many people leaves the ballot half-way.
MISSING_EVERY, HALF_WAY_EVERY = 3, 11
# Of a hundred ratings, and of a hundred verdicts, so many are "can't say".
CANT_SAY = 0.06
VERDICTS = (
    *[Verdict.RIGHT] * 6,
    *[Verdict.RIGHT_WITH_CHANGE] * 2,
    *[Verdict.NOT_FOR_US] * 2,
    Verdict.CANT_SAY,
)
INTENTS = (Intent.YES, Intent.YES, Intent.WITH_CHANGE, Intent.ALREADY, Intent.NO, Intent.CANT_SAY)
LOW, HIGH = 1, 9


class BreakoutRound(Scene):
    """The groups of one round answer what was handed over."""

    step = RehearsalStep.DAY_TWO
    is_session = True

    def __init__(self, session: Session) -> None:
        super().__init__(f"session-{session.id}", session.title, session.minutes)
        self.session = session

    def state(self, cast: Cast) -> SceneState:
        """Past once the workshop is, or the round was."""
        is_closed = cast.workshop.phase is Phase.CLOSED
        return SceneState.PAST if is_closed else state_of_session(cast, self.session)

    def begin(self, cast: Cast) -> None:
        """Begin day two if need be, find seats for who has none, and open the round."""
        if cast.workshop.phase is Phase.HANDED_OVER:
            move_workshop(cast.workshop, Phase.DAY_TWO, by=cast.steering)
        if not ids_of_groups(self.session):
            raise RuleBroken(N_("%(round)s has no group. Add groups first."), round=self.session.title)
        spread_unseated(cast.workshop, self.session, by=cast.steering)
        open_session(cast.workshop, self.session, by=cast.steering)

    def acts(self, cast: Cast) -> Sequence[Act]:
        """Each group is ticked off; then people answer in any order; at the end groups are ready."""
        ids = ids_of_groups(self.session)
        first: list[Act] = [partial(self._in_group, cast, id_, _tick_off) for id_ in ids]
        then: list[Act] = [partial(self._answer, cast, number) for number in cast.everybody]
        then += [partial(self._miss, cast, id_) for id_ in ids[::MISSING_EVERY]]
        for at in range(NOTES_A_GROUP):
            then += [partial(self._in_group, cast, id_, partial(_note, at)) for id_ in ids]
        cast.dice(self.key).shuffle(then)
        return [*first, *then, *(partial(self._in_group, cast, id_, _be_ready) for id_ in ids)]

    def end(self, cast: Cast) -> None:
        """Close the groups and the round."""
        for table in seated_groups(cast.workshop, self.session):
            if not table.is_closed:
                close_group(cast.workshop, table.group, by=cast.steering)
        close_session(self.session, by=cast.steering)

    def _in_group(self, cast: Cast, group_id: int, act: Callable[[Cast, SeatedGroup], None]) -> None:
        act(cast, seated_group(cast.workshop, group_id))

    def _answer(self, cast: Cast, number: int) -> None:
        """Somebody fills in their ballot, and what helps with it if there is time."""
        person = None if cast.is_silent(number) else cast.person(number)
        if person is None or person.city is None:
            return
        group = next((each for each in groups_of(person.id) if each.round_id == self.session.id), None)
        if group is None:
            return
        by, random = cast.actor(person, Action.RATE), cast.dice(self.key, "ballot", number)
        ballot = ballot_of(cast.workshop.id, group.id, person.id, person.city.id)
        asked = list(said_by(ballot, person.id))
        asked = asked[: len(asked) // 2] if number % HALF_WAY_EVERY == 0 else asked
        save_replies(ballot, person.id, _replies(cast, ballot, asked, random), frozenset(), by=by)
        if person.city.part is Part.INTERESTED and random.random() < 0.5:
            self._answer_solutions(cast, ballot, person, random)

    def _answer_solutions(self, cast: Cast, ballot: Ballot, person: Participant, random: Random) -> None:
        by = cast.actor(person, Action.VALIDATE)
        said = {solution.id: _of_solution(random) for solution in asked_solutions(ballot)}
        approach = ApproachReply(random.choice(VERDICTS), "")
        save_solutions(ballot, person.id, said, approach, was={}, by=by)

    def _miss(self, cast: Cast, group_id: int) -> None:
        table = seated_group(cast.workshop, group_id)
        asking = [who for who in table.people if who.joined_at and who.city and _is_interested(who)]
        if not asking:
            return
        random = cast.dice(self.key, "missing", group_id)
        person = random.choice(asking)
        aspect = random.choice(ASPECTS)
        title, text = invented.fitting("missing", aspect, random)
        measure: Measure = table.group.measure
        add_missing_issue(
            table,
            person.id,
            title=invented.filled(title, measure.title),
            text=text,
            aspect=aspect,
            city=person.city,
            by=cast.actor(person, Action.VALIDATE),
        )


def _is_interested(person: Participant) -> bool:
    return person.city is not None and person.city.part is Part.INTERESTED


def _replies(cast: Cast, ballot: Ballot, asked: Sequence[int], random: Random) -> Mapping[int, Reply]:
    criteria = [criterion.id for criterion in asked_criteria(ballot)]
    issues = {issue.id: issue for issue in handed_issues(ballot)}
    return {id_: _reply(cast, issues[id_], criteria, random) for id_ in asked if id_ in issues}


def _reply(cast: Cast, issue: AskedIssue, criteria: Sequence[int], random: Random) -> Reply:
    verdict = random.choice(VERDICTS)

    def says(kind: str) -> str:
        return str(invented.fitting(kind, issue.aspect, random))

    return Reply(
        verdict,
        change=says("changes") if verdict is Verdict.RIGHT_WITH_CHANGE else "",
        comment=says("comments") if random.random() < 0.12 else "",
        need=says("needs") if random.random() < 0.08 else "",
        scores={id_: _score(cast, issue.id, id_, random) for id_ in criteria},
    )


def _score(cast: Cast, issue_id: int, criterion_id: int, random: Random) -> int | None:
    """Near to what the issue is worth to everybody: about some people agree, about others they don't."""
    if random.random() < CANT_SAY:
        return None
    issue = cast.dice("worth", issue_id, criterion_id)
    worth, spread = issue.uniform(3, 8), issue.choice((0.8, 1.2, 2.5))
    return min(HIGH, max(LOW, round(random.gauss(worth, spread))))


def _of_solution(random: Random) -> SolutionReply:
    intent = random.choice(INTENTS)
    return SolutionReply(
        intent,
        change=invented.one_of("conditions", random) if intent is Intent.WITH_CHANGE else "",
        lacks=frozenset(random.sample(list(Lack), random.randrange(3))),
    )


def _tick_off(cast: Cast, table: SeatedGroup) -> None:
    """Those who have not come are absent, the rest are there."""
    for person in table.people:
        if not person.has_come:
            mark_attendance(table, person, Mark.ABSENT, by=cast.steering)
    mark_the_rest_present(table, by=cast.steering)


def _note(at: int, cast: Cast, table: SeatedGroup) -> None:
    """A note on one issue of the group, the first in general."""
    random = cast.dice("note", table.group.id, at)
    ballot = ballot_of(cast.workshop.id, table.group.id, None, None)
    asked = handed_issues(ballot)
    about = random.choice(asked) if asked and at else None
    text = (
        invented.fitting("group_notes", about.aspect, random)
        if about
        else invented.one_of("general_notes", random)
    )
    write_note(
        table.group,
        about.id if about else None,
        text,
        asked=[issue.id for issue in asked],
        based_on=0,
        by=cast.steering,
    )


def _be_ready(cast: Cast, table: SeatedGroup) -> None:
    with suppress(RuleBroken):  # somebody has said so already
        mark_ready(table, by=cast.steering)
