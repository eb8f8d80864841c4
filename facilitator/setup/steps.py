"""What a workshop needs before it can begin, in the order in which it will be needed; all can be left out.

A feature with a page of its own adds its step here.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import NamedTuple

from facilitator.access.policy import Action
from facilitator.agenda.queries import has_rooms, has_sessions, measures_without_session
from facilitator.applications.queries import has_published_call
from facilitator.breakouts.queries import has_groups
from facilitator.errors import N_
from facilitator.event_page.queries import is_published
from facilitator.feedback.queries import form_of
from facilitator.report_details.queries import details_of
from facilitator.sentences import Sentence, listed, say_many
from facilitator.validation.queries import criteria
from facilitator.workshops import queries as workshops
from facilitator.workshops.models import Part, Workshop
from facilitator.workshops.team import queries as team


@dataclass(frozen=True)
class Step:
    """One thing to set up: its page, what it is for, and whether the workshop has it."""

    title: str
    hint: str
    endpoint: str
    is_done: Callable[[Workshop], bool]
    action: Action = Action.SET_UP
    """What the page lets one do; the step is shown to whom it is open."""
    is_optional: bool = False
    """Whether many workshops do without it."""
    is_in_rehearsals: bool = True
    """Whether a rehearsal has it as well."""
    lacks: Callable[[Workshop], Sentence | None] = lambda _workshop: None
    """What exactly is missing, where something of it is there already."""


class StepState(NamedTuple):
    """A step, and how far a workshop has come with it."""

    step: Step
    is_done: bool
    lacks: Sentence | None = None

    @property
    def is_missing(self) -> bool:
        """Whether a workshop can hardly do without what it lacks."""
        return not self.is_done and not self.step.is_optional


def _invitations_waiting(workshop: Workshop) -> Sentence | None:
    number = team.count_usable_invitations(workshop)
    if not number:
        return None
    return say_many("One invitation is waiting.", "%(num)d invitations are waiting.", number)


def _lacks_sessions(workshop: Workshop) -> Sentence | None:
    """Which measures the agenda leaves out; nothing while it is empty."""
    without = measures_without_session(workshop) if has_sessions(workshop) else ()
    if not without:
        return None
    return say_many(
        "%(names)s has no capture session yet.",
        "%(names)s have no capture session yet.",
        len(without),
        names=listed(measure.title for measure in without),
    )


STEPS = (
    Step(
        N_("Details"),
        N_("Title, days, time zone and place."),
        "profile.details",
        lambda workshop: bool(workshop.place),
    ),
    Step(
        N_("Cities and organisations"),
        N_("Which cities and organisations people speak for."),
        "profile.cities",
        lambda workshop: {city.part for city in workshops.cities(workshop)} == set(Part),
    ),
    Step(
        N_("Measures"),
        N_("The fields of action that issues are collected for."),
        "profile.measures",
        lambda workshop: bool(workshops.offered(workshops.measures(workshop))),
    ),
    Step(
        N_("Words"),
        N_("What you call those who take part, your topics and the answers. Our words are there already."),
        "setup.terminology",
        lambda workshop: bool(workshop.words),
        is_optional=True,
    ),
    Step(
        N_("Call for interested cities"),
        N_("A public form by which cities apply, and the applications to decide on."),
        "applications.call",
        has_published_call,
        is_optional=True,
    ),
    Step(
        N_("Rooms"),
        N_("Where sessions and groups meet, with their seats."),
        "editing.rooms_page",
        has_rooms,
    ),
    Step(
        N_("Agenda"),
        N_("The sessions of each day, one after the other or side by side."),
        "editing.agenda",
        lambda workshop: has_sessions(workshop) and not measures_without_session(workshop),
        lacks=_lacks_sessions,
    ),
    Step(
        N_("Team"),
        N_("Who runs the workshop with you: facilitators, rapporteurs, other organisers."),
        "team.team",
        lambda workshop: len(workshops.team(workshop)) > 1,
        Action.MANAGE_TEAM,
        lacks=_invitations_waiting,
    ),
    Step(
        N_("Public page"),
        N_("What anybody can read about the workshop: a text, the place, the programme, whom to ask."),
        "event_page.edit",
        is_published,
        is_optional=True,
    ),
    Step(
        N_("Report details"),
        N_("What your funder needs on the cover of the report: project, grant agreement, deliverable."),
        "report_details.edit",
        lambda workshop: details_of(workshop) is not None,
        is_optional=True,
    ),
    Step(
        N_("Feedback"),
        N_("What you ask people about the workshop itself, at its end and for some days after."),
        "feedback.edit",
        lambda workshop: form_of(workshop) is not None,
        Action.RUN_FEEDBACK,
        is_optional=True,
    ),
    Step(
        N_("Criteria"),
        N_("What issues are rated on, with words for both ends of the scale."),
        "criteria.criteria",
        lambda workshop: bool(criteria(workshop)),
        Action.SET_CRITERIA,
    ),
    Step(
        N_("People"),
        N_("Who comes, and for which city or organisation."),
        "workshops.people",
        workshops.has_people,
        Action.WATCH,
    ),
    Step(
        N_("Groups"),
        N_("Who sits with whom on day two. This can wait until day one is finished."),
        "breakouts.groups",
        lambda workshop: has_groups(workshop.id),
        Action.WATCH,
    ),
    Step(
        N_("Badges and posters"),
        N_("Badges, a poster to join by, and a sign-in sheet, to print before people come."),
        "badges.page",
        lambda _workshop: False,
        Action.PRINT,
        is_optional=True,
    ),
    Step(
        N_("E-mails"),
        N_("What was sent to people and cities, what waits, and what could not be sent."),
        "mail.index",
        lambda _workshop: False,
        Action.SEND_MAIL,
        is_optional=True,
    ),
    Step(
        N_("Rehearsal"),
        N_("Try out both days with invented people, in a copy that you delete afterwards."),
        "rehearsal.rehearsal",
        workshops.has_rehearsal,
        Action.REHEARSE,
        is_optional=True,
        is_in_rehearsals=False,
    ),
)


def next_missing(workshop: Workshop, endpoint: str) -> Step | None:
    """The step to go on with from the page of one: the next that is missing, or the first from the top.

    None on a page that is no step's, and where nothing is missing any more.
    """
    there = _steps_of(workshop)
    places = [at for at, step in enumerate(there) if step.endpoint == endpoint]
    others = [*there[places[0] + 1 :], *there[: places[0]]] if places else []
    needed = (step for step in others if not step.is_optional)
    return next((step for step in needed if not step.is_done(workshop)), None)


def states(workshop: Workshop) -> Sequence[StepState]:
    """Every step of the workshop, with whether it is done."""
    return [StepState(step, step.is_done(workshop), step.lacks(workshop)) for step in _steps_of(workshop)]


def _steps_of(workshop: Workshop) -> list[Step]:
    return [step for step in STEPS if step.is_in_rehearsals or not workshop.is_rehearsal]
