"""The shape of a note, of a mark, of a call, of a message and of more time."""

from dataclasses import dataclass
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import HiddenField, IntegerField

from facilitator.agenda.models import MOST_MINUTES, Session
from facilitator.breakouts.group_work.models import Call, GroupNote, Mark, Message
from facilitator.breakouts.models import Group
from facilitator.breakouts.queries import GroupState
from facilitator.database import limits_of
from facilitator.web.forms import Form, VersionForm, line, one_of, pick, prose


@dataclass(frozen=True)
class Audience:
    """To whom something goes: one group of a round, all of a session, or (without a session) everybody."""

    name: str
    session: Session | None = None
    table: GroupState | None = None

    @property
    def id(self) -> int:
        """A number for the list to choose from: groups count up from one, sessions down from minus one."""
        if self.table is not None:
            return self.table.group.id
        return -self.session.id if self.session is not None else 0

    @property
    def group(self) -> Group | None:
        """The group, where it goes to one."""
        return self.table.group if self.table is not None else None


class NoteForm(VersionForm):
    """What a group says of an issue, and the version that its author has read."""

    text = prose(_l("Note"), limits_of(GroupNote.text))
    based_on = HiddenField(default="0")


class MarkForm(Form):
    """What is ticked off."""

    mark = one_of(_l("Attendance"), Mark)


class ArrivalForm(Form):
    """Who sits here without being on the list."""

    participant = pick(_l("Person"))


class CallForm(Form):
    """A word why the facilitator is called."""

    word = line(_l("What is it about?"), limits_of(Call.word))


class MessageForm(Form):
    """What the console says, and to whom."""

    to = pick(_l("To"))
    text = line(_l("Message"), limits_of(Message.text))


class Minutes(IntegerField):  # type: ignore[misc]
    """A whole number of minutes; what is none is said in a sentence of ours."""

    def __init__(self, *arguments: Any, **options: Any) -> None:
        super().__init__(*arguments, **options)
        self.flags.required = True

    def process_formdata(self, valuelist: list[str]) -> None:
        """Read the number."""
        try:
            super().process_formdata(valuelist)
        except ValueError:
            raise ValueError(
                gettext("Enter the minutes as a whole number from 1 to %(most)d.", most=MOST_MINUTES)
            ) from None


class TimeForm(Form):
    """How many minutes more, and for whom."""

    whom = pick(_l("For"))
    minutes = Minutes(_l("Minutes"), default=5)
