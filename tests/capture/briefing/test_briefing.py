"""What a city takes to the room next morning: issues, what the others say, open questions, solutions."""

import re
from collections.abc import Callable, Iterator
from contextlib import contextmanager

import pytest

from facilitator.access.policy import Phase
from facilitator.capture.briefing.content import Briefing, BriefingSection
from facilitator.capture.briefing.queries import stated
from facilitator.capture.briefing.screens import screens
from facilitator.capture.handover.operations import freeze_handover
from facilitator.capture.models import Card, Kind, Stance
from facilitator.capture.operations import add_card, give_evidence, hide_card, link_cards, reword_card
from facilitator.capture.queries import card_by_reference
from facilitator.capture.remarks.operations import make_remark
from facilitator.workshops.queries import measures
from tests.pages import plain
from tests.people import Browser
from tests.small_workshop import AN_ISSUE, SmallWorkshop

pytestmark = pytest.mark.one_database

MEDIATOR = {"title": "A mediator", "owner": "Housing office"}


@pytest.fixture
def captured(workshop: SmallWorkshop) -> SmallWorkshop:
    """Day one: RET-01 met by Lyon and solved by Vienna, RET-02 expected by Lyon, RET-03 Vienna's alone."""
    workshop.go_to(Phase.DAY_ONE)
    with workshop.change():
        shared, feared, theirs = (workshop.add_issue(title=f"Issue {number}") for number in (1, 2, 3))
        say(workshop, shared, Lyon=Stance.MET, Vienna=Stance.SOLVED)
        say(workshop, feared, Lyon=Stance.EXPECT, Vienna=Stance.MET)
        say(workshop, theirs, Vienna=Stance.MET)
        solution(workshop, shared, "Vienna")
    return workshop


def say(workshop: SmallWorkshop, issue: Card, note: str = "", **stances: Stance) -> None:
    for city, stance in stances.items():
        give_evidence(issue, workshop.city(city), stance, note=note, by=workshop.actor())


def solution(workshop: SmallWorkshop, issue: Card, city: str, **words: str) -> Card:
    proven = {"proven_by_id": workshop.cities[city]}
    card = add_card(workshop.measure(), Kind.SOLUTION, MEDIATOR | proven | words, by=workshop.actor())
    link_cards(issue, card, by=workshop.actor())
    return card


def card(workshop: SmallWorkshop, ref: str = "RET-01") -> Card:
    return card_by_reference(workshop.row, ref)


@contextmanager
def briefing_of(workshop: SmallWorkshop, city: str | None) -> Iterator[Briefing]:
    with workshop.look():
        subject = workshop.city(city) if city else None
        yield stated(workshop.row).briefing(subject, measures(workshop.row))


def refs(section: BriefingSection) -> tuple[list[str], list[str], list[str]]:
    """What was met, what is expected, and the solutions."""
    return (
        [issue.card.ref for issue in section.met],
        [issue.card.ref for issue in section.expected],
        [card.ref for card in section.solutions],
    )


def test_a_city_presents_what_it_met_what_it_expects_and_what_it_proved(captured: SmallWorkshop) -> None:
    with briefing_of(captured, "Lyon") as briefing:
        (section,) = briefing.sections
        assert refs(section) == (["RET-01"], ["RET-02"], [])
    with briefing_of(captured, "Vienna") as briefing:
        (section,) = briefing.sections
        assert refs(section) == (["RET-01", "RET-02", "RET-03"], [], ["RET-S01"])
        assert section.solved == 1


def test_all_cities_together_present_every_issue_and_solution(captured: SmallWorkshop) -> None:
    with briefing_of(captured, None) as briefing:
        (section,) = briefing.sections
        assert refs(section) == (["RET-01", "RET-02", "RET-03"], [], ["RET-S01"])


def test_what_most_cities_met_comes_first(captured: SmallWorkshop) -> None:
    with captured.change():
        say(captured, card(captured, "RET-03"), Lyon=Stance.MET)
        say(captured, card(captured, "RET-01"), Vienna=Stance.EXPECT)
    with briefing_of(captured, "Lyon") as briefing:
        assert refs(briefing.sections[0])[0] == ["RET-03", "RET-01"]


