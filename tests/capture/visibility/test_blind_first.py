"""Blind first: what others brought up is in no page, fragment, search or wall until it is revealed."""

from collections.abc import Callable
from typing import Any

import pytest

from facilitator.access.policy import Phase
from facilitator.agenda.models import Authors
from facilitator.agenda.operations import reveal_session, settle_session
from facilitator.capture.evidence import heard
from facilitator.capture.lineage.operations import merge_cards
from facilitator.capture.models import Evidence, Kind, Stance
from facilitator.capture.operations import (
    add_card,
    contribute_card,
    give_evidence,
    hide_card,
    withdraw_evidence,
)
from facilitator.capture.queries import card_by_reference
from facilitator.database import db
from tests.pages import notices, plain
from tests.people import Browser
from tests.small_workshop import AN_ISSUE, SmallWorkshop

BrowserOf = Callable[[str], Browser]
TITLE = "Flats stand empty for years"
THERE_IS_NO = "This card was not found."


class Room:
    """Day one with an open session, in which Lyon has brought something up."""

    def __init__(self, workshop: SmallWorkshop, browser_of: BrowserOf) -> None:
        self.workshop, self.browser_of = workshop, browser_of
        workshop.go_to(Phase.DAY_ONE)
        workshop.open("RET")
        with workshop.change():
            self.contribute("Lyon", TITLE)
        self.at = workshop.path(f"sessions/{workshop.sessions['RET']}")

    def contribute(self, who: str, title: str) -> str:
        workshop = self.workshop
        issue = contribute_card(
            workshop.session(), Kind.ISSUE, AN_ISSUE | {"title": title}, city=workshop.city(who),
            stance=Stance.MET, by=workshop.actor(who),
        )  # fmt: skip
        return issue.ref

    def reveal(self) -> None:
        with self.workshop.change():
            reveal_session(self.workshop.session(), by=self.workshop.actor())

    def settle(self, *, is_blind: bool = False, authors: Authors = Authors.CITY) -> None:
        with self.workshop.change():
            settle_session(
                self.workshop.session(), is_blind=is_blind, authors=authors, by=self.workshop.actor()
            )

    def hide(self) -> None:
        with self.workshop.change():
            issue = card_by_reference(self.workshop.row, "RET-01")
            hide_card(issue, reason="not for all", by=self.workshop.actor())

    def pages(self, who: str) -> dict[str, str]:
        """All that somebody in the room can read in which an issue may stand."""
        place, wall = self.workshop.path("home"), self.workshop.path(f"wall/{self.workshop.code}")
        paths = (
            place, f"{place}/live", f"{self.at}/issues", f"{self.at}/issues/live", f"{self.at}/issue",
            f"{self.at}/similar?title=Flats+stand+empty", wall, f"{wall}/live",
        )  # fmt: skip
        browser = self.browser_of(who)
        return {path: browser.read(path).text for path in paths}

    @property
    def wall(self) -> str:
        """The main wall's page."""
        return Browser(self.workshop.app).read(self.workshop.path(f"wall/{self.workshop.code}")).text

    def those_with(self, words: str, who: str) -> set[str]:
        """The pages on which these words stand, from the session's or the workshop's address on."""
        told = {path: words in plain(page) for path, page in self.pages(who).items()}
        return {path.split("/")[-1].split("?")[0] for path, is_there in told.items() if is_there}


@pytest.fixture
def room(workshop: SmallWorkshop, browser_of: BrowserOf) -> Room:
    """The room, blind."""
    return Room(workshop, browser_of)


EVERYWHERE = {"home", "live", "issues", "similar"}


@pytest.mark.parametrize("who", ["Vienna", "Antwerp", "Standards body"])
def test_nobody_but_the_author_and_the_team_sees_what_is_blind(room: Room, who: str) -> None:
    assert room.those_with(TITLE, who) == set()
    answer = room.browser_of(who).read(f"{room.at}/issues/RET-01/voice")
    assert answer.status_code == 404
    assert THERE_IS_NO in plain(answer.text)


def test_the_author_sees_their_own_while_it_is_blind(room: Room) -> None:
    assert room.those_with(TITLE, "Lyon") == {"home", "live", "similar"}


