"""The details of a report, as they are kept."""

import sqlalchemy as sa

from facilitator.database import db
from facilitator.report_details.models import ReportDetails
from facilitator.workshops.models import Workshop


def details_of(workshop: Workshop) -> ReportDetails | None:
    """What the organiser has filled in; nothing where that was not begun."""
    return db.session.scalars(sa.select(ReportDetails).filter_by(workshop_id=workshop.id)).one_or_none()
