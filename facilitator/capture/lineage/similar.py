"""Issues that may say the same as one being typed, with the reasons: across measures, rooms and languages."""

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import sqlalchemy as sa

from facilitator.capture.evidence import heard
from facilitator.capture.lineage.known import issues_known
from facilitator.capture.models import Aspect, Card, Kind, Stance, Wording, reference
from facilitator.capture.queries import says_now
from facilitator.capture.similarity import Issue, Match, Reason
from facilitator.database import db
from facilitator.vocabulary import Term
from facilitator.workshops.models import Measure, Workshop

SHOWN = 5
SOUGHT = 30
"""Found before those that the person may not see are left out."""


@dataclass(frozen=True)
class SimilarIssue:
    """An issue that is there already, why it looks alike, and what counts there of each city's word."""

    id: int
    ref: str
    title: str
    text: str
    aspect: Aspect
    measure: str
    score: float
    reason: Reason
    spoken: Mapping[str, Stance]


def similar_issues(
    workshop: Workshop,
    *,
    title: str,
    text: str = "",
    aspect: Term | None = None,
    measure: str = "",
    but: Card | None = None,
    seen: sa.ColumnElement[bool] | None = None,
    limit: int = SHOWN,
) -> list[SimilarIssue]:
    """The issues in sight that look like this one, the most alike first; at most six statements.

    `measure` is its prefix; `but` leaves out the issue that is being reworded; `seen` is a condition on
    `Card`, for those who may not see all of them. Scores are between 0 and 1, as in
    `facilitator.capture.similarity`.
    """
    said = "" if aspect in (None, Aspect.UNSORTED) else str(aspect)
    typed = Issue(but.id if but else 0, title, text, aspect=said, measure=measure)
    with issues_known(workshop.id) as index:
        matches = index.known.similar_to(typed, limit=limit if seen is None else SOUGHT)
    return _as_seen(workshop.id, matches, seen)[:limit] if matches else []


def _as_seen(
    workshop_id: int, matches: list[Match], seen: sa.ColumnElement[bool] | None
) -> list[SimilarIssue]:
    ids = [match.id for match in matches]
    texts = {row.id: row for row in db.session.execute(_texts(ids, sa.true() if seen is None else seen))}
    voices = heard(workshop_id, ids)
    return [
        SimilarIssue(
            id=match.id,
            ref=reference(texts[match.id].prefix, Kind.ISSUE, texts[match.id].number),
            title=texts[match.id].title,
            text=texts[match.id].text,
            aspect=texts[match.id].aspect,
            measure=texts[match.id].measure,
            score=match.score,
            reason=match.reason,
            spoken={voice.city: voice.stance for voice in voices.get(match.id, {}).values()},
        )
        for match in matches
        if match.id in texts
    ]


def _texts(issue_ids: list[int], seen: sa.ColumnElement[bool]) -> sa.Select[*tuple[Any, ...]]:
    return (
        sa.select(
            *(Card.id, Card.number, Wording.title, Wording.text, Wording.aspect),
            *(Measure.prefix, Measure.title.label("measure")),
        )
        .select_from(Card)
        .join(Wording, says_now())
        .join(Measure, Measure.id == Card.measure_id)
        .where(Card.id.in_(issue_ids), seen)
    )
