"""A delegate joins by code, without an account, and comes back by a personal link."""

import re
from collections.abc import Callable
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import url_for

from facilitator.access.actor import NOBODY
from facilitator.access.policy import Phase
from facilitator.errors import RuleBroken
from facilitator.workshops.operations import hash_token, join_workshop, renew_personal_link
from facilitator.workshops.queries import (
    delegates,
    organisations,
    participant_of,
    participant_with_token,
    participants,
    workshop_with_code,
)
from facilitator.workshops.rules import LEGIBLE, check_dates, legible, plain_code
from tests.at_once import at_once
from tests.pages import complaints, fields, heading, lead, notices, plain, summary
from tests.people import Browser, forms_on
from tests.small_workshop import SECRET, SmallWorkshop

pytestmark = pytest.mark.one_database

NO_SUCH_CODE = "No workshop has this code. Please check the code on the screen in the room."
CLOSED = "This workshop is closed, so nobody new can join."
BEEN_HERE = "Somebody has already joined on this device. Join again only if you are another person."
CODES = (("abc-d2 3", "ABCD23"), (" ABCD23 ", "ABCD23"), ("", ""), ("éx\x00", "ÉX"))


@pytest.mark.parametrize(("typed", "meant"), CODES)
def test_a_code_is_read_however_it_is_typed(typed: str, meant: str) -> None:
    assert plain_code(typed) == meant


def test_a_code_has_no_letters_that_are_mistaken_for_others() -> None:
    assert set("0O1IL") & set(LEGIBLE) == set()
    assert {len(legible(8)) for _ in range(20)} == {8}
    assert set(legible(500)) <= set(LEGIBLE)


def test_a_workshop_does_not_end_before_it_begins() -> None:
    check_dates(date(2017, 12, 4), date(2017, 12, 4))
    with pytest.raises(RuleBroken, match=r"^The last day cannot be before the first day\.$"):
        check_dates(date(2017, 12, 5), date(2017, 12, 4))


@pytest.fixture
def phone(workshop: SmallWorkshop) -> Browser:
    """A phone that has never been here."""
    return Browser(workshop.app)


@pytest.fixture
def page(workshop: SmallWorkshop) -> str:
    """Where one joins."""
    return f"/join/{workshop.code}"


def names(workshop: SmallWorkshop) -> list[str]:
    with workshop.look():
        return [person.introduction for person in participants(workshop.row)]


def without_time(report: str) -> str:
    """All that a report says, byte for byte, but for when it was drawn up."""
    return re.sub(r'"drawn_up_at": "[^"]+"', "", report)


def organisation(workshop: SmallWorkshop, name: str) -> int:
    with workshop.look():
        return next(known.id for known in organisations(workshop.row) if known.spoken_name == name)


@pytest.fixture
def anna(workshop: SmallWorkshop) -> dict[str, object]:
    """What Anna of Lyon types."""
    return {"organisation": organisation(workshop, "Lyon"), "display_name": "Anna"}


def test_a_code_leads_to_the_page_on_which_one_joins(workshop: SmallWorkshop, phone: Browser) -> None:
    typed = f"{workshop.code[:3]} {workshop.code[3:].lower()}"
    answer = phone.client.get("/join", query_string={"code": typed})
    assert (answer.status_code, answer.location) == (302, f"/join/{workshop.code}")
    assert lead(phone.read(answer.location).text) == "Brussels · 4–5 Dec 2017"


def test_a_code_that_does_not_exist_is_said_so_and_stays_in_the_field(phone: Browser) -> None:
    answer = phone.client.get("/join", query_string={"code": "WRONG1"})
    assert answer.status_code == 404
    assert complaints(answer.text) == {"code": [NO_SUCH_CODE]}
    assert 'value="WRONG1"' in answer.text


def test_a_join_address_that_does_not_exist_has_a_page_of_ours(phone: Browser) -> None:
    answer = phone.read("/join/WRONG1")
    assert (answer.status_code, lead(answer.text)) == (404, NO_SUCH_CODE)


def test_who_joins_is_let_in_and_stands_among_the_people(
    workshop: SmallWorkshop, phone: Browser, page: str, anna: dict[str, object]
) -> None:
    answer = phone.send(page, anna)
    assert (answer.status_code, answer.location) == (303, workshop.path("home"))
    assert phone.read(answer.location).status_code == 200
    assert "Anna · Lyon" in names(workshop)
    assert workshop.happened()[-1] == "participant.joined"


