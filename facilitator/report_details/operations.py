"""Fill in what the report is filed under."""

from collections.abc import Mapping

from facilitator.access.actor import Actor
from facilitator.database import db
from facilitator.live.activity import record
from facilitator.live.events import Event
from facilitator.report_details import queries
from facilitator.report_details.models import ReportDetails
from facilitator.workshops.models import Workshop


def save_details(workshop: Workshop, typed: Mapping[str, str], *, by: Actor) -> ReportDetails:
    """Keep what was typed: a text for each of `LENGTHS`, empty for what is not to be printed."""
    details = queries.details_of(workshop) or ReportDetails(workshop_id=workshop.id)
    for name, text in typed.items():
        setattr(details, name, text)
    db.session.add(details)
    db.session.flush()
    record(Event.REPORT_DETAILS_SAVED, details, by=by)
    return details
