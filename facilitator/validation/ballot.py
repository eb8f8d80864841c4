"""What one participant is asked in a group, and what they said: the page a whole room opens at once.

The statements stand ready, so that a request pays for asking them and not for writing them.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any

import sqlalchemy as sa
from sqlalchemy.dialects import postgresql, sqlite

from facilitator.agenda.models import SessionOpening
from facilitator.breakouts.models import Group, GroupClosing, Seat
from facilitator.capture.evidence import Tally
from facilitator.capture.models import (
    Aspect,
    Card,
    HandedCard,
    HandedEvidence,
    Handover,
    Hiding,
    Kind,
    Stance,
    Wording,
    reference,
)
from facilitator.database import ask, db, table_of
from facilitator.errors import N_, NotFound
from facilitator.validation.models import Answer, Criterion, Mode, Rating
from facilitator.validation.rules import Reply
from facilitator.workshops.models import City, Measure, Organisation, Part, Participant


@dataclass(frozen=True)
class Ballot:
    """A group as one of its participants meets it; `handover_id` is missing while nothing is handed over."""

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
    lighthouse_cities: int
    delegates: int

    @property
    def accent(self) -> int:
        """The colour of the measure."""
        return Measure.accent_at(self.position)


@dataclass(frozen=True)
class AskedIssue:
    """An issue as it was handed over."""

    id: int
    ref: str
    title: str
    text: str
    aspect: Aspect
    tally: Tally


def ballot_of(workshop_id: int, group_id: int, participant_id: int | None, city_id: int | None) -> Ballot:
    """The ballot of a participant in a group of the workshop."""
    found = ask(
        _BALLOT, {"workshop": workshop_id, "group": group_id, "participant": participant_id, "city": city_id}
    ).one_or_none()
    if found is None:
        raise NotFound(N_("There is no such group in this workshop."))
    return Ballot(*found)


def asked_issues(ballot: Ballot) -> list[AskedIssue]:
    """The issues in sight, by number, with the evidence that was handed over; in two statements."""
    of_ballot = {"handover": ballot.handover_id, "measure": ballot.measure_id}
    counted: dict[int, dict[Stance, int]] = {}
    for issue_id, stance, cities in ask(_EVIDENCE, of_ballot):
        counted.setdefault(issue_id, {})[stance] = cities
    return [
        AskedIssue(
            id_,
            reference(ballot.prefix, Kind.ISSUE, number),
            title,
            text,
            aspect,
            Tally.of_counts(counted.get(id_, {}), ballot.lighthouse_cities),
        )
        for id_, number, title, text, aspect in ask(_ASKED, of_ballot)
    ]


def asked_criteria(ballot: Ballot) -> Sequence[Any]:
    """Rows with id, name, question, low and high of each criterion, in order."""
    return ask(_CRITERIA, {"workshop": ballot.workshop_id}).all()


@dataclass(frozen=True)
class Said:
    """What a participant has said of an issue; it counts if it was said of the wording that is asked now."""

    answer_id: int | None
    counts: bool
    reply: Reply


def said_by(ballot: Ballot, participant_id: int) -> dict[int, Said]:
    """By issue asked: what the participant has said of it, if only nothing; in one statement."""
    said: dict[int, Said] = {}
    scores: dict[int, dict[int, int | None]] = {}
    for issue_id, answer_id, handover_id, verdict, change, comment, need, criterion_id, score in ask(
        _SAID, {"handover": ballot.handover_id, "measure": ballot.measure_id, "participant": participant_id}
    ):
        if issue_id not in said:
            scores[issue_id] = {}
            reply = Reply(verdict, change or "", comment or "", need or "", scores[issue_id])
            said[issue_id] = Said(answer_id, handover_id == ballot.handover_id, reply)
        if criterion_id is not None:
            scores[issue_id][criterion_id] = score
    return said


def write_replies(
    ballot: Ballot,
    participant_id: int,
    replies: Mapping[int, Reply],
    before: Mapping[int, Said],
    at: datetime,
) -> None:
    """Put each reply in the place of what was said before."""
    ids: dict[int, int] = {}
    changed, withdrawn = [], []
    for issue_id, reply in replies.items():
        answer_id, said = before[issue_id].answer_id, before[issue_id].reply
        if answer_id is None:
            answer_id = ask(_INSERT_ANSWER, _row(ballot, participant_id, issue_id, reply, at)).scalar_one()
        else:
            place = {"answer": answer_id, "handover": ballot.handover_id, "group": ballot.group_id}
            changed.append(_words(reply, at) | place)
            withdrawn += [
                {"answer": answer_id, "criterion": criterion_id}
                for criterion_id in said.scores.keys() - reply.scores
            ]
        ids[issue_id] = answer_id
    if changed:
        ask(_UPDATE_ANSWER, changed)
    if withdrawn:
        ask(_DELETE_SCORE, withdrawn)
    scores = [
        {
            "workshop_id": ballot.workshop_id,
            "answer_id": ids[issue_id],
            "criterion_id": criterion_id,
            "score": score,
        }
        for issue_id, reply in replies.items()
        for criterion_id, score in reply.scores.items()
    ]
    if scores:
        ask(_PUT_SCORES[db.engine.dialect.name], scores)


def _words(reply: Reply, at: datetime) -> dict[str, Any]:
    return {
        "verdict": reply.verdict,
        "change": reply.change,
        "comment": reply.comment,
        "need": reply.need,
        "answered_at": at,
    }


def _row(ballot: Ballot, participant_id: int, issue_id: int, reply: Reply, at: datetime) -> dict[str, Any]:
    return _words(reply, at) | {
        "workshop_id": ballot.workshop_id,
        "participant_id": participant_id,
        "issue_id": issue_id,
        "group_id": ballot.group_id,
        "handover_id": ballot.handover_id,
        "take": 1,
        "mode": Mode.PHONE,
    }


_round_is_open = sa.exists().where(
    SessionOpening.session_id == Group.round_id, SessionOpening.closed_at.is_(None)
)
_is_closed = sa.exists().where(GroupClosing.group_id == Group.id, GroupClosing.reopened_at.is_(None))

_BALLOT = (
    sa.select(
        Group.workshop_id,
        Group.id,
        Group.name,
        Measure.id,
        Measure.title,
        Measure.prefix,
        Measure.position,
        sa.exists().where(Seat.group_id == Group.id, Seat.participant_id == sa.bindparam("participant")),
        sa.and_(_round_is_open, ~_is_closed),
        sa.select(Handover.id)
        .where(Handover.workshop_id == Group.workshop_id, Handover.reopened_at.is_(None))
        .scalar_subquery(),
        sa.select(sa.func.count())
        .select_from(City)
        .where(City.workshop_id == Group.workshop_id, City.part == Part.LIGHTHOUSE)
        .scalar_subquery(),
        sa.select(sa.func.count())
        .select_from(Participant)
        .join(Organisation, Organisation.id == Participant.organisation_id)
        .where(Organisation.city_id == sa.bindparam("city", type_=sa.Integer))
        .scalar_subquery(),
    )
    .join(Measure, Measure.id == Group.measure_id)
    .where(Group.workshop_id == sa.bindparam("workshop"), Group.id == sa.bindparam("group"))
)

_is_asked = (
    HandedCard.handover_id == sa.bindparam("handover"),
    Card.measure_id == sa.bindparam("measure"),
    Card.kind == Kind.ISSUE,
    ~sa.exists().where(Hiding.card_id == Card.id, Hiding.restored_at.is_(None)),
)

_ASKED = (
    sa.select(Card.id, Card.number, Wording.title, Wording.text, Wording.aspect)
    .select_from(HandedCard)
    .join(Card, Card.id == HandedCard.card_id)
    .join(Wording, Wording.id == HandedCard.wording_id)
    .where(*_is_asked)
    .order_by(Card.number)
)

_EVIDENCE = (
    sa.select(HandedEvidence.issue_id, HandedEvidence.stance, sa.func.count())
    .join(City, City.id == HandedEvidence.city_id)
    .join(Card, Card.id == HandedEvidence.issue_id)
    .where(
        HandedEvidence.handover_id == sa.bindparam("handover"),
        Card.measure_id == sa.bindparam("measure"),
        City.part == Part.LIGHTHOUSE,
    )
    .group_by(HandedEvidence.issue_id, HandedEvidence.stance)
)

_CRITERIA = (
    sa.select(Criterion.id, Criterion.name, Criterion.question, Criterion.low, Criterion.high)
    .where(Criterion.workshop_id == sa.bindparam("workshop"))
    .order_by(Criterion.position)
)

_SAID = (
    sa.select(
        Card.id,
        Answer.id,
        Answer.handover_id,
        Answer.verdict,
        Answer.change,
        Answer.comment,
        Answer.need,
        Rating.criterion_id,
        Rating.score,
    )
    .select_from(HandedCard)
    .join(Card, Card.id == HandedCard.card_id)
    .outerjoin(
        Answer, sa.and_(Answer.issue_id == Card.id, Answer.participant_id == sa.bindparam("participant"))
    )
    .outerjoin(Rating, Rating.answer_id == Answer.id)
    .where(*_is_asked)
)

_answers, _ratings = table_of(Answer), table_of(Rating)
_INSERT_ANSWER = sa.insert(_answers).returning(_answers.c.id)
_UPDATE_ANSWER = (
    sa.update(_answers)
    .where(_answers.c.id == sa.bindparam("answer"))
    .values(
        {name: sa.bindparam(name) for name in ("verdict", "change", "comment", "need", "answered_at")}
        | {"handover_id": sa.bindparam("handover"), "group_id": sa.bindparam("group")}
    )
)
_DELETE_SCORE = sa.delete(_ratings).where(
    _ratings.c.answer_id == sa.bindparam("answer"), _ratings.c.criterion_id == sa.bindparam("criterion")
)


def _put_scores(insert: Any) -> Any:
    scores = insert(_ratings)
    return scores.on_conflict_do_update(
        index_elements=["answer_id", "criterion_id"], set_={"score": scores.excluded.score}
    )


_PUT_SCORES = {"sqlite": _put_scores(sqlite.insert), "postgresql": _put_scores(postgresql.insert)}
