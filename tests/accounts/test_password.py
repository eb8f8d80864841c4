"""A member of the team sets their own password: with the one before it, or fresh from a sign-in link."""

from collections.abc import Callable
from datetime import timedelta

import pytest
import sqlalchemy as sa

from facilitator.accounts.models import Account, SignIn
from facilitator.accounts.operations import set_password
from facilitator.accounts.passwords import PasswordHash, hashed
from facilitator.accounts.rules import check_password
from facilitator.database import db
from facilitator.errors import RuleBroken
from tests.pages import complaints, lead, notices
from tests.people import Browser, forms_on
from tests.small_workshop import SmallWorkshop

pytestmark = pytest.mark.one_database

PAGE = "/account/password"
EMAIL = "facilitator@brussels.example.org"
FIRST, SECOND = "a sentence is easy to remember", "another sentence to remember"
EASY = "This password is easy to guess. Please use several words that do not usually go together."
SHORT = "The password must have 12 to 200 characters. A sentence is easy to remember."
CHANGED = "Your password was changed. You are signed out on all other devices."
NO_WAY = (
    "You sign in with links. To set a password, use a new sign-in link and open this page within one hour."
)
KEPT: dict[str, PasswordHash] = {}


def kept(workshop: SmallWorkshop, password: str) -> PasswordHash:
    if password not in KEPT:
        with workshop.look():
            KEPT[password] = hashed(password)
    return KEPT[password]


@pytest.fixture
def facilitator(workshop: SmallWorkshop, browser_of: Callable[[str], Browser]) -> Browser:
    """Has a password, and came by a link an hour ago."""
    password_hash = kept(workshop, FIRST)
    browser = browser_of("facilitator")
    with workshop.change():
        account = db.session.get_one(Account, workshop.accounts["facilitator"])
        account.password_hash = password_hash
    an_hour_later(workshop)
    return browser


def an_hour_later(workshop: SmallWorkshop) -> None:
    with workshop.change():
        for row in db.session.scalars(sa.select(SignIn)):
            row.began_at -= timedelta(hours=1)


def is_let_in(workshop: SmallWorkshop, password: str) -> bool:
    browser = Browser(workshop.app)
    return browser.send("/sign-in", {"email": EMAIL, "password": password}).status_code == 303


def test_a_password_is_changed_with_the_one_before_it_and_ends_every_other_sign_in(
    workshop: SmallWorkshop, facilitator: Browser, browser_of: Callable[[str], Browser]
) -> None:
    other, copy = browser_of("facilitator"), facilitator.twin()
    answer = facilitator.send(PAGE, {"current_password": FIRST, "new_password": SECOND})
    assert answer.status_code == 303
    assert notices(facilitator.read(workshop.path("console")).text) == [CHANGED]
    assert [browser.read(workshop.path("console")).status_code for browser in (other, copy)] == [302, 302]
    assert [is_let_in(workshop, password) for password in (FIRST, SECOND)] == [False, True]


def test_a_wrong_password_changes_nothing_and_none_is_shown_again(
    workshop: SmallWorkshop, facilitator: Browser
) -> None:
    with workshop.nothing_changes():
        answer = facilitator.send(PAGE, {"current_password": "a wrong sentence", "new_password": SECOND})
    assert answer.status_code == 422
    assert complaints(answer.text) == {"current_password": ["The current password is wrong."]}
    assert [typed for typed in ("a wrong sentence", SECOND) if typed in answer.text] == []


@pytest.mark.parametrize(
    ("password", "said"),
    [("", "Please fill this in."), ("short", SHORT), ("password1234", EASY), ("x" * 1001, None)],
    ids=["nothing", "short", "easy", "long"],
)
def test_a_password_that_will_not_do_is_refused_at_its_field(
    workshop: SmallWorkshop, facilitator: Browser, password: str, said: str | None
) -> None:
    with workshop.nothing_changes():
        answer = facilitator.send(PAGE, {"current_password": FIRST, "new_password": password})
    assert answer.status_code == 422
    [complaint] = complaints(answer.text)["new_password"]
    assert complaint == (said or "This has 1001 characters. The limit is 1000.")


