"""The shape of a choice for a wall, of a message on it, and of a page to go to."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import StringField

from facilitator.database import limits_of
from facilitator.errors import N_
from facilitator.walls.models import MOST_PAGES, WallChoice
from facilitator.web.forms import Form, Needed, WholeNumber, line


class ChoiceForm(Form):
    """What a button says: `ranking:RET`."""

    content = StringField(default="")


class WallMessageForm(Form):
    """Words for a wall."""

    words = line(_l("Message"), limits_of(WallChoice.words))

    def validate_words(self, field: Any) -> None:
        """Without words there is nothing to show."""
        Needed(N_("Enter a message."))(self, field)


class TurnPageForm(Form):
    """Which page."""

    page = WholeNumber(_l("Page"), 1, MOST_PAGES)
