"""One request, one transaction: kept when it is answered, undone when it is refused."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from typing import Any

import pytest
from flask import Flask, g

from facilitator.access.decorators import requires
from facilitator.access.policy import Action
from facilitator.transactions import is_in_turn
from tests.people import Browser
from tests.small_workshop import SmallWorkshop

# status of the answer → whether what was changed is kept
ANSWERS = {200: True, 204: True, 303: True} | dict.fromkeys((400, 403, 404, 409, 422, 500), False)
Rename = Callable[..., str]


@pytest.fixture
def rename(own_app: Flask, workshop: SmallWorkshop) -> Rename:
    """Ask an address that renames the workshop and answers with a status; returns its title afterwards."""

    @requires(Action.VISIT)
    def view(status: int, keep: int) -> tuple[str, int]:
        workshop.row.title = "Renamed"
        g.keep_changes = bool(keep)
        return "", status

    own_app.add_url_rule("/rename/<int:status>/<int:keep>", view_func=view, methods=["POST"])

    def ask(status: int, *, keep: bool = False) -> str:
        browser = Browser(own_app)
        token = browser.form("/sign-in")["csrf_token"]
        answer = browser.client.post(f"/rename/{status}/{int(keep)}", data={"csrf_token": token})
        assert answer.status_code == status
        with workshop.look():
            return workshop.row.title

    return ask


@pytest.mark.parametrize("status", ANSWERS)
def test_what_a_refused_request_had_changed_is_undone(
    workshop: SmallWorkshop, rename: Rename, status: int
) -> None:
    with workshop.look():
        before = workshop.row.title
    assert rename(status) == ("Renamed" if ANSWERS[status] else before)


def test_a_refusal_that_is_itself_worth_keeping_is_kept(rename: Rename) -> None:
    assert rename(409, keep=True) == "Renamed"


LINES = "title=One&" * 4_000
PARTS = "multipart/form-data; boundary=edge"
PART = '--edge\r\nContent-Disposition: form-data; name="title"{}\r\n\r\nx\r\n'
END = "--edge--\r\n"
AS_A_FILE = PART.format('; filename="title.txt"') + END
URLENCODED = "application/x-www-form-urlencoded"
# What is sent without a look at what it says → the answer
REFUSED_UNSEEN: dict[str, tuple[dict[str, Any], int]] = {
    "from an old page, or another site": ({"data": {"csrf_token": "from another life"}}, 400),
    "too many fields": ({"data": LINES, "content_type": URLENCODED}, 413),
    "too many parts": ({"data": PART.format("") * 4_001 + END, "content_type": PARTS}, 413),
    "too long": ({"data": {"title": "x" * 2**20}}, 413),
    "a text as a file": ({"data": AS_A_FILE, "content_type": PARTS}, 415),
}


@pytest.mark.one_database
@pytest.mark.parametrize("sent", REFUSED_UNSEEN)
@pytest.mark.parametrize("to", ["/join/{code}", "/w/{slug}/console/messages", "/sign-out", "/sign-in"])
def test_what_is_refused_unseen_waits_for_no_turn_to_write(
    app: Flask, workshop: SmallWorkshop, sent: str, to: str
) -> None:
    """Anybody can send it, as much and as often as they like: nobody's answer has to wait behind it."""
    (arrives, status), page = REFUSED_UNSEEN[sent], to.format(code=workshop.code, slug=workshop.slug)
    with ThreadPoolExecutor(1) as stranger, workshop.change():
        answer = stranger.submit(app.test_client().post, page, **arrives).result(120)
    assert answer.status_code == status


def test_a_ballot_of_two_hundred_issues_has_room_in_a_form(app: Flask) -> None:
    """A verdict, six criteria, three texts and its own number for each."""
    assert app.config["MAX_FORM_PARTS"] > 200 * 11


# Who sends a form, where to → how it is refused, with a page that shows what they had typed
REFUSED_IN_TURN = {
    "a stranger": ("", "/w/brussels/console/messages", 403),
    "somebody of another role": ("Lyon", "/w/brussels/console/messages", 403),
    "to a workshop that is none": ("", "/w/nowhere/console/messages", 404),
    "to a card that is none": ("facilitator", "/w/brussels/cards/RET-99/hiding", 404),
    "a step that there is not": ("organiser", "/w/brussels/phase", 409),
}


@pytest.mark.parametrize("refused", REFUSED_IN_TURN)
def test_the_page_of_a_refusal_is_made_when_the_next_one_writes_already(
    own_app: Flask, workshop: SmallWorkshop, refused: str
) -> None:
    """It shows what was typed, which may be a lot, and anybody can have it made."""
    who, to, status = REFUSED_IN_TURN[refused]
    made_in_turn: list[bool] = []
    own_app.context_processor(lambda: made_in_turn.append(is_in_turn()) or {})
    browser = Browser(own_app, workshop.way_in(who) if who else "")
    opened = browser.signature(workshop.path("home" if who == "Lyon" else "console") if who else "/sign-in")
    form = opened | {"text": "What I had typed"}
    made_in_turn.clear()
    with workshop.nothing_changes():
        answer = browser.client.post(to, data=form)
    assert (answer.status_code, set(made_in_turn)) == (status, {False})
    assert "What I had typed" in answer.text
    assert "Content-Security-Policy" in answer.headers
