"""The call for interested cities in the file, without its applications; a call that is read is a draft."""

from facilitator.agenda.timing import date_of
from facilitator.applications.models import OpenCall
from facilitator.applications.operations import set_call
from facilitator.applications.queries import call_of
from facilitator.database import limits_of
from facilitator.errors import N_
from facilitator.sentences import say
from facilitator.workshop_file.loaded import Loaded
from facilitator.workshop_file.section import FAR_AWAY, Plain, Section, day_number, one_by_one
from facilitator.workshop_file.shapes import Entry, FieldShape, refused, text, whole
from facilitator.workshops.models import Workshop

TEXTS = ("introduction", "privacy_notice")
A_DAY = FieldShape(whole(-FAR_AWAY, FAR_AWAY))


def _read_call(loaded: Loaded, entry: Entry) -> None:
    if call_of(loaded.workshop):
        raise refused(say(N_("A workshop has one call.")))
    first = loaded.workshop.starts_on
    set_call(
        loaded.workshop,
        **{name: entry[name] for name in TEXTS},
        opens_on=date_of(first, entry["opens_day"]),
        closes_on=date_of(first, entry["closes_day"]),
        is_published=False,
        by=loaded.organiser,
    )


def _call(workshop: Workshop) -> list[Plain]:
    call = call_of(workshop)
    if call is None:
        return []
    return [
        {
            **{name: getattr(call, name) for name in TEXTS},
            "opens_day": day_number(workshop, call.opens_on),
            "closes_day": day_number(workshop, call.closes_on),
        }
    ]


CALL = Section(
    name="call",
    name_field="opens_day",
    fields={
        **{name: FieldShape(text(limits_of(getattr(OpenCall, name)), lines=True), "") for name in TEXTS},
        "opens_day": A_DAY,
        "closes_day": A_DAY,
    },
    read=one_by_one(_read_call),
    write=_call,
)