@pytest.mark.parametrize("who", ["rapporteur", "viewer"])
def test_the_team_sees_what_is_blind(room: Room, who: str) -> None:
    assert TITLE in room.browser_of(who).read(room.workshop.path("capture/RET/issue")).text


@pytest.mark.parametrize("who", ["Vienna", "Standards body"])
def test_once_revealed_it_is_seen_by_all(room: Room, who: str) -> None:
    room.reveal()
    assert room.those_with(TITLE, who) >= EVERYWHERE
    assert any(TITLE in page for path, page in room.pages(who).items() if "wall" in path)


def test_a_wall_with_incoming_issues_counts_what_is_not_shown_yet(room: Room, browser_of: BrowserOf) -> None:
    workshop = room.workshop
    facilitator, walls = browser_of("facilitator"), workshop.path("walls/main")
    facilitator.send(walls, {"content": "cards:RET"}, to=walls)
    counted = "1 issue so far. It appears here once it is shown to everybody."
    assert (counted in plain(room.wall), TITLE in room.wall) == (True, False)
    room.reveal()
    assert (counted in plain(room.wall), TITLE in room.wall) == (False, True)


def test_a_session_that_is_not_blind_shows_what_comes_in(room: Room) -> None:
    room.settle(is_blind=False)
    assert room.those_with(TITLE, "Vienna") >= EVERYWHERE


def test_what_is_covered_again_is_seen_by_nobody_else(room: Room, browser_of: BrowserOf) -> None:
    room.reveal()
    facilitator, settings = browser_of("facilitator"), f"{room.at}/settings"
    facilitator.send(settings, {}, to=f"{room.at}/reveal/removal?then=settings")
    assert room.those_with(TITLE, "Vienna") == set()


def test_what_is_hidden_is_seen_by_nobody_in_the_room_revealed_or_not(room: Room) -> None:
    room.reveal()
    room.hide()
    assert room.those_with(TITLE, "Vienna") == set()
    assert room.browser_of("Vienna").read(f"{room.at}/issues/RET-01/voice").status_code == 404


def test_what_the_team_enters_in_a_blind_session_is_blind_too(room: Room, browser_of: BrowserOf) -> None:
    desk = room.workshop.path("desk/RET")
    browser_of("rapporteur").send(desk, {"line": "Owners disagree #social"}, to=f"{desk}/lines")
    assert room.those_with("Owners disagree", "Vienna") == set()
    room.reveal()
    assert room.those_with("Owners disagree", "Vienna") >= {"home", "issues"}


def test_what_the_team_adds_from_the_matrix_waits_for_the_reveal_too(
    room: Room, browser_of: BrowserOf
) -> None:
    facilitator, path = browser_of("facilitator"), room.workshop.path
    choice, briefing = path("matrix/issues/RET-01/solution"), path("briefing/measures/RET")
    facilitator.send(choice, {"title": "One desk for the owners"}, to=f"{choice}/cards")
    assert "One desk for the owners" not in facilitator.read(briefing).text
    room.reveal()
    assert "One desk for the owners" in facilitator.read(briefing).text


# how a session shows its authors → what stands beside the issue on a phone, and on the wall
SHOWN = {
    Authors.CITY: ("Lyon", "Lyon"),
    Authors.PERSON: ("Delegate of Lyon · Lyon", "Lyon"),
    Authors.NOBODY: ("", ""),
}


@pytest.mark.parametrize("authors", Authors, ids=str)
def test_authors_are_seen_as_the_session_says_and_on_the_wall_never_by_name(
    room: Room, authors: Authors
) -> None:
    room.settle(authors=authors)
    pages = room.pages("Vienna")
    on_the_phone = plain(pages[f"{room.at}/issues/live"])
    on_the_wall = plain(pages[room.workshop.path(f"wall/{room.workshop.code}/live")])
    phone, wall = SHOWN[authors]
    assert f"{TITLE} {phone}".strip() in on_the_phone.replace(" And some can't pay.", "")
    assert " ".join(filter(None, ("RET-01", wall, TITLE))) in on_the_wall
    assert ("Delegate of Lyon" in on_the_phone) is (authors is Authors.PERSON)
    assert "Delegate of Lyon" not in on_the_wall
    if authors is Authors.NOBODY:
        assert "Lyon" not in on_the_phone
        assert "Lyon" not in on_the_wall


