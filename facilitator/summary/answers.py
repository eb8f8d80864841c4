"""Reads of the delegates' answers as plain rows: there may be 50,000 ratings, so none becomes an object."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from facilitator.breakouts.models import Group, Seat
from facilitator.capture.models import HandedCard, Handover
from facilitator.database import db
from facilitator.summary.results import Delegate, Given, Remark, Scores, Topic
from facilitator.validation.models import Answer, Rating, Verdict
from facilitator.workshops.models import City, Organisation, Part, Participant, Workshop

ROWS_AT_A_TIME = 500


def delegates(workshop: Workshop) -> Mapping[int, Delegate]:
    """By participant: who speaks for an interested city."""
    rows = (
        sa.select(Participant.id, Participant.display_name, City.name)
        .join(Organisation, Organisation.id == Participant.organisation_id)
        .join(City, City.id == Organisation.city_id)
        .where(Participant.workshop_id == workshop.id, City.part == Part.INTERESTED)
    )
    return {id_: Delegate(name, city) for id_, name, city in _rows(rows)}


def seated(workshop: Workshop) -> Mapping[int, set[int]]:
    """By measure: the participants who have a seat in one of its groups."""
    by_measure: dict[int, set[int]] = defaultdict(set)
    rows = (
        sa.select(Group.measure_id, Seat.participant_id)
        .join(Group, Group.id == Seat.group_id)
        .where(Seat.workshop_id == workshop.id)
    )
    for measure_id, participant_id in _rows(rows):
        by_measure[measure_id].add(participant_id)
    return by_measure


def given_answers(
    handover: Handover | None, issues: Collection[int], delegates: Mapping[int, Delegate]
) -> Mapping[int, Given]:
    """By issue: what delegates of interested cities answered to its wording in this handover.

    After day one was opened again, an answer still counts where the wording is the same.
    """
    given: dict[int, Given] = defaultdict(Given)
    if handover is not None:
        reading = _Reading(delegates, _wordings(handover.workshop_id), handover.id, given)
        for answer in _answers(issues):
            reading.take(*answer)
        reading.count(_ratings(issues))
    return given


@dataclass
class _Reading:
    """Counts answers city by city while their rows go by."""

    delegates: Mapping[int, Delegate]
    wordings: Mapping[tuple[int, int], int]
    handover_id: int
    given: dict[int, Given]
    places: dict[int, Scores] = field(default_factory=dict)
    silent: dict[int, tuple[int, int]] = field(default_factory=dict)

    def take(
        self, id_: int, issue: int, handover: int, participant: int, verdict: Verdict | None, *texts: str
    ) -> None:
        """One answer; its ratings find their place by its id."""
        delegate = self.delegates.get(participant)
        if delegate is None:
            return
        given = self.given[issue]
        if handover != self.handover_id and self._is_reworded(issue, handover):
            given.set_aside.add(participant)
            return
        self.places[id_] = given.scores[delegate.city]
        if verdict is None and not any(texts):
            self.silent[id_] = issue, participant
            return
        given.answered.add(participant)
        if verdict is not None:
            given.verdicts[delegate.city][None if verdict is Verdict.CANT_SAY else verdict] += 1
        if any(texts):
            said = zip(Topic, texts, strict=True)
            given.remarks += [
                Remark(topic, text, delegate.city, delegate.name) for topic, text in said if text
            ]

    def count(self, ratings: Iterable[tuple[int, int, int | None]]) -> None:
        """The ratings of the answers that were taken; whoever only rated has answered, too."""
        places, silent = self.places, self.silent
        for answer_id, criterion_id, score in ratings:
            if answer_id in places:
                places[answer_id][criterion_id][score] += 1
                if answer_id in silent:
                    issue, participant = silent[answer_id]
                    self.given[issue].answered.add(participant)

    def _is_reworded(self, issue: int, handover: int) -> bool:
        return self.wordings[handover, issue] != self.wordings[self.handover_id, issue]


def _wordings(workshop_id: int) -> dict[tuple[int, int], int]:
    """By handover and card: the wording that was handed over."""
    rows = sa.select(HandedCard.handover_id, HandedCard.card_id, HandedCard.wording_id).where(
        HandedCard.workshop_id == workshop_id
    )
    return {(handover, card): wording for handover, card, wording in _rows(rows)}


def _answers(issues: Collection[int]) -> Iterable[Any]:
    return _rows(
        sa.select(
            Answer.id,
            Answer.issue_id,
            Answer.handover_id,
            Answer.participant_id,
            Answer.verdict,
            Answer.change,
            Answer.comment,
            Answer.need,
        )
        .where(Answer.issue_id.in_(issues))
        .order_by(Answer.id)
    )


def _ratings(issues: Collection[int]) -> Iterable[Any]:
    return _rows(
        sa.select(Rating.answer_id, Rating.criterion_id, Rating.score)
        .join(Answer, Answer.id == Rating.answer_id)
        .where(Answer.issue_id.in_(issues))
    )


def _rows(statement: sa.Select[*tuple[Any, ...]]) -> Iterator[Any]:
    """Rows straight from the connection, some at a time.

    The session takes twice as long over 50,000 of them; and rows that are all held at once make the
    garbage collector walk through the whole process, which takes four times as long as reading them.
    """
    for rows in db.session.connection().execute(statement).partitions(ROWS_AT_A_TIME):
        yield from rows
