"""The team signs in by address and password, or by a link that works once; and signs out again."""

import re
import threading
import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from functools import cache
from urllib.parse import urlencode

import pytest
import sqlalchemy as sa
from flask import Flask, session
from werkzeug.test import Client, TestResponse

from facilitator.access.policy import Phase, Role
from facilitator.accounts.models import Account, SignIn, SignInLink
from facilitator.accounts.operations import (
    LINK_LIFETIME,
    SIGN_IN_LIFETIME,
    open_account,
    set_password,
)
from facilitator.accounts.passwords import STRANGERS, PasswordHash, counter, hashed, is_right
from facilitator.accounts.rules import LINK_GRACE, check_password
from facilitator.database import db, now
from facilitator.errors import RuleBroken
from facilitator.web.bodies import BodyLimits
from facilitator.web.turnstile import Turnstile
from facilitator.workshops.models import Membership, Workshop
from tests.pages import complaints, fields, heading, lead, summary, texts
from tests.people import Browser, forms_on
from tests.small_workshop import AN_ISSUE, SmallWorkshop

pytestmark = pytest.mark.one_database

PASSWORD = "a sentence is easy to remember"
EMAIL = "anna@example.org"
DO_NOT_GO_TOGETHER = "The e-mail address or the password is wrong."
USED = "This link was already used, or is older than a week. Ask for a new link."
MANY = "Many people are signing in at this moment. Please try again."
OWN_WORKSHOPS = "/workshops"


@cache
def kept(password: str) -> PasswordHash:
    """The password's hash, which is slow to make, and meant to be."""
    return hashed(password)


@pytest.fixture
def anna(workshop: SmallWorkshop) -> int:
    """An account with a password."""
    with workshop.look():
        password_hash = kept(PASSWORD)
    with workshop.change():
        return open_account(email=f" {EMAIL.upper()} ", name="Anna", password_hash=password_hash).id


@pytest.fixture
def browser(workshop: SmallWorkshop) -> Browser:
    return Browser(workshop.app)


def is_signed_in(browser: Browser) -> bool:
    return browser.read(OWN_WORKSHOPS).status_code == 200


PASSWORDS = {
    "": False,
    "x" * 11: False,
    "kd83Hs9qLm2p": True,
    "\N{OWL}\N{CAT}\N{DOG}\N{BEAR FACE}\N{MOUSE}\N{RAM}\N{OX}\N{ANT}\N{BUG}\N{FISH}\N{SNAIL}\N{RAT}": True,
    "kd83Hs9qLm2p" + "x" * 188: True,
    "kd83Hs9qLm2p" + "x" * 189: False,
}


@pytest.mark.parametrize("password", PASSWORDS, ids=len)
def test_a_password_has_12_to_200_characters(password: str) -> None:
    if PASSWORDS[password]:
        check_password(password)
        return
    with pytest.raises(RuleBroken) as refused:
        check_password(password)
    assert str(refused.value) == (
        "The password must have 12 to 200 characters. A sentence is easy to remember."
    )
    assert refused.value.field == "new_password"


@pytest.mark.usefixtures("anna")
def test_a_password_is_kept_as_an_argon2_hash_alone(workshop: SmallWorkshop) -> None:
    everything = str(workshop.everything())
    assert "$argon2id$" in everything
    assert PASSWORD not in everything


@pytest.mark.slow
@pytest.mark.usefixtures("anna")
@pytest.mark.parametrize("typed", [EMAIL, "Anna@Example.ORG", f"  {EMAIL}\r\n", f"{EMAIL}\x00"])
def test_the_right_address_and_password_sign_in_however_the_address_is_written(
    browser: Browser, typed: str
) -> None:
    answer = browser.send("/sign-in", {"email": typed, "password": PASSWORD})
    assert (answer.status_code, answer.location) == (303, OWN_WORKSHOPS)
    assert is_signed_in(browser)


@pytest.mark.usefixtures("anna")
def test_a_wrong_password_is_said_at_its_field_and_the_address_stays(browser: Browser) -> None:
    answer = browser.send("/sign-in", {"email": EMAIL, "password": "a wrong sentence"})
    assert answer.status_code == 422
    assert complaints(answer.text) == {"password": [DO_NOT_GO_TOGETHER]}
    assert fields(answer.text, "/sign-in")["email"] == [EMAIL]
    assert "a wrong sentence" not in answer.text
    assert not is_signed_in(browser)


