"""Interested cities at one table, and what their delegates answer."""

from dataclasses import dataclass, field

import sqlalchemy as sa

from facilitator.access.actor import NOBODY, ParticipantActor
from facilitator.breakouts.models import Group
from facilitator.breakouts.operations import seat_participant
from facilitator.capture.models import Card, Kind
from facilitator.capture.queries import active_handover
from facilitator.database import db
from facilitator.summary.queries import results
from facilitator.summary.results import IssueResult, MeasureResults
from facilitator.validation.ballot import ballot_of
from facilitator.validation.city_votes.operations import speak_for_city
from facilitator.validation.models import Verdict
from facilitator.validation.operations import answer_issues
from facilitator.validation.rules import Reply
from facilitator.workshops import operations as workshops
from facilitator.workshops.models import City, Organisation, Part, Participant
from tests.small_workshop import SECRET, SmallWorkshop
from tests.states import reach

SIX_CITIES = ("Aarhus", "Bordeaux", "Burgas", "Graz", "Sofia", "Venice")


@dataclass
class Panel:
    """A table of a small workshop whose round is open; issues go by their number."""

    workshop: SmallWorkshop
    group_id: int
    people: dict[str, tuple[int, ...]] = field(default_factory=dict)

    def seat(self, *cities: str, people: int = 1, part: Part = Part.INTERESTED) -> None:
        """Let so many delegates of each of these cities in, and give them seats."""
        with self.workshop.change():
            for name in cities:
                self.people[name] = self._seat(name, people, part)

    def _seat(self, name: str, people: int, part: Part) -> tuple[int, ...]:
        row, project = self.workshop.row, None
        city = workshops.add_city(row, name=name, country="EU", part=part, project=project, by=NOBODY)
        organisation = workshops.add_organisation(row, name=f"City of {name}", city=city, by=NOBODY)
        delegates = [self._join(organisation, f"{name}-{number}") for number in range(people)]
        for delegate in delegates:
            group = db.session.get_one(Group, self.group_id)
            seat_participant(row, group, delegate, by=self.workshop.actor())
        return tuple(delegate.id for delegate in delegates)

    def _join(self, organisation: Organisation, key: str) -> Participant:
        person, _ = workshops.join_workshop(
            self.workshop.row,
            organisation=organisation,
            display_name=f"Person {key}",
            submission=f"panel-{key}",
            secret=SECRET,
            by=NOBODY,
        )
        return person

    def answer(
        self,
        city: str,
        issue: int = 1,
        *,
        delegate: int = 0,
        relevance: int | None = -1,
        urgency: int | None = -1,
        verdict: Verdict | None = None,
        **texts: str,
    ) -> None:
        """What one delegate says of one issue: a score of None is "can't say", none at all is left out."""
        given = {"relevance": relevance, "urgency": urgency}
        scores = {self.workshop.criteria[key]: score for key, score in given.items() if score != -1}
        self.reply(self.people[city][delegate], issue, Reply(verdict=verdict, scores=scores, **texts))

    def reply(self, participant_id: int, issue: int, reply: Reply) -> None:
        """The same from a reply, by anybody at the table."""
        with self.workshop.change():
            ballot = ballot_of(self.workshop.id, self.group_id, participant_id, None)
            answer_issues(
                ballot, participant_id, {self.issue_id(issue): reply}, by=ParticipantActor(participant_id)
            )

    def speak(self, city: str, issue: int, word: Reply) -> None:
        """What the team writes down that a city says of an issue as one."""
        with self.workshop.change():
            handover = active_handover(self.workshop.row)
            assert handover
            row = db.session.scalars(sa.select(City).filter_by(workshop_id=self.workshop.id, name=city)).one()
            by = self.workshop.actor()
            speak_for_city(handover, self.issue_id(issue), row, word, reason="By letter", by=by)

    def issue_id(self, number: int) -> int:
        """The id of an issue of the measure, inside of `change` or `look`."""
        return db.session.execute(
            sa.select(Card.id).filter_by(
                measure_id=self.workshop.measures["RET"], kind=Kind.ISSUE, number=number
            )
        ).scalar_one()

    def card(self, number: int) -> Card:
        """The issue itself, inside of `change` or `look`."""
        return db.session.get_one(Card, self.issue_id(number))

    def results(self) -> MeasureResults:
        """The results of the measure."""
        with self.workshop.look():
            found = results(self.workshop.row, self.workshop.measure()).measures[0]
            db.session.expunge_all()
            return found

    def result(self, number: int = 1) -> IssueResult:
        """The result of one issue."""
        return next(result for result in self.results().issues if result.issue.number == number)


def panel_of(workshop: SmallWorkshop, *cities: str, issues: int = 3) -> Panel:
    """A panel whose cities have one delegate each, before a number of issues that were handed over."""

    def build() -> tuple[int, dict[str, tuple[int, ...]]]:
        panel = Panel(workshop, workshop.begin_validation(issues, seated=("Lyon",)))
        panel.seat(*cities)
        return panel.group_id, panel.people

    group_id, people = reach(workshop.app, ("panel", workshop.slug, cities, issues), build)
    return Panel(workshop, group_id, dict(people))
