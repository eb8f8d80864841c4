"""A browser is known again by its signed cookie, whatever a clock does, and by nobody else's."""

import time
from collections.abc import Callable
from datetime import timedelta

import pytest
import sqlalchemy as sa
from flask import Flask, session

from facilitator.accounts.models import SignIn
from facilitator.app import create_app
from facilitator.config import Settings
from facilitator.database import db
from facilitator.web.cookies import participant_cookie
from tests.people import Browser
from tests.small_workshop import SECRET, SmallWorkshop

pytestmark = pytest.mark.one_database


@pytest.fixture
def cookie(browser_of: Callable[[str], Browser]) -> str:
    """What the facilitator's browser keeps."""
    kept = browser_of("facilitator").cookie("session")
    assert kept
    return str(kept.value)


def is_known(workshop: SmallWorkshop, cookie: str) -> bool:
    browser = Browser(workshop.app)
    browser.client.set_cookie(workshop.app.config["SESSION_COOKIE_NAME"], cookie)
    return browser.read(workshop.path("console")).status_code == 200


def test_the_same_cookie_is_known_again_and_again(workshop: SmallWorkshop, cookie: str) -> None:
    assert [is_known(workshop, cookie) for _ in range(3)] == [True] * 3


@pytest.mark.parametrize("forged", ["", "x", "a.b.c", "e30.AAAAAA.AAAAAAAAAAAAAAAAAAAAAAAAAAA"])
def test_a_cookie_that_is_not_ours_is_nobody(workshop: SmallWorkshop, forged: str) -> None:
    assert not is_known(workshop, forged)


def test_a_cookie_that_was_changed_is_nobody(workshop: SmallWorkshop, cookie: str) -> None:
    assert not is_known(workshop, ("a" if cookie[0] != "a" else "b") + cookie[1:])


@pytest.mark.parametrize(("page", "reads"), [("home/live", False), ("home", True), ("console", True)])
def test_a_phone_that_asks_again_is_answered_without_a_look_into_its_session(
    workshop: SmallWorkshop, page: str, reads: bool
) -> None:
    """What hangs on a session says so to caches, and nothing else does."""
    browser = Browser(workshop.app, workshop.way_in("facilitator" if page == "console" else "Lyon"))
    answer = browser.read(workshop.path(page))
    assert answer.status_code == 200
    assert ("Cookie" in answer.headers.get("Vary", "")) is reads


def test_a_member_of_the_team_who_also_has_a_place_keeps_both(workshop: SmallWorkshop) -> None:
    browser = Browser(workshop.app, workshop.way_in("Lyon"))
    assert browser.read(workshop.way_in("facilitator")).status_code in (302, 303)
    pages = ("home", "home/live", "console", "console/live")
    assert [browser.read(workshop.path(page)).status_code for page in pages] == [200] * 4


@pytest.mark.parametrize("put_back", [2, 3600])
def test_nobody_is_thrown_out_when_a_clock_is_put_back(
    workshop: SmallWorkshop, monkeypatch: pytest.MonkeyPatch, put_back: int
) -> None:
    right = time.time
    with monkeypatch.context() as fast:
        fast.setattr(time, "time", lambda: right() + put_back)
        facilitator, lyon = (Browser(workshop.app, workshop.way_in(who)) for who in ("facilitator", "Lyon"))
        page, to = workshop.path("console"), workshop.path("phase")
        form = facilitator.form(page, to) | {"to": "day-one"}
    with workshop.change():
        signed_in = db.session.scalars(sa.select(SignIn)).one()
        signed_in.began_at += timedelta(seconds=put_back)
    assert facilitator.read(page).status_code == 200
    assert lyon.read(workshop.path("home")).status_code == 200
    assert facilitator.client.post(to, data=form).status_code == 303


def test_a_sign_in_ends_after_thirty_days_also_where_the_cookie_does_not(
    workshop: SmallWorkshop, cookie: str
) -> None:
    for days, stays in ((29.9, True), (30, False)):
        with workshop.change():
            signed_in = db.session.scalars(sa.select(SignIn)).one()
            signed_in.began_at -= timedelta(days=days) if stays else timedelta(days=0.1)
        assert is_known(workshop, cookie) == stays


def test_what_one_request_adds_to_its_session_no_other_with_the_same_cookie_reads(app: Flask) -> None:
    signed = app.session_interface.get_signing_serializer(app).dumps({"said": ["One"]})  # type: ignore[attr-defined]
    brought = {"Cookie": f"{app.config['SESSION_COOKIE_NAME']}={signed}"}
    for _ in range(2):
        with app.test_request_context("/workshops", headers=brought):
            assert session["said"] == ["One"]
            session["said"].append("Two")


def names(app: Flask) -> set[str]:
    """Of all cookies that a browser gets there."""
    with app.test_request_context():
        return {
            app.config["SESSION_COOKIE_NAME"],
            participant_cookie("brussels"),
            participant_cookie("sister"),
        }


def test_two_installations_on_one_host_leave_each_others_people_alone(
    workshop: SmallWorkshop, app: Flask
) -> None:
    """A browser sends the cookies of a host to each of its ports."""
    other = create_app(
        app.extensions["facilitator.settings"], SECRET_KEY="another key, and as long as ours is"
    )
    assert names(app) & names(other) == set()
    assert len(names(app)) == 3
    browser = Browser(app, workshop.way_in("Lyon"))
    browser.client.application = other
    browser.read("/")
    browser.client.application = app
    assert browser.read(workshop.path("home")).status_code == 200


def test_who_is_signed_in_at_two_servers_of_one_host_signs_out_of_one_alone(
    workshop: SmallWorkshop, app: Flask
) -> None:
    other = create_app(
        app.extensions["facilitator.settings"], SECRET_KEY="another key, and as long as ours is"
    )
    browser, console = Browser(app, workshop.way_in("organiser")), workshop.path("console")
    way_in = workshop.way_in("facilitator")
    browser.client.application = other
    assert browser.read(way_in).status_code in (302, 303)
    for server in (app, other):
        browser.client.application = server
        assert browser.read(console).status_code == 200
    assert browser.send(console, {}, to="/sign-out").status_code in (302, 303)
    assert browser.read(console).status_code != 200
    browser.client.application = app
    assert browser.read(console).status_code == 200
    with other.app_context():
        db.engine.dispose()


def test_with_https_every_cookie_belongs_to_this_host_alone(workshop: SmallWorkshop, app: Flask) -> None:
    """A name that begins so is taken by browsers from this host alone, for all of it, and by HTTPS."""
    settings: Settings = app.extensions["facilitator.settings"]
    private = create_app(
        Settings(
            instance=settings.instance, database_url=settings.database_url, secret_key=SECRET, https=True
        )
    )
    client = private.test_client()
    client.get(workshop.way_in("facilitator"), base_url="https://localhost")
    back = client.get(workshop.way_in("Lyon"), base_url="https://localhost")
    for cookie in back.headers.getlist("Set-Cookie"):
        name, *about = cookie.split("; ")
        assert name.startswith("__Host-")
        assert {"Secure", "HttpOnly", "Path=/", "SameSite=Lax"} <= set(about)
        assert "Domain" not in cookie
    for path in ("console", "home"):
        assert client.get(workshop.path(path), base_url="https://localhost").status_code == 200
    with private.app_context():
        db.engine.dispose()