def test_the_list_has_lighthouse_cities_first_then_interested_ones_then_partners(
    workshop: SmallWorkshop,
) -> None:
    with workshop.look():
        spoken = [known.spoken_name for known in organisations(workshop.row)]
    assert spoken == ["Lyon", "Vienna", "Antwerp", "Heerlen", "Standards body"]


def test_who_scans_the_code_once_more_is_shown_the_way_to_their_place_first(
    workshop: SmallWorkshop, phone: Browser, page: str, anna: dict[str, object]
) -> None:
    assert [notices(phone.read(path).text) for path in (page, "/")] == [[], []]
    phone.send(page, anna)
    sister = SmallWorkshop(workshop.app, slug="sister")
    for path in (page, "/"):
        shown = phone.read(path).text
        assert notices(shown) == [f"{BEEN_HERE} Back to Home"]
        assert f'href="{workshop.path("home")}"' in shown
    assert notices(phone.read(f"/join/{sister.code}").text) == []
    # A device may go from hand to hand.
    assert phone.send(page, anna | {"display_name": "Bruno"}).status_code == 303


def test_what_forms_are_checked_by_lasts_longer_than_the_browser(
    workshop: SmallWorkshop, phone: Browser, page: str, anna: dict[str, object]
) -> None:
    phone.send(page, anna)
    come_back = Browser(workshop.app, workshop.path(f"back/{workshop.tokens['Vienna']}"))
    for browser in (phone, come_back):
        cookie = browser.cookie("session")
        assert cookie is not None
        assert cookie.expires is not None
        assert cookie.expires > datetime.now(UTC) + timedelta(days=2)


def test_a_form_that_is_sent_twice_lets_one_person_in(
    workshop: SmallWorkshop, phone: Browser, page: str, anna: dict[str, object]
) -> None:
    form = phone.form(page) | anna
    first, second = (phone.client.post(page, data=form) for _ in range(2))
    assert (second.status_code, second.location) == (first.status_code, first.location)
    assert names(workshop).count("Anna · Lyon") == 1
    assert workshop.happened().count("participant.joined") == 6


def test_a_double_tap_lets_one_person_in(
    workshop: SmallWorkshop, phone: Browser, page: str, anna: dict[str, object]
) -> None:
    form = phone.form(page) | anna

    def tap() -> tuple[int, str]:
        answer = phone.twin().client.post(page, data=form)
        return answer.status_code, answer.headers["Set-Cookie"].split(";")[0]

    first, second = at_once(tap, tap)
    assert first == second
    assert first[0] == 303
    assert names(workshop).count("Anna · Lyon") == 1


def test_the_same_form_with_another_name_is_refused_and_keeps_what_was_typed(
    workshop: SmallWorkshop, phone: Browser, page: str, anna: dict[str, object]
) -> None:
    form = phone.form(page) | anna
    phone.client.post(page, data=form)
    with workshop.nothing_changes():
        answer = phone.client.post(page, data=form | {"display_name": "Bruno"})
        assert answer.status_code == 422
        assert complaints(answer.text) == {
            "display_name": [
                ("Anna has already joined with this form. Reload the page to join as another person.")
            ]
        }
        assert fields(answer.text, page)["display_name"] == ["Bruno"]


@pytest.mark.parametrize("submission", ["", "short", "x" * 5000, "with\x00NUL in it"])
def test_two_people_whose_forms_have_no_usable_id_are_two_people(
    workshop: SmallWorkshop, page: str, anna: dict[str, object], submission: str
) -> None:
    phones = [Browser(workshop.app), Browser(workshop.app)]
    asked = {"submission": submission, "another": "yes"}
    answers = [phone.send(page, anna | asked) for phone in phones]
    assert [answer.status_code for answer in answers] == [303, 303]
    assert names(workshop).count("Anna · Lyon") == 2


def test_a_form_without_an_id_is_taken(
    workshop: SmallWorkshop, phone: Browser, page: str, anna: dict[str, object]
) -> None:
    form = phone.form(page) | anna
    del form["submission"]
    assert phone.client.post(page, data=form).status_code == 303
    assert names(workshop).count("Anna · Lyon") == 1


