"""A participant's own page: what to do now, where to sit, what they gave, and how to come back."""

from collections.abc import Callable
from datetime import time

import pytest

from facilitator.access.policy import Phase
from facilitator.agenda.models import Authors, SessionKind
from facilitator.agenda.operations import plan_session, settle_session
from facilitator.breakouts.group_work.operations import send_message
from facilitator.breakouts.group_work.queries import AT_A_PLACE as OWN_MESSAGES
from facilitator.breakouts.models import Group
from facilitator.breakouts.operations import close_group
from facilitator.capture.handover.operations import freeze_handover
from facilitator.capture.models import Kind
from facilitator.capture.operations import contribute_card
from facilitator.capture.visibility.queries import AT_A_PLACE, MANY
from facilitator.database import db
from facilitator.participant_home.queries import NEWEST_CARDS
from facilitator.validation.models import Verdict
from facilitator.validation.rules import Reply
from tests.full_workshop import answer
from tests.pages import texts
from tests.people import Browser
from tests.small_workshop import AN_ISSUE, SmallWorkshop

pytestmark = pytest.mark.one_database

NOTHING_TO_DO = "There is nothing to do now"
CONTRIBUTE = "Add an issue"
SAY = "Answer the issues"
MISSING = "Add a missing issue"
LOOK_OVER = "Check your answers"
NOTHING_YET = "Nothing yet. What you add appears here, with the time when it was received."
MAY_CHANGE = (
    "Your answers are saved."
    " You can change an answer until your group closes or sees the results on this issue."
)
ANSWERS_ARE_IN = "Your answers are saved."
GIVEN = {NOTHING_YET, MAY_CHANGE, ANSWERS_ARE_IN}
NOT_NOW = "This group is not open for answers."
OFFERS = {NOTHING_TO_DO, CONTRIBUTE, SAY, MISSING, LOOK_OVER, NOT_NOW}

OfSomebody = Callable[[str], set[str]]


@pytest.fixture
def offered(workshop: SmallWorkshop, browser_of: Callable[[str], Browser]) -> OfSomebody:
    """What somebody's place offers them now."""
    return lambda who: OFFERS & set(texts(browser_of(who).read(workshop.path("home")).text))


def test_before_anything_opens_there_is_nothing_to_do(offered: OfSomebody) -> None:
    assert offered("Lyon") == {NOTHING_TO_DO}


@pytest.mark.parametrize("who", ["Lyon", "Antwerp", "Standards body"])
def test_while_a_capture_session_is_open_everybody_in_the_room_can_bring_up_an_issue(
    workshop: SmallWorkshop, offered: OfSomebody, who: str
) -> None:
    workshop.go_to(Phase.DAY_ONE)
    workshop.open("RET")
    assert offered(who) == {CONTRIBUTE}
    workshop.close("RET")
    assert offered(who) == {NOTHING_TO_DO}


def test_the_question_of_the_measure_stands_where_an_issue_is_asked_for(
    workshop: SmallWorkshop, browser_of: Callable[[str], Browser]
) -> None:
    workshop.go_to(Phase.DAY_ONE)
    workshop.open("RET")
    shown = texts(browser_of("Lyon").read(workshop.path("home")).text)
    assert {"Retrofit", "What stands in the way?"} <= set(shown)


def test_what_one_brought_up_stands_there_with_its_number_and_nobody_elses_does(
    workshop: SmallWorkshop, browser_of: Callable[[str], Browser]
) -> None:
    workshop.go_to(Phase.DAY_ONE)
    workshop.open("RET")
    with workshop.change():
        for who in ("Lyon", "Vienna"):
            words = AN_ISSUE | {"title": f"Issue of {who}"}
            by = workshop.actor(who)
            contribute_card(workshop.session(), Kind.ISSUE, words, city=workshop.city(who), by=by)
    shown = set(texts(browser_of("Vienna").read(workshop.path("home")).text))
    assert {"RET-02", "Issue of Vienna"} <= shown
    assert shown & {"RET-01", "Issue of Lyon"} == set()


def test_on_day_two_an_interested_city_is_asked_and_a_lighthouse_city_answers_apart(
    workshop: SmallWorkshop, offered: OfSomebody, browser_of: Callable[[str], Browser]
) -> None:
    workshop.begin_validation()
    assert offered("Antwerp") == {SAY, MISSING}
    assert offered("Lyon") == {SAY}
    apart = (
        "Your answers are shown separately from those of the interested"
        " cities, and are not counted with them."
    )
    assert apart in texts(browser_of("Lyon").read(workshop.path("home")).text)
    assert apart not in texts(browser_of("Antwerp").read(workshop.path("home")).text)


def test_a_group_that_is_closed_says_so(workshop: SmallWorkshop, offered: OfSomebody) -> None:
    group = workshop.begin_validation()
    with workshop.change():
        close_group(workshop.row, db.session.get_one(Group, group), by=workshop.actor())
    assert NOT_NOW in offered("Antwerp")
    assert SAY not in offered("Antwerp")


