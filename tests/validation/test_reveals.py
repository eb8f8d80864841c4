"""Answers are blind until they are shown; then first answers stand, and a second may be asked for."""

from collections.abc import Callable

import pytest
import sqlalchemy as sa

from facilitator.database import db
from facilitator.errors import RuleBroken
from facilitator.validation.city_votes.operations import speak_for_city
from facilitator.validation.late_replies.operations import decide_late_replies
from facilitator.validation.models import LateReplies, Showing, Verdict
from facilitator.validation.rules import Reply
from facilitator.validation.second_round.queries import pictures
from tests.pages import texts
from tests.people import Browser
from tests.validation.table import Table

PICTURE = "Results of your group"
STANDS = "Your first answer can no longer be changed."
AGAIN = "Your answer after the discussion"


def said_on(browser: Browser, page: str) -> str:
    return " ".join(texts(browser.read(page).text))


def test_before_it_is_shown_a_page_of_a_participant_tells_nothing_of_what_others_said(
    table: Table, antwerp: Browser, browser_of: Callable[[str], Browser]
) -> None:
    browser_of("Heerlen").send(table.page, table.typed(verdict="not_for_us", comment="A secret so far"))
    for page in (table.page, f"{table.page}?issue=1", f"{table.page}/check", table.workshop.path("home")):
        words = said_on(antwerp, page)
        assert "A secret so far" not in words
        assert PICTURE not in words


def test_once_it_is_shown_the_group_sees_it_city_by_city_and_first_answers_stand(
    table: Table, antwerp: Browser, browser_of: Callable[[str], Browser]
) -> None:
    browser_of("Heerlen").send(table.page, table.typed(verdict="not_for_us", relevance=2))
    antwerp.send(table.page, table.typed(verdict="right", relevance=8))
    table.steer("show_picture")
    words = said_on(antwerp, table.page)
    assert PICTURE in words
    assert "2 cities · 2 people" in words
    assert "Antwerp Right Heerlen Not for us" in words
    assert STANDS in words
    assert str(table.issues[0]) not in antwerp.form(table.page)["issue"]


def test_only_the_issue_that_is_shown_is_settled(table: Table, antwerp: Browser) -> None:
    table.steer("show_picture", issue=1)
    assert antwerp.form(table.page)["issue"] == [str(table.issues[0]), str(table.issues[2])]
    antwerp.send(table.page, table.typed(0, verdict="right"))
    assert table.takes() == {("Antwerp", 0, 1): Verdict.RIGHT}


def test_what_is_withdrawn_is_blind_again_and_first_answers_can_be_changed(
    table: Table, antwerp: Browser
) -> None:
    antwerp.send(table.page, table.typed(verdict="right"))
    table.steer("show_picture")
    table.steer("withdraw_picture")
    assert PICTURE not in said_on(antwerp, table.page)
    antwerp.send(table.page, table.typed(verdict="not_for_us"))
    assert table.takes() == {("Antwerp", 0, 1): Verdict.NOT_FOR_US}
    with table.workshop.look():
        showing = db.session.scalars(sa.select(Showing)).one()
        who = table.workshop.accounts["facilitator"]
        assert (showing.shown_by, showing.withdrawn_by) == (who, who)
        assert showing.withdrawn_at is not None


def test_who_is_asked_again_sees_their_first_answer_and_it_stays(
    table: Table, antwerp: Browser, browser_of: Callable[[str], Browser]
) -> None:
    antwerp.send(table.page, table.typed(verdict="right", comment="As I saw it first"))
    table.steer("ask_again")
    words = said_on(antwerp, table.page)
    assert AGAIN in words
    assert "As I saw it first" in words
    assert PICTURE in words
    for verdict in ("cant_say", "not_for_us"):
        antwerp.send(table.page, table.typed(verdict=verdict))
    assert table.takes() == {
        ("Antwerp", 0, 1): Verdict.RIGHT,
        ("Antwerp", 0, 2): Verdict.NOT_FOR_US,
    }
    browser_of("Heerlen").send(table.page, table.typed(verdict="right"))
    assert table.takes()["Heerlen", 0, 2] == Verdict.RIGHT


