"""The details of a report, as they are kept."""

import sqlalchemy as sa

from facilitator.database import db
from facilitator.report_details.models import LENGTHS, ReportDetails
from facilitator.workshops.models import Workshop


def texts_of(workshop: Workshop) -> dict[str, str]:
    """The same by the names of the fields, empty where nothing is filled in."""
    details = details_of(workshop)
    return {name: getattr(details, name) if details else "" for name in LENGTHS}


def details_of(workshop: Workshop) -> ReportDetails | None:
    """What the organiser has filled in; nothing where that was not begun."""
    return db.session.scalars(sa.select(ReportDetails).filter_by(workshop_id=workshop.id)).one_or_none()
