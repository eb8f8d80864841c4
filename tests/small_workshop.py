"""A workshop small enough to be read in a test, made by the operations that people use."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from datetime import date, time, timedelta
from typing import Any

import pytest
import sqlalchemy as sa
from flask import Flask

from facilitator.access.actor import NOBODY, Actor, ParticipantActor, TeamActor
from facilitator.access.policy import Phase, Role
from facilitator.accounts.models import Account
from facilitator.accounts.operations import issue_sign_in_link, open_account
from facilitator.agenda.clocks import Clocks, clocks
from facilitator.agenda.models import GivenTime, Room, Session, SessionKind, SessionOpening
from facilitator.agenda.operations import add_room, close_session, open_session, plan_session
from facilitator.breakouts.models import Group
from facilitator.breakouts.operations import add_group, seat_participant
from facilitator.capture.handover.operations import freeze_handover
from facilitator.capture.models import Card, Kind
from facilitator.capture.operations import add_card
from facilitator.database import db
from facilitator.errors import RuleBroken
from facilitator.live.activity import Activity
from facilitator.transactions import transaction
from facilitator.validation.models import Criterion
from facilitator.validation.operations import add_criterion
from facilitator.workshops import operations as workshops
from facilitator.workshops.models import City, Measure, Organisation, Part, Participant, Workshop
from tests.states import reach

SECRET = "a key for tests, long enough to be taken for real"
SLUG = "brussels"
LIGHTHOUSE = ("Lyon", "Vienna")
INTERESTED = ("Antwerp", "Heerlen")
PARTNER = "Standards body"
TEAM = (Role.ORGANISER, Role.FACILITATOR, Role.RAPPORTEUR, Role.VIEWER)
AN_ISSUE = {"title": "Several owners must agree", "text": "And some can't pay.", "aspect": "governance"}


class SmallWorkshop:
    """Lyon and Vienna bring up, Antwerp and Heerlen validate; one delegate each, and a partner."""

    def __init__(self, app: Flask, slug: str = SLUG) -> None:
        self.app = app
        self.slug = slug
        with self.change():
            made = workshops.create_workshop(
                slug=slug,
                title="Replication workshop",
                place="Brussels",
                starts_on=date(2017, 12, 4),
                ends_on=date(2017, 12, 5),
                timezone="Europe/Brussels",
                language="en",
                by=NOBODY,
            )
            self.id, self.code = made.id, made.code
            self._people(made)
            self._programme(made)

    def _people(self, made: Workshop) -> None:
        self.accounts, self.participants, self.cities, self.tokens = {}, {}, {}, {}
        for role in TEAM:
            email = f"{role}@{self.slug}.example.org"
            account = open_account(email=email, name=f"The {role}")
            workshops.appoint(made, account, role, by=NOBODY)
            self.accounts[role.value] = account.id
        project = workshops.add_project(
            made, name="Smarter Together", word_for_interested="Club of Cities", by=NOBODY
        )
        for name in (*LIGHTHOUSE, *INTERESTED):
            part = Part.LIGHTHOUSE if name in LIGHTHOUSE else Part.INTERESTED
            city = workshops.add_city(made, name=name, country="FR", part=part, project=project, by=NOBODY)
            self.cities[name] = city.id
            delegation = workshops.add_organisation(made, name=f"City of {name}", city=city, by=NOBODY)
            self.let_in(made, delegation, name)
        partner = workshops.add_organisation(made, name=PARTNER, city=None, by=NOBODY)
        self.let_in(made, partner, PARTNER)

    def let_in(self, made: Workshop, organisation: Organisation, key: str) -> None:
        """Let somebody join for an organisation; inside of `change`, their way in goes by the key."""
        person, self.tokens[key] = workshops.join_workshop(
            made,
            organisation=organisation,
            display_name=f"Delegate of {key}",
            submission=f"test-{key}",
            secret=SECRET,
            by=NOBODY,
        )
        self.participants[key] = person.id

    def _programme(self, made: Workshop) -> None:
        self.measures, self.sessions, self.criteria = {}, {}, {}
        add_room(made, name="Attic", seats=4, accessible=False, by=NOBODY)
        for prefix, title in (("RET", "Retrofit"), ("ENG", "Citizen engagement")):
            measure = workshops.add_measure(
                made, prefix=prefix, title=title, question="What stands in the way?", by=NOBODY
            )
            self.measures[prefix] = measure.id
            self.sessions[prefix] = self._session(made, SessionKind.CAPTURE, f"Capture {title}", 1, measure)
        self.sessions["round"] = self._session(made, SessionKind.BREAKOUT, "Round one", 2, None)
        for key, name in (("relevance", "Relevance"), ("urgency", "Urgency"), ("power", "Own power to act")):
            self.criteria[key] = add_criterion(
                made, key=key, name=name, question="?", low="no", high="yes", weight=1.0, by=NOBODY
            ).id

    def _session(
        self, made: Workshop, kind: SessionKind, title: str, day: int, measure: Measure | None
    ) -> int:
        return plan_session(
            made,
            kind=kind,
            day=day,
            title=title,
            starts_at=time(10, 30),
            minutes=60,
            measure=measure,
            room=None,
            by=NOBODY,
        ).id

    @contextmanager
    def change(self) -> Iterator[None]:
        """A context and a transaction of its own, as a request has; the workshop is locked."""
        with self.app.app_context(), transaction(writing=True):
            db.session.execute(sa.select(Workshop.id).filter_by(slug=self.slug).with_for_update())
            yield

    @contextmanager
    def look(self) -> Iterator[None]:
        """The same, to read."""
        with self.app.app_context(), transaction(writing=False):
            yield

    def everything(self) -> dict[str, list[str]]:
        """Every row of every table, to see what a refusal leaves behind: nothing."""
        with self.look():
            return {
                name: sorted(str(tuple(row)) for row in db.session.execute(sa.select(table)))
                for name, table in db.metadata.tables.items()
            }

    @contextmanager
    def nothing_changes(self) -> Iterator[None]:
        """What happens in the block leaves every row as it was."""
        before = self.everything()
        yield
        assert self.everything() == before

    @contextmanager
    def refuses(self, sentence: str) -> Iterator[None]:
        """What is tried in the block is refused with this sentence, and leaves every row as it was."""
        with self.nothing_changes():
            with pytest.raises(RuleBroken) as refused, self.change():
                yield
            assert str(refused.value) == sentence

    def happened(self, since: int = 0) -> list[str]:
        """The names of what happened in the workshop, in order, without the first so many."""
        rows = sa.select(Activity.happened).filter_by(workshop_id=self.id).order_by(Activity.id)
        with self.look():
            return list(db.session.execute(rows).scalars())[since:]

    @property
    def row(self) -> Workshop:
        """The workshop itself, inside of `change` or `look`."""
        return db.session.get_one(Workshop, self.id)

    def measure(self, prefix: str = "RET") -> Measure:
        return db.session.get_one(Measure, self.measures[prefix])

    def session(self, key: str = "RET") -> Session:
        return db.session.get_one(Session, self.sessions[key])

    def city(self, name: str) -> City:
        return db.session.get_one(City, self.cities[name])

    def add_account(self, name: str) -> None:
        """An account that has no role in any workshop; its way in goes by its name."""
        with self.change():
            self.accounts[name] = open_account(email=f"{name}@{self.slug}.example.org", name=name).id

    def participant(self, key: str) -> Participant:
        return db.session.get_one(Participant, self.participants[key])

    def criterion(self, key: str) -> Criterion:
        return db.session.get_one(Criterion, self.criteria[key])

    def room(self) -> Room:
        return db.session.scalars(sa.select(Room).filter_by(workshop_id=self.id)).one()

    def actor(self, who: str = "facilitator") -> Actor:
        """Somebody as operations take them."""
        if who in self.accounts:
            return TeamActor(self.accounts[who], frozenset({Role(who)}))
        return ParticipantActor(self.participants[who], self.cities.get(who))

    def way_in(self, who: str) -> str:
        """The link by which somebody comes in: a sign-in link, or a personal one."""
        if who in self.accounts:
            with self.change():
                return f"/sign-in/{issue_sign_in_link(db.session.get_one(Account, self.accounts[who]))}"
        return f"{self.path('back')}/{self.tokens[who]}"

    def path(self, page: str) -> str:
        """The address of a page of this workshop."""
        return f"/w/{self.slug}/{page}"

    def go_to(self, phase: Phase) -> None:
        """Put the workshop into a phase, with what it takes to be there."""
        with self.change():
            if phase is Phase.PREPARATION:
                return
            workshops.move_workshop(self.row, Phase.DAY_ONE, by=self.actor())
            if phase is Phase.DAY_ONE:
                return
            self.add_issue()
            freeze_handover(self.row, name="Day one", by=self.actor())
            for step in (Phase.DAY_TWO, Phase.CLOSED):
                if self.row.phase is not phase:
                    self.move(step)

    def move(self, to: Phase) -> None:
        """Take one step of the course; inside of `change`."""
        if to is Phase.CLOSED:
            workshops.close_workshop(self.row, by=self.actor("organiser"))
        else:
            workshops.move_workshop(self.row, to, by=self.actor())

    def open(self, key: str) -> None:
        """Open a session."""
        with self.change():
            open_session(self.row, self.session(key), by=self.actor())

    def close(self, key: str) -> None:
        """Close it."""
        with self.change():
            close_session(self.session(key), by=self.actor())

    def clocks_now(self) -> Clocks:
        """The clocks that run; inside of `change` or `look`."""
        return clocks(self.id, self.row.timezone)

    def let_pass(self, key: str, *, minutes: int) -> None:
        """Let all that has happened in a session have happened so much earlier."""
        earlier, of_session = timedelta(minutes=minutes), {"session_id": self.sessions[key]}
        with self.change():
            for opening in db.session.scalars(sa.select(SessionOpening).filter_by(**of_session)):
                opening.opened_at -= earlier
                opening.closed_at = opening.closed_at and opening.closed_at - earlier
            for given in db.session.scalars(sa.select(GivenTime).filter_by(**of_session)):
                given.given_at -= earlier

    def add_issue(self, prefix: str = "RET", **wording: Any) -> Card:
        """An issue, entered by the facilitator; inside of `change`."""
        words: Mapping[str, Any] = AN_ISSUE | wording
        return add_card(self.measure(prefix), Kind.ISSUE, words, by=self.actor())

    def add_group(self, *seated: str, name: str = "Retrofit table", prefix: str = "RET") -> Group:
        """A group in the round with these people at it; inside of `change`."""
        group = add_group(
            self.session("round"),
            measure=self.measure(prefix),
            name=name,
            room=None,
            facilitator=None,
            rapporteur=None,
            by=self.actor(),
        )
        for who in seated:
            seat_participant(self.row, group, self.participant(who), by=self.actor())
        return group

    def begin_validation(
        self,
        issues: int = 3,
        seated: tuple[str, ...] = (*INTERESTED, *LIGHTHOUSE),
        title: str = "Issue number {}",
    ) -> int:
        """Day two with one open group that has so many issues to answer; returns the group's id."""
        step = ("validation", self.slug, issues, seated, title)
        return reach(self.app, step, lambda: self._begin_validation(issues, seated, title))

    def _begin_validation(self, issues: int, seated: tuple[str, ...], title: str) -> int:
        with self.change():
            workshops.move_workshop(self.row, Phase.DAY_ONE, by=self.actor())
            for number in range(1, issues + 1):
                self.add_issue(title=title.format(number))
            freeze_handover(self.row, name="Day one", by=self.actor())
            workshops.move_workshop(self.row, Phase.DAY_TWO, by=self.actor())
            group = self.add_group(*seated)
            open_session(self.row, self.session("round"), by=self.actor())
            return group.id