def test_a_password_is_asked_for_and_said_to_be_missing(browser: Browser) -> None:
    assert "optional" not in texts(browser.read("/sign-in").text, "label")
    answer = browser.send("/sign-in", {"email": EMAIL})
    assert (answer.status_code, complaints(answer.text)) == (
        422,
        {"password": ["Please fill this in."]},
    )


@pytest.mark.slow
@pytest.mark.usefixtures("anna")
def test_nobody_learns_whether_an_address_has_an_account(browser: Browser) -> None:
    known, unknown = (
        browser.send("/sign-in", {"email": email, "password": "a wrong sentence"}).text.replace(email, "")
        for email in (EMAIL, "nobody@example.org")
    )
    hidden = re.compile(r'(value|data-now)="[^"]*"')
    assert hidden.sub("", known) == hidden.sub("", unknown)


@pytest.mark.slow
@pytest.mark.parametrize("email", ["", "x", "x" * 5000, "\x00", "<script>alert(1)</script>", "a b c"])
def test_an_address_that_is_none_signs_nobody_in(
    browser: Browser, workshop: SmallWorkshop, email: str
) -> None:
    with workshop.nothing_changes():
        answer = browser.send("/sign-in", {"email": email, "password": PASSWORD})
        assert answer.status_code == 422
        assert len(complaints(answer.text)) == 1
        assert "<script>alert" not in answer.text


@pytest.mark.parametrize("password", ["None", PASSWORD])
def test_an_account_without_a_password_is_not_entered_by_any(browser: Browser, password: str) -> None:
    typed = {"email": "facilitator@brussels.example.org", "password": password}
    assert complaints(browser.send("/sign-in", typed).text) == {"password": [DO_NOT_GO_TOGETHER]}
    assert not is_signed_in(browser)


# where one wanted to go → where one is led after signing in
WANTED = (
    ("/w/brussels/activity?before=7", "/w/brussels/activity?before=7"),
    ("https://evil.example.org/", OWN_WORKSHOPS),
    ("//evil.example.org", OWN_WORKSHOPS),
    ("/\\evil.example.org", OWN_WORKSHOPS),
    ("\\\\evil.example.org", OWN_WORKSHOPS),
    ("javascript:alert(1)", OWN_WORKSHOPS),
    ("evil.example.org", OWN_WORKSHOPS),
    ("", OWN_WORKSHOPS),
)


@pytest.mark.slow
@pytest.mark.usefixtures("anna")
@pytest.mark.parametrize(("wanted", "led_to"), WANTED)
def test_who_signs_in_is_led_to_a_page_of_ours_and_never_elsewhere(
    browser: Browser, wanted: str, led_to: str
) -> None:
    answer = browser.send(f"/sign-in?{urlencode({'next': wanted})}", {"email": EMAIL, "password": PASSWORD})
    assert (answer.status_code, answer.location) == (303, led_to)


@pytest.mark.slow
@pytest.mark.usefixtures("anna")
@pytest.mark.parametrize(
    "wanted", ["/\t/evil.example.org", "/\n/evil.example.org", "/\r\nSet-Cookie: x=y", " //evil.example.org"]
)
def test_no_white_space_smuggles_another_address_in(browser: Browser, wanted: str) -> None:
    answer = browser.send(f"/sign-in?{urlencode({'next': wanted})}", {"email": EMAIL, "password": PASSWORD})
    assert answer.status_code == 303
    assert re.fullmatch(r"/(?!/)[\x21-\x7e]*", answer.location)
    assert "x=y" not in answer.headers.get("Set-Cookie", "")


def guesses(app: Flask, *emails: str) -> list[int]:
    browser = Browser(app)
    form = browser.form("/sign-in") | {"password": "a wrong sentence"}
    return [browser.client.post("/sign-in", data=form | {"email": email}).status_code for email in emails]


@pytest.mark.slow
@pytest.mark.usefixtures("workshop", "anna")
def test_however_many_wrong_passwords_were_tried_the_right_one_lets_its_owner_in(app: Flask) -> None:
    assert guesses(app, *[EMAIL] * 12) == [422] * 12
    assert Browser(app).send("/sign-in", {"email": EMAIL, "password": PASSWORD}).status_code == 303


@pytest.fixture
def crowd() -> Iterator[ThreadPoolExecutor]:
    """Many people at once."""
    with ThreadPoolExecutor(STRANGERS + 2) as people:
        yield people


