"""What the room brings up from its phones besides issues: what helps, ways through politics, what to do."""

from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa

from facilitator.access.policy import Phase
from facilitator.agenda.models import Authors
from facilitator.agenda.operations import reveal_session, settle_session
from facilitator.capture.lineage.operations import merge_cards
from facilitator.capture.models import Card, Kind, Link
from facilitator.capture.operations import contribute_card, hide_card, link_cards
from facilitator.capture.queries import card_by_reference, current_wording, linked_cards
from facilitator.console.log import entries
from facilitator.database import db
from tests.console.test_log import sentence
from tests.full_workshop import WORDINGS
from tests.pages import complaints, fields, notices, plain, texts
from tests.people import Browser
from tests.small_workshop import AN_ISSUE, PARTNER, SmallWorkshop

pytestmark = pytest.mark.one_database

BrowserOf = Callable[[str], Browser]

WORDS = {**WORDINGS, Kind.ISSUE: AN_ISSUE}
REFS = {Kind.ENABLER: "RET-E01", Kind.STRATEGY: "RET-P01", Kind.SOLUTION: "RET-S01"}
KINDS = pytest.mark.parametrize("kind", WORDINGS, ids=str)
NOT_IN_LIST = "This is not in the list. Please choose again."
NOT_HERE = "This issue was not found. Choose another issue, or none."
CLOSED = "This session is closed. Your text is still here. Ask the facilitator to open the session."


def typed(kind: Kind) -> dict[str, str]:
    """The words of a card as they stand in the fields of its form."""
    return {name: str(value) for name, value in WORDINGS[kind].items()}


class Room:
    """Day one with an open session that is blind."""

    def __init__(self, workshop: SmallWorkshop, browser_of: BrowserOf) -> None:
        self.workshop, self.browser_of = workshop, browser_of
        workshop.go_to(Phase.DAY_ONE)
        workshop.open("RET")
        self.at = workshop.path(f"sessions/{workshop.sessions['RET']}")

    def contribute(self, who: str, kind: Kind = Kind.ISSUE, helps_with: str = "", **words: str) -> int:
        """A card by the operation; gives back its id."""
        workshop = self.workshop
        with workshop.change():
            city = workshop.city(who) if who in workshop.cities else None
            issue = card_by_reference(workshop.row, helps_with).id if helps_with else None
            return contribute_card(
                workshop.session(),
                kind,
                WORDS[kind] | words,
                city=city,
                helps_with=issue,
                by=workshop.actor(who),
            ).id

    def send(self, who: str, kind: Kind, **more: Any) -> Any:
        """The same from a phone."""
        return self.browser_of(who).send(f"{self.at}/{kind}", WORDINGS[kind] | more)

    def reveal(self) -> None:
        with self.workshop.change():
            reveal_session(self.workshop.session(), by=self.workshop.actor())

    def others(self, who: str) -> str:
        """What somebody reads of what others brought up."""
        return plain(self.browser_of(who).read(f"{self.at}/issues/live").text)

    def linked(self, ref: str) -> list[str]:
        """What a card is linked to."""
        with self.workshop.look():
            return [card.ref for card in linked_cards(card_by_reference(self.workshop.row, ref))]


@pytest.fixture
def room(workshop: SmallWorkshop, browser_of: BrowserOf) -> Room:
    """The room, blind."""
    return Room(workshop, browser_of)


@KINDS
def test_a_delegate_brings_up_what_helps_for_their_own_city(room: Room, kind: Kind) -> None:
    assert room.send("Lyon", kind).status_code == 303
    workshop = room.workshop
    with workshop.look():
        card = card_by_reference(workshop.row, REFS[kind])
        wording = current_wording(card)
        assert {name: getattr(wording, name) for name in WORDINGS[kind]} == WORDINGS[kind]
        assert (card.city_id, card.session_id) == (workshop.cities["Lyon"], workshop.sessions["RET"])
        assert card.participant_id == wording.participant_id == workshop.participants["Lyon"]


@KINDS
def test_what_one_gave_stands_on_their_place_with_number_time_and_kind(room: Room, kind: Kind) -> None:
    lyon = room.browser_of("Lyon")
    answer = lyon.send(f"{room.at}/{kind}", WORDINGS[kind])
    page = lyon.read(answer.location).text
    (said,) = notices(page)
    assert said.startswith(f"{REFS[kind]} was received at ")
    gave = texts(page, "ol")
    assert {REFS[kind], WORDINGS[kind]["title"]} <= set(gave)
    assert any(text.startswith("Received ") for text in gave)


