"""A page asks the database as often for thirty things as for one."""

from collections.abc import Iterator
from datetime import time
from typing import Any

import pytest
from flask import Flask

from facilitator import create_app
from facilitator.access.actor import NOBODY
from facilitator.access.policy import Phase
from facilitator.agenda.models import SessionKind
from facilitator.agenda.operations import add_room, open_session, plan_session
from facilitator.agenda.queries import rooms
from facilitator.breakouts.group_work import operations as running
from facilitator.breakouts.models import Group
from facilitator.breakouts.operations import seat_participant
from facilitator.breakouts.planning.operations import pin_participant
from facilitator.breakouts.queries import seated_group
from facilitator.capture.desk.operations import Typed, set_aside_line
from facilitator.capture.handover.operations import freeze_handover
from facilitator.capture.models import Kind, Stance
from facilitator.capture.operations import add_card, give_evidence, hide_card, link_cards, reword_card
from facilitator.capture.queries import active_handover, card_by_reference, handed_issues
from facilitator.constraints import REWORDED
from facilitator.database import db
from facilitator.errors import RuleBroken
from facilitator.validation.city_votes.operations import name_speaker, speak_for_city
from facilitator.validation.models import Verdict
from facilitator.validation.moderation.operations import hide_words
from facilitator.validation.moderation.queries import words_of
from facilitator.validation.operations import add_missing_issue
from facilitator.validation.rules import Reply
from facilitator.validation.second_round.operations import ask_again
from facilitator.workshops.models import Part, Participant
from facilitator.workshops.operations import add_city, add_organisation, join_workshop, move_workshop
from facilitator.workshops.queries import participants
from tests.breakouts.planning.planned import add_round, add_table, make_plan
from tests.databases import BACKENDS, Databases, settings
from tests.full_workshop import WORDINGS, answer
from tests.people import Browser
from tests.small_workshop import AN_ISSUE, SECRET, SmallWorkshop
from tests.statements import asked

pytestmark = [pytest.mark.one_database, pytest.mark.slow]

SIZES = (1, 3, 30)

