"""The links of the chain as they count now, also where one was made on a card that has moved on since."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping

import sqlalchemy as sa

from facilitator.capture.families import Families, families
from facilitator.capture.models import Card, HandedLink, Kind, Link, reference
from facilitator.capture.sight import in_sight
from facilitator.database import db
from facilitator.workshops.models import Measure

Links = Collection[tuple[int, int]]


def chain(workshop_id: int, links: Links | None = None) -> Mapping[int, list[str]]:
    """For every card that helps: the references of the issues in sight that it helps with."""
    links = links_counted(workshop_id) if links is None else links
    return _references(workshop_id, ((helps, issue) for issue, helps in links), Card.kind == Kind.ISSUE)


def chain_among(workshop_id: int, card_ids: Collection[int]) -> Mapping[int, list[str]]:
    """What helps with what, for some cards alone, for a page that shows no others; in three statements."""
    links = links_at(card_ids, families(workshop_id))
    pairs = ((helps, issue) for issue, helps in links)
    return _references(workshop_id, pairs, Card.id.in_([issue for issue, _ in links]))


def helped_by(workshop_id: int, links: Links) -> Mapping[int, list[str]]:
    """For every issue: the references of the cards in sight that help with it."""
    return _references(workshop_id, links, Card.kind != Kind.ISSUE)


def links_counted(workshop_id: int) -> Links:
    """Each issue with each card that helps with it, by their ids, in two statements.

    Either may be hidden; a hidden origin hands nothing on.
    """
    made = sa.select(Link.issue_id, Link.helps_id).where(Link.workshop_id == workshop_id)
    return _counted(db.session.execute(made).all(), families(workshop_id))


def links_at(card_ids: Iterable[int], steps: Families) -> Links:
    """The links that count at one of these cards, whichever end it is; in one statement."""
    members = {member for card_id in card_ids for member in steps.members(card_id)}
    made = sa.select(Link.issue_id, Link.helps_id).where(
        sa.or_(Link.issue_id.in_(members), Link.helps_id.in_(members))
    )
    return _counted(db.session.execute(made).all(), steps)


def links_handed_over(handover_id: int) -> Links:
    """The links as they were when day one was frozen, whatever has been linked since; in one statement."""
    frozen = sa.select(HandedLink.issue_id, HandedLink.helps_id).where(HandedLink.handover_id == handover_id)
    return {(issue, helps) for issue, helps in db.session.execute(frozen)}


def linked_to(card_id: int, steps: Families) -> Collection[int]:
    """The other ends of the links that count at a card; in one statement."""
    members = {member for member in steps.members(card_id) if member == card_id or member not in steps.hidden}
    made = sa.select(Link.issue_id, Link.helps_id).where(
        sa.or_(Link.issue_id.in_(members), Link.helps_id.in_(members))
    )
    others = {helps if issue in members else issue for issue, helps in db.session.execute(made)}
    return {end for other in others - steps.hidden for end in steps.ends(other)}


def _references(
    workshop_id: int, links: Iterable[tuple[int, int]], condition: sa.ColumnElement[bool]
) -> Mapping[int, list[str]]:
    """By the first end of each link: what its second ends in sight are called, in order."""
    at: dict[int, list[int]] = defaultdict(list)
    for one, other in links:
        at[other].append(one)
    found: dict[int, list[str]] = defaultdict(list)
    named = (
        sa.select(Card.id, Measure.prefix, Card.kind, Card.number)
        .join(Measure, Measure.id == Card.measure_id)
        .where(Card.workshop_id == workshop_id, condition, in_sight())
        .order_by(Card.kind, Card.measure_id, Card.number)
    )
    for card_id, prefix, kind, number in db.session.execute(named):
        for one in at.get(card_id, ()):
            found[one].append(reference(prefix, kind, number))
    return found


def _counted(made: Collection[sa.Row[int, int]], steps: Families) -> set[tuple[int, int]]:
    return {
        (issue_end, helps_end)
        for issue, helps in made
        if issue not in steps.hidden and helps not in steps.hidden
        for issue_end in steps.ends(issue)
        for helps_end in steps.ends(helps)
    }
