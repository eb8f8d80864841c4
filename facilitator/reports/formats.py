"""The formats that the report is written in; each file is whole before any of it is sent."""

from facilitator.errors import N_
from facilitator.reports.composing.document import compose, compose_slides
from facilitator.reports.composing.sheets import ratings, sheets
from facilitator.reports.content import Report
from facilitator.reports.json import write_json
from facilitator.reports.profiles import FULL, ReportPart
from facilitator.vocabulary import Term


class ReportFormat(Term):
    """A format by the ending of its files, with what people know it as."""

    DOCX = "docx", N_("Document to edit (DOCX)")
    PDF = "pdf", N_("Document to print or file (PDF)")
    HTML = "html", N_("Page for phones and browsers (HTML)")
    PPTX = "pptx", N_("Slides to present and edit (PPTX)")
    XLSX = "xlsx", N_("Tables as a workbook (XLSX)")
    CSV = "csv", N_("Ratings of all cities (CSV)")
    JSON = "json", N_("Data for other programs (JSON)")

    @property
    def mimetype(self) -> str:
        """What a browser takes its files for."""
        return _MIMETYPES[self]


_OFFICE = "application/vnd.openxmlformats-officedocument"
_MIMETYPES = {
    ReportFormat.DOCX: f"{_OFFICE}.wordprocessingml.document",
    ReportFormat.PDF: "application/pdf",
    ReportFormat.HTML: "text/html",
    ReportFormat.PPTX: f"{_OFFICE}.presentationml.presentation",
    ReportFormat.XLSX: f"{_OFFICE}.spreadsheetml.sheet",
    ReportFormat.CSV: "text/csv",
    ReportFormat.JSON: "application/json",
}


FOR_PEOPLE = (ReportFormat.DOCX, ReportFormat.PDF, ReportFormat.HTML, ReportFormat.PPTX)
"""Those that take a part of the report; in the others, a sheet or a key is easily left out."""


def written(report: Report, form: ReportFormat, part: ReportPart = FULL) -> bytes:
    """The report, or a part for people, in this format and the language of the surrounding request."""
    # What writes is loaded with the first report: python-docx alone takes as long as all of Flask.
    match form:
        case ReportFormat.DOCX:
            from facilitator.documents.docx.writing import write_docx

            return write_docx(compose(report, part))
        case ReportFormat.PDF:
            from facilitator.documents.pdf import typeset

            return typeset(compose(report, part))
        case ReportFormat.HTML:
            from facilitator.documents.html import write_html

            return write_html(compose(report, part)).encode()
        case ReportFormat.PPTX:
            from facilitator.documents.pptx.writing import write_pptx

            return write_pptx(compose_slides(report, part))
        case ReportFormat.XLSX:
            from facilitator.documents.sheets import write_xlsx

            return write_xlsx(sheets(report), title=report.workshop.title, created_at=report.drawn_up_at)
        case ReportFormat.CSV:
            from facilitator.documents.sheets import write_csv

            return write_csv(ratings(report))
    return write_json(report).encode()
