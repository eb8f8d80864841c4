"""The shape of what is typed to delete a workshop."""

from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import ValidationError

from facilitator.database import limits_of
from facilitator.text import name_key
from facilitator.web.forms import Form, line
from facilitator.workshops.models import Workshop


class TitleForm(Form):
    """The title of the workshop, typed once more by whoever means to delete what people have done."""

    title = line(_l("Title of the workshop"), limits_of(Workshop.title))
    expected = ""

    def validate_title(self, field: Any) -> None:
        """Refuse another title; small and capital letters are the same."""
        if name_key(field.data) != name_key(self.expected):
            raise ValidationError(gettext("Enter the title as it stands above."))
