"""What day two does: answer, and add what is missing."""

from collections.abc import Mapping

import sqlalchemy as sa

from facilitator.access.actor import Actor
from facilitator.breakouts.models import Group
from facilitator.breakouts.queries import Table
from facilitator.capture import queries as capture
from facilitator.capture.models import Card, Kind
from facilitator.capture.operations import add_card
from facilitator.database import db, now, table_of
from facilitator.errors import N_, RuleBroken
from facilitator.live.activity import add, record
from facilitator.validation import queries, rules
from facilitator.validation.models import Answer, Criterion, MissingIssue, Rating
from facilitator.validation.rules import Reply
from facilitator.workshops.models import City, Workshop


def add_criterion(
    workshop: Workshop,
    *,
    key: str,
    name: str,
    question: str,
    low: str,
    high: str,
    weight: float,
    by: Actor,
) -> Criterion:
    """A criterion, placed after those there are."""
    criterion = Criterion(
        workshop_id=workshop.id,
        position=len(queries.criteria(workshop)) + 1,
        key=key,
        name=name,
        question=question,
        low=low,
        high=high,
        weight=weight,
    )
    return add(criterion, "criterion.added", by=by)


def answer_issues(
    workshop: Workshop, table: Table, participant_id: int, replies: Mapping[int, Reply], *, by: Actor
) -> int:
    """Write down what a participant says of issues of their group; returns how many answers changed.

    `replies` holds, by issue, all that the person now says of it: what was said before is replaced,
    and stays in the activity.
    """
    rules.check_may_answer(
        is_seated=any(person.id == participant_id for person in table.people), is_open=table.is_open
    )
    handover = capture.active_handover(workshop)
    if handover is None:
        raise RuleBroken(N_("Nothing has been handed over yet."))
    asked = queries.issues_to_validate(handover, table.group.measure)
    rules.check_replies(replies, asked, {criterion.id for criterion in queries.criteria(workshop)})
    before = queries.replies_of(participant_id, asked)
    said = {
        issue_id: reply
        for issue_id, reply in replies.items()
        if (before[issue_id][1] != reply if issue_id in before else not reply.is_empty)
    }
    for issue_id, reply in said.items():
        answer_id = _write_answer(
            table.group, handover.id, issue_id, participant_id, reply, before.get(issue_id)
        )
        _write_scores(workshop.id, answer_id, reply)
        record("issue.validated", workshop_id=workshop.id, by=by, subject_id=issue_id, **_detail(reply))
    return len(said)


def add_missing_issue(
    workshop: Workshop,
    table: Table,
    participant_id: int | None,
    *,
    title: str,
    text: str,
    aspect: str,
    city: City | None,
    by: Actor,
) -> Card:
    """An issue that the interested cities miss, with the next number of the group's measure."""
    is_seated = participant_id is None or any(person.id == participant_id for person in table.people)
    rules.check_may_answer(is_seated=is_seated, is_open=table.is_open)
    wording = {"title": title, "text": text, "aspect": aspect}
    issue = add_card(table.group.measure, Kind.ISSUE, wording, city=city, by=by)
    missing = MissingIssue(
        workshop_id=workshop.id, issue_id=issue.id, group_id=table.group.id, participant_id=participant_id
    )
    add(missing, "missing_issue.added", by=by, issue=issue.id)
    return issue


def _write_answer(
    group: Group,
    handover_id: int,
    issue_id: int,
    participant_id: int,
    reply: Reply,
    before: tuple[int, Reply] | None,
) -> int:
    said = {
        "group_id": group.id,
        "handover_id": handover_id,
        "verdict": reply.verdict,
        "change": reply.change,
        "comment": reply.comment,
        "need": reply.need,
        "answered_at": now(),
    }
    if before:
        answer_id, _ = before
        db.session.execute(sa.update(table_of(Answer)).where(Answer.id == answer_id).values(said))
        return answer_id
    key = {"workshop_id": group.workshop_id, "issue_id": issue_id, "participant_id": participant_id}
    inserted = sa.insert(table_of(Answer)).values({**key, **said}).returning(Answer.id)
    return db.session.execute(inserted).scalar_one()


def _write_scores(workshop_id: int, answer_id: int, reply: Reply) -> None:
    db.session.execute(sa.delete(table_of(Rating)).where(Rating.answer_id == answer_id))
    scores = [
        {"workshop_id": workshop_id, "answer_id": answer_id, "criterion_id": criterion_id, "score": score}
        for criterion_id, score in reply.scores.items()
    ]
    if scores:
        db.session.execute(sa.insert(table_of(Rating)), scores)


def _detail(reply: Reply) -> dict[str, object]:
    return {
        "verdict": reply.verdict,
        "change": reply.change,
        "comment": reply.comment,
        "need": reply.need,
        "scores": dict(reply.scores),
    }