def sign_in(browser: Browser) -> Callable[[], TestResponse]:
    """Somebody who has filled in the page, and is about to send it."""
    form = browser.form("/sign-in") | {"email": EMAIL, "password": PASSWORD}
    return lambda: browser.client.post("/sign-in", data=form)


def wait_until(crowded: Callable[[], bool]) -> None:
    end = time.monotonic() + 120
    while not crowded():
        assert time.monotonic() < end
        threading.Event().wait(0.001)


def places(*, known: bool) -> int:
    """How many more may wait."""
    return counter.places[known]._value  # noqa: SLF001


@pytest.mark.usefixtures("anna")
def test_a_room_sends_its_answers_while_passwords_are_worked_on(
    app: Flask, workshop: SmallWorkshop, browser_of: Callable[[str], Browser], crowd: ThreadPoolExecutor
) -> None:
    workshop.go_to(Phase.DAY_ONE)
    workshop.open("RET")
    page, lyon = workshop.path(f"sessions/{workshop.sessions['RET']}/issue"), browser_of("Lyon")
    form = lyon.form(page) | AN_ISSUE | {"stance": "met"}
    deed = sign_in(Browser(app))
    with counter.at_work:
        signing_in = crowd.submit(deed)
        wait_until(lambda: places(known=False) < STRANGERS)
        assert crowd.submit(lyon.client.post, page, data=form).result(120).status_code == 303
    assert signing_in.result(120).status_code == 303


@pytest.mark.usefixtures("anna")
@pytest.mark.parametrize("one_writer", [True, False])
def test_who_waits_for_a_password_holds_neither_a_place_of_those_who_read_nor_a_connection(
    app: Flask, crowd: ThreadPoolExecutor, *, one_writer: bool
) -> None:
    line = Client(Turnstile(app, 1, one_writer=one_writer, limits=BodyLimits(10_000)))
    form = forms_on(line.get("/sign-in").text)[0][1] | {"email": [EMAIL], "password": [PASSWORD]}
    with counter.at_work:
        signing_in = crowd.submit(line.post, "/sign-in", data=form)
        wait_until(lambda: places(known=False) < STRANGERS)
        with app.app_context():
            wait_until(lambda: db.engine.pool.checkedout() == 0)  # type: ignore[attr-defined]
        assert crowd.submit(Client(line.application).get, "/sign-in").result(120).status_code == 200
    assert signing_in.result(120).status_code == 303


@pytest.mark.parametrize("worked_on", [hashed, lambda password: is_right(password, None, known=False)])
def test_a_password_is_never_worked_on_while_others_wait_to_write(
    workshop: SmallWorkshop, worked_on: Callable[[str], object]
) -> None:
    with workshop.nothing_changes(), pytest.raises(RuntimeError), workshop.change():
        worked_on(PASSWORD)


@pytest.mark.slow
@pytest.mark.usefixtures("workshop", "anna")
def test_who_comes_while_too_many_sign_in_is_asked_to_try_again_but_not_where_they_have_been_before(
    app: Flask, browser: Browser, crowd: ThreadPoolExecutor
) -> None:
    browser.send("/sign-in", {"email": EMAIL, "password": PASSWORD})
    browser.client.post("/sign-out", data=browser.form("/sign-in"))
    known, late, *deeds = map(sign_in, (browser, *(Browser(app) for _ in range(STRANGERS + 1))))
    free = places(known=True)
    with counter.at_work:
        strangers = [crowd.submit(deed) for deed in deeds]
        wait_until(lambda: not places(known=False))
        refused, owner = crowd.submit(late).result(120), crowd.submit(known)
        wait_until(lambda: places(known=True) < free)
    assert (refused.status_code, summary(refused.text)) == (422, [MANY])
    assert fields(refused.text, "/sign-in")["email"] == [EMAIL]
    assert [one.result(120).status_code for one in (*strangers, owner)] == [303] * (STRANGERS + 1)


@pytest.mark.slow
@pytest.mark.usefixtures("workshop", "anna")
def test_signing_in_often_is_no_guessing(app: Flask) -> None:
    right = {"email": EMAIL, "password": PASSWORD}
    assert [Browser(app).send("/sign-in", right).status_code for _ in range(11)] == [303] * 11


def link(workshop: SmallWorkshop, who: str = "facilitator") -> str:
    return workshop.way_in(who)


