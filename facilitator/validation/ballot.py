"""What one participant is asked in a group, and what they said: the page a whole room opens at once.

The statements stand ready, so that a request pays for asking them and not for writing them. What was
handed over never changes, so each process reads it once.
"""

import json
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from typing import NamedTuple

from facilitator.capture.evidence import Tally
from facilitator.capture.models import Aspect, Kind, Stance, reference
from facilitator.database import ask, db
from facilitator.errors import N_, NotFound
from facilitator.validation.rules import Reply
from facilitator.validation.statements import BALLOT, EVIDENCE, HANDED, PROGRESS, SAID
from facilitator.workshops.models import Measure

# By take: the id of the answer, whether it counts, and what it says.
_Takes = dict[int, tuple[int | None, bool, Reply]]
_NOTHING = None, False, Reply()
# The measures of some dozens of workshops, each with a few hundred issues at most.
KEPT = 256


class Ballot(NamedTuple):
    """A group as one of its participants meets it; `handover_id` is missing while nothing is handed over.

    `criteria` is what `asked_criteria` reads.
    """

    workshop_id: int
    group_id: int
    group: str
    measure_id: int
    measure: str
    prefix: str
    position: int
    is_seated: bool
    is_open: bool
    handover_id: int | None
    frozen_at: datetime | None
    lighthouse_cities: int
    delegates: int
    criteria: str

    @property
    def accent(self) -> int:
        """The colour of the measure."""
        return Measure.accent_at(self.position)


@dataclass(frozen=True, eq=False)
class AskedIssue:
    """An issue as it was handed over; read once, so that it is known again without a look at its text."""

    id: int
    ref: str
    title: str
    text: str
    aspect: Aspect
    tally: Tally


@dataclass(frozen=True, eq=False)
class AskedCriterion:
    """A criterion in the participant's language, or else in the workshop's; read once like the issues."""

    id: int
    name: str
    question: str
    low: str
    high: str


class Said(NamedTuple):
    """What a participant has said of an issue, in the take that is asked now.

    It counts if it was said of the wording that is asked now. `first` is what they said of that wording
    before the discussion, where they are asked again.
    """

    answer_id: int | None
    take: int
    counts: bool
    is_shown: bool
    reply: Reply
    first: Reply | None = None

    @property
    def is_settled(self) -> bool:
        """Whether the group has seen its picture, so that a first answer stands as it is."""
        return self.is_shown and self.take == 1

    @property
    def is_given(self) -> bool:
        """Whether it says something of the wording that is asked now; what was taken back says nothing."""
        return self.counts and not self.reply.is_empty

    @property
    def is_answered(self) -> bool:
        """Whether it has a verdict or a rating, of the wording that is asked now."""
        return self.counts and self.reply.is_finished

    @property
    def is_outdated(self) -> bool:
        """Whether it says something of an earlier wording."""
        return not self.counts and not self.reply.is_empty

    @property
    def asked(self) -> Reply:
        """What it says of the wording that is asked now."""
        return self.reply if self.counts else Reply()

    @property
    def as_first(self) -> "Said":
        """The first answer, as it was before the discussion, where it stands as it is."""
        return self._replace(answer_id=None, take=1, counts=True, is_shown=True, reply=self.first or Reply())


class AnswerProgress(NamedTuple):
    """How far a participant is in a group, in issues; all of nothing where they are asked none.

    `begun` counts those of which they said anything, answered or not, and `settled` those among them of which
    the group has seen its results, so that they stand; `next_issue` is the place of the first that waits for
    them, `shown` counts what the group sees of its results, `again` what is asked a second time and not
    answered yet.
    """

    asked: int = 0
    answered: int = 0
    next_issue: int = 1
    shown: int = 0
    again: int = 0
    begun: int = 0
    settled: int = 0


def ballot_of(
    workshop_id: int, group_id: int, participant_id: int | None, city_id: int | None, language: str = ""
) -> Ballot:
    """The ballot of a participant in a group of the workshop, with criteria in their language."""
    found = ask(
        BALLOT[db.engine.dialect.name],
        {
            "workshop": workshop_id,
            "group": group_id,
            "participant": participant_id,
            "city": city_id,
            "language": language,
        },
    ).one_or_none()
    if found is None:
        raise NotFound(N_("This group was not found in this workshop."))
    return Ballot(*found)


def handed_issues(ballot: Ballot) -> tuple[AskedIssue, ...]:
    """The issues as they were handed over, by number, with their evidence, also those hidden since."""
    if ballot.handover_id is None or ballot.frozen_at is None:
        return ()
    return _handed(
        ballot.handover_id, ballot.frozen_at, ballot.measure_id, ballot.prefix, ballot.lighthouse_cities
    )


def asked_criteria(ballot: Ballot) -> tuple[AskedCriterion, ...]:
    """What each issue is rated on, in order."""
    return _criteria(ballot.criteria)


def said_by(ballot: Ballot, participant_id: int) -> dict[int, Said]:
    """By issue asked, in order: what the participant has said of it, if only nothing; in one statement."""
    found: dict[int, tuple[bool, bool, _Takes]] = {}
    for (
        issue_id,
        is_shown,
        again,
        take,
        answer_id,
        counts,
        verdict,
        change,
        comment,
        need,
        scores,
    ) in ask(SAID[db.engine.dialect.name], {**_place(ballot), "participant": participant_id}):
        takes = found.setdefault(issue_id, (is_shown, again, {}))[2]
        if take:
            takes[take] = answer_id, bool(counts), Reply(verdict, change, comment, need, _scores(scores))
    return {issue_id: _said(*state) for issue_id, state in found.items()}


def progress_of(participant_id: int) -> dict[int, AnswerProgress]:
    """By group in which a participant sits: what `said_by` tells of it, counted in one statement."""
    rows = ask(PROGRESS, {"participant": participant_id})
    return {group_id: AnswerProgress(*counts) for group_id, *counts in rows}


def _said(is_shown: bool, again: bool, takes: _Takes) -> Said:
    """What was said in the take that is asked now."""
    take = 2 if again else 1
    answer_id, counts, reply = takes.get(take, _NOTHING)
    _, first_counts, before = takes.get(1, _NOTHING)
    first = before if take == 2 and first_counts else None
    return Said(answer_id, take, counts, is_shown, reply, first)


@lru_cache(KEPT)
def _handed(
    handover_id: int, _frozen_at: datetime, measure_id: int, prefix: str, lighthouse_cities: int
) -> tuple[AskedIssue, ...]:
    # The moment tells a handover from one of the same number in another database.
    of_measure = {"handover": handover_id, "measure": measure_id}
    counted: dict[int, dict[Stance, int]] = {}
    for issue_id, stance, cities in ask(EVIDENCE, of_measure):
        counted.setdefault(issue_id, {})[stance] = cities
    return tuple(
        AskedIssue(
            id_,
            reference(prefix, Kind.ISSUE, number),
            title,
            text,
            aspect,
            Tally.of_counts(counted.get(id_, {}), lighthouse_cities),
        )
        for id_, number, title, text, aspect in ask(HANDED, of_measure)
    )


@lru_cache(KEPT)
def _criteria(rows: str) -> tuple[AskedCriterion, ...]:
    return tuple(AskedCriterion(*words) for _, *words in sorted(json.loads(rows)))


def _scores(written: str | None) -> dict[int, int | None]:
    return {int(id_): score for id_, score in json.loads(written).items()} if written else {}


def _place(ballot: Ballot) -> dict[str, int | None]:
    return {"handover": ballot.handover_id, "measure": ballot.measure_id, "group": ballot.group_id}
