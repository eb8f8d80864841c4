"""What the report is filed under, in the file."""

from facilitator.database import limits_of
from facilitator.errors import N_
from facilitator.report_details.models import LENGTHS, ReportDetails
from facilitator.report_details.operations import save_details
from facilitator.report_details.queries import details_of
from facilitator.sentences import say
from facilitator.workshop_file.loaded import Loaded
from facilitator.workshop_file.section import Plain, Section, one_by_one
from facilitator.workshop_file.shapes import Entry, FieldShape, refused, text
from facilitator.workshops.models import Workshop

OF_LINES = {"authors", "funding_statement", "disclaimer", "abbreviations"}


def _read(loaded: Loaded, entry: Entry) -> None:
    if details_of(loaded.workshop):
        raise refused(say(N_("A workshop has one set of report details.")))
    save_details(loaded.workshop, {name: entry[name] for name in LENGTHS}, by=loaded.organiser)


def _write(workshop: Workshop) -> list[Plain]:
    details = details_of(workshop)
    return [] if details is None else [{name: getattr(details, name) for name in LENGTHS}]


REPORT = Section(
    name="report_details",
    name_field="project",
    fields={
        name: FieldShape(text(limits_of(getattr(ReportDetails, name)), lines=name in OF_LINES), "")
        for name in LENGTHS
    },
    read=one_by_one(_read),
    write=_write,
)