# who reads which page
PAGES = (
    ("facilitator", "report/summary"),
    ("facilitator", "report/register"),
    ("facilitator", "report/matches"),
    ("organiser", "rehearsal"),
    ("organiser", "rehearsal/live"),
    ("facilitator", "console"),
    ("facilitator", "console/live"),
    ("facilitator", "capture/RET/issue"),
    ("facilitator", "capture/RET/issue/live"),
    ("facilitator", "capture/RET/solution"),
    ("facilitator", "capture/RET/issue?words=several&aspect=governance"),
    ("facilitator", "desk/RET"),
    ("facilitator", "desk/RET?correct=RET-01&card=RET-01"),
    ("facilitator", "desk/RET/live"),
    ("facilitator", "desk/RET/chain?card=RET-01"),
    ("facilitator", "sessions/{session}/settings"),
    ("Antwerp", "sessions/{session}/issues"),
    ("Antwerp", "sessions/{session}/issues/live"),
    ("facilitator", "cards/RET-01"),
    ("facilitator", "cards/RET-S01"),
    ("facilitator", "cards/RET-01/remarks"),
    ("facilitator", "matrix/RET"),
    ("facilitator", "matrix/RET/live"),
    ("facilitator", "matrix/RET/evidence"),
    ("facilitator", "matrix/RET/evidence/live"),
    ("facilitator", "matrix/RET/wall"),
    ("facilitator", "matrix/issues/RET-01/solution"),
    ("facilitator", "matrix/issues/RET-01/solution/found"),
    ("facilitator", "cards/RET-01/wording"),
    ("facilitator", "merge"),
    ("facilitator", "merge?more=yes"),
    ("facilitator", "merge/live"),
    ("facilitator", "merge/choice"),
    ("facilitator", "clusters"),
    ("facilitator", "cards/RET-01/splitting"),
    ("facilitator", "handover"),
    ("facilitator", "handover/unread"),
    ("facilitator", "briefing"),
    ("facilitator", "briefing/{lyon}"),
    ("facilitator", "briefing/{lyon}/RET"),
    ("facilitator", "briefing/measures/RET"),
    ("facilitator", "briefing/{lyon}/RET/wall"),
    ("facilitator", "briefing/{lyon}/sheet"),
    ("facilitator", "groups"),
    ("facilitator", "groups/{group}"),
    ("facilitator", "groups/{group}/live"),
    ("facilitator", "groups/{group}/notes/RET-01"),
    ("facilitator", "groups/{group}/notes/general/field"),
    ("facilitator", "notes/RET"),
    ("facilitator", "notes/RET/live"),
    ("facilitator", "notes/RET/projector"),
    ("facilitator", "groups/{group}/seats"),
    ("facilitator", "groups/{group}/table"),
    ("facilitator", "planning/people"),
    ("facilitator", "planning/people/{delegate}"),
    ("facilitator", "planning/rules"),
    ("facilitator", "planning/cities/{antwerp}"),
    ("facilitator", "plans"),
    ("facilitator", "plans/1"),
    ("facilitator", "plans/1/live"),
    ("facilitator", "plans/1/rounds/{later}/people/{delegate}"),
    ("facilitator", "seating/rounds/{later}/people/{delegate}"),
    ("facilitator", "seating/arrivals/{delegate}"),
    ("facilitator", "seating"),
    ("facilitator", "seating/live"),
    ("facilitator", "seating/cards"),
    ("facilitator", "seating/wall"),
    ("facilitator", "seating/wall/live"),
    ("Antwerp", "wishes"),
    ("Antwerp", "wishes/why"),
    ("facilitator", "groups/{group}/missing-for-city"),
    ("facilitator", "city-votes"),
    ("facilitator", "city-votes/{antwerp}"),
    ("facilitator", "city-votes/{antwerp}/RET-01"),
    ("facilitator", "groups/{group}/paper"),
    ("facilitator", "groups/{group}/entry"),
    ("facilitator", "groups/{group}/entry/people/{delegate}"),
    ("facilitator", "criteria"),
    ("facilitator", "criteria/{urgency}"),
    ("Antwerp", "city-vote"),
    ("Antwerp", "city-vote/RET-01"),
    ("facilitator", "people"),
    ("organiser", "people"),
    ("facilitator", "people?q=delegate"),
    ("organiser", "people/{delegate}"),
    ("organiser", "people/new"),
    ("organiser", "people/import"),
    ("organiser", "people/list.csv?links=yes"),
    ("facilitator", "people/door"),
    ("facilitator", "people/{delegate}/organisation"),
    ("facilitator", "activity"),
    ("facilitator", "results/RET"),
    ("facilitator", "results/RET/wall"),
    ("facilitator", "words/RET-01/{delegate}"),
    ("facilitator", "demand"),
    ("facilitator", "results/issues/RET-01/wall"),
    ("facilitator", "report"),
    ("organiser", "setup"),
    ("organiser", "setup/cities"),
    ("organiser", "setup/measures"),
    ("organiser", "setup/agenda"),
    ("organiser", "setup/agenda/{session}"),
    ("organiser", "setup/agenda/{session}/removal"),
    ("organiser", "deletion"),
    ("organiser", "setup/agenda/paste"),
    ("organiser", "setup/rooms"),
    ("facilitator", "agenda/sheet"),
    ("Antwerp", "home"),
    ("Antwerp", "home/programme"),
    ("Antwerp", "home/live"),
    ("Antwerp", "home/way/live"),
    ("Antwerp", "home/answers"),
    ("Antwerp", "home/my-data"),
    ("Antwerp", "groups/{group}/replies"),
    ("Antwerp", "groups/{group}/replies/check"),
    ("Antwerp", "groups/{group}/solutions"),
    ("Antwerp", "groups/{group}/missing"),
    ("Lyon", "groups/{group}/missing-issues"),
    ("Lyon", "groups/{group}/missing-issues/live"),
    ("facilitator", "groups/{group}/answers"),
    ("facilitator", "groups/{group}/answers/live"),
    ("", "wall/{code}"),
    ("", "wall/{code}/live"),
    ("", "wall/{code}/{room}/live"),
    ("facilitator", "walls/main"),
    ("facilitator", "find?q=e"),
    ("", "/join/{code}"),
)


# The same before day one is handed over.
BEFORE_THE_HANDOVER = (
    ("facilitator", "handover"),
    ("Lyon", "home"),
    ("Lyon", "sessions/{session}/issue"),
    ("Lyon", "sessions/{session}/enabler"),
    ("Lyon", "sessions/{session}/solution"),
    ("Lyon", "sessions/{session}/issues"),
)