def test_we_too_gives_the_own_citys_evidence_to_the_issue_that_is_there(
    room: Room, browser_of: BrowserOf
) -> None:
    room.reveal()
    page, vienna = f"{room.at}/issues/RET-01/voice", browser_of("Vienna")
    answer = vienna.send(page, {"stance": "solved", "note": "by a register"})
    assert answer.status_code == 303
    (said,) = notices(vienna.read(answer.location).text)
    assert said.startswith("The answer of Vienna on RET-01 was received at ")
    with room.workshop.look():
        issue = card_by_reference(room.workshop.row, "RET-01")
        given = {
            row.city.name: (row.stance, row.note)
            for row in db.session.query(Evidence).filter_by(issue_id=issue.id)
        }
    assert given == {"Lyon": (Stance.MET, ""), "Vienna": (Stance.SOLVED, "by a register")}


def test_what_looks_alike_in_another_measure_gets_the_citys_word_itself(
    room: Room, browser_of: BrowserOf
) -> None:
    """Not the issue of this measure that has the same number."""
    room.reveal()
    with room.workshop.change():
        room.workshop.add_issue("ENG", title="Flats in our street stand empty for years")
    vienna = browser_of("Vienna")
    similar = vienna.read(f"{room.at}/similar?title=Flats+stand+empty+for+so+many+years").text
    assert "both say" in plain(similar)
    assert f"{room.at}/issues/ENG-01/met" in similar
    assert vienna.send(f"{room.at}/issues/ENG-01/voice", {"stance": "met"}).status_code == 303
    with room.workshop.look():
        counted = heard(room.workshop.id)
        spoke = {ref: cities_on(room, counted, ref) for ref in ("RET-01", "ENG-01")}
    assert spoke == {"RET-01": ["Lyon"], "ENG-01": ["Vienna"]}


def cities_on(room: Room, counted: Any, ref: str) -> list[str]:
    """The cities whose word counts at an issue."""
    issue = card_by_reference(room.workshop.row, ref)
    return sorted(voice.city for voice in counted.get(issue.id, {}).values())


def test_a_word_on_what_is_merged_meanwhile_lands_where_it_went(room: Room, browser_of: BrowserOf) -> None:
    room.reveal()
    vienna, page = browser_of("Vienna"), f"{room.at}/issues/RET-01/voice"
    typed = vienna.form(page, page) | {"stance": "met", "note": "in every street"}
    with room.workshop.change():
        into = room.workshop.add_issue("ENG", title="Empty flats")
        merge_cards(into, [card_by_reference(room.workshop.row, "RET-01")], by=room.workshop.actor())
    answer = vienna.client.post(page, data=typed)
    assert answer.status_code == 303
    (said,) = notices(vienna.read(answer.location).text)
    assert said.startswith("The answer of Vienna on ENG-01 was received at ")
    with room.workshop.look():
        assert cities_on(room, heard(room.workshop.id), "ENG-01") == ["Lyon", "Vienna"]


def test_a_merge_into_what_is_blind_shows_it_to_nobody(room: Room) -> None:
    room.reveal()
    workshop = room.workshop
    with workshop.change():
        words = AN_ISSUE | {"title": "Empty flats"}
        measure = workshop.measure("ENG")
        into = add_card(measure, Kind.ISSUE, words, session=workshop.session("ENG"), by=workshop.actor())
        merge_cards(into, [card_by_reference(workshop.row, "RET-01")], by=workshop.actor())
    assert room.browser_of("Vienna").read(f"{room.at}/issues/RET-01/voice").status_code == 404


def test_a_partner_has_no_city_to_speak_for(room: Room, browser_of: BrowserOf) -> None:
    room.reveal()
    answer = browser_of("Standards body").send(f"{room.at}/issues/RET-01/voice", {"stance": "met"})
    assert answer.status_code == 422
    assert "Only a delegate of a city can do this. You can add an issue of your own." in plain(answer.text)


