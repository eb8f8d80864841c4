"""The public page in the file, with its picture; a page that is read is a draft."""

import binascii
from base64 import b64decode, b64encode
from typing import Any

from facilitator.agenda.timing import date_of
from facilitator.database import limits_of
from facilitator.errors import N_
from facilitator.event_page.imaging import NO_PICTURE, read_picture
from facilitator.event_page.models import FACTS, EventPage, EventPicture
from facilitator.event_page.operations import save_page, set_picture
from facilitator.event_page.queries import page_of, picture_of
from facilitator.sentences import say
from facilitator.workshop_file.loaded import Loaded
from facilitator.workshop_file.section import FAR_AWAY, Plain, Section, day_number, one_by_one
from facilitator.workshop_file.shapes import Entry, FieldShape, clock, optional, refused, text, whole
from facilitator.workshops.models import Workshop

TIMES, UNTIL = ("begins_at", "ends_at"), "registration_until"
TEXTS = tuple(name for name in FACTS if name not in (*TIMES, UNTIL))
OF_LINES = {"text", "address", "hosts", "contacts", "links"}
WORDS_OF_PICTURE = ("alternative", "credit")
# The day on which it is the last, counted like those of the agenda, so that it moves with the dates.
UNTIL_DAY = "registration_until_day"


def _read_page(loaded: Loaded, entry: Entry) -> None:
    if page_of(loaded.workshop.id):
        raise refused(say(N_("A workshop has one public page.")))
    day = entry[UNTIL_DAY]
    until = None if day is None else date_of(loaded.workshop.starts_on, day)
    facts = {name: entry[name] for name in (*TEXTS, *TIMES)} | {UNTIL: until}
    save_page(loaded.workshop, facts, by=loaded.organiser)


def _page(workshop: Workshop) -> list[Plain]:
    page = page_of(workshop.id)
    if page is None:
        return []
    until = page.registration_until
    facts: dict[str, Any] = {name: getattr(page, name) for name in TEXTS}
    times = {name: getattr(page, name) for name in TIMES}
    facts |= {name: at and at.isoformat("minutes") for name, at in times.items()}
    return [facts | {UNTIL_DAY: until and day_number(workshop, until)}]


PAGE = Section(
    name="event_page",
    name_field="summary",
    fields={
        **{
            name: FieldShape(text(limits_of(getattr(EventPage, name)), lines=name in OF_LINES), "")
            for name in TEXTS
        },
        **{name: FieldShape(optional(clock), None) for name in TIMES},
        UNTIL_DAY: FieldShape(optional(whole(-FAR_AWAY, FAR_AWAY)), None),
    },
    read=one_by_one(_read_page),
    write=_page,
)


def _bytes(value: Any) -> bytes:
    try:
        return b64decode(value, validate=True)
    except (TypeError, ValueError, binascii.Error):
        raise refused(say(NO_PICTURE)) from None


def _read_picture(loaded: Loaded, entry: Entry) -> None:
    if picture_of(loaded.workshop.id):
        raise refused(say(N_("A public page has one picture.")))
    words = {name: entry[name] for name in WORDS_OF_PICTURE}
    set_picture(loaded.workshop, read_picture(entry["webp"]), **words, by=loaded.organiser)


def _picture(workshop: Workshop) -> list[Plain]:
    picture = picture_of(workshop.id)
    if picture is None:
        return []
    words = {name: getattr(picture, name) for name in WORDS_OF_PICTURE}
    return [words | {"webp": b64encode(picture.data).decode()}]


PICTURE = Section(
    name="event_picture",
    name_field="alternative",
    fields={
        "alternative": FieldShape(text(limits_of(EventPicture.alternative))),
        "credit": FieldShape(text(limits_of(EventPicture.credit)), ""),
        "webp": FieldShape(_bytes),
    },
    read=one_by_one(_read_picture),
    write=_picture,
)