def test_a_city_that_is_not_in_the_workshop_is_refused_at_its_field(
    workshop: SmallWorkshop, phone: Browser, page: str, anna: dict[str, object]
) -> None:
    sister = SmallWorkshop(workshop.app, slug="sister")
    elsewhere = organisation(sister, "Lyon")
    with workshop.nothing_changes():
        for typed, sentence in (
            (elsewhere, "This is not in the list. Please choose again."),
            ("nonsense", "This is not in the list. Please choose again."),
            ("", "Please choose one."),
        ):
            answer = phone.send(page, anna | {"organisation": typed})
            assert answer.status_code == 422
            assert complaints(answer.text) == {"organisation": [sentence]}
            assert fields(answer.text, page)["display_name"] == ["Anna"]


def test_the_personal_link_and_the_code_bring_one_back_on_another_device(workshop: SmallWorkshop) -> None:
    token = workshop.tokens["Lyon"]
    for way in (f"back/{token}", f"back?code={token.lower()[:4]}-{token[4:]}"):
        phone = Browser(workshop.app, workshop.path(way))
        assert phone.read(workshop.path("home")).status_code == 200


def test_a_code_that_belongs_nowhere_is_said_so_and_stays_in_the_field(workshop: SmallWorkshop) -> None:
    answer = Browser(workshop.app).read(workshop.path("back?code=NOTMINE"))
    assert answer.status_code == 404
    assert heading(answer.text) == "This code is not valid here"
    assert 'value="NOTMINE"' in answer.text


def test_the_personal_link_of_another_workshop_lets_nobody_in_here(workshop: SmallWorkshop) -> None:
    sister = SmallWorkshop(workshop.app, slug="sister")
    phone = Browser(workshop.app)
    with workshop.nothing_changes():
        assert phone.read(workshop.path(f"back/{sister.tokens['Lyon']}")).status_code == 404
        assert phone.cookie("participant") is None
        assert phone.read(workshop.path("home")).status_code == 302


def test_a_new_personal_link_ends_the_old_one(workshop: SmallWorkshop) -> None:
    with workshop.change():
        token = renew_personal_link(workshop.participant("Lyon"), secret=SECRET, by=workshop.actor())
    with workshop.look():
        assert participant_with_token(workshop.row, hash_token(token))
        assert not participant_with_token(workshop.row, hash_token(workshop.tokens["Lyon"]))
    assert workshop.happened()[-1] == "participant.link_renewed"


def test_the_team_gives_a_new_link_once_it_was_asked_and_it_is_shown_once(
    workshop: SmallWorkshop, browser_of: Callable[[str], Browser]
) -> None:
    people = workshop.path("people")
    renewal = f"{people}/{workshop.participants['Lyon']}/personal-link"
    browser = browser_of("facilitator")
    assert f'href="{renewal}"' in browser.read(f"{people}/{workshop.participants['Lyon']}").text
    with workshop.nothing_changes():
        asked = browser.read(renewal)
    assert heading(asked.text) == "Give Delegate of Lyon a new personal link?"
    assert Browser(workshop.app, workshop.way_in("Lyon")).read(workshop.path("home")).status_code == 200
    answer = browser.send(renewal, {}, to=renewal)
    assert answer.headers["Cache-Control"] == "no-store"
    assert heading(answer.text) == "A new personal link for Delegate of Lyon"
    link = answer.text.partition(workshop.path("back/"))[2][:16]
    assert Browser(workshop.app, workshop.path(f"back/{link}")).read(workshop.path("home")).status_code == 200


def test_a_join_form_that_comes_back_after_the_link_was_renewed_is_told_so(
    workshop: SmallWorkshop, phone: Browser, page: str, anna: dict[str, object]
) -> None:
    form = phone.form(page) | anna
    phone.client.post(page, data=form)
    with workshop.change():
        people = participants(workshop.row)
        renew_personal_link(
            next(who for who in people if who.display_name == "Anna"), secret=SECRET, by=workshop.actor()
        )
    with workshop.nothing_changes():
        asked = phone.client.post(page, data=form)
        assert (asked.status_code, heading(asked.text)) == (409, "Have you already joined?")
        answer = phone.client.post(page, data=form | {"another": "yes"})
        assert answer.status_code == 422
        assert summary(answer.text) == [
            "Somebody has already joined with this form. Reload the page to join as another person."
        ]


def test_nothing_but_a_hash_of_the_token_is_kept(workshop: SmallWorkshop) -> None:
    assert workshop.tokens["Lyon"] not in str(workshop.everything())
    with workshop.look():
        assert workshop.participant("Lyon").token_hash == hash_token(workshop.tokens["Lyon"])


