"""What the report holds right now, and the report itself, in the formats there are."""

from typing import Any

from flask import Response, current_app, render_template
from flask_babel import force_locale

from facilitator.access.current import current_workshop, pages_of_workshop
from facilitator.access.decorators import requires
from facilitator.access.policy import Action
from facilitator.config import locale_of
from facilitator.database import now
from facilitator.reports.content import content
from facilitator.reports.formats import ReportFormat, written
from facilitator.summary import sentences

pages = pages_of_workshop(__name__)


@pages.get("/report")
@requires(Action.READ_SUMMARY)
def report() -> Any:
    """What would be exported now, and the ways to it."""
    found = content(current_workshop(), now())
    return render_template("reports/report.html", report=found, say=sentences, formats=ReportFormat)


@pages.get("/report.docx")
@requires(Action.READ_SUMMARY)
def docx() -> Response:
    """The report to edit and publish."""
    return _file(ReportFormat.DOCX)


@pages.get("/report.pdf")
@requires(Action.READ_SUMMARY)
def pdf() -> Response:
    """The report to print and to file."""
    return _file(ReportFormat.PDF)


@pages.get("/report.html")
@requires(Action.READ_SUMMARY)
def html() -> Response:
    """The report in one file for phones and browsers."""
    return _file(ReportFormat.HTML)


@pages.get("/report.xlsx")
@requires(Action.READ_SUMMARY)
def xlsx() -> Response:
    """What the report rests on, as sheets."""
    return _file(ReportFormat.XLSX)


@pages.get("/report.csv")
@requires(Action.READ_SUMMARY)
def csv() -> Response:
    """What each city rated each issue."""
    return _file(ReportFormat.CSV)


@pages.get("/report.json")
@requires(Action.READ_SUMMARY)
def json() -> Response:
    """The report for other programs."""
    return _file(ReportFormat.JSON)


def _file(form: ReportFormat) -> Response:
    """The report in a format, in the language of the workshop."""
    workshop = current_workshop()
    with force_locale(locale_of(workshop.language)):
        said = written(content(workshop, now()), form)
    response = current_app.response_class(said, mimetype=form.mimetype)
    response.headers.set("Content-Disposition", "attachment", filename=f"{workshop.slug}-report.{form}")
    return response
