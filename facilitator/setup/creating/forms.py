"""The shape of what is typed to create a workshop, and of its details."""

from collections.abc import Callable, Mapping, Sequence
from datetime import date, timedelta
from typing import Any

from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from flask_wtf.file import FileField
from wtforms import BooleanField, TextAreaField, ValidationError
from wtforms.fields import SelectChoice

from facilitator.database import Limits, limits_of
from facilitator.errors import N_, RuleBroken
from facilitator.sentences import Sentence
from facilitator.text import name_key
from facilitator.web.forms import Choice, Form, Length, Needed, day, line, said_at, say_problems
from facilitator.workshop_file.templates import TEMPLATES, Template, template_named
from facilitator.workshops import rules
from facilitator.workshops.lists.cities import TypedCity, read_cities
from facilitator.workshops.lists.measures import TypedMeasure, read_measures
from facilitator.workshops.lists.zones import zone_named
from facilitator.workshops.models import PLACE, Part, Workshop


def _chosen(name: str | Template) -> Template:
    if isinstance(name, Template):
        return name
    try:
        return template_named(name)
    except RuleBroken as broken:
        raise ValueError(name) from broken


def pasted(label: str, *, needed: str = "") -> TextAreaField:
    """A list that is pasted, as it is: its tabs tell the cells of a spreadsheet apart.

    `needed` is said where nothing was pasted; without it the field may be left empty.
    """
    validators = [Length(Limits(20_000)), *([Needed(needed)] if needed else [])]
    return TextAreaField(label, validators=validators, default="")


class DetailsForm(Form):
    """What a workshop is called, when and where it is."""

    title = line(_l("Title"), limits_of(Workshop.title))
    starts_on = day(_l("First day"), validators=[Needed(N_("Enter the first day."))])
    ends_on = day(_l("Last day"))
    timezone = line(_l("Time zone"), Limits(60, 1))
    place = line(_l("Place"), PLACE)
    days = 0
    """The last day of the agenda for which there has to be room, where there is one."""

    def validate_ends_on(self, field: Any) -> None:
        """Refuse days in the wrong order, and fewer than are planned."""
        first: Any = self.starts_on.data
        if first is None or self.starts_on.errors or field.errors:
            return
        if field.data is None:
            field.data = self.last_day(first)
        with said_at(field):
            rules.check_dates(first, field.data)
            rules.check_days_suffice(first, field.data, self.days_planned)

    def validate_timezone(self, field: Any) -> None:
        """Take a zone by its name, or by its city alone."""
        zone = zone_named(field.data)
        if zone is None:
            raise ValidationError(gettext("Choose a time zone from the list, for example Europe/Vienna."))
        field.data = zone

    def last_day(self, first: date) -> date:
        """The last day where none was typed: it follows from what is planned."""
        return first + timedelta(days=max(1, self.days_planned) - 1)

    @property
    def days_planned(self) -> int:
        """How many days there have to be."""
        return self.days

    @property
    def facts(self) -> dict[str, Any]:
        """What was typed, by its name in the table."""
        return {name: self[name].data for name in ("title", "starts_on", "ends_on", "timezone", "place")}


class NewWorkshopForm(DetailsForm):
    """A workshop from a template, with its cities and measures pasted one per line."""

    template = Choice(
        _l("Begin with"),
        choices=[SelectChoice(value=each.name, label=each.name) for each in TEMPLATES],
        coerce=_chosen,
    )
    lighthouse = pasted(_l("Lighthouse cities"))
    interested = pasted(_l("Interested cities"))
    measures = pasted(_l("Measures"))

    cities: Mapping[Part, Sequence[TypedCity]]
    typed_measures: Sequence[TypedMeasure] = ()

    def validate_lighthouse(self, field: Any) -> None:
        """Each line is a city."""
        self.cities = {Part.LIGHTHOUSE: read_lines(field, read_cities)}

    def validate_interested(self, field: Any) -> None:
        """Each line is a city, and none is a lighthouse city as well."""
        found = read_lines(field, read_cities)
        others = {name_key(city.name) for city in self.cities[Part.LIGHTHOUSE]}
        for city in found:
            if name_key(city.name) in others:
                raise ValidationError(gettext("%(city)s is in both lists.", city=city.name))
        self.cities = {**self.cities, Part.INTERESTED: found}

    def validate_measures(self, field: Any) -> None:
        """Each line is a measure."""
        self.typed_measures = read_lines(field, read_measures)

    @property
    def days_planned(self) -> int:
        """How many days the template takes."""
        chosen: Any = self.template.data
        return chosen.days if chosen else 0

    @property
    def content(self) -> dict[str, Any]:
        """What stands in the file of the template."""
        chosen: Any = self.template.data
        return chosen.content  # type: ignore[no-any-return]


class CopyForm(DetailsForm):
    """The details of a copy, which has the agenda of the earlier workshop."""

    with_team = BooleanField(_l("Copy the team as well"))
    with_people = BooleanField(_l("Put the same people on the list"))


class FileForm(Form):
    """A file that a workshop was exported to; title and first day in place of those that it names."""

    file = FileField(_l("File"), validators=[Needed(N_("Choose a file."))])
    title = line(_l("Title"), Limits(limits_of(Workshop.title).most))
    starts_on = day(_l("First day"))
    with_people = BooleanField(_l("Put the people in the file on the list"))

    def check_changes_nothing(self) -> None:
        """Refuse another title or day for a whole workshop, which is imported as it is."""
        for name in ("title", "starts_on"):
            if self[name].data:
                raise RuleBroken(
                    N_("This file has a whole workshop, which is imported as it is. Leave this empty."),
                    field=name,
                )


def read_lines(field: Any, read: Callable[[str], tuple[Any, Sequence[Sentence]]]) -> Any:
    """What stands on the lines of a field; what is wrong with them is said there, the first few of it."""
    found, problems = read(field.data)
    say_problems(field, problems)
    return found