def test_what_a_city_brought_up_is_its_own_also_without_evidence(captured: SmallWorkshop) -> None:
    with captured.change():
        add_card(
            captured.measure("ENG"), Kind.ISSUE, AN_ISSUE, city=captured.city("Lyon"), by=captured.actor()
        )
    with briefing_of(captured, "Lyon") as briefing:
        assert [section.measure.prefix for section in briefing.sections] == ["RET", "ENG"]
        assert briefing.sections[1].met[0].is_brought_up


def test_an_issue_says_what_the_others_say_of_it(captured: SmallWorkshop) -> None:
    with briefing_of(captured, "Lyon") as briefing:
        issue = briefing.sections[0].met[0]
        assert issue.stance is Stance.MET
        assert {stance: issue.others(stance) for stance in Stance} == {
            Stance.MET: [], Stance.SOLVED: ["Vienna"], Stance.EXPECT: [],
        }  # fmt: skip


def test_open_questions_are_what_is_expected_unsolved_and_owned_by_nobody(captured: SmallWorkshop) -> None:
    with captured.change():
        solution(captured, card(captured, "RET-02"), "Vienna", owner="")
    with briefing_of(captured, "Vienna") as briefing:
        section = briefing.sections[0]
        assert [issue.card.ref for issue in section.unsolved] == ["RET-03"]
        assert [each.ref for each in section.without_owner] == ["RET-S02"]
        assert section.has_questions


def test_before_the_handover_it_is_the_present_state_and_after_it_the_frozen_one(
    captured: SmallWorkshop,
) -> None:
    with captured.change():
        reword_card(card(captured), AN_ISSUE | {"title": "Reworded"}, based_on=1, by=captured.actor())
    with briefing_of(captured, "Lyon") as briefing:
        assert briefing.handover is None
        assert briefing.sections[0].met[0].card.wording.title == "Reworded"
    with captured.change():
        freeze_handover(captured.row, name="Day one", by=captured.actor())
        reword_card(card(captured), AN_ISSUE | {"title": "Too late"}, based_on=2, by=captured.actor())
        say(captured, card(captured, "RET-03"), Lyon=Stance.MET)
        captured.add_issue(title="Later")
    with briefing_of(captured, "Lyon") as briefing:
        assert briefing.handover is not None
        assert refs(briefing.sections[0])[0] == ["RET-01"]
        assert briefing.sections[0].met[0].card.wording.title == "Reworded"


def test_what_is_hidden_after_the_handover_is_presented_no_more(captured: SmallWorkshop) -> None:
    with captured.change():
        freeze_handover(captured.row, name="Day one", by=captured.actor())
        hide_card(card(captured), reason="names a person", by=captured.actor())
    with briefing_of(captured, "Vienna") as briefing:
        assert refs(briefing.sections[0])[0] == ["RET-02", "RET-03"]


def test_a_remark_made_while_presenting_stands_at_its_issue(captured: SmallWorkshop) -> None:
    with captured.change():
        make_remark(card(captured), text="So it is", city=captured.city("Antwerp"), by=captured.actor())
    with briefing_of(captured, "Lyon") as briefing:
        assert [remark.text for remark in briefing.sections[0].met[0].remarks] == ["So it is"]


def test_the_screens_open_with_the_measure_then_show_each_issue_and_end_with_questions(
    captured: SmallWorkshop,
) -> None:
    with captured.change():
        for number in range(4):
            solution(captured, card(captured, "RET-03"), "Vienna", title=f"Solution {number}")
    with briefing_of(captured, "Vienna") as briefing:
        opening, *issues, some, rest, asked = screens(briefing)
        assert (opening.issue, opening.solutions, opening.questions) == (None, (), ())
        assert [screen.issue.card.ref for screen in issues if screen.issue] == ["RET-01", "RET-02", "RET-03"]
        assert [len(some.solutions), len(rest.solutions)] == [2, 3]
        assert [issue.card.ref for issue in asked.questions] == ["RET-02"]


def test_a_city_with_nothing_to_say_has_no_screens(captured: SmallWorkshop) -> None:
    with briefing_of(captured, "Antwerp") as briefing:
        assert screens(briefing) == []


def shown(captured: SmallWorkshop, browser: Browser, page: str, city: str = "Lyon") -> str:
    answer = browser.read(captured.path(f"briefing/{captured.cities[city]}{page}"))
    assert answer.status_code == 200
    return plain(answer.text)


