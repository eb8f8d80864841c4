"""Whatever the product says can be translated: read in a language that nobody speaks, no English is left."""

import json
import re
from collections.abc import Callable, Iterator, Sequence
from html.parser import HTMLParser
from io import BytesIO
from typing import Any, NamedTuple
from urllib.parse import parse_qsl, urlsplit

import docx
import openpyxl
import pypdf
import pytest
import sqlalchemy as sa
from docx.oxml.ns import qn
from flask import Flask
from werkzeug.exceptions import HTTPException
from werkzeug.test import TestResponse

from facilitator import create_app
from facilitator.access.actor import ParticipantActor
from facilitator.access.policy import Phase, Role
from facilitator.accounts.models import Account
from facilitator.applications.models import Decision
from facilitator.applications.operations import decide
from facilitator.breakouts.models import Seat
from facilitator.breakouts.planning.plans import publish_plan
from facilitator.breakouts.planning.snapshot import take_snapshot
from facilitator.capture.models import Aspect, Kind
from facilitator.capture.operations import contribute_card
from facilitator.config import LANGUAGES
from facilitator.database import db
from facilitator.feedback.forms import fields_of
from facilitator.feedback.operations import close_feedback, give_feedback
from facilitator.feedback.queries import feedback_held
from facilitator.feedback.rules import FeedbackReply
from facilitator.reception.operations import choose_fields, keep_upload
from facilitator.rehearsal.models import FEWEST
from facilitator.rehearsal.operations import begin_rehearsal
from facilitator.schema import bring_up_to_date
from facilitator.transactions import transaction
from facilitator.validation.models import Verdict
from facilitator.validation.rules import Reply
from facilitator.workshops.models import Workshop
from facilitator.workshops.operations import appoint, badge_code
from facilitator.workshops.roster.fields import RosterField
from facilitator.workshops.roster.reading import read_paste
from facilitator.workshops.team.operations import invite
from tests import full_workshop
from tests.applications.applying import send, set_days
from tests.breakouts.planning.planned import make_plan, two_rounds
from tests.databases import Databases, settings
from tests.people import Browser, forms_on
from tests.pseudo import (
    CYRILLIC,
    LANGUAGE,
    LOCALE,
    Words,
    is_bare,
    is_pieced_together,
    put_into_other_letters,
    write_catalogue,
)
from tests.small_workshop import INTERESTED, LIGHTHOUSE, PARTNER, SECRET, SmallWorkshop
from tests.summary.panel import SIX_CITIES, panel_of
from tests.workshops.people.listed import BERTA, expect

pytestmark = [pytest.mark.one_database, pytest.mark.slow]

TEAM, ORGANISER, ANTWERP, LYON, STRANGER = "facilitator", "organiser", INTERESTED[0], LIGHTHOUSE[0], ""
# What is no page: a file, or a way in.
FILES = {
    "agenda.calendar", "event_page.event_calendar", "event_page.picture", "matches.calendar",
    "matches.calendar_of_city", "participant_home.calendar",
    "reception.csv", "reception.xlsx", "reports.csv", "reports.docx", "reports.html", "reports.json",
    "reports.pdf", "reports.pptx", "reports.take_home", "reports.xlsx", "static",
    "accounts.sign_in_by_link", "workshops.come_back", "own_data.as_file_for_programs",
    "own_data.as_file_to_read",
}  # fmt: skip
# What only leads on to another page.
LEADS_ON = {
    "capture.boards", "desk.desks", "event_page.whole", "group_page.all_notes", "matrix.first",
    "summary.results",
}  # fmt: skip
# What is answered as not found where a code was guessed wrong, with a page of its own.
GUESSES = {"workshops.come_back_by_code", "workshops.join_by_code"}
# What scripts and forms ask for, beside the links of pages.
ASKED = (
    "apply", "home", "about", "console", "find/found", "activity", "back?code=0", "wishes/why",
    "handover/unread", "remarks/1/correction", "remarks/1/hiding", "report", "results/RET/wall",
    "results/RET/first/wall", "results/issues/RET-01/wall", "results/issues/RET-01/sides/wall",
    "matrix/issues/RET-01/solution/found?q=a", "people/links", "phase", "setup/page/picture",
    "report/part", "feedback", "setup/feedback/reminders",
)  # fmt: skip
A_LIST = "Who;Where;As what;Shoes\nBerta Bosch;Lyon;king;42\nKarel Claes;Utopia;;40\n".translate(CYRILLIC)
A_LINE = {"title": "Площадь", "aspect": Aspect.UNSORTED}
BY_ID = {
    "group": (
        "groups/{}/arrivals?q=D", "groups/{}/arrivals/found?q=D", "groups/{}/solutions", "groups/{}/missing",
        "groups/{}/notes/RET-01/field",
    ),
    "session": ("sessions/{}/similar?title=Flats", "sessions/{}/opening", "sessions/{}/issues/RET-01/voice"),
    "lighthouse": ("demand/{}/sheet",),
}  # fmt: skip