class Sized:
    """A workshop on day two that holds so many of everything."""

    def __init__(self, app: Flask, size: int) -> None:
        self.workshop, self.size = SmallWorkshop(app, slug=f"size-{size}"), size
        with self.workshop.change():
            self._day_one()
        with self.workshop.look():
            self.room = rooms(self.workshop.row)[0].id
        self.browsers = {
            who: self._browser(who) for who in ("organiser", "facilitator", "Antwerp", "Lyon", "")
        }
        self.before_the_handover = {page: self.statements(*page) for page in BEFORE_THE_HANDOVER}
        with self.workshop.change():
            self.group = self._day_two()

    def _browser(self, who: str) -> Browser:
        return Browser(self.workshop.app, self.workshop.way_in(who) if who else "")

    def _day_one(self) -> None:
        workshop, by = self.workshop, self.workshop.actor()
        move_workshop(workshop.row, Phase.DAY_ONE, by=by)
        for number in range(self.size):
            city = add_city(
                workshop.row, name=f"City {number}", country="EU", part=Part.LIGHTHOUSE, project=None, by=by
            )
            organisation = add_organisation(workshop.row, name=f"Office {number}", city=city, by=by)
            join_workshop(
                workshop.row, organisation=organisation, display_name=f"Person {number}",
                submission=f"form of {number}", secret=SECRET, by=NOBODY,
            )  # fmt: skip
            antwerp = workshop.actor("Antwerp")
            issue = add_card(workshop.measure(), Kind.ISSUE, AN_ISSUE, city=city, by=antwerp)
            first = card_by_reference(workshop.row, "RET-01")
            solution = add_card(workshop.measure(), Kind.SOLUTION, WORDINGS[Kind.SOLUTION], city=city, by=by)
            for card in (issue, first):
                give_evidence(card, city, Stance.SOLVED, note="ours", by=by)
                link_cards(card, solution, by=by)
            link_cards(issue, card_by_reference(workshop.row, "RET-S01"), by=by)
            set_aside_line(
                workshop.measure(),
                Typed("Flats"),
                RuleBroken(REWORDED),
                by=by,
            )
            reword_card(first, AN_ISSUE | {"title": f"Words {number}"}, based_on=number + 1, by=by)
            add_room(workshop.row, name=f"Room {number}", seats=9, accessible=True, by=by)
            hide_card(add_card(workshop.measure(), Kind.ISSUE, AN_ISSUE, by=by), reason="twice", by=by)

    def _day_two(self) -> int:
        workshop, by, antwerp = self.workshop, self.workshop.actor(), self.workshop.actor("Antwerp")
        freeze_handover(workshop.row, name="Day one", by=by)
        move_workshop(workshop.row, Phase.DAY_TWO, by=by)
        group = workshop.add_group("Antwerp", "Lyon", name="The table")
        open_session(workshop.row, workshop.session("round"), by=by)
        self._plan()
        for number in range(self.size):
            workshop.add_group(name=f"Table {number}")
            for kind in (SessionKind.PLENARY, SessionKind.BREAKOUT):
                block = plan_session(
                    workshop.row, kind=kind, day=2, title=f"{kind} {number}", starts_at=time(9), minutes=5,
                    measure=None, room=rooms(workshop.row)[0], by=by,
                )  # fmt: skip
                open_session(workshop.row, block, by=by)
            add_missing_issue(
                seated_group(workshop.row, group.id), antwerp.participant_id, **AN_ISSUE,
                city=workshop.city("Antwerp"), by=antwerp,
            )  # fmt: skip
        for person in self._people():
            seat_participant(workshop.row, group, person, by=by)
        self._while_it_runs(group)
        score = {workshop.criteria["urgency"]: 7}
        said = [Reply(Verdict.RIGHT, comment="So it is", need="Law", scores=score)] * self.size
        answer(workshop, "Antwerp", group.id, *said)
        name_speaker(workshop.row, workshop.city("Antwerp"), workshop.participant("Antwerp"), by=by)
        handover = active_handover(workshop.row)
        assert handover
        for issue in handed_issues(handover):
            word = Reply(Verdict.RIGHT, scores=score)
            speak_for_city(handover, issue.issue_id, workshop.city("Antwerp"), word, by=antwerp)
            ask_again(group, handover, issue.issue_id, by=by)
            words = words_of(workshop.row, issue.ref, workshop.participants["Antwerp"])
            hide_words(words, reason="names a person", by=by)
        return group.id

    def _plan(self) -> None:
        """A plan for a round to come with so many tables, each with somebody who stays there."""
        later = add_round(self.workshop)
        for number in range(self.size):
            table = add_table(self.workshop, later, f"Later table {number}")
            person = self.workshop.participant("Antwerp") if not number else self._people()[number]
            pin_participant(table, person, by=self.workshop.actor())
        make_plan(self.workshop, moves=0)

    def _people(self) -> list[Participant]:
        return [who for who in participants(self.workshop.row) if who.display_name.startswith("Person")]

    def _while_it_runs(self, group: Group) -> None:
        """So many notes in so many versions, marks, messages and minutes, and a call."""
        workshop, by = self.workshop, self.workshop.actor()
        cards = [card_by_reference(workshop.row, f"RET-{number:02}") for number in range(1, self.size + 1)]
        asked, seated = [card.id for card in cards], seated_group(workshop.row, group.id)
        for issue in (*asked, None):
            for version in range(2):
                text = f"Version {version}"
                running.write_note(group, issue, text, asked=asked, based_on=version, by=by)
        running.mark_the_rest_present(seated, by=by)
        running.mark_ready(seated, by=by)
        running.call_facilitator(seated, by=by)
        for number in range(self.size):
            running.send_message(workshop.row, f"Message {number}", group=group, by=by)
            running.give_time(workshop.session("round"), 1, by=by)

    def path(self, page: str) -> str:
        """The address of a page, with what it is about filled in."""
        known: dict[str, Any] = {
            "group": getattr(self, "group", 0),
            "session": self.workshop.sessions["RET"],
            "later": self.workshop.sessions.get("Round two", 0),
            "code": self.workshop.code,
            "lyon": self.workshop.cities["Lyon"],
            "antwerp": self.workshop.cities["Antwerp"],
            "delegate": self.workshop.participants["Antwerp"],
            "urgency": self.workshop.criteria["urgency"],
            "room": self.room,
        }
        path = page.format(**known)
        return path if path.startswith("/") else self.workshop.path(path)

    def statements_of_a_line(self, line: str) -> list[str]:
        """What is asked of the database while a line is typed at the desk."""
        browser, desk = self.browsers["facilitator"], self.workshop.path("desk/RET")
        typed = browser.form(desk, "/lines") | {"line": [line]}
        with asked(self.workshop.app) as statements:
            assert browser.client.post(f"{desk}/reading", data=typed).status_code == 200
        return statements

    def statements(self, who: str, page: str) -> list[str]:
        """What is asked of the database for a page, once everything is warm."""
        path = self.path(page)
        assert self.browsers[who].read(path).status_code == 200
        with asked(self.workshop.app) as statements:
            self.browsers[who].read(path)
        return statements