def test_the_same_form_gives_the_same_token_in_one_workshop_alone(workshop: SmallWorkshop) -> None:
    sister = SmallWorkshop(workshop.app, slug="sister")
    assert sister.tokens["Lyon"] != workshop.tokens["Lyon"]


def test_delegates_are_counted_per_city(workshop: SmallWorkshop) -> None:
    with workshop.change():
        known = next(one for one in organisations(workshop.row) if one.spoken_name == "Lyon")
        join_workshop(
            workshop.row, organisation=known, display_name="Bruno", submission="another form",
            secret=SECRET, by=NOBODY,
        )  # fmt: skip
    with workshop.look():
        assert [delegates(workshop.row, workshop.cities[name]) for name in ("Lyon", "Vienna")] == [2, 1]


def test_people_and_codes_of_another_workshop_are_its_own(workshop: SmallWorkshop) -> None:
    sister = SmallWorkshop(workshop.app, slug="sister")
    with workshop.look():
        assert workshop_with_code(sister.code).id == sister.id
        with pytest.raises(RuleBroken, match=r"^This person was not found\.$"):
            participant_of(workshop.row, sister.participants["Lyon"])


@pytest.mark.parametrize("phase", [phase for phase in Phase if phase is not Phase.CLOSED], ids=str)
def test_joining_is_open_until_the_workshop_is_closed(
    workshop: SmallWorkshop, phone: Browser, page: str, anna: dict[str, object], phase: Phase
) -> None:
    workshop.go_to(phase)
    assert phone.send(page, anna).status_code == 303
    assert "Anna · Lyon" in names(workshop)


def test_a_closed_workshop_takes_nobody_new_and_its_report_stays_as_it_is(
    workshop: SmallWorkshop,
    phone: Browser,
    page: str,
    anna: dict[str, object],
    browser_of: Callable[[str], Browser],
) -> None:
    early = phone.form(page) | anna
    workshop.go_to(Phase.CLOSED)
    report = browser_of("viewer")
    before = report.read(workshop.path("report.json"))
    assert before.status_code == 200
    with workshop.nothing_changes():
        answer = phone.client.post(page, data=early)
    assert (answer.status_code, lead(answer.text)) == (422, CLOSED)
    assert without_time(report.read(workshop.path("report.json")).text) == without_time(before.text)


def test_who_was_there_comes_back_to_a_closed_workshop(
    workshop: SmallWorkshop, phone: Browser, page: str, anna: dict[str, object]
) -> None:
    form = phone.form(page) | anna
    phone.client.post(page, data=form)
    workshop.go_to(Phase.CLOSED)
    # The form that was sent twice, the personal code, and the browser that has its place.
    assert phone.client.post(page, data=form).status_code == 303
    assert f'href="{workshop.path("home")}"' in phone.read(page).text
    stranger = Browser(workshop.app)
    shown = stranger.read(page)
    assert (shown.status_code, lead(shown.text)) == (200, CLOSED)
    assert [to for to, _ in forms_on(shown.text)] == [workshop.path("back")]
    assert stranger.read(workshop.path(f"back?code={workshop.tokens['Lyon']}")).status_code == 303


def test_a_closed_workshop_says_where_its_report_comes_from(
    workshop: SmallWorkshop, phone: Browser, page: str
) -> None:
    workshop.go_to(Phase.CLOSED)
    shown = phone.read(page).text
    assert "The organisers send it to the participants." in plain(shown)
    assert f'href="{workshop.path("report")}"' in shown


def test_a_stranger_learns_the_code_from_no_page(workshop: SmallWorkshop, phone: Browser) -> None:
    """Whoever knows a workshop's address is led to where a code is typed, not past it."""
    workshop.go_to(Phase.DAY_TWO)
    for rule in workshop.app.url_map.iter_rules():
        if (
            "slug" in rule.arguments
            and "GET" in (rule.methods or ())
            and not {"code", "token"} & rule.arguments
        ):
            with workshop.app.test_request_context():
                known = {"slug": workshop.slug, "kind": "enabler", "prefix": "RET", "ref": "RET-01"}
                path = url_for(rule.endpoint, **{name: known.get(name, 1) for name in rule.arguments})
            answer = phone.read(path)
            assert workshop.code not in str(answer.headers) + answer.text, path
    assert phone.read(workshop.path("home")).location == "/"
