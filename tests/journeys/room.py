"""The room: a workshop that is served, and the screens of those who come to it."""

from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from copy import copy
from dataclasses import dataclass
from pathlib import Path

import sqlalchemy as sa
from playwright.sync_api import Browser, BrowserContext, ConsoleMessage, Page, ViewportSize

from facilitator import create_app
from facilitator.access.policy import Phase
from facilitator.accounts.models import Account
from facilitator.agenda.models import Room as RoomOfVenue
from facilitator.agenda.models import Session
from facilitator.breakouts.models import Group
from facilitator.capture.models import Wording
from facilitator.database import db
from facilitator.workshops.models import City, Measure, Participant
from tests.databases import Databases, settings
from tests.journeys.inspection import LAPTOP, PHONE
from tests.journeys.people_at_screens import Delegate, Glance
from tests.journeys.serving import Serving
from tests.journeys.team_at_screens import TeamMember
from tests.small_workshop import SECRET, SmallWorkshop

PATIENCE = 30_000
LONG_TITLE = (
    "Issue number {}: Wohnungseigentümergemeinschaften and Bezirksschornsteinfegermeister must agree with"
    " the tenants before any of the works can even be planned by the city"
)


class Screens:
    """Hands out screens and listens to what their consoles complain of."""

    def __init__(self, browser: Browser, glance: Glance, *, has_script: bool) -> None:
        self.browser = browser
        self.glance = glance
        self.has_script = has_script
        self.has_worker = False
        """Whether browsers may keep pages for a time without a net; a route of a test is none to a worker."""
        self.contexts: list[BrowserContext] = []
        self.complaints: list[str] = []
        self.expected = {"Service Worker registration blocked by Playwright"}

    def phone(self, base: str) -> Delegate:
        """A delegate's."""
        return self.delegate(self._page(PHONE), base)

    def delegate(self, page: Page, base: str) -> Delegate:
        """A delegate before this page: one more tab of the same browser, say."""
        return Delegate(page, base, self.glance, has_script=self.has_script)

    def laptop(self, base: str) -> TeamMember:
        """A team member's."""
        return TeamMember(self._page(LAPTOP), base, self.glance, has_script=self.has_script)

    def handheld(self, base: str) -> TeamMember:
        """A team member's who walks about with a phone."""
        return TeamMember(self._page(PHONE, has_touch=True), base, self.glance, has_script=self.has_script)

    def expect(self, *complaints: str) -> None:
        """A refusal is meant, and browsers note it: "422", say, or "ERR_CONNECTION_REFUSED"."""
        self.expected.update(complaints)

    def close(self) -> None:
        """Take all screens away."""
        while self.contexts:
            self.contexts.pop().close()

    def _page(self, size: ViewportSize, *, has_touch: bool = False) -> Page:
        context = self.browser.new_context(
            viewport=size,
            has_touch=has_touch,
            java_script_enabled=self.has_script,
            service_workers="allow" if self.has_worker else "block",
            reduced_motion="reduce",
            locale="en-GB",
        )
        context.set_default_timeout(PATIENCE)
        context.on("console", self._listen)
        context.on("weberror", lambda fault: self.complaints.append(str(fault.error)))
        self.contexts.append(context)
        return context.new_page()

    def _listen(self, message: ConsoleMessage) -> None:
        complaint = f"{message.text} ({message.location['url']})"
        is_meant = any(known in message.text for known in self.expected)
        if message.type in ("error", "warning") and not is_meant and complaint not in self.complaints:
            self.complaints.append(complaint)


@dataclass(frozen=True)
class Served:
    """A workshop behind the production server, with the ways in of its team."""

    serving: Serving
    workshop: SmallWorkshop
    links: Mapping[str, str]
    url: str


UNBREAKABLE = {"wide letters": "W" * 60, "stacked marks": "A" + "\u0301\u0489\u20dd" * 19}
"""Names that no browser can break over two lines by itself, by the scene in which everything has them."""


# Each table with the columns that people name things in, and how long a name may be there.
NAMES = (
    (Group, "name"), (RoomOfVenue, "name"), (Session, "title"), (Measure, "title"), (City, "name"),
    (Participant, "display_name"), (Account, "name"), (Wording, "title"), (Wording, "text"),
)  # fmt: skip


def call_everything(workshop: SmallWorkshop, name: str) -> None:
    """Give this name to whatever people name, each with a number where names must differ."""
    with workshop.change():
        for group in db.session.scalars(sa.select(Group)):
            group.room_id = workshop.room().id
        workshop.row.title = name
        for model, column in NAMES:
            for number, row in enumerate(db.session.scalars(sa.select(model)), 1):
                setattr(row, column, f"{name}{number}")


@contextmanager
def served(
    databases: Databases, backend: str, folder: Path, scene: str, *options: str, disk: Path | None = None
) -> Iterator[Served]:
    """The small workshop, taken to where a journey begins; from then on the server alone writes to it."""
    with databases.copy(backend, disk or folder) as url:
        app = create_app(settings(folder, url))
        workshop = copy(databases.workshops[backend])
        workshop.app = app
        if scene == "capture":
            workshop.go_to(Phase.DAY_ONE)
            workshop.open("RET")
        elif scene == "validation":
            workshop.begin_validation()
        elif scene == "long ballot":
            workshop.begin_validation(issues=10, title=LONG_TITLE)
        elif scene in ("rooms", "last minutes", *UNBREAKABLE):
            workshop.begin_validation(seated=("Antwerp", "Lyon"))
            with workshop.change():
                workshop.add_group("Heerlen", name="Second table")
                workshop.add_group("Vienna", name="Engagement table", prefix="ENG")
            if scene in UNBREAKABLE:
                call_everything(workshop, UNBREAKABLE[scene])
            if scene == "last minutes":
                workshop.let_pass("round", minutes=57)
        links = {who: workshop.way_in(who) for who in ("organiser", "facilitator", "rapporteur")}
        with app.app_context():
            db.engine.dispose()
        environment = {"FACILITATOR_DATABASE_URL": url, "FACILITATOR_SECRET_KEY": SECRET}
        serving = Serving(folder / "instance", settings=environment)
        serving.start(*options)
        try:
            yield Served(serving, workshop, links, url)
        finally:
            serving.stop()


class Room:
    """Whom to ask for a screen, and where the workshop's rows are."""

    def __init__(self, served: Served, screens: Screens) -> None:
        self.serving, self.workshop, self.url = served.serving, served.workshop, served.url
        self.links = served.links
        self.screens = screens

    @property
    def code(self) -> str:
        """What stands on the wall."""
        return self.workshop.code

    def delegate(self, city: str, name: str) -> Delegate:
        """Somebody joins by the code."""
        delegate = self.screens.phone(self.serving.base)
        delegate.join(self.code, city, name)
        return delegate

    def come_back(self, who: str) -> Delegate:
        """Somebody who joined before comes by their personal link."""
        delegate = self.screens.phone(self.serving.base)
        delegate.open(f"{self.workshop.path('back')}/{self.workshop.tokens[who]}")
        delegate.read("Home", state="came back")
        return delegate

    def team_member(self, role: str) -> TeamMember:
        """Somebody of the team signs in by a link."""
        member = self.screens.laptop(self.serving.base)
        member.sign_in(self.links[role])
        return member
