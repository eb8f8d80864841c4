"""What travels is small, and what can be kept is not asked for twice."""

import gzip
import re
from collections.abc import Callable

import pytest
from flask import Flask
from werkzeug.test import TestResponse

from tests.people import Browser
from tests.small_workshop import SmallWorkshop

pytestmark = pytest.mark.one_database

A_YEAR = "public, max-age=31536000, immutable"
A_WEEK = "public, max-age=604800"
BROWSER_ON_PLAIN_HTTP = {"Accept-Encoding": "gzip, deflate"}
MODERN_BROWSER = {"Accept-Encoding": "gzip, deflate, br, zstd"}


def ask(app: Flask, address: str, headers: dict[str, str] | None = None, method: str = "GET") -> TestResponse:
    """Ask for an address as somebody who has not been here."""
    return app.test_client().open(address, method=method, headers=headers, buffered=True)


@pytest.fixture
def stylesheet(app: Flask) -> str:
    """The address of the stylesheet, as the start page names it."""
    found = re.search(r'href="(/static/style\.css[^"]*)"', ask(app, "/").text)
    assert found
    return found[1].replace("&amp;", "&")


@pytest.mark.parametrize(
    ("asked_for", "sent"),
    [
        ({}, None),
        ({"Accept-Encoding": "identity"}, None),
        (BROWSER_ON_PLAIN_HTTP, "gzip"),
        ({"Accept-Encoding": "gzip, br"}, "br"),
        (MODERN_BROWSER, "zstd"),
    ],
)
def test_pages_and_static_files_are_compressed_as_the_browser_asks(
    app: Flask, stylesheet: str, asked_for: dict[str, str], sent: str | None
) -> None:
    for address in ("/", stylesheet):
        answer = ask(app, address, asked_for)
        assert answer.headers.get("Content-Encoding") == sent
        assert "Accept-Encoding" in answer.headers["Vary"]


def test_what_arrives_compressed_is_the_same_file(app: Flask, stylesheet: str) -> None:
    plain = ask(app, stylesheet).data
    assert gzip.decompress(ask(app, stylesheet, BROWSER_ON_PLAIN_HTTP).data) == plain


def test_the_first_visit_of_a_phone_takes_less_than_thirty_kilobytes(workshop: SmallWorkshop) -> None:
    app = workshop.app
    page = ask(app, f"/join/{workshop.code}")
    needed = [path.replace("&amp;", "&") for path in re.findall(r'(?:href|src)="(/static/[^"]+)"', page.text)]
    assert needed
    answers = [ask(app, path, BROWSER_ON_PLAIN_HTTP) for path in (page.request.path, *needed)]
    assert sum(len(answer.data) + len(str(answer.headers)) for answer in answers) < 30_000


@pytest.mark.parametrize("asked_for", [BROWSER_ON_PLAIN_HTTP, MODERN_BROWSER])
def test_a_page_that_asks_again_gets_nothing_until_something_happens(
    workshop: SmallWorkshop, browser_of: Callable[[str], Browser], asked_for: dict[str, str]
) -> None:
    facilitator = browser_of("facilitator")
    live = f"/w/{workshop.slug}/console/live"
    first = facilitator.client.get(live, headers=asked_for)
    assert first.status_code == 200
    assert first.headers["ETag"] == facilitator.client.get(live).headers["ETag"]
    again = asked_for | {"If-None-Match": first.headers["ETag"]}
    unchanged = facilitator.client.get(live, headers=again)
    assert (unchanged.status_code, unchanged.data) == (304, b"")
    facilitator.send(f"/w/{workshop.slug}/console", {"to": "day-one"}, to=f"/w/{workshop.slug}/phase")
    changed = facilitator.client.get(live, headers=again)
    assert changed.status_code == 200
    assert changed.headers["ETag"] != first.headers["ETag"]


def test_a_static_file_of_this_version_is_kept_for_a_year(app: Flask, stylesheet: str) -> None:
    for asked_for in ({}, MODERN_BROWSER):
        assert ask(app, stylesheet, asked_for).headers["Cache-Control"] == A_YEAR
        assert ask(app, stylesheet, asked_for, "HEAD").headers["Cache-Control"] == A_YEAR


def test_a_kept_file_does_not_hang_on_who_asks_for_it(
    app: Flask, stylesheet: str, browser_of: Callable[[str], Browser]
) -> None:
    for browser in (Browser(app), browser_of("facilitator")):
        answer = browser.client.get(stylesheet, buffered=True)
        assert answer.headers["Vary"] == "Accept-Encoding"
        assert "Set-Cookie" not in answer.headers


@pytest.mark.parametrize("version", ["", "?v=", "?v=another"])
def test_a_static_file_without_this_version_is_kept_for_days_only(app: Flask, version: str) -> None:
    kept = ask(app, f"/static/style.css{version}").headers["Cache-Control"]
    assert kept == A_WEEK


@pytest.mark.parametrize("asked_for", [{}, BROWSER_ON_PLAIN_HTTP, MODERN_BROWSER])
def test_a_static_file_that_has_not_changed_is_not_sent_again(
    app: Flask, stylesheet: str, asked_for: dict[str, str]
) -> None:
    first = ask(app, stylesheet, asked_for)
    again = ask(app, stylesheet, asked_for | {"If-None-Match": first.headers["ETag"]})
    assert (again.status_code, again.data) == (304, b"")
    assert again.headers["Cache-Control"] == A_YEAR


@pytest.mark.parametrize("asked_for", [{}, BROWSER_ON_PLAIN_HTTP, MODERN_BROWSER])
def test_asking_for_the_head_alone_sends_no_body(
    app: Flask, stylesheet: str, asked_for: dict[str, str]
) -> None:
    for address in ("/", stylesheet):
        head, page = ask(app, address, asked_for, "HEAD"), ask(app, address, asked_for)
        assert (head.status_code, head.data) == (200, b"")
        assert head.headers.get("Content-Encoding") == page.headers.get("Content-Encoding")
