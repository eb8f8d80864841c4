"""Which measures stand there only until the workshop's own are typed."""

from facilitator.agenda.editing.queries import hanging_on_session
from facilitator.agenda.models import Session
from facilitator.agenda.queries import capture_sessions_of
from facilitator.database import table_of
from facilitator.repointing import count_references
from facilitator.workshop_file.templates import placeholders
from facilitator.workshops.models import Measure, Workshop
from facilitator.workshops.queries import measures


def placeholders_of(workshop: Workshop) -> list[Measure]:
    """The measures that are as a template made them, and to which nothing belongs but sessions to come."""
    as_made = [each for each in measures(workshop) if (each.prefix, each.title) in placeholders()]
    return [measure for measure in as_made if _is_untouched(measure)]


def _is_untouched(measure: Measure) -> bool:
    if count_references(table_of(Measure), measure.id, measure.workshop_id).keys() - {Session.__tablename__}:
        return False
    sessions = capture_sessions_of([measure])
    return not any(session.has_begun or hanging_on_session(session) for session in sessions)