def test_a_picture_is_made_of_last_takes(table: Table, antwerp: Browser) -> None:
    antwerp.send(table.page, table.typed(verdict="right", relevance=9))
    table.steer("ask_again")
    antwerp.send(table.page, table.typed(verdict="not_for_us", relevance=1))
    with table.workshop.look():
        issue = table.issues[0]
        picture = pictures(table.group, table.handover().id, [issue])[issue]
    assert (picture.people, [city.verdicts for city in picture.cities]) == (1, [{Verdict.NOT_FOR_US: 1}])
    assert picture.values(table.criteria["relevance"]) == [("Antwerp", 1)]


def test_what_a_city_said_as_one_stands_in_the_picture_and_is_marked(
    table: Table, antwerp: Browser, browser_of: Callable[[str], Browser]
) -> None:
    antwerp.send(table.page, table.typed(verdict="right", relevance=9, urgency=4))
    browser_of("Heerlen").send(table.page, table.typed(verdict="right", relevance=8))
    keys, by = table.criteria, table.workshop.actor()
    with table.workshop.change():
        word = Reply(Verdict.NOT_FOR_US, scores={keys["relevance"]: 2})
        city = table.workshop.city("Antwerp")
        speak_for_city(table.handover(), table.issues[0], city, word, reason="By letter", by=by)
    table.steer("show_picture")
    with table.workshop.look():
        (picture,) = pictures(table.group, table.handover().id, table.issues[:1]).values()
    assert (picture.people, picture.spoken) == (2, ["Antwerp"])
    assert picture.values(keys["relevance"]) == [("Antwerp", 2), ("Heerlen", 8)]
    assert picture.values(keys["urgency"]) == [("Antwerp", 4)]  # of which the city said nothing as one
    assert [city.verdicts for city in picture.cities] == [{Verdict.NOT_FOR_US: 1}, {Verdict.RIGHT: 1}]
    shown = "City votes: Antwerp. For other cities, the delegates’ answers count."
    assert shown in texts(antwerp.read(table.page).text)


def test_answers_that_somebody_gave_again_can_not_be_asked_back(table: Table, antwerp: Browser) -> None:
    table.steer("ask_again")
    table.steer("take_back_second_take")
    table.steer("ask_again")
    antwerp.send(table.page, table.typed(verdict="right"))
    with pytest.raises(RuleBroken, match=r"People have already answered again \(1\)"):
        table.steer("take_back_second_take")


@pytest.mark.parametrize(
    ("before", "verb", "sentence"),
    [
        (["show_picture"], "show_picture", "The group already sees these results."),
        ([], "withdraw_picture", "The group does not see these results."),
        (["ask_again"], "withdraw_picture", "The group is answering again"),
        (["ask_again"], "ask_again", "The group is already being asked again."),
        ([], "take_back_second_take", "The group is not being asked again."),
    ],
)
def test_what_does_not_go_together_is_refused_in_a_sentence(
    table: Table, before: list[str], verb: str, sentence: str
) -> None:
    for step in before:
        table.steer(step)
    with table.workshop.nothing_changes(), pytest.raises(RuleBroken, match=sentence):
        table.steer(verb)


def test_a_facilitator_shows_everything_at_once_and_who_did_it_stands_there(
    table: Table, browser_of: Callable[[str], Browser]
) -> None:
    facilitator = browser_of("facilitator")
    page = table.workshop.path(f"groups/{table.group}/answers")
    table.steer("show_picture", issue=1)
    shown = facilitator.send(page, {}, to=table.workshop.path(f"groups/{table.group}/pictures"))
    assert (shown.status_code, shown.location) == (303, page)
    assert said_on(facilitator, page).count("by The facilitator") == 3
    assert table.workshop.happened()[-2:] == ["picture.shown", "picture.shown"]


def test_the_pages_of_a_facilitator_lead_through_showing_and_asking_again(
    table: Table, browser_of: Callable[[str], Browser]
) -> None:
    facilitator = browser_of("facilitator")
    page = table.workshop.path(f"groups/{table.group}/answers")
    issue = f"groups/{table.group}/issues/{table.issues[0]}"
    for step in ("picture", "second-take", "second-take/withdrawal", "picture/withdrawal"):
        done = facilitator.send(page, {}, to=table.workshop.path(f"{issue}/{step}"))
        assert (done.status_code, done.location) == (303, page)
    assert table.workshop.happened()[-4:] == [
        "picture.shown", "second_take.opened", "second_take.withdrawn", "picture.withdrawn",
    ]  # fmt: skip


