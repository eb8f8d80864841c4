"""The public page as it is read: what was typed, beside what the workshop and its agenda say."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, time
from functools import cached_property
from zoneinfo import ZoneInfo

from markupsafe import Markup

from facilitator.agenda.calendar import CalendarEntry, WholeDays
from facilitator.agenda.programme import ProgrammeDay, programme
from facilitator.agenda.timing import Span, moment_at
from facilitator.event_page import rules
from facilitator.event_page.lines import Addressed, read_contacts, read_links, read_tags
from facilitator.event_page.markdown import rendered
from facilitator.event_page.models import EventPage, EventPicture
from facilitator.event_page.queries import picture_of
from facilitator.text import name_key
from facilitator.workshops.models import Workshop
from facilitator.workshops.profile.queries import projects
from facilitator.workshops.queries import today


@dataclass(frozen=True)
class PublicPage:
    """What stands on the page; `typed` need not have been saved."""

    workshop: Workshop
    typed: EventPage
    days: Sequence[ProgrammeDay]
    projects: Sequence[str]
    picture: EventPicture | None

    @property
    def begins_at(self) -> time | None:
        """When the first day begins, in the workshop's time."""
        return self.typed.begins_at or min(self._clock("begins", self.workshop.starts_on), default=None)

    @property
    def ends_at(self) -> time | None:
        """When the last day ends."""
        return self.typed.ends_at or max(self._clock("ends", self.workshop.ends_on), default=None)

    @property
    def is_one_day(self) -> bool:
        """Whether it begins and ends on the same day."""
        return self.workshop.starts_on == self.workshop.ends_on

    @property
    def text(self) -> Markup:
        """The text as HTML."""
        return rendered(self.typed.text)

    @property
    def where(self) -> Sequence[str]:
        """The lines that say where it is; last, what they leave out of the workshop's place."""
        typed = [line for line in (self.typed.venue, *self.typed.address.split("\n")) if line]
        named = f" {name_key(' '.join(typed))} "
        parts = [part.strip() for part in self.workshop.place.split(",")]
        left_out = [part for part in parts if f" {name_key(part)} " not in named]
        return [*typed, ", ".join(left_out)] if any(left_out) else typed

    @property
    def when(self) -> Span | WholeDays:
        """From when to when it lasts; whole days where no times are known."""
        first, last = self.workshop.starts_on, self.workshop.ends_on
        begins, ends, zone = self.begins_at, self.ends_at, ZoneInfo(self.workshop.timezone)
        if begins is None or ends is None:
            return WholeDays(first, last)
        return Span(moment_at(first, begins, zone), moment_at(last, ends, zone))

    @property
    def hosts(self) -> Sequence[str]:
        """Who invites."""
        return [host for host in self.typed.hosts.split("\n") if host]

    @property
    def tags(self) -> Sequence[str]:
        """What it is about, in single words."""
        return read_tags(self.typed.tags)

    @property
    def contacts(self) -> Sequence[Addressed]:
        """Whom to ask."""
        return read_contacts(self.typed.contacts)

    @property
    def links(self) -> Sequence[Addressed]:
        """Documents and other pages."""
        return read_links(self.typed.links)

    @property
    def has_programme(self) -> bool:
        """Whether a session is planned."""
        return any(day.entries for day in self.days)

    @property
    def is_registration_open(self) -> bool:
        """Whether people can register today, as the workshop's calendar has it."""
        return rules.is_registration_open(self.typed.registration_until, self._today)

    @property
    def is_running(self) -> bool:
        """Whether people can join now."""
        return self.workshop.phase in rules.RUNNING

    @cached_property
    def _today(self) -> date:
        return today(self.workshop)

    def _clock(self, end: str, on: date) -> list[time]:
        zone = ZoneInfo(self.workshop.timezone)
        spans = [entry.span for day in self.days if day.on == on for entry in day.entries]
        return [getattr(span, end).astimezone(zone).time() for span in spans]


def public_page(workshop: Workshop, typed: EventPage) -> PublicPage:
    """The page with all that it takes from elsewhere."""
    names = [project.name for project in projects(workshop)]
    return PublicPage(workshop, typed, programme(workshop), names, picture_of(workshop.id))


def event_entry(page: PublicPage, url: str) -> CalendarEntry:
    """The event as a calendar has it, with the address of its page."""
    uid = f"about@{page.workshop.slug}.facilitator"
    place = ", ".join(page.where)
    return CalendarEntry(uid, page.workshop.title, page.when, place, page.typed.summary, url)
