"""What is chosen before something is printed."""

from typing import Any

from flask_babel import gettext, lazy_gettext
from wtforms import ValidationError
from wtforms.fields import SelectChoice

from facilitator.database import Limits
from facilitator.errors import N_
from facilitator.vocabulary import Term
from facilitator.web.forms import Choice, Form, WholeNumber, line, one_of
from facilitator.web.origins import ServerOrigins

NETWORK, PASSWORD = Limits(32), Limits(63)
MOST_BLANK = 200
SHORTEST_PASSWORD = 8
"""Characters, as WPA has it."""


class PerSheet(Term):
    """How many badges are cut out of a sheet of A4."""

    TEN = "10", N_("10 on a sheet, 90 × 54 mm each")
    EIGHT = "8", N_("8 on a sheet, 95 × 67 mm each")


class BadgeOrder(Term):
    """In which order badges are printed, and so lie on the table."""

    NAME = "name", N_("By name")
    CITY = "city", N_("By city or organisation, then by name")


class Paper(Term):
    """The size of a poster."""

    A4 = "a4", N_("A4")
    A3 = "a3", N_("A3")


class ForPhones(Form):
    """A form for what holds a QR code; asks which address it has, unless that of the page serves phones."""

    what = ""
    """What is printed: two of these forms stand on one page."""
    origin = Choice(lazy_gettext("Address in the QR code"), coerce=str)

    found: ServerOrigins

    def offer(self, found: ServerOrigins) -> None:
        """Ask for one of these addresses where there is a choice."""
        self.found = found
        self.origin.id = f"{self.what}-origin"
        self.origin.choices = [SelectChoice(value=each, label=each) for each in found.offered]
        if not found.in_network:
            del self.origin

    def validate_origin(self, field: Any) -> None:
        """Refuse an address that was never offered."""
        if field.data and field.data not in self.found.offered:
            raise ValidationError(gettext("Please choose one of the answers."))

    @property
    def begins(self) -> str:
        """How the addresses in the QR codes begin."""
        return str(self.origin.data) if self.origin else self.found.asked


class BadgeForm(ForPhones):
    """The size of the badges, their order, and how many more to write on."""

    what = "badges"
    per_sheet = one_of(lazy_gettext("Size"), PerSheet)
    order = one_of(lazy_gettext("Order"), BadgeOrder)
    blank = WholeNumber(lazy_gettext("Blank badges"), 0, MOST_BLANK, optional=True)


class PosterForm(ForPhones):
    """The size of the poster, and the Wi-Fi network that people need, if any; neither is kept."""

    what = "poster"
    paper = one_of(lazy_gettext("Size"), Paper)
    network = line(lazy_gettext("Name of the Wi-Fi network"), NETWORK)
    network_password = line(lazy_gettext("Wi-Fi password"), PASSWORD)

    def validate_network(self, field: Any) -> None:
        """A network has a name where it has a password, as short as networks are called."""
        if self.network_password.data and not field.data:
            raise ValidationError(gettext("Enter the name of the network."))
        if len(field.data.encode()) > NETWORK.most:
            raise ValidationError(gettext("This name is too long for a Wi-Fi network. Please check it."))

    def validate_network_password(self, field: Any) -> None:
        """An open network has none."""
        if field.data and len(field.data) < SHORTEST_PASSWORD:
            raise ValidationError(
                gettext("This is too short for a Wi-Fi password. Leave it empty if the network has none.")
            )