def test_an_issue_of_another_measure_is_not_shown_to_the_group(
    table: Table, browser_of: Callable[[str], Browser]
) -> None:
    facilitator = browser_of("facilitator")
    page = table.workshop.path(f"groups/{table.group}/answers")
    for issue in (99, 0):
        path = table.workshop.path(f"groups/{table.group}/issues/{issue}/picture")
        with table.workshop.nothing_changes():
            assert facilitator.client.post(path, data=facilitator.form(page)).status_code == 404


def test_a_change_that_a_phone_held_back_while_it_was_shown_is_kept_as_late(
    table: Table, antwerp: Browser
) -> None:
    antwerp.send(table.page, table.typed(0, verdict="right"))
    form = antwerp.form(table.page) | table.typed(0, verdict="not_for_us") | table.typed(1, verdict="right")
    table.steer("show_picture")
    assert antwerp.client.post(table.page, data=form).location == f"{table.page}/check"
    assert table.takes() == {("Antwerp", 0, 1): Verdict.RIGHT, ("Antwerp", 1, 1): Verdict.RIGHT}
    with table.workshop.look():
        late = db.session.scalars(sa.select(LateReplies)).one()
        assert list(late.content) == [str(table.issues[0])]


def test_after_a_new_handover_with_the_same_wording_the_picture_stays_shown_and_first_answers_stand(
    table: Table, antwerp: Browser
) -> None:
    antwerp.send(table.page, table.typed(verdict="right"))
    table.steer("show_picture")
    table.hand_over_anew()
    form = antwerp.form(table.page) | table.typed(verdict="not_for_us")
    antwerp.client.post(table.page, data=form)
    assert table.takes() == {("Antwerp", 0, 1): Verdict.RIGHT}
    with pytest.raises(RuleBroken, match="The group already sees these results"):
        table.steer("show_picture")


def test_after_a_new_handover_with_the_same_wording_a_second_take_goes_on(
    table: Table, antwerp: Browser
) -> None:
    table.steer("ask_again")
    antwerp.send(table.page, table.typed(verdict="right"))
    table.hand_over_anew()
    antwerp.send(table.page, table.typed(verdict="not_for_us"))
    assert table.takes() == {("Antwerp", 0, 2): Verdict.NOT_FOR_US}


def test_a_reworded_issue_is_answered_blind_again_and_can_be_shown_and_asked_again_anew(
    table: Table, antwerp: Browser
) -> None:
    antwerp.send(table.page, table.typed(verdict="right"))
    table.steer("ask_again")
    antwerp.send(table.page, table.typed(verdict="not_for_us"))
    table.hand_over_anew(0)
    antwerp.send(table.page, table.typed(verdict="right_with_change", change="By May"))
    first = {("Antwerp", 0, 1): Verdict.RIGHT_WITH_CHANGE}
    assert table.takes() == first | {("Antwerp", 0, 2): Verdict.NOT_FOR_US}
    table.steer("show_picture")
    table.steer("ask_again")
    antwerp.send(table.page, table.typed(verdict="right"))
    assert table.takes() == first | {("Antwerp", 0, 2): Verdict.RIGHT}


def test_a_first_answer_that_a_phone_held_back_is_not_taken_for_a_second(
    table: Table, antwerp: Browser
) -> None:
    form = antwerp.form(table.page) | table.typed(verdict="right")
    table.steer("ask_again")
    antwerp.client.post(table.page, data=form)
    assert table.takes() == {}
    with table.workshop.change():
        late = db.session.scalars(sa.select(LateReplies)).one()
        assert decide_late_replies(late, counts=True, by=table.workshop.actor()) == 1
    assert table.takes() == {("Antwerp", 0, 1): Verdict.RIGHT}


def test_a_delegate_is_told_that_answers_can_be_changed_only_while_one_of_them_can(
    table: Table, antwerp: Browser
) -> None:
    until = "You can change an answer until your group closes or sees the results on this issue."
    home, check = table.workshop.path("home"), f"{table.page}/check"
    antwerp.send(table.page, table.typed(verdict="right"))
    assert f"Your answers are saved. {until}" in said_on(antwerp, home)
    table.steer("show_picture")
    words = said_on(antwerp, home)
    assert "Your answers are saved." in words
    assert until not in words
    assert until in said_on(antwerp, check)
    for issue in (1, 2):
        table.steer("show_picture", issue)
    words = said_on(antwerp, check)
    assert until not in words
    assert "Your group has seen its results on all issues." in words