def turn_back(workshop: SmallWorkshop, **moments: timedelta) -> None:
    """Let a link be so much older than it is."""
    with workshop.change():
        kept = db.session.scalars(sa.select(SignInLink).order_by(SignInLink.id.desc())).first()
        assert kept
        for name, ago in moments.items():
            setattr(kept, name, now() - ago)


def test_a_link_signs_in_and_leads_to_the_workshop(workshop: SmallWorkshop) -> None:
    browser = Browser(workshop.app)
    answer = browser.read(link(workshop))
    assert (answer.status_code, answer.location) == (302, OWN_WORKSHOPS)
    assert browser.read(OWN_WORKSHOPS).location == workshop.path("console")


def test_a_link_works_again_for_a_phone_that_lost_the_answer(workshop: SmallWorkshop) -> None:
    way_in = link(workshop)
    for _ in range(2):
        assert Browser(workshop.app, way_in).read(workshop.path("console")).status_code == 200


def test_a_link_that_was_used_is_refused_after_some_minutes(workshop: SmallWorkshop) -> None:
    way_in = link(workshop)
    Browser(workshop.app, way_in)
    turn_back(workshop, used_at=LINK_GRACE + timedelta(seconds=5))
    check_refused(workshop, way_in)


@pytest.mark.parametrize("where", [{}, {"everywhere": "yes"}])
def test_a_link_that_was_used_is_refused_once_its_owner_has_signed_out(
    workshop: SmallWorkshop, where: dict[str, str]
) -> None:
    way_in, unused = link(workshop), link(workshop)
    browser = Browser(workshop.app, way_in)
    browser.client.post("/sign-out", data=browser.form("/sign-in", "/sign-in") | where)
    check_refused(workshop, way_in)
    assert Browser(workshop.app, unused).read(workshop.path("console")).status_code == 200


def test_a_link_older_than_a_week_is_refused(workshop: SmallWorkshop) -> None:
    way_in = link(workshop)
    turn_back(workshop, expires_at=timedelta(seconds=5))
    check_refused(workshop, way_in)
    assert timedelta(days=7) == LINK_LIFETIME


@pytest.mark.parametrize("token", ["nonsense", "x" * 5000, "%F0%9F%98%80"])
def test_a_link_that_never_was_is_refused(workshop: SmallWorkshop, token: str) -> None:
    answer = Browser(workshop.app).read(f"/sign-in/{token}")
    assert (answer.status_code, lead(answer.text)) == (404, USED)


def check_refused(workshop: SmallWorkshop, way_in: str) -> None:
    browser = Browser(workshop.app)
    answer = browser.read(way_in)
    assert (answer.status_code, lead(answer.text)) == (404, USED)
    assert browser.read(workshop.path("console")).status_code == 302


def test_nothing_but_the_hash_of_a_link_is_kept(workshop: SmallWorkshop) -> None:
    token = link(workshop).rpartition("/")[2]
    assert token not in str(workshop.everything())


def test_looking_at_a_link_for_its_headers_uses_it_no_more_than_a_mail_program_would(
    workshop: SmallWorkshop,
) -> None:
    way_in = link(workshop)
    assert workshop.app.test_client().head(way_in).status_code == 302
    assert Browser(workshop.app, way_in).read(workshop.path("console")).status_code == 200


@pytest.mark.parametrize("how", [{}, {"everywhere": "yes"}])
def test_a_copy_of_a_cookie_is_worth_nothing_once_its_owner_has_signed_out(
    workshop: SmallWorkshop, browser_of: Callable[[str], Browser], how: dict[str, str]
) -> None:
    browser = browser_of("facilitator")
    copy = browser.twin()
    assert copy.read(workshop.path("console")).status_code == 200
    browser.client.post("/sign-out", data=browser.form(workshop.path("console"), "/sign-out") | how)
    assert copy.read(workshop.path("console")).status_code == 302


def test_of_a_sign_in_a_hash_alone_is_kept(
    browser_of: Callable[[str], Browser], workshop: SmallWorkshop
) -> None:
    browser_of("facilitator")
    with workshop.app.test_client() as client:
        client.get(workshop.way_in("facilitator"))
        token = session["_user_id"].partition(":")[2]
    assert len(token) == 32
    assert token not in str(workshop.everything())