@KINDS
def test_a_partner_who_has_no_city_brings_up_what_helps_too(room: Room, kind: Kind) -> None:
    assert room.send(PARTNER, kind).status_code == 303
    with room.workshop.look():
        card = card_by_reference(room.workshop.row, REFS[kind])
        assert (card.city_id, card.participant_id) == (None, room.workshop.participants[PARTNER])


@pytest.mark.parametrize(("who", "is_asked"), [("Lyon", True), ("Antwerp", False), (PARTNER, False)], ids=str)
def test_a_lighthouse_city_alone_is_asked_whether_it_has_proven_a_solution(
    room: Room, who: str, *, is_asked: bool
) -> None:
    page = room.browser_of(who).read(f"{room.at}/solution").text
    assert ("Has your city shown that it works?" in page) is is_asked
    assert "Vienna" not in page


def test_a_city_says_of_a_solution_that_it_has_proven_it_itself(room: Room) -> None:
    assert room.send("Lyon", Kind.SOLUTION, proven_by_id=room.workshop.cities["Lyon"]).status_code == 303
    with room.workshop.look():
        proven_by = current_wording(card_by_reference(room.workshop.row, "RET-S01")).proven_by
        assert proven_by
        assert proven_by.name == "Lyon"


@pytest.mark.parametrize("who", ["Lyon", "Antwerp", PARTNER])
def test_nobody_says_of_another_city_that_it_has_proven_something(room: Room, who: str) -> None:
    with room.workshop.nothing_changes():
        answer = room.send(who, Kind.SOLUTION, proven_by_id=room.workshop.cities["Vienna"])
    assert (answer.status_code, complaints(answer.text)) == (422, {"proven_by_id": [NOT_IN_LIST]})


@KINDS
def test_it_helps_with_an_issue_of_ones_own_while_the_session_is_blind(room: Room, kind: Kind) -> None:
    issue = room.contribute("Lyon")
    since = len(room.workshop.happened())
    assert room.send("Lyon", kind, helps_with=issue).status_code == 303
    assert room.linked("RET-01") == [REFS[kind]]
    assert room.workshop.happened(since) == [f"{kind}.added", "cards.linked"]
    with room.workshop.look():
        told = [sentence(event) for event in reversed(entries(room.workshop.row, None, 2))]
    assert told == [
        f"Delegate of Lyon added the {kind} {REFS[kind]}",
        f"Delegate of Lyon linked RET-01 with {REFS[kind]}",
    ]


def test_it_helps_with_an_issue_of_others_once_that_is_revealed(room: Room) -> None:
    issue = room.contribute("Lyon")
    page = f"{room.at}/enabler"
    assert AN_ISSUE["title"] not in room.browser_of("Vienna").read(page).text
    room.reveal()
    assert f"RET-01 {AN_ISSUE['title']}" in room.browser_of("Vienna").read(page).text
    assert room.send("Vienna", Kind.ENABLER, helps_with=issue).status_code == 303
    assert room.linked("RET-01") == ["RET-E01"]


def test_where_there_is_no_issue_to_see_nobody_is_asked_for_one(room: Room) -> None:
    room.contribute("Lyon")
    asked = "Which issue does it help with?"
    assert asked in room.browser_of("Lyon").read(f"{room.at}/enabler").text
    assert asked not in room.browser_of("Vienna").read(f"{room.at}/enabler").text


def blind(room: Room) -> int:
    return room.contribute("Lyon")


def hidden(room: Room) -> int:
    issue = room.contribute("Lyon")
    room.reveal()
    with room.workshop.change():
        hide_card(db.session.get_one(Card, issue), reason="twice", by=room.workshop.actor())
    return issue


def own_but_hidden(room: Room) -> int:
    issue = room.contribute("Vienna")
    with room.workshop.change():
        hide_card(db.session.get_one(Card, issue), reason="twice", by=room.workshop.actor())
    return issue


def merged(room: Room) -> int:
    issue, into = room.contribute("Lyon"), room.contribute("Lyon")
    room.reveal()
    with room.workshop.change():
        cards = [db.session.get_one(Card, card_id) for card_id in (into, issue)]
        merge_cards(cards[0], cards[1:], by=room.workshop.actor())
    return issue


def of_another_measure(room: Room) -> int:
    with room.workshop.change():
        return room.workshop.add_issue("ENG").id