def test_how_far_one_is_stands_there(workshop: SmallWorkshop, browser_of: Callable[[str], Browser]) -> None:
    group = workshop.begin_validation(issues=3)
    antwerp, seen = browser_of("Antwerp"), []
    for answered in range(4):
        with workshop.change():
            answer(workshop, "Antwerp", group, *[Reply(Verdict.RIGHT)] * answered)
        shown = texts(antwerp.read(workshop.path("home")).text)
        seen.append(next(text for text in shown if text.endswith(" of 3")))
    assert seen == ["0 of 3", "1 of 3", "2 of 3", "3 of 3"]


def test_who_has_only_written_comments_has_answered_nothing_and_is_led_to_the_first_issue(
    workshop: SmallWorkshop, browser_of: Callable[[str], Browser]
) -> None:
    group = workshop.begin_validation(issues=3)
    with workshop.change():
        answer(workshop, "Antwerp", group, *[Reply(comment="So it is")] * 3)
    page = browser_of("Antwerp").read(workshop.path("home")).text
    assert "0 of 3" in texts(page)
    assert workshop.path(f"groups/{group}/replies?issue=1") in page


def test_who_has_answered_everything_may_look_it_over(workshop: SmallWorkshop, offered: OfSomebody) -> None:
    group = workshop.begin_validation(issues=2)
    with workshop.change():
        answer(workshop, "Antwerp", group, *[Reply(Verdict.RIGHT)] * 2)
    assert offered("Antwerp") == {LOOK_OVER, MISSING}


def close(workshop: SmallWorkshop) -> None:
    with workshop.change():
        workshop.move(Phase.CLOSED)


def test_what_one_answered_stays_answered_when_the_group_or_the_workshop_is_closed(
    workshop: SmallWorkshop, browser_of: Callable[[str], Browser]
) -> None:
    group, antwerp, seen = workshop.begin_validation(issues=2), browser_of("Antwerp"), []

    def look() -> None:
        shown = texts(antwerp.read(workshop.path("home")).text)
        seen.append([text for text in shown if text in GIVEN or text.endswith("issues answered")])

    with workshop.change():
        answer(workshop, "Antwerp", group, Reply(comment="So it is"))
    look()
    with workshop.change():
        close_group(workshop.row, db.session.get_one(Group, group), by=workshop.actor())
    look()
    close(workshop)
    look()
    so_far = "0 of 2 issues answered"
    assert seen == [[so_far, MAY_CHANGE], [so_far, ANSWERS_ARE_IN], [so_far, ANSWERS_ARE_IN]]


def test_what_comes_next_stands_there_with_ones_own_group(
    workshop: SmallWorkshop, browser_of: Callable[[str], Browser]
) -> None:
    def coming(who: str) -> list[str]:
        page = browser_of(who).read(workshop.path("home")).text
        return texts(page.partition('<h2 id="next">')[2].partition("</section>")[0], "li")

    plan = {"day": 2, "measure": None, "room": None, "minutes": 30}
    with workshop.change():
        by = workshop.actor()
        for kind, title, at in ((SessionKind.BREAK, "Lunch", 20), (SessionKind.PLENARY, "Wrap-up", 21)):
            plan_session(workshop.row, kind=kind, title=title, starts_at=time(at), **plan, by=by)
        workshop.add_group("Antwerp", name="Retrofit table")
    told = [coming("Antwerp")]
    workshop.go_to(Phase.DAY_ONE)
    for key in ("RET", "ENG"):
        workshop.open(key)
        told.append(coming("Antwerp"))
        workshop.close(key)
    with workshop.change():
        workshop.add_issue()
        freeze_handover(workshop.row, name="Day one", by=workshop.actor())
        workshop.move(Phase.DAY_TWO)
    workshop.open("round")
    assert [*told, coming("Antwerp")] == [
        ["10:30", "Capture Retrofit", "Day 1"],
        ["10:30", "Capture Citizen engagement"],
        ["10:30", "Round one", "Day 2", "Retrofit table", "·", "Retrofit"],
        ["20:00", "Lunch"],
    ]


@pytest.mark.parametrize("who", ["Lyon", "Antwerp", "Standards body"])
def test_when_the_workshop_is_closed_nobody_is_told_to_wait(
    workshop: SmallWorkshop, browser_of: Callable[[str], Browser], who: str
) -> None:
    workshop.begin_validation()
    close(workshop)
    shown = set(texts(browser_of(who).read(workshop.path("home")).text))
    assert {"The workshop is closed", "You did not add anything."} <= shown
    assert shown & (OFFERS | {NOTHING_YET}) == set()


def test_who_has_no_seat_has_nothing_to_answer(workshop: SmallWorkshop, offered: OfSomebody) -> None:
    workshop.begin_validation(seated=("Heerlen",))
    assert SAY not in offered("Antwerp")


def test_the_way_back_stands_there_and_leads_back(
    workshop: SmallWorkshop, browser_of: Callable[[str], Browser]
) -> None:
    shown = browser_of("Lyon").read(workshop.path("home")).text
    link = workshop.path(f"back/{workshop.tokens['Lyon']}")
    assert f"http://localhost{link}" in shown
    assert workshop.tokens["Lyon"] in {text.replace(" ", "") for text in texts(shown)}
    assert Browser(workshop.app, link).read(workshop.path("home")).status_code == 200