def test_sign_ins_that_have_ended_are_forgotten_when_their_owner_signs_in_again(
    workshop: SmallWorkshop, browser_of: Callable[[str], Browser]
) -> None:
    browser_of("facilitator")
    browser_of("organiser")
    with workshop.change():
        for row in db.session.scalars(sa.select(SignIn)):
            row.began_at -= SIGN_IN_LIFETIME
    browser_of("facilitator")
    with workshop.look():
        kept = [row.account_id for row in db.session.scalars(sa.select(SignIn).order_by(SignIn.id))]
    assert kept == [workshop.accounts["organiser"], workshop.accounts["facilitator"]]


def test_who_has_lost_a_role_sees_no_page_of_it_any_more(
    workshop: SmallWorkshop, browser_of: Callable[[str], Browser]
) -> None:
    browser = browser_of("facilitator")
    with workshop.change():
        lost = {"workshop_id": workshop.id, "account_id": workshop.accounts["facilitator"]}
        db.session.execute(sa.delete(Membership).filter_by(**lost))
    assert browser.read(workshop.path("console")).status_code == 302


def test_a_password_that_is_changed_while_it_is_checked_lets_nobody_in_any_more(
    app: Flask, workshop: SmallWorkshop, anna: int, crowd: ThreadPoolExecutor
) -> None:
    with workshop.look():
        other = kept("another sentence to remember")
    browser = Browser(app)
    deed = sign_in(browser)
    with counter.at_work:
        signing_in = crowd.submit(deed)
        wait_until(lambda: places(known=False) < STRANGERS)
        with workshop.change():
            set_password(db.session.get_one(Account, anna), other)
    assert signing_in.result(120).status_code == 422
    assert not is_signed_in(browser)


def test_who_signs_out_is_out(workshop: SmallWorkshop, browser_of: Callable[[str], Browser]) -> None:
    browser, other = browser_of("facilitator"), browser_of("facilitator")
    answer = browser.client.post("/sign-out", data=browser.form("/sign-in", "/sign-in"))
    assert (answer.status_code, answer.location) == (303, "/")
    assert browser.read(workshop.path("console")).status_code == 302
    assert other.read(workshop.path("console")).status_code == 200


def test_who_signs_out_everywhere_is_out_on_all_devices(
    workshop: SmallWorkshop, browser_of: Callable[[str], Browser]
) -> None:
    browser, other = browser_of("facilitator"), browser_of("facilitator")
    browser.client.post("/sign-out", data=browser.form("/sign-in", "/sign-in") | {"everywhere": "yes"})
    assert other.read(workshop.path("console")).status_code == 302


@pytest.mark.slow
def test_a_new_password_ends_every_sign_in(workshop: SmallWorkshop, anna: int, browser: Browser) -> None:
    browser.send("/sign-in", {"email": EMAIL, "password": PASSWORD})
    with workshop.look():
        other = kept("another sentence to remember")
    with workshop.change():
        set_password(db.session.get_one(Account, anna), other)
    assert not is_signed_in(browser)
    assert browser.send("/sign-in", {"email": EMAIL, "password": PASSWORD}).status_code == 422


def test_who_has_one_workshop_goes_straight_into_it_and_who_has_two_may_choose(
    workshop: SmallWorkshop, browser_of: Callable[[str], Browser]
) -> None:
    browser = browser_of("facilitator")
    assert browser.read(OWN_WORKSHOPS).location == workshop.path("console")
    with workshop.change():
        second = Workshop(
            slug="second", code="SECOND", title="A second workshop", starts_on=workshop.row.starts_on,
            ends_on=workshop.row.ends_on, timezone="UTC", language="en",
        )  # fmt: skip
        db.session.add(second)
        db.session.flush()
        mine = {"account_id": workshop.accounts["facilitator"], "role": Role.VIEWER}
        db.session.add(Membership(workshop_id=second.id, **mine))
    page = browser.read(OWN_WORKSHOPS)
    assert (page.status_code, heading(page.text)) == (200, "Your workshops")
    assert {"Replication workshop", "A second workshop"} <= set(texts(page.text))


@pytest.mark.usefixtures("anna")
def test_who_has_no_role_anywhere_is_told_so(browser: Browser) -> None:
    browser.send("/sign-in", {"email": EMAIL, "password": PASSWORD})
    assert "You have no role in a workshop yet" in texts(browser.read(OWN_WORKSHOPS).text)


def test_one_address_has_one_account(workshop: SmallWorkshop) -> None:
    with pytest.raises(sa.exc.IntegrityError), workshop.change():
        open_account(email="Facilitator@brussels.example.org", name="Another")