EASY_TO_GUESS = (
    "passwordpassword", "Password1234!", "qwertyuiopas", "123456789012", "xxxxxxxxxxxx", "abcabcabcabc",
    "iloveyou2026", "facilitator2026", "Brussels2017!", "anna@example.org", "letmeinletmein",
)  # fmt: skip
HARD_TO_GUESS = (
    FIRST, SECOND, "kd83Hs9qLm2p", "мой кот любит рыбу", "住宅の改修について考える", "Wien ist im Mai grau",
    "x7" + "correct horse battery staple" * 7,
)  # fmt: skip


@pytest.mark.parametrize("password", EASY_TO_GUESS)
def test_what_many_people_choose_is_no_password(password: str) -> None:
    with pytest.raises(RuleBroken) as refused:
        check_password(password, ("Anna", "anna@example.org"))
    assert (str(refused.value), refused.value.field) == (EASY, "new_password")


@pytest.mark.parametrize("password", HARD_TO_GUESS)
def test_a_few_words_of_ones_own_are_a_password_in_every_language(password: str) -> None:
    check_password(password, ("Anna", "anna@example.org"))


def test_who_has_just_come_by_a_link_sets_a_password_without_the_one_before_it(
    workshop: SmallWorkshop, browser_of: Callable[[str], Browser]
) -> None:
    """They have none yet, or have lost it."""
    browser = browser_of("facilitator")
    assert "current_password" not in browser.form(PAGE, PAGE)
    assert browser.send(PAGE, {"new_password": FIRST}, to=PAGE).status_code == 303
    assert is_let_in(workshop, FIRST)
    # A link lets in once: from now on the password is asked for.
    assert "current_password" in browser.form(PAGE, PAGE)


def test_an_hour_after_a_link_a_password_is_set_with_the_one_before_it_alone(
    workshop: SmallWorkshop, browser_of: Callable[[str], Browser]
) -> None:
    """Somebody else may sit at the browser by then."""
    browser = browser_of("facilitator")
    form = browser.form(PAGE, PAGE) | {"new_password": FIRST}
    an_hour_later(workshop)
    shown = browser.read(PAGE).text
    assert lead(shown) == NO_WAY
    assert PAGE not in [to for to, _ in forms_on(shown)]
    with workshop.nothing_changes():
        browser.client.post(PAGE, data=form)
        browser.client.post(PAGE, data=form | {"current_password": ""})


def test_a_password_that_was_changed_meanwhile_is_not_written_over(
    workshop: SmallWorkshop, facilitator: Browser
) -> None:
    form = facilitator.form(PAGE, PAGE) | {
        "current_password": FIRST,
        "new_password": "my third, and a long one",
    }
    other = kept(workshop, SECOND)
    with workshop.change():
        set_password(db.session.get_one(Account, workshop.accounts["facilitator"]), other)
    answer = facilitator.client.post(PAGE, data=form)
    assert answer.status_code in (302, 403)
    assert is_let_in(workshop, SECOND)


def test_who_has_not_signed_in_is_led_to_do_so(workshop: SmallWorkshop) -> None:
    assert Browser(workshop.app).read(PAGE).location.startswith("/sign-in")


def test_the_page_is_in_the_menu_of_everybody_who_has_signed_in(
    workshop: SmallWorkshop, browser_of: Callable[[str], Browser]
) -> None:
    for who in ("organiser", "viewer"):
        assert f'href="{PAGE}"' in browser_of(who).read(workshop.path("console")).text


def test_a_password_is_the_same_from_every_keyboard(workshop: SmallWorkshop) -> None:
    """Some send ü as one sign, some as u with two dots."""
    with workshop.look():
        one_sign = hashed("eine \u00fcberaus lange Losung")
    with workshop.change():
        set_password(db.session.get_one(Account, workshop.accounts["facilitator"]), one_sign)
    assert is_let_in(workshop, "eine u\u0308beraus lange Losung")
