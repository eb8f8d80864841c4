"""The shape of what is typed about a workshop's details, projects, cities, organisations and measures."""

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from wtforms import ValidationError

from facilitator.database import Limits, limits_of
from facilitator.errors import N_, EntryBroken, RuleBroken
from facilitator.sentences import say
from facilitator.setup.creating.forms import pasted, read_lines
from facilitator.web.forms import Form, line, one_of, pick, prose
from facilitator.workshops.lists.cities import TypedCity, read_cities
from facilitator.workshops.lists.countries import country_named
from facilitator.workshops.lists.lines import typed_lines
from facilitator.workshops.lists.measures import TypedMeasure, read_measures
from facilitator.workshops.models import QUESTION, City, Measure, MeasureColour, Organisation, Part, Project


@contextmanager
def said_of_its_line(field: str, lines: Sequence[int]) -> Iterator[None]:
    """Say at a field which of its lines a rule stands against; `lines` has the number of each entry's."""
    try:
        yield
    except EntryBroken as broken:
        sentence = N_("Line %(line)d: %(what)s")
        raise RuleBroken(say(sentence, line=lines[broken.entry], what=broken.sentence), field=field) from None


class CitiesForm(Form):
    """Cities of one part, pasted one per line."""

    part = one_of(_l("Takes part as"), Part)
    cities = pasted(_l("Cities"), needed=N_("Enter a city."))
    typed: Sequence[TypedCity] = ()

    def validate_cities(self, field: Any) -> None:
        """Each line is a city."""
        self.typed = read_lines(field, read_cities)


class OrganisationsForm(Form):
    """Organisations that are no city, one per line."""

    organisations = pasted(_l("Organisations"), needed=N_("Enter an organisation."))

    def validate_organisations(self, _field: Any) -> None:
        """Each line is a name that is not too long."""
        most = limits_of(Organisation.name).most
        for number, name in self.names.items():
            if len(name) > most:
                raise ValidationError(
                    gettext(
                        "Line %(line)s: this name is too long. The limit is %(most)s.",
                        line=number,
                        most=most,
                    )
                )

    @property
    def names(self) -> dict[int, str]:
        """The names that were typed, by their lines."""
        return dict(typed_lines(self.organisations.data))


class CityForm(Form):
    """What a city is called, where it is, which part it takes, and in which project."""

    name = line(_l("Name"), limits_of(City.name))
    country = line(_l("Country"), Limits(60, 1))
    part = one_of(_l("Takes part as"), Part)
    other_names = line(_l("Names in other languages"), limits_of(City.other_names))
    project = pick(_l("Project"), optional=True)

    def validate_country(self, field: Any) -> None:
        """A country by its code or name."""
        code = country_named(field.data)
        # What stands there already may be from a file with another code.
        if code is None and field.data != field.object_data:
            raise ValidationError(gettext("Enter the country as code or name, for example FR or France."))
        field.data = code or field.data


class ProjectForm(Form):
    """What a project is called, and what it calls interested cities."""

    name = line(_l("Name"), limits_of(Project.name))
    word_for_interested = line(_l("Its own word for interested cities"), Limits(80))


class OrganisationNameForm(Form):
    """What an organisation is called."""

    name = line(_l("Name"), limits_of(Organisation.name))


class MeasuresForm(Form):
    """Measures, pasted one per line."""

    measures = pasted(_l("Measures"), needed=N_("Enter a measure."))
    typed: Sequence[TypedMeasure] = ()
    taken: Sequence[str] = ()

    def validate_measures(self, field: Any) -> None:
        """Each line is a measure, with a prefix that none has yet."""
        self.typed = read_lines(field, lambda text: read_measures(text, self.taken))


class MeasureForm(Form):
    """What a measure is called, and what it asks."""

    title = line(_l("Title"), limits_of(Measure.title))
    prefix = line(_l("Prefix"), limits_of(Measure.prefix))
    question = line(_l("Question"), QUESTION)
    prompts = prose(_l("What to think of"), limits_of(Measure.prompts))
    colour = one_of(_l("Colour"), MeasureColour, optional=True)
