"""What the report holds right now, and the report itself, in the formats there are."""

from typing import Any

from flask import Response, render_template
from flask_babel import force_locale

from facilitator.access.current import current_workshop, pages_of_workshop
from facilitator.access.decorators import requires
from facilitator.access.policy import Action
from facilitator.config import locale_of
from facilitator.database import now
from facilitator.reports.content import content
from facilitator.reports.json import write_json
from facilitator.summary import sentences

pages = pages_of_workshop(__name__)

DOCX = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"


@pages.get("/report")
@requires(Action.READ_SUMMARY)
def report() -> Any:
    """What would be exported now, and the way to it."""
    return render_template("reports/report.html", report=content(current_workshop(), now()), say=sentences)


@pages.get("/report.docx")
@requires(Action.READ_SUMMARY)
def docx() -> Response:
    """The report to edit and publish, in the language of the workshop."""
    from facilitator.reports.docx.document import write_docx  # as long to load as all of Flask

    workshop = current_workshop()
    with force_locale(locale_of(workshop.language)):
        written = write_docx(content(workshop, now()))
    return _file(written, DOCX, "docx")


@pages.get("/report.json")
@requires(Action.READ_SUMMARY)
def json() -> Response:
    """The report for other programs."""
    return _file(write_json(content(current_workshop(), now())), "application/json", "json")


def _file(written: bytes | str, mimetype: str, ending: str) -> Response:
    response = Response(written, mimetype=mimetype)
    name = f"{current_workshop().slug}-report.{ending}"
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response