APPLICATION = "application"  # whose private link nobody but its city has
# The words of a workshop that compares hospitals. Where they are set, ours stand beside them.
HOSPITALS = {
    "city": "hospital",
    "cities": "hospitals",
    "lighthouse": "teaching",
    "interested": "visiting",
    "measure": "ward",
    "measures": "wards",
    "strategy": "alliance",
    "strategies": "alliances",
}
OF_CITIES = re.compile(
    r"\b(?:cit(?:y|ies)|lighthouse|interested|measures?|municipality|strateg(?:y|ies))\b", re.IGNORECASE
)
OF_NO_WORKSHOP = {"/", "/workshops", "/join", "/w/prepared/setup/words", "/w/full/setup/words"}

SIGNATURE = {"csrf_token", "author", "submission"}
"""What each form has of its own; all else is for a person."""
LEADS = {"href", "data-live", "data-found", "data-field"}


Signed = dict[str, list[str]]
Form = tuple[str, tuple[str, Signed]]
"""The endpoint that a form goes to, with its address and its signature."""


class FoundText(NamedTuple):
    """A run of words, with who read it where."""

    words: str
    who: str
    path: str


class Links(HTMLParser):
    """Where a page leads without a change: by links, and to its live fragments."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: set[str] = set()
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        leads = {name: value or "" for name, value in attrs if name in LEADS and tag != "link"}
        self.found |= {value.split("#")[0] for value in leads.values() if value.startswith("/")}


def states(app: Flask) -> Iterator[tuple[SmallWorkshop, int, tuple[str, ...]]]:
    """A workshop in each part of its course, the id of a group of it if it has one, and who reads it."""
    prepared = SmallWorkshop(app, slug="prepared")
    with prepared.change():
        db.session.get_one(Account, prepared.accounts["organiser"]).may_create_workshops = True
        set_days(prepared)
        declined = send(prepared)[0]
        decide(
            prepared.row,
            declined,
            Decision.DECLINED,
            reason="Full",
            secret=SECRET,
            by=prepared.actor("organiser"),
        )
        send(prepared, "again")
        prepared.tokens[APPLICATION] = send(prepared, "braga", city_name="Braga")[1]
        upload = keep_upload(prepared.row, read_paste(A_LIST), by=prepared.actor(ORGANISER))
        columns = {0: RosterField.NAME, 1: RosterField.CITY, 2: RosterField.ROLE}
        choose_fields(upload, columns, heading_row=1)
        full_workshop.queue_e_mails(prepared)
    expect(prepared)
    yield prepared, 0, (TEAM, ORGANISER, ANTWERP, STRANGER)
    first_day = SmallWorkshop(app, slug="day-one")
    first_day.go_to(Phase.DAY_ONE)
    with first_day.change():
        first_day.add_issue()
        set_days(first_day, -4, -2)
        full_workshop.ask_for_feedback(first_day)
        account = db.session.get_one(Account, prepared.accounts["facilitator"])
        appoint(first_day.row, account, Role.FACILITATOR, by=first_day.actor())
        organiser = db.session.get_one(Account, first_day.accounts[ORGANISER])
        rehearsal = {"title": "Trial", "people": FEWEST, "seed": 1, "creator": organiser}
        begin_rehearsal(first_day.row, **rehearsal, by=first_day.actor(ORGANISER))
    first_day.open("RET")
    with first_day.change():
        contribute_card(first_day.session(), Kind.ISSUE, A_LINE, by=first_day.actor(LYON))
    yield first_day, 0, (TEAM, ORGANISER, ANTWERP, LYON, STRANGER)
    full = SmallWorkshop(app, slug="full")
    yield full, full_workshop.fill(full), (TEAM, "rapporteur", ANTWERP, LYON, PARTNER)
    planned = SmallWorkshop(app, slug="planned")
    planned.go_to(Phase.DAY_TWO)
    groups = two_rounds(planned)
    for _ in range(2):
        with planned.change():
            draft, by = make_plan(planned), planned.actor()
            publish_plan(planned.row, draft, take_snapshot(planned.row), by=by)
    with planned.change():
        make_plan(planned)
        db.session.execute(sa.delete(Seat).filter_by(participant_id=planned.participants["Lyon"]))
    yield planned, groups["RET 1"], (TEAM, ANTWERP)
    answered = SmallWorkshop(app, slug="answered")
    yield answered, _answer(answered), (TEAM, ANTWERP, LYON, STRANGER)
    closed = SmallWorkshop(app, slug="closed")
    closed.go_to(Phase.CLOSED)
    yield closed, 0, (TEAM, ANTWERP, STRANGER)


def _answer(workshop: SmallWorkshop) -> int:
    """Six cities and Lyon answer to three issues in a group that is open; returns its id."""
    panel = panel_of(workshop, *SIX_CITIES)
    for number, city in enumerate(SIX_CITIES):
        scores = dict.fromkeys(workshop.criteria.values(), 9 - number % 3)
        panel.reply(panel.people[city][0], 1, Reply(Verdict.RIGHT, scores=scores))
        panel.answer(city, 2, relevance=1 + number, verdict=list(Verdict)[number % 3], comment="Too dear")
    panel.reply(workshop.participants["Lyon"], 1, Reply(scores=dict.fromkeys(workshop.criteria.values(), 4)))
    panel.answer("Graz", 3, relevance=None, verdict=Verdict.RIGHT_WITH_CHANGE, change="Say who pays")
    panel.speak("Sofia", 2, Reply(Verdict.RIGHT, scores={workshop.criteria["urgency"]: 8}))
    _give_feedback(workshop, [panel.people[city][0] for city in SIX_CITIES])
    return panel.group_id


def _give_feedback(workshop: SmallWorkshop, people: Sequence[int]) -> None:
    """These people answer each question of the feedback form, which is then closed."""
    with workshop.change():
        full_workshop.ask_for_feedback(workshop)
        held = feedback_held(workshop.row)
        for person in people:
            said = [
                FeedbackReply(question.id, session_id, value=3)
                if question.kind.scores
                else FeedbackReply(question.id, text="Площадь")
                for _, question, session_id, _ in fields_of(held)
            ]
            give_feedback(held, said, by=ParticipantActor(person, None))
        close_feedback(feedback_held(workshop.row), by=workshop.actor())


class Reader:
    """Reads whatever each person can open in a workshop, and keeps what it says."""

    def __init__(self, app: Flask, language: str = LANGUAGE) -> None:
        self.app, self.language = app, language
        self.workshops: list[tuple[SmallWorkshop, int, tuple[str, ...]]] = []
        self.addresses = app.url_map.bind("localhost")
        self.said: list[FoundText] = []
        self.printed: list[FoundText] = []
        self.opened: set[str] = set()

    def read_all(self, workshop: SmallWorkshop, group: int, people: tuple[str, ...]) -> None:
        """Let these people read all that the workshop shows them, then send each form with nothing in it."""
        ids = {"group": group, "session": workshop.sessions["RET"], "lighthouse": workshop.cities["Lyon"]}
        with workshop.change():
            invitation = invite(workshop.row, Role.VIEWER, email="", by=workshop.actor("organiser"))
        begin = [
            "/",
            "/workshops",
            "/workshops/new",
            "/workshops/new/file",
            "/workshops?archived=yes",
            "/workshops?q=0",
            "/join?code=0",
            "/offline",
            f"/join/{workshop.code}",
            f"/invitations/{invitation}",
        ]
        if APPLICATION in workshop.tokens:
            begin.append(workshop.path(f"apply/{workshop.tokens[APPLICATION]}"))
        badge = badge_code(
            workshop.id, workshop.participants.get(BERTA, workshop.participants["Lyon"]), SECRET
        )
        begin += map(workshop.path, (*ASKED, f"wall/{workshop.code}", f"badge/{badge}"))
        begin += [workshop.path(path.format(id_)) for key, id_ in ids.items() if id_ for path in BY_ID[key]]
        for who in people:
            browser = Browser(self.app, workshop.way_in(who) if who else "")
            browser.client.environ_base["HTTP_ACCEPT_LANGUAGE"] = self.language
            forms = list(self._follow(workshop, browser, who, begin))
            self._send_empty(browser, who, dict(forms))

    def _follow(
        self, workshop: SmallWorkshop, browser: Browser, who: str, begin: list[str]
    ) -> Iterator[Form]:
        waiting, seen = list(begin), set[tuple[str, ...]]()
        while waiting:
            path = waiting.pop(0)
            kind = self._kind(path)
            if not kind or kind in seen or ("/w/" in path and f"/w/{workshop.slug}/" not in path):
                continue
            seen.add(kind)
            answer = browser.read(path)
            waiting += [answer.location] if answer.location else sorted(Links(answer.text).found)
            self._hear(answer, who, path)
            if not answer.location and answer.status_code not in (403, 404):
                self.opened.add(kind[0])
                yield from self._forms(answer.text)

    def _kind(self, path: str) -> tuple[str, ...]:
        """What pages of one kind have in common: the endpoint, the kind of card, what is asked."""
        parts = urlsplit(path)
        try:
            endpoint, values = self.addresses.match(parts.path, "GET")
        except HTTPException:
            return ()
        if endpoint in FILES:
            return ()
        told = [f"{name}={value}" for name, value in values.items() if name in ("kind", "prefix")]
        return endpoint, *told, *sorted(dict(parse_qsl(parts.query)))

    def _forms(self, page: str) -> Iterator[Form]:
        """Forms that ask for something: one of a single button would only change what is read next."""
        for action, fields in forms_on(page):
            if fields.keys() > SIGNATURE:
                endpoint, _ = self.addresses.match(urlsplit(action).path, "POST")
                yield endpoint, (action, {name: fields[name] for name in SIGNATURE})

    def _send_empty(self, browser: Browser, who: str, forms: dict[str, tuple[str, Signed]]) -> None:
        for action, signed in forms.values():
            self._hear(browser.client.post(action, data=signed), who, f"POST {action}")

    def _hear(self, answer: TestResponse, who: str, path: str) -> None:
        if answer.mimetype == "text/html" and not answer.location:
            self.said += [FoundText(words, who, path) for words in Words(answer.text).runs]

    def read_first_account(self, empty: Flask) -> None:
        """Read where a server begins that has no account yet."""
        browser, page = Browser(empty), "/first-account"
        browser.client.environ_base["HTTP_ACCEPT_LANGUAGE"] = self.language
        self._hear(browser.read(page), STRANGER, page)
        self._send_empty(browser, STRANGER, dict(self._forms(browser.read(page).text)))
        self.opened.add("accounts.first_account")

    def read_report(self, workshop: SmallWorkshop) -> None:
        """Read the report as a document, and its workbook."""
        path = workshop.path("report.docx")
        answer = Browser(self.app, workshop.way_in("facilitator")).read(path)
        document: Any = docx.Document(BytesIO(answer.data))
        for paragraph in document.element.body.iter(qn("w:p")):
            words = "".join(text.text or "\n" for text in paragraph.iter(qn("w:t"), qn("w:br")))
            self.said += [FoundText(line, "facilitator", path) for line in words.split("\n")]
        path = workshop.path("report.xlsx")
        written = Browser(self.app, workshop.way_in("facilitator")).read(path).data
        for sheet in openpyxl.load_workbook(BytesIO(written)):
            cells = [cell.value for row in sheet.iter_rows() for cell in row if isinstance(cell.value, str)]
            lines = [line for text in cells for line in text.split("\n")]
            self.said += [FoundText(line, "facilitator", path) for line in lines]

    def read_papers(self, workshop: SmallWorkshop) -> None:
        """Read what is printed before people come, a page of paper as one run."""
        organiser, page = Browser(self.app, workshop.way_in("organiser")), workshop.path("setup/badges")
        for what in ("badges", "poster", "sign-in-sheet"):
            answer = organiser.send(page, {"network": "42"} if what == "poster" else {}, to=f"{page}/{what}")
            for sheet in pypdf.PdfReader(BytesIO(answer.data)).pages:
                words = " ".join(sheet.extract_text().replace("\u200b", "").replace("/join", "").split())
                self.printed.append(FoundText(words, "organiser", f"{page}/{what}"))

    def which(self, is_wrong: Callable[[str], bool]) -> list[FoundText]:
        """The runs of words with something wrong, each once."""
        return list({said.words: said for said in reversed(self.said) if is_wrong(said.words)}.values())


@pytest.fixture(scope="module")
def reader(databases: Databases, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Reader]:
    folder = tmp_path_factory.mktemp("pseudo")
    write_catalogue(folder / "translations")
    with databases.copy("sqlite", folder) as url, pytest.MonkeyPatch.context() as patch:
        patch.setitem(LANGUAGES, LANGUAGE, LOCALE)
        app = create_app(settings(folder, url), BABEL_TRANSLATION_DIRECTORIES=str(folder / "translations"))
        reader = Reader(app)
        with databases.empty("sqlite", folder) as nothing:
            translations = {"BABEL_TRANSLATION_DIRECTORIES": str(folder / "translations")}
            empty = create_app(settings(folder, nothing), **translations)
            with empty.app_context():
                bring_up_to_date()
            reader.read_first_account(empty)
            with empty.app_context():
                db.engine.dispose()
        reader.workshops = list(states(app))
        put_into_other_letters(app)
        for workshop, group, people in reader.workshops:
            reader.read_report(workshop)
            reader.read_papers(workshop)
            reader.read_all(workshop, group, people)
        yield reader
        with app.app_context():
            db.engine.dispose()


@pytest.fixture(scope="module")
def hospitals(reader: Reader) -> list[FoundText]:
    """What a workshop says in English, once it compares hospitals."""
    with reader.app.app_context(), transaction(writing=True):
        db.session.execute(sa.update(Workshop).values(language="en", terminology=json.dumps(HOSPITALS)))
    own = Reader(reader.app, "en")
    for workshop, group, people in reader.workshops:
        if workshop.slug in ("prepared", "full"):
            own.read_report(workshop)
            own.read_papers(workshop)
            own.read_all(workshop, group, people)
    return [said for said in (*own.said, *own.printed) if urlsplit(said.path).path not in OF_NO_WORKSHOP]


def test_a_workshop_of_hospitals_speaks_of_no_city(hospitals: list[FoundText]) -> None:
    assert len({said.path for said in hospitals}) > 50
    assert any("teaching hospital" in said.words for said in hospitals)
    # A page on which a workshop is created stands outside of any, and speaks in our words.
    inside = [said for said in hospitals if "/workshops/new" not in said.path]
    spoken = {said.words: said for said in inside if OF_CITIES.search(said.words)}
    assert spoken == {}


def test_every_page_is_read(reader: Reader) -> None:
    pages = {rule.endpoint for rule in reader.app.url_map.iter_rules() if "GET" in (rule.methods or ())}
    assert pages - reader.opened - FILES - LEADS_ON - GUESSES == set()


def test_no_english_is_left(reader: Reader) -> None:
    assert reader.which(is_bare) == []


def test_no_english_is_left_on_paper(reader: Reader) -> None:
    assert [said for said in reader.printed if is_bare(said.words)] == []
    assert len({said.path for said in reader.printed if "⟦" in said.words}) == 3 * len(reader.workshops)


def test_no_sentence_is_put_together_from_pieces(reader: Reader) -> None:
    assert reader.which(is_pieced_together) == []


@pytest.mark.parametrize(
    ("run", "is_found"),
    [
        ("⟦Áŕé šţíľľ öƥéñ:⟧ Лыон, Виенна", True),
        ("5 ⟦íššúéš⟧", True),
        ("Лыон ⟦ĥáđ íţ⟧", True),
        ("⟦Ľíñķ ⟦á šöľúţíöñ⟧ ţö RET-01⟧", True),
        ("⟦Íššúéš: 5⟧ · Лыон", False),
        ("⟦Ñöţĥíñǧ ýéţ.⟧ ⟦Áđđ áñ íššúé⟧ →", False),
        ("⟦Çöḿḿéñţ: ⟦Ţöö đéáŕ⟧⟧", False),
    ],
)
def test_a_sentence_that_was_put_together_is_found(run: str, is_found: bool) -> None:
    assert is_pieced_together(run) is is_found