def test_the_projector_shows_no_note_no_remark_and_no_owner(
    captured: SmallWorkshop, browser_of: Callable[[str], Browser]
) -> None:
    with captured.change():
        say(captured, card(captured), note="Ask Mr Tester", Lyon=Stance.MET)
        make_remark(card(captured), text="Ms Tester knows", city=None, by=captured.actor())
        solution(captured, card(captured), "Lyon", owner="Dr Tester")
    browser = browser_of("facilitator")
    pages = [shown(captured, browser, f"/RET/wall?screen={number}") for number in range(1, 7)]
    assert "Tester" not in " ".join(pages)
    assert "We had this problem solved by Vienna" in pages[1]
    assert "Ask Mr Tester" in shown(captured, browser, "/RET/sheet")


def test_every_screen_can_be_reached_and_none_leads_astray(
    captured: SmallWorkshop, browser_of: Callable[[str], Browser]
) -> None:
    browser = browser_of("viewer")
    first = shown(captured, browser, "/wall")
    for beyond in ("?screen=0", "?screen=-3", "?screen=nonsense", "?screen=" + "9" * 30):
        assert shown(captured, browser, f"/wall{beyond}") == first
    last = shown(captured, browser, "/wall?screen=999")
    assert "3 of 3" in last


def test_the_sheets_of_a_city_are_told_apart_by_their_measures(
    captured: SmallWorkshop, browser_of: Callable[[str], Browser]
) -> None:
    """For who hears the page: each is a region, and a city's name alone would be that of all."""
    with captured.change():
        for measure in ("RET", "ENG"):
            brought_up = captured.add_issue(measure)
            say(captured, brought_up, Lyon=Stance.MET)
    page = browser_of("viewer").read(captured.path(f"briefing/{captured.cities['Lyon']}/sheet")).text
    named_by = re.findall(r'<section class="sheet[^>]*aria-labelledby="([^"]*)"', page)
    assert named_by == [f"sheet-{prefix} of-{prefix}" for prefix in ("RET", "ENG")]
    for name in " ".join(named_by).split():
        assert f'id="{name}"' in page


def test_each_page_says_whether_day_one_has_been_handed_over(
    captured: SmallWorkshop, browser_of: Callable[[str], Browser]
) -> None:
    browser = browser_of("viewer")
    for page in ("", "/RET", "/RET/sheet", "/RET/wall"):
        assert "o handover yet" in shown(captured, browser, page)
    with captured.change():
        freeze_handover(captured.row, name="Day one", by=captured.actor())
    for page in ("", "/RET", "/RET/sheet", "/RET/wall"):
        assert "o handover yet" not in shown(captured, browser, page)


def test_who_writes_beside_a_briefing_stays_at_the_issue_that_is_on(
    captured: SmallWorkshop, browser_of: Callable[[str], Browser]
) -> None:
    browser, lyon = browser_of("rapporteur"), captured.cities["Lyon"]
    page = captured.path(f"briefing/{lyon}/RET")
    with captured.look():
        issue = card(captured).id
    sent = browser.send(page, {"issue": issue, "text": "So it is"}, to=f"{page}/remarks")
    assert (sent.status_code, sent.location) == (303, f"{page}?at=RET-01#RET-01")
    assert browser.form(sent.location, f"{page}/remarks")["issue"] == [str(issue)]
    assert "So it is" in plain(browser.read(page).text)


def test_a_remark_goes_to_an_issue_of_this_briefing_only(
    captured: SmallWorkshop, browser_of: Callable[[str], Browser]
) -> None:
    browser, page = browser_of("rapporteur"), captured.path(f"briefing/{captured.cities['Lyon']}/RET")
    with captured.look():
        theirs = card(captured, "RET-03").id
    with captured.nothing_changes():
        sent = browser.send(page, {"issue": theirs, "text": "So it is"}, to=f"{page}/remarks")
    assert sent.status_code == 422
    assert "So it is" in sent.text


@pytest.mark.parametrize("page", ["briefing/999", "briefing/measures/XX", "briefing/{antwerp}"])
def test_only_lighthouse_cities_and_measures_of_the_workshop_have_a_briefing(
    captured: SmallWorkshop, browser_of: Callable[[str], Browser], page: str
) -> None:
    path = captured.path(page.format(antwerp=captured.cities["Antwerp"]))
    assert browser_of("viewer").read(path).status_code == 404