@pytest.fixture(scope="module", params=BACKENDS)
def sized(
    request: pytest.FixtureRequest, databases: Databases, tmp_path_factory: pytest.TempPathFactory
) -> Iterator[list[Sized]]:
    """Workshops with one, three and thirty of everything."""
    folder = tmp_path_factory.mktemp("sized")
    with databases.copy(request.param, folder) as url:
        app = create_app(settings(folder, url))
        yield [Sized(app, size) for size in SIZES]
        with app.app_context():
            db.engine.dispose()


@pytest.mark.parametrize(("who", "page"), PAGES)
def test_a_page_asks_as_often_for_thirty_things_as_for_one(sized: list[Sized], who: str, page: str) -> None:
    one, three, thirty = (each.statements(who, page) for each in sized)
    assert len(one) == len(three), three
    assert len(one) == len(thirty), thirty


def test_a_line_is_understood_in_a_fixed_number_of_statements(sized: list[Sized]) -> None:
    one, three, thirty = (each.statements_of_a_line("Several owners @ly met >") for each in sized)
    assert len(one) == len(three), three
    assert len(one) == len(thirty), thirty


@pytest.mark.parametrize("page", BEFORE_THE_HANDOVER, ids=str)
def test_day_one_is_brought_up_and_handed_over_in_a_fixed_number_of_statements(
    sized: list[Sized], page: tuple[str, str]
) -> None:
    one, three, thirty = (each.before_the_handover[page] for each in sized)
    assert len(one) == len(three), three
    assert len(one) == len(thirty), thirty
