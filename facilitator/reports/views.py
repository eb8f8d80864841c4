"""What the report holds right now, and the report itself, in the formats there are."""

from typing import Any

from flask import Response, current_app, render_template, request
from flask_babel import force_locale, gettext

from facilitator.access.current import current_workshop, pages_of_workshop, server_secret
from facilitator.access.decorators import requires
from facilitator.access.policy import Action
from facilitator.config import locale_of
from facilitator.database import limits_of, now
from facilitator.feedback.queries import form_of
from facilitator.reports.content import Report, content
from facilitator.reports.formats import FOR_PEOPLE, ReportFormat, written
from facilitator.reports.profiles import FULL, Profile, ReportPart, parts
from facilitator.sign_off.queries import city_with_token
from facilitator.summary import sentences
from facilitator.text import plain_key
from facilitator.web.edge import never_kept
from facilitator.web.guessing import guessable
from facilitator.web.sentences import labelled
from facilitator.web.terminology import term_word
from facilitator.workshops.models import City

pages = pages_of_workshop(__name__)


@pages.get("/report")
@requires(Action.READ_SUMMARY)
def report() -> Any:
    """What would be exported now, and the ways to it."""
    return _page(content(current_workshop(), now()))


@pages.get("/report/part")
@requires(Action.READ_SUMMARY)
def part() -> Any:
    """A part of the report that was chosen on the page, in a format for people."""
    report = content(current_workshop(), now())
    if "part" not in request.args:
        return _page(report)
    chosen = parts(report).get(request.args.get("part", ""))
    form = next((form for form in FOR_PEOPLE if form == request.args.get("format")), ReportFormat.DOCX)
    if chosen is None:
        return _page(report, gettext("Choose a part of the report.")), 422
    return _file(form, report, chosen, f"report-{request.args['part'].lower()}")


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


@pages.get("/report.pptx")
@requires(Action.READ_SUMMARY)
def pptx() -> Response:
    """The report to present elsewhere."""
    return _file(ReportFormat.PPTX)


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


@pages.get("/sign-off/<token>/take-home.pdf")
@guessable
@requires(Action.VISIT)
def take_home(token: str) -> Response:
    """What a city takes home, under the private link by which it sees what is quoted of it."""
    workshop = current_workshop()
    city = city_with_token(workshop, token, server_secret())
    part = ReportPart(Profile.CITY, city.name)
    name = plain_key(city.name, (), most=limits_of(City.name).most, otherwise=str(city.id))
    return never_kept(_file(ReportFormat.PDF, None, part, f"take-home-{name}"))


def _page(report: Report, complaint: str = "") -> str:
    offered = [(key, _title(report, part)) for key, part in parts(report).items()]
    return render_template(
        "reports/report.html",
        report=report,
        say=sentences,
        formats=ReportFormat,
        for_people=FOR_PEOPLE,
        parts=offered,
        complaint=complaint,
        has_feedback=form_of(report.workshop) is not None,
    )


def _title(report: Report, part: ReportPart) -> str:
    titles = {section.results.measure.prefix: section.results.measure.title for section in report.sections}
    name = titles.get(part.name, part.name) if part.profile is Profile.MEASURE else part.name
    word = term_word(part.profile)
    return labelled(word, name) if name else word


def _file(
    form: ReportFormat, report: Report | None = None, part: ReportPart = FULL, name: str = "report"
) -> Response:
    """The report or a part of it in a format, in the language of the workshop."""
    workshop = current_workshop()
    with force_locale(locale_of(workshop.language)):
        said = written(report or content(workshop, now()), form, part)
    response = current_app.response_class(said, mimetype=form.mimetype)
    response.headers.set("Content-Disposition", "attachment", filename=f"{workshop.slug}-{name}.{form}")
    return response