def test_what_asks_again_holds_no_token(
    workshop: SmallWorkshop, browser_of: Callable[[str], Browser]
) -> None:
    assert workshop.tokens["Lyon"] not in browser_of("Lyon").read(workshop.path("home/live")).text


def test_who_sits_at_ones_table_stands_on_a_page_of_its_own(
    workshop: SmallWorkshop, browser_of: Callable[[str], Browser]
) -> None:
    group = workshop.begin_validation(seated=("Antwerp", "Heerlen", "Lyon"))
    link, antwerp = workshop.path(f"home/groups/{group}"), browser_of("Antwerp")
    page = antwerp.read(workshop.path("home")).text
    assert f'<a href="{link}">With 2 other people</a>' in page
    assert "Delegate of Heerlen" not in page
    told = texts(antwerp.read(link).text)
    assert [told[told.index(f"Delegate of {who}") + 1] for who in ("Antwerp", "Heerlen", "Lyon")] == [
        "You",
        "Heerlen",
        "Lyon",
    ]


def test_who_sits_at_a_table_is_told_to_those_who_sit_there(
    workshop: SmallWorkshop, browser_of: Callable[[str], Browser]
) -> None:
    group = workshop.begin_validation(seated=("Heerlen",))
    refused = browser_of("Antwerp").read(workshop.path(f"home/groups/{group}"))
    assert refused.status_code == 404
    assert "You have no seat in this group." in refused.text
    assert "Delegate of Heerlen" not in refused.text


def test_the_newest_of_what_one_brought_up_stands_there_and_leads_to_the_rest(
    workshop: SmallWorkshop, browser_of: Callable[[str], Browser]
) -> None:
    workshop.go_to(Phase.DAY_ONE)
    workshop.open("RET")
    lyon, refs = browser_of("Lyon"), [f"RET-{number:02}" for number in range(1, NEWEST_CARDS + 2)]
    for number, _ in enumerate(refs, 1):
        with workshop.change():
            words = AN_ISSUE | {"title": f"Issue {number}"}
            contribute_card(
                workshop.session(), Kind.ISSUE, words, city=workshop.city("Lyon"), by=workshop.actor("Lyon")
            )
        told = texts(lyon.read(workshop.path("home")).text)
        assert [text for text in told if text in refs] == refs[:number][::-1][:NEWEST_CARDS]
    assert f"Show all {len(refs)}" in told
    everything = texts(lyon.read(workshop.path("home/answers")).text)
    assert [text for text in everything if text in refs] == refs[::-1]


def test_of_what_others_brought_up_the_newest_stand_there_and_a_great_many_are_not_counted(
    workshop: SmallWorkshop, browser_of: Callable[[str], Browser]
) -> None:
    workshop.go_to(Phase.DAY_ONE)
    workshop.open("RET")
    lyon, told = browser_of("Lyon"), {}
    for wanted in (AT_A_PLACE, MANY - 1, MANY):
        with workshop.change():
            if not told:
                settle_session(workshop.session(), is_blind=False, authors=Authors.CITY, by=workshop.actor())
            for number in range(max(told, default=0) + 1, wanted + 1):
                workshop.add_issue(title=f"Issue {number}")
        told[wanted] = texts(lyon.read(workshop.path("home")).text)
    newest = {wanted: [text for text in said if text.startswith("RET-")] for wanted, said in told.items()}
    assert newest == {wanted: [f"RET-{wanted - n:02}" for n in range(AT_A_PLACE)] for wanted in told}
    links = [{"Show all 99 cards", "Show all"} & set(said) for said in told.values()]
    assert links == [set(), {"Show all 99 cards"}, {"Show all"}]


def test_a_place_shows_the_newest_messages_to_everybody_and_to_where_one_sits(
    workshop: SmallWorkshop, browser_of: Callable[[str], Browser]
) -> None:
    group = workshop.begin_validation(seated=("Antwerp",))
    with workshop.change():
        mine, by = db.session.get_one(Group, group), workshop.actor()
        theirs = workshop.add_group("Heerlen", name="The other table")
        send_message(workshop.row, "Coffee is ready", by=by)
        send_message(workshop.row, "To the round", round_=mine.round, by=by)
        send_message(workshop.row, "To my table", group=mine, by=by)
        send_message(workshop.row, "To the other table", group=theirs, by=by)
    sent = ["To my table", "To the other table", "To the round", "Coffee is ready"]
    told = {who: texts(browser_of(who).read(workshop.path("home")).text) for who in ("Antwerp", "Lyon")}
    assert [text for text in told["Antwerp"] if text in sent] == [sent[0], *sent[2:]]
    assert [text for text in told["Lyon"] if text in sent] == sent[3:]
    with workshop.change():
        for number in range(OWN_MESSAGES):
            send_message(workshop.row, f"Message {number}", by=by)
    newest = texts(browser_of("Antwerp").read(workshop.path("home")).text)
    shown = [text for text in newest if text in sent or text.startswith("Message ")]
    assert shown == [f"Message {number}" for number in reversed(range(OWN_MESSAGES))]
