"""Day two of a large workshop: forty tables at work, 1,000 people who look on, and others who answer."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Iterable
from dataclasses import dataclass, field
from datetime import UTC, time

import sqlalchemy as sa
from flask import Flask

from facilitator.access.actor import NOBODY
from facilitator.access.policy import Phase, Role
from facilitator.accounts.models import Account
from facilitator.agenda.models import SessionKind
from facilitator.agenda.operations import open_session, plan_session
from facilitator.capture.handover.operations import freeze_handover
from facilitator.capture.models import Wording
from facilitator.database import db
from facilitator.live.activity import Activity
from facilitator.schema import bring_up_to_date
from facilitator.validation.models import Answer
from facilitator.web.submissions import Submission
from facilitator.workshops import operations as workshops
from facilitator.workshops.models import Organisation, Part, Participant
from tests.small_workshop import SmallWorkshop

TABLES, ISSUES, CITIES = 40, 3, 40
PHONES, VOTERS, AUTHORS, CONSOLES = 1_000, 240, 40, 10


@dataclass
class Told:
    """What people were told is kept."""

    forms: set[str] = field(default_factory=set)
    """The ids of forms."""
    comments: dict[str, list[str]] = field(default_factory=lambda: defaultdict(list))
    """By person, the comments of which one has to stand: that of the last ballot that was acknowledged, and
    of those that were sent after it."""
    titles: set[str] = field(default_factory=set)
    """Of issues that were missing."""
    names: set[str] = field(default_factory=set)
    """Of people who joined."""


@dataclass(frozen=True)
class Kept:
    """How much of what people were told is kept is not there, and how much is there twice."""

    lost: int
    doubled: int

    @property
    def is_wrong(self) -> bool:
        """Whether people were told what is not so."""
        return bool(self.lost or self.doubled)

    def __str__(self) -> str:
        return f"{self.lost} lost, {self.doubled} doubled"


class LargeWorkshop:
    """The workshop in its database, and the ways into it."""

    def __init__(self, app: Flask) -> None:
        with app.app_context():
            bring_up_to_date()
        self.small = SmallWorkshop(app)
        self.table_of: dict[str, int] = {}
        with self.small.change():
            self.organisations = [self._let_in_city(f"City {number}") for number in range(CITIES)]
        with self.small.change():
            self._hold_day_one()
        phones, voters, authors = self._people()
        with self.small.change():
            self._seat_everybody([*phones, *voters, *authors])
            closing = plan_session(
                self.small.row, kind=SessionKind.PLENARY, day=2, title="What we take home",
                starts_at=time(16), minutes=30, measure=None, room=None, by=NOBODY,
            )  # fmt: skip
            open_session(self.small.row, self.small.session("round"), by=NOBODY)
            self.closing = self.path(f"sessions/{closing.id}/opening")
        self.phones, self.voters, self.authors = (
            {who: self.small.way_in(who) for who in people} for people in (phones, voters, authors)
        )
        self.consoles = [self._appoint(f"console-{number}") for number in range(CONSOLES)]
        self.facilitator = self.small.way_in("facilitator")
        with app.app_context():
            db.engine.dispose()

    def path(self, page: str) -> str:
        """The address of a page of the workshop."""
        return self.small.path(page)

    @property
    def join(self) -> str:
        """Where people join."""
        return f"/join/{self.small.code}"

    @property
    def wall(self) -> str:
        """What the projector shows."""
        return self.path(f"wall/{self.small.code}")

    def _let_in_city(self, name: str) -> int:
        city = workshops.add_city(
            self.small.row, name=name, country="EU", part=Part.INTERESTED, project=None, by=NOBODY
        )
        return workshops.add_organisation(self.small.row, name=f"City of {name}", city=city, by=NOBODY).id

    def _hold_day_one(self) -> None:
        workshop = self.small
        workshop.move(Phase.DAY_ONE)
        for prefix in workshop.measures:
            for number in range(ISSUES):
                workshop.add_issue(prefix, title=f"Several owners must agree, number {number + 1}")
        freeze_handover(workshop.row, name="Day one", by=workshop.actor())
        workshop.move(Phase.DAY_TWO)

    def _people(self) -> Iterable[list[str]]:
        with self.small.change():
            organisations = [db.session.get_one(Organisation, each) for each in self.organisations]
            for kind, people in (("phone", PHONES), ("voter", VOTERS), ("author", AUTHORS)):
                names = [f"{kind} {number}" for number in range(people)]
                for number, who in enumerate(names):
                    self.small.let_in(self.small.row, organisations[number % CITIES], who)
                yield names

    def _seat_everybody(self, people: list[str]) -> None:
        prefixes = list(self.small.measures)
        for number in range(TABLES):
            seated, prefix = people[number::TABLES], prefixes[number % len(prefixes)]
            group = self.small.add_group(*seated, name=f"Table {number + 1}", prefix=prefix)
            self.table_of |= dict.fromkeys(seated, group.id)

    def _appoint(self, name: str) -> str:
        self.small.add_account(name)
        with self.small.change():
            account = db.session.get_one(Account, self.small.accounts[name])
            workshops.appoint(self.small.row, account, Role.FACILITATOR, by=NOBODY)
        return self.small.way_in(name)

    def happened(self, since: float) -> dict[int, float]:
        """When each activity since a moment was written (both in seconds since 1970), by its number."""
        with self.small.look():
            rows = db.session.execute(sa.select(Activity.id, Activity.at)).all()
        moments = {number: at.replace(tzinfo=UTC).timestamp() for number, at in rows}
        return {number: at for number, at in moments.items() if at >= since}

    def kept(self, told: Told) -> Kept:
        """Look in the database for all that people were told is kept."""
        with self.small.look():
            forms = _counted(sa.select(Submission.client_id))
            titles = _counted(sa.select(Wording.title))
            names = _counted(sa.select(Participant.display_name))
            comments = set(db.session.scalars(sa.select(Answer.comment)))
        found = [(forms, told.forms), (titles, told.titles), (names, told.names)]
        return Kept(
            lost=sum(not there[each] for there, wanted in found for each in wanted)
            + sum(comments.isdisjoint(newest) for newest in told.comments.values() if newest),
            doubled=sum(there[each] > 1 for there, wanted in found for each in wanted),
        )


def _counted(column: sa.Select[tuple[str]]) -> Counter[str]:
    return Counter(db.session.scalars(column))
