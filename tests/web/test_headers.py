"""What every answer carries, so that a browser helps to keep people safe."""

import re
from collections.abc import Callable
from pathlib import Path

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from facilitator.app import create_app
from facilitator.config import Settings
from facilitator.database import db
from tests.databases import Databases
from tests.people import Browser
from tests.small_workshop import SECRET, SmallWorkshop

pytestmark = pytest.mark.one_database

POLICY = {
    "default-src": "'none'",
    "script-src": "'self'",
    "style-src": "'self'",
    "img-src": "'self' data:",
    "connect-src": "'self'",
    "font-src": "'self'",
    "manifest-src": "'self'",
    "form-action": "'self'",
    "base-uri": "'none'",
    "frame-ancestors": "'none'",
}
OTHERS = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Permissions-Policy": "camera=(), geolocation=(), microphone=()",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}


def check(answer: TestResponse) -> None:
    directives = dict(part.split(" ", 1) for part in answer.headers["Content-Security-Policy"].split("; "))
    assert directives == POLICY
    assert {name: answer.headers.get(name) for name in OTHERS} == OTHERS
    answer.close()


def test_every_answer_carries_them_whatever_it_is(
    workshop: SmallWorkshop, browser_of: Callable[[str], Browser]
) -> None:
    team, style = browser_of("facilitator"), "/static/style.css"
    for path, status in (
        (workshop.path("console"), 200),
        (workshop.path("capture"), 302),
        (workshop.path("home"), 403),
        ("/nowhere", 404),
        (style, 200),
    ):
        answer = team.read(path)
        assert answer.status_code == status
        check(answer)
    check(team.client.post(workshop.path("phase")))
    check(team.client.post(workshop.path("phase"), data={"x": "x" * 2**20}))


def test_an_answer_that_has_no_news_leaves_the_browser_those_it_has(
    workshop: SmallWorkshop, browser_of: Callable[[str], Browser]
) -> None:
    team = browser_of("facilitator")
    live = team.read(workshop.path("console/live"))
    check(live)
    again = team.client.get(workshop.path("console/live"), headers={"If-None-Match": live.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert set(again.headers.keys()) == {"ETag", "X-Server-Time", "Vary", "Cache-Control"}


def test_pages_are_personal_and_no_cache_on_the_way_keeps_them(
    workshop: SmallWorkshop, browser_of: Callable[[str], Browser]
) -> None:
    for path in (workshop.path("console"), workshop.path("console/live"), "/"):
        assert browser_of("facilitator").read(path).headers["Cache-Control"] == "private, no-cache"


def test_pages_with_a_password_are_kept_by_no_browser_and_others_may_be_gone_back_to(
    workshop: SmallWorkshop, browser_of: Callable[[str], Browser]
) -> None:
    team = browser_of("facilitator")
    for path, kept in (("/account/password", "no-store"), (workshop.path("people"), "private, no-cache")):
        assert team.read(path).headers["Cache-Control"] == kept


def test_who_has_signed_out_can_not_go_back_to_the_pages_they_saw(
    workshop: SmallWorkshop, browser_of: Callable[[str], Browser]
) -> None:
    answer = browser_of("facilitator").send(workshop.path("console"), {}, to="/sign-out")
    assert answer.headers["Clear-Site-Data"] == '"cache"'


def test_cookies_are_out_of_reach_of_scripts_and_of_other_sites(workshop: SmallWorkshop) -> None:
    client = workshop.app.test_client()
    set_by = [client.get(workshop.way_in(who)).headers["Set-Cookie"] for who in ("facilitator", "Lyon")]
    for cookie in set_by:
        assert {"HttpOnly", "SameSite=Lax"} <= set(cookie.split("; "))


def test_with_https_cookies_are_secure_and_browsers_keep_to_it(tmp_path: Path, databases: Databases) -> None:
    with databases.copy("sqlite", tmp_path) as url:
        settings = Settings(instance=tmp_path, database_url=url, secret_key=SECRET, https=True)
        app = create_app(settings)
        answer = app.test_client().get("/sign-in", base_url="https://localhost")
        with app.app_context():
            db.engine.dispose()
    assert "Secure" in answer.headers["Set-Cookie"].split("; ")
    assert answer.headers["Strict-Transport-Security"] == "max-age=31536000"


def test_without_https_nobody_is_sent_there(house: Flask) -> None:
    assert "Strict-Transport-Security" not in house.test_client().get("/").headers


@pytest.mark.parametrize("path", ["console", "home", "people", "groups", "handover", "activity"])
def test_no_page_asks_for_what_the_policy_forbids(
    workshop: SmallWorkshop, browser_of: Callable[[str], Browser], path: str
) -> None:
    html = browser_of("Lyon" if path == "home" else "facilitator").read(workshop.path(path)).text
    assert re.findall(r"<[^>]+\s(?:style|on\w+)=|<style|<script(?![^>]*\bsrc=)|javascript:", html) == []
    loads = re.findall(r'<(?:script|link|img|iframe|source)[^>]+(?:src|href)="([^"]+)"', html)
    assert [address for address in loads if not address.startswith("/static/")] == []
