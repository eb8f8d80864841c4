"""The shape of what is typed for the public page, and of its picture."""

from typing import Any

from flask_babel import lazy_gettext as _l
from wtforms import FileField

from facilitator.database import limits_of
from facilitator.event_page.models import FACTS, EventPage, EventPicture
from facilitator.web.forms import ClockTime, Form, day, line, prose


class PageForm(Form):
    """All fields of the page; each may be left empty."""

    summary = line(_l("Summary in one sentence"), limits_of(EventPage.summary))
    text = prose(_l("Text"), limits_of(EventPage.text))
    begins_at = ClockTime(_l("Begins on the first day at"), optional=True)
    ends_at = ClockTime(_l("Ends on the last day at"), optional=True)
    venue = line(_l("Name of the venue"), limits_of(EventPage.venue))
    address = prose(_l("Address"), limits_of(EventPage.address))
    map_link = line(_l("Link to a map"), limits_of(EventPage.map_link))
    hosts = prose(_l("Organisers"), limits_of(EventPage.hosts))
    languages = line(_l("Languages"), limits_of(EventPage.languages))
    tags = line(_l("Tags"), limits_of(EventPage.tags))
    registration_link = line(_l("Link to register"), limits_of(EventPage.registration_link))
    registration_until = day(_l("Last day to register"))
    contacts = prose(_l("Contacts"), limits_of(EventPage.contacts))
    links = prose(_l("Documents and links"), limits_of(EventPage.links))

    @property
    def facts(self) -> dict[str, Any]:
        """What was typed."""
        return {name: self[name].data for name in FACTS}


class PictureForm(Form):
    """A picture, and what it shows; what is there stays where no file is chosen."""

    file = FileField(_l("Picture"))
    alternative = line(_l("What the picture shows"), limits_of(EventPicture.alternative))
    credit = line(_l("Whose picture it is"), limits_of(EventPicture.credit))
