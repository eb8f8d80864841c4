"""What interested cities miss, as a lighthouse city in the room reads it."""

from dataclasses import dataclass

import sqlalchemy as sa

from facilitator.capture.evidence import Tally, tallies
from facilitator.capture.models import Card, Evidence, Stance
from facilitator.capture.queries import BoardCard
from facilitator.database import db
from facilitator.errors import N_, NotFound
from facilitator.validation.queries import missing_issues
from facilitator.workshops.models import Workshop


@dataclass(frozen=True)
class Missed:
    """An issue that the list lacks, what the cities say of it, and what one's own city does."""

    card: BoardCard
    tally: Tally
    own: Stance | None


def missed_in(workshop: Workshop, group_id: int, city_id: int) -> list[Missed]:
    """The issues added in a group, as a city sees them; in a fixed number of statements."""
    said = tallies(workshop)
    given = sa.select(Evidence.issue_id, Evidence.stance).filter_by(workshop_id=workshop.id, city_id=city_id)
    own = {row.issue_id: row.stance for row in db.session.execute(given)}
    return [Missed(card, said[card.id], own.get(card.id)) for card, _ in missing_issues(workshop, group_id)]


def missed_issue(workshop: Workshop, group_id: int, issue_id: int) -> Card:
    """An issue that was added in the group."""
    for card, _ in missing_issues(workshop, group_id):
        if card.id == issue_id:
            return card.card
    raise NotFound(N_("This issue was not added in this group."))