def test_we_too_waits_for_an_open_session(room: Room, browser_of: BrowserOf) -> None:
    room.reveal()
    room.workshop.close("RET")
    answer = browser_of("Vienna").send(f"{room.at}/issues/RET-01/voice", {"stance": "met"})
    assert answer.status_code == 422


@pytest.mark.slow
def test_of_sixty_issues_the_place_shows_a_few_and_leads_to_the_rest(
    room: Room, browser_of: BrowserOf
) -> None:
    room.reveal()
    with room.workshop.change():
        for number in range(60):
            room.contribute("Lyon", f"Issue of many {number}")
        give_evidence(
            card_by_reference(room.workshop.row, "RET-61"), room.workshop.city("Vienna"), Stance.MET,
            by=room.workshop.actor("Vienna"),
        )  # fmt: skip
        add_card(
            room.workshop.measure(), Kind.SOLUTION, {"title": "No issue at all"}, by=room.workshop.actor()
        )
    vienna = browser_of("Vienna")
    assert vienna.read(room.workshop.path("home")).text.count("Issue of many") == 5
    first = vienna.read(f"{room.at}/issues").text
    assert (first.count("Issue of many"), "No issue at all" in first) == (20, False)
    assert "Edit our answer" in first
    assert vienna.read(f"{room.at}/issues?page=4").text.count(TITLE) == 1


def test_a_facilitator_says_who_sees_what(room: Room, browser_of: BrowserOf) -> None:
    page, facilitator = f"{room.at}/settings", browser_of("facilitator")
    form = facilitator.form(page, page)
    form.pop("is_blind")
    answer = facilitator.client.post(page, data=form | {"authors": "nobody"})
    assert answer.status_code == 303
    with room.workshop.look():
        session = room.workshop.session()
        assert (session.is_blind, session.authors) == (False, Authors.NOBODY)


def test_a_round_has_nothing_to_reveal(room: Room, browser_of: BrowserOf) -> None:
    page = room.workshop.path(f"sessions/{room.workshop.sessions['round']}/settings")
    assert "You can do this only for a capture session." in plain(browser_of("facilitator").read(page).text)


def test_the_matrix_on_the_wall_and_the_briefing_wait_for_the_reveal(
    room: Room, browser_of: BrowserOf
) -> None:
    facilitator, path = browser_of("facilitator"), room.workshop.path
    pages = (path("matrix/RET/wall"), path(f"briefing/{room.workshop.cities['Lyon']}/sheet"))
    assert [TITLE in facilitator.read(page).text for page in pages] == [False, False]
    assert TITLE in facilitator.read(path("matrix/RET")).text
    room.reveal()
    assert [TITLE in facilitator.read(page).text for page in pages] == [True, True]


def test_a_report_names_no_author_where_the_session_shows_none(room: Room, browser_of: BrowserOf) -> None:
    workshop = room.workshop
    with workshop.change():
        words = {"title": "One desk for all", "text": "", "owner": "City"}
        add_card(
            workshop.measure(), Kind.SOLUTION, words, city=workshop.city("Lyon"), session=workshop.session(),
            by=workshop.actor(),
        )  # fmt: skip
    page = workshop.path("report.json")
    (before,) = solutions(browser_of("facilitator").read(page).json)
    room.settle(authors=Authors.NOBODY)
    (after,) = solutions(browser_of("facilitator").read(page).json)
    assert (before["city"], after["city"]) == ("Lyon", None)


def test_a_briefing_names_no_author_where_the_session_shows_none(room: Room, browser_of: BrowserOf) -> None:
    workshop = room.workshop
    with workshop.change():
        issue = card_by_reference(workshop.row, "RET-01")
        withdraw_evidence(issue, workshop.city("Lyon"), by=workshop.actor())
    room.reveal()
    page = workshop.path(f"briefing/{workshop.cities['Lyon']}")
    assert "We added it" in browser_of("facilitator").read(page).text
    room.settle(authors=Authors.NOBODY)
    assert "We added it" not in browser_of("facilitator").read(page).text


def solutions(report: Any) -> list[dict[str, Any]]:
    """The solutions of the first measure of a report."""
    found: list[dict[str, Any]] = report["measures"][0]["solutions"]
    return found
