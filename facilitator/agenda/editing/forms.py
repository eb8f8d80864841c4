"""The shape of a session and of a room, as the organiser types them, and of a step in the agenda."""

import re
from hashlib import sha256
from typing import NamedTuple

from flask_babel import lazy_gettext as _l
from wtforms import BooleanField, HiddenField, StringField, TextAreaField

from facilitator.agenda.models import MOST_LENGTH, MOST_TRACKS, Room, Session, SessionKind
from facilitator.database import Limits, limits_of
from facilitator.web.forms import ClockTime, Form, Length, WholeNumber, line, one_of, pick

MOST_SEATS = 9_999


class PlannedSessionForm(Form):
    """A session: what it is, when, and where."""

    title = line(_l("Title"), limits_of(Session.title))
    kind = one_of(_l("Kind"), SessionKind)
    measure = pick(_l("Measure"), optional=True)
    day = pick(_l("Day"))
    minutes = WholeNumber(_l("Length in minutes"), 1, MOST_LENGTH)
    starts_at = ClockTime(_l("Start time"), optional=True)
    room = pick(_l("Room"), optional=True)
    track = WholeNumber(_l("Parallel track"), 1, MOST_TRACKS, optional=True)


class AgendaStep(NamedTuple):
    """What is to be done with a session: moved earlier, later, before another or to the end of a day."""

    session_id: int
    way: str
    number: int


class AgendaMoveForm(Form):
    """One step in the agenda: which session, and where."""

    # Said by the button that was pressed; a field of its own on the page would be read in its place.
    move = StringField()

    @property
    def step(self) -> AgendaStep | None:
        """What was asked for: “12 earlier”, “12 before 7”, “12 end 2”; none if it is nothing of these."""
        found = re.fullmatch(r"(\d{1,9}) (earlier|later|before|end)(?: (\d{1,9}))?", self.move.data or "")
        return AgendaStep(int(found[1]), found[2], int(found[3] or 0)) if found else None


class PasteForm(Form):
    """A table as it was copied, and a mark of the one that was shown as it would be imported."""

    # As it is: to clean it would lose the tabs between its cells, each of which is cleaned by itself.
    text = TextAreaField(_l("Your agenda"), validators=[Length(Limits(200_000, 1))], default="")
    shown = HiddenField(default="")

    @property
    def mark(self) -> str:
        """The mark of the table that stands in the field."""
        return sha256((self.text.data or "").encode()).hexdigest()


class RoomForm(Form):
    """A room, and how many it seats."""

    name = line(_l("Name"), limits_of(Room.name))
    seats = WholeNumber(_l("Seats"), 1, MOST_SEATS)
    accessible = BooleanField(_l("Step-free access"))