def no_issue(room: Room) -> int:
    return room.contribute("Vienna", Kind.STRATEGY)


UNSEEN = pytest.mark.parametrize(
    "unseen", [blind, hidden, own_but_hidden, merged, of_another_measure, no_issue],
    ids=lambda made: made.__name__,
)  # fmt: skip


@UNSEEN
def test_what_a_delegate_may_not_see_they_can_not_link(room: Room, unseen: Callable[[Room], int]) -> None:
    issue, to = unseen(room), f"{room.at}/enabler"
    with room.workshop.nothing_changes():
        answer = room.send("Vienna", Kind.ENABLER, helps_with=issue)
    assert (answer.status_code, complaints(answer.text)) == (422, {"helps_with": [NOT_IN_LIST]})
    stands = fields(answer.text, to)
    assert {name: stands[name] for name in WORDINGS[Kind.ENABLER]} == {
        name: [value] for name, value in typed(Kind.ENABLER).items()
    }


@UNSEEN
def test_whatever_the_way_in_what_is_not_seen_is_not_linked(
    room: Room, unseen: Callable[[Room], int]
) -> None:
    issue, workshop = unseen(room), room.workshop
    with workshop.refuses(NOT_HERE):
        contribute_card(
            workshop.session(), Kind.STRATEGY, WORDINGS[Kind.STRATEGY], city=workshop.city("Vienna"),
            helps_with=issue, by=workshop.actor("Vienna"),
        )  # fmt: skip


@KINDS
def test_in_a_closed_session_nothing_is_brought_up_and_what_was_typed_stays(room: Room, kind: Kind) -> None:
    page, vienna = f"{room.at}/{kind}", room.browser_of("Vienna")
    form = vienna.form(page, page) | typed(kind)
    room.workshop.close("RET")
    with room.workshop.nothing_changes():
        answer = vienna.client.post(page, data=form)
    assert answer.status_code == 422
    assert CLOSED in plain(answer.text)
    assert fields(answer.text, page)["title"] == [WORDINGS[kind]["title"]]


def test_a_session_that_captures_nothing_takes_nothing(room: Room) -> None:
    page = room.workshop.path(f"sessions/{room.workshop.sessions['round']}/enabler")
    with room.workshop.nothing_changes():
        answer = room.browser_of("Lyon").send(page, WORDINGS[Kind.ENABLER])
    assert answer.status_code == 422
    assert CLOSED in plain(answer.text)


@KINDS
def test_a_form_that_arrives_twice_makes_one_card_and_one_link(room: Room, kind: Kind) -> None:
    issue, lyon, page = room.contribute("Lyon"), room.browser_of("Lyon"), f"{room.at}/{kind}"
    form = lyon.form(page, page) | typed(kind) | {"helps_with": str(issue)}
    answers = [lyon.client.post(page, data=form) for _ in range(2)]
    assert [answer.status_code for answer in answers] == [303, 303]
    with room.workshop.look():
        kept = sa.select(sa.func.count()).select_from(Card).where(Card.kind == kind)
        links = sa.select(sa.func.count()).select_from(Link)
        assert [db.session.execute(count).scalar_one() for count in (kept, links)] == [1, 1]


@KINDS
def test_what_helps_is_seen_by_its_author_and_the_team_until_it_is_revealed(room: Room, kind: Kind) -> None:
    title = WORDINGS[kind]["title"]
    room.contribute("Lyon", kind)
    place = room.workshop.path("home")
    assert title in room.browser_of("Lyon").read(place).text
    assert title in room.browser_of("viewer").read(room.workshop.path(f"capture/RET/{kind}")).text
    for who in ("Vienna", "Antwerp", PARTNER):
        assert title not in room.others(who)
        assert title not in room.browser_of(who).read(place).text
    room.reveal()
    for who in ("Vienna", "Antwerp", PARTNER):
        assert title in room.others(who)
    assert title not in room.others("Lyon")


def test_once_revealed_what_helps_stands_under_its_issue_and_the_rest_after_all_issues(room: Room) -> None:
    for title in ("First issue", "Second issue"):
        room.contribute("Lyon", title=title)
    room.contribute("Lyon", Kind.ENABLER, "RET-01", title="An office")
    room.contribute("Lyon", Kind.SOLUTION, "RET-01", title="A contact")
    room.contribute("Lyon", Kind.STRATEGY, title="Ask early")
    room.reveal()
    read = room.others("Vienna")
    titles = ("Second issue", "First issue", "An office", "A contact", "Other things that help", "Ask early")
    assert [read.count(title) for title in titles] == [1] * 6
    assert sorted(titles, key=read.index) == list(titles)


