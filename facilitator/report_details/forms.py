"""The shape of what is filled in for the report."""

from flask_babel import lazy_gettext as _l
from wtforms import HiddenField

from facilitator.database import limits_of
from facilitator.report_details.models import LENGTHS, ReportDetails
from facilitator.web.forms import Form, line, prose


class ReportDetailsForm(Form):
    """All of it, each field may be left empty; and what the page showed of it."""

    shown = HiddenField()

    project = line(_l("Project"), limits_of(ReportDetails.project))
    grant_agreement = line(_l("Grant agreement"), limits_of(ReportDetails.grant_agreement))
    work_package = line(_l("Work package"), limits_of(ReportDetails.work_package))
    deliverable = line(_l("Deliverable number"), limits_of(ReportDetails.deliverable))
    version = line(_l("Version"), limits_of(ReportDetails.version))
    authors = prose(_l("Authors"), limits_of(ReportDetails.authors))
    dissemination_level = line(_l("Dissemination level"), limits_of(ReportDetails.dissemination_level))
    funding_statement = prose(_l("Funding statement"), limits_of(ReportDetails.funding_statement))
    disclaimer = prose(_l("Disclaimer"), limits_of(ReportDetails.disclaimer))
    abbreviations = prose(_l("Abbreviations"), limits_of(ReportDetails.abbreviations))

    @property
    def typed(self) -> dict[str, str]:
        """What was typed, by the name of the field."""
        return {name: self[name].data for name in LENGTHS}
