"""A browser is known again by its signed cookie, for as long as the cookie lasts and by nobody else's."""

from collections.abc import Callable

import pytest
from flask import Flask, session
from flask.ctx import RequestContext

from tests.people import Browser

pytestmark = pytest.mark.one_database

NAME = "session"


@pytest.fixture
def cookie(browser_of: Callable[[str], Browser]) -> str:
    """What the facilitator's browser keeps."""
    kept = browser_of("facilitator").client.get_cookie(NAME)
    assert kept
    return str(kept.value)


def bringing(app: Flask, cookie: str) -> RequestContext:
    return app.test_request_context("/workshops", headers={"Cookie": f"{NAME}={cookie}"})


def is_known(app: Flask, cookie: str) -> bool:
    with bringing(app, cookie):
        return "_user_id" in session


def test_the_same_cookie_is_known_again_and_again(app: Flask, cookie: str) -> None:
    assert [is_known(app, cookie) for _ in range(3)] == [True] * 3


@pytest.mark.parametrize("forged", ["", "x", "a.b.c", "e30.AAAAAA.AAAAAAAAAAAAAAAAAAAAAAAAAAA"])
def test_a_cookie_that_is_not_ours_is_nobody(app: Flask, forged: str) -> None:
    assert not is_known(app, forged)


def test_a_cookie_that_was_changed_is_nobody_also_after_the_true_one_was_seen(
    app: Flask, cookie: str
) -> None:
    assert is_known(app, cookie)
    assert not is_known(app, ("a" if cookie[0] != "a" else "b") + cookie[1:])


def test_a_cookie_ends_with_its_time_also_where_it_was_seen_before(
    app: Flask, cookie: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert is_known(app, cookie)
    monkeypatch.setitem(app.config, "PERMANENT_SESSION_LIFETIME", -1)
    assert not is_known(app, cookie)


def test_what_one_request_adds_to_its_session_no_other_with_the_same_cookie_reads(app: Flask) -> None:
    signed = app.session_interface.get_signing_serializer(app).dumps({"said": ["One"]})  # type: ignore[attr-defined]
    for _ in range(2):
        with bringing(app, signed):
            assert session["said"] == ["One"]
            session["said"].append("Two")