def test_what_others_say_of_ones_own_issue_stands_after_the_issues_of_others(room: Room) -> None:
    room.contribute("Vienna", title="Our own")
    room.contribute("Lyon", title="Theirs")
    room.reveal()
    room.contribute("Lyon", Kind.ENABLER, "RET-01", title="An office")
    read = room.others("Vienna")
    assert "Other things that help RET-E01 An office Enabler Lyon helps with RET-01" in read
    assert "Our own" not in read


def test_what_one_added_to_an_issue_of_others_stands_under_it(room: Room) -> None:
    room.contribute("Lyon")
    room.reveal()
    room.contribute("Vienna", Kind.ENABLER, "RET-01", title="An office")
    assert "RET-E01 An office Enabler · Vienna" in room.others("Vienna")


def test_what_is_hidden_stands_under_no_issue(room: Room) -> None:
    room.contribute("Lyon")
    room.reveal()
    enabler = room.contribute("Lyon", Kind.ENABLER, "RET-01", title="An office")
    with room.workshop.change():
        hide_card(db.session.get_one(Card, enabler), reason="twice", by=room.workshop.actor())
    assert "An office" not in room.others("Vienna")


def test_what_is_blind_stands_under_no_issue_that_is_not(room: Room) -> None:
    enabler = room.contribute("Lyon", Kind.ENABLER, title="An office")
    with room.workshop.change():
        issue = room.workshop.add_issue(title="Never blind")
        link_cards(issue, db.session.get_one(Card, enabler), by=room.workshop.actor())
    read = room.others("Vienna")
    assert ("Never blind" in read, "An office" in read) == (True, False)


# how a session shows its authors → what stands beside what helps
SHOWN = {
    Authors.CITY: "Enabler · Lyon",
    Authors.PERSON: "Enabler · Delegate of Lyon · Lyon",
    Authors.NOBODY: "Enabler",
}


@pytest.mark.parametrize("authors", Authors, ids=str)
def test_who_knows_what_helps_is_shown_as_the_session_says(room: Room, authors: Authors) -> None:
    room.contribute("Lyon")
    room.contribute("Lyon", Kind.ENABLER, "RET-01", title="An office")
    with room.workshop.change():
        settle_session(room.workshop.session(), is_blind=False, authors=authors, by=room.workshop.actor())
    read = room.others("Vienna")
    assert f"RET-E01 An office {SHOWN[authors]}" in read
    assert read.endswith(SHOWN[authors])


def test_from_an_issue_of_others_one_goes_on_to_what_helps_with_it(room: Room) -> None:
    issue = room.contribute("Lyon")
    room.reveal()
    page = f"{room.at}/enabler?issue=RET-01"
    vienna = room.browser_of("Vienna")
    assert page in vienna.read(f"{room.at}/issues").text
    assert vienna.form(page, f"{room.at}/enabler")["helps_with"] == [str(issue)]
    room.workshop.close("RET")
    assert page not in vienna.read(f"{room.at}/issues").text


def test_an_address_chooses_no_issue_that_is_not_seen(room: Room) -> None:
    room.contribute("Lyon")
    room.contribute("Vienna")
    page = room.browser_of("Vienna").read(f"{room.at}/enabler?issue=RET-01").text
    assert fields(page, f"{room.at}/enabler")["helps_with"] == [""]
    assert "RET-01" not in " ".join(texts(page))


@KINDS
def test_the_team_finds_it_at_once_on_board_and_console_with_its_city(room: Room, kind: Kind) -> None:
    facilitator, path = room.browser_of("facilitator"), room.workshop.path
    board, console = path(f"capture/RET/{kind}/live"), path("console/live")
    known = {page: facilitator.read(page).headers["ETag"] for page in (board, console)}
    room.contribute("Lyon")
    room.contribute("Lyon", kind, "RET-01")
    for page, tag in known.items():
        answer = facilitator.client.get(page, headers={"If-None-Match": tag})
        assert answer.status_code == 200
        assert f"{REFS[kind]} {WORDINGS[kind]['title']}" in plain(answer.text)
        assert "Lyon" in plain(answer.text)
    assert "helps with RET-01" in plain(facilitator.read(board).text)
