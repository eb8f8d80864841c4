"""Nobody ever sees a traceback: what can't be answered has a page of ours, and changes nothing."""

from collections.abc import Callable
from typing import Any

import pytest
from flask import Flask

from facilitator.access.decorators import requires
from facilitator.access.policy import Action, Phase
from facilitator.config import LANGUAGES
from facilitator.web.errors import SENTENCES
from tests.pages import heading, lead, texts
from tests.people import Browser
from tests.small_workshop import AN_ISSUE, SmallWorkshop

pytestmark = pytest.mark.one_database

UNREADABLE, LOST, NOT_THAT_WAY, TOO_MUCH, OUR_FAULT = (SENTENCES[code] for code in (400, 404, 405, 413, 500))
NO_SUCH_WORKSHOP = "This workshop was not found."
NO_SUCH_CARD = "This card was not found."

# address below the workshop, what is said
NOWHERE = (
    ("nowhere", LOST),
    ("cards/RET-999", NO_SUCH_CARD),
    ("cards/RET-999999999999999999999", NO_SUCH_CARD),
    ("cards/%F0%9F%98%80", NO_SUCH_CARD),
    ("cards/..%2f..%2fetc%2fpasswd", LOST),
    ("capture/XYZ/issue", "This measure was not found."),
    ("capture/RET/rumour", LOST),
    ("capture/R%00T/issue", LOST),
    ("groups/999", "This group was not found in this workshop."),
    ("groups/99999999999999999999", LOST),
    ("groups/2147483648", LOST),
    ("groups/-1", LOST),
    ("groups/%E0%A4%A", LOST),
    ("wall/WRONG1", "No workshop has this code. Please check the code on the screen in the room."),
)


def is_our_page(text: str) -> bool:
    return "<h1" in text and "Traceback" not in text and "Exception" not in text


@pytest.mark.parametrize(("address", "said"), NOWHERE)
def test_an_address_that_leads_nowhere_has_a_page_of_ours(
    workshop: SmallWorkshop, browser_of: Callable[[str], Browser], address: str, said: str
) -> None:
    answer = browser_of("facilitator").read(workshop.path(address))
    assert (answer.status_code, lead(answer.text)) == (404, said)
    assert is_our_page(answer.text)


@pytest.mark.parametrize(
    ("who", "way_on"), [("viewer", "console"), ("Lyon", "home"), ("Standards body", "home")]
)
def test_a_page_that_refuses_leads_on_to_where_one_belongs(
    workshop: SmallWorkshop, browser_of: Callable[[str], Browser], who: str, way_on: str
) -> None:
    answer = browser_of(who).read(workshop.path("groups/999/replies" if who == "Lyon" else "setup/agenda"))
    assert answer.status_code in (403, 404)
    assert f'href="{workshop.path(way_on)}"' in answer.text
    assert 'href="/"' not in answer.text


@pytest.mark.parametrize("address", ["/w/nowhere/console", "/w/brussels%00/console", "/w/%F0%9F%98%80/home"])
def test_a_workshop_that_is_not_there_has_a_page_of_ours(workshop: SmallWorkshop, address: str) -> None:
    answer = Browser(workshop.app).read(address)
    assert answer.status_code == 404
    assert lead(answer.text) in (LOST, NO_SUCH_WORKSHOP)


@pytest.mark.parametrize("before", ["99999999999999999999", "-1", "x", "", "1.5", "%00"])
def test_a_number_that_no_row_has_is_taken_for_none(
    workshop: SmallWorkshop, browser_of: Callable[[str], Browser], before: str
) -> None:
    browser = browser_of("facilitator")
    asked = browser.read(workshop.path(f"activity?before={before}"))
    assert (asked.status_code, texts(asked.text)) == (
        200,
        texts(browser.read(workshop.path("activity")).text),
    )


@pytest.mark.parametrize("method", ["PUT", "DELETE", "PATCH", "POST", "TRACE"])
def test_an_address_used_in_another_way_has_a_page_of_ours(
    workshop: SmallWorkshop, browser_of: Callable[[str], Browser], method: str
) -> None:
    browser = browser_of("facilitator")
    with workshop.nothing_changes():
        answer = browser.client.open(workshop.path("console"), method=method)
        assert (answer.status_code, lead(answer.text)) == (405, NOT_THAT_WAY)


def test_more_than_can_be_sent_at_once_is_refused_before_it_is_read(
    workshop: SmallWorkshop, browser_of: Callable[[str], Browser]
) -> None:
    browser, page = browser_of("Lyon"), workshop.path(f"sessions/{workshop.sessions['RET']}/issue")
    with workshop.nothing_changes():
        answer = browser.client.post(page, data={"title": "x" * 2**20})
        assert (answer.status_code, lead(answer.text)) == (413, TOO_MUCH)


def test_more_fields_than_any_form_of_ours_has_are_refused(
    workshop: SmallWorkshop, browser_of: Callable[[str], Browser]
) -> None:
    browser, page = browser_of("Lyon"), workshop.path(f"sessions/{workshop.sessions['RET']}/issue")
    parts = "".join(
        f'--edge\r\nContent-Disposition: form-data; name="{at}"\r\n\r\nx\r\n' for at in range(4001)
    )
    with workshop.nothing_changes():
        answer = browser.client.post(
            page, data=f"{parts}--edge--\r\n", content_type="multipart/form-data; boundary=edge"
        )
        assert (answer.status_code, lead(answer.text)) == (413, TOO_MUCH)


MULTIPART = "multipart/form-data"
BROKEN: dict[str, dict[str, Any]] = {
    "a body that breaks off": {
        "data": b'--edge\r\nContent-Disposition: form-data; name="ti',
        "content_type": f"{MULTIPART}; boundary=edge",
    },
    "a body without its boundary": {"data": b"title=x", "content_type": MULTIPART},
    "a body of another kind": {"data": b'{"title": "x"}', "content_type": "application/json"},
    "a body that is no text": {
        "data": b"\xff\xfe=%zz&%",
        "content_type": "application/x-www-form-urlencoded",
    },
    "no body": {},
}


@pytest.mark.parametrize("sent", BROKEN.values(), ids=BROKEN)
def test_what_can_not_be_read_changes_nothing(
    workshop: SmallWorkshop, browser_of: Callable[[str], Browser], sent: dict[str, Any]
) -> None:
    browser, page = browser_of("Lyon"), workshop.path(f"sessions/{workshop.sessions['RET']}/issue")
    with workshop.nothing_changes():
        answer = browser.client.post(page, **sent)
        assert answer.status_code == 400
        assert is_our_page(answer.text)


def test_a_host_that_is_not_ours_is_not_answered_with_a_page(house: Flask) -> None:
    for host in ("evil.example.org", "localhost.evil.example.org", "127.0.0.1@evil.example.org"):
        answer = house.test_client().get("/", headers={"Host": host})
        assert (answer.status_code, answer.text) == (400, UNREADABLE)
        assert answer.headers["Content-Security-Policy"].startswith("default-src 'none'")


@pytest.mark.parametrize("host", ["localhost", "localhost:8000", "127.0.0.1:5000"])
def test_a_host_of_ours_is_answered(house: Flask, host: str) -> None:
    assert house.test_client().get("/", headers={"Host": host}).status_code == 200


def test_a_fault_of_ours_has_a_page_of_ours_and_undoes_what_was_begun(
    own_app: Flask, workshop: SmallWorkshop
) -> None:
    def stumble() -> str:
        workshop.row.title = "half done"
        raise ZeroDivisionError("Anna Example")

    own_app.add_url_rule("/stumble", view_func=requires(Action.VISIT)(stumble), methods=["GET", "POST"])
    browser = Browser(workshop.app)
    token = browser.form("/sign-in")["csrf_token"]
    with workshop.nothing_changes():
        answer = browser.client.post("/stumble", data={"csrf_token": token})
        assert (answer.status_code, lead(answer.text)) == (500, OUR_FAULT)
        assert is_our_page(answer.text)
        assert "Anna Example" not in answer.text


def test_what_was_typed_when_the_phase_had_moved_on_stands_on_the_page_that_says_so(
    workshop: SmallWorkshop, browser_of: Callable[[str], Browser]
) -> None:
    workshop.go_to(Phase.DAY_ONE)
    workshop.open("RET")
    browser, page = browser_of("Lyon"), workshop.path(f"sessions/{workshop.sessions['RET']}/issue")
    form = browser.form(page) | AN_ISSUE | {"stance": "met"}
    workshop.close("RET")
    with workshop.change():
        workshop.move(Phase.PREPARATION)
    with workshop.nothing_changes():
        answer = browser.client.post(page, data=form)
        assert answer.status_code == 403
        assert lead(answer.text) == "You cannot do this in the current phase of the workshop."
        assert texts(answer.text, "dd") == [
            *list(AN_ISSUE.values())[:2],
            "Governance and organisation",
            "We had this problem",
        ]
        assert "What is the issue?" in texts(answer.text, "dt")


def test_each_page_says_its_language(house: Flask) -> None:
    for wanted in (*LANGUAGES, "xx", "en-US,en;q=0.5", "de;q=nonsense"):
        answer = house.test_client().get("/", headers={"Accept-Language": wanted})
        assert (answer.status_code, heading(answer.text)) == (200, "Join a workshop")
        assert '<html lang="en-GB"' in answer.text


def test_only_what_was_wrong_with_an_answer_is_called_an_answer_to_correct(
    workshop: SmallWorkshop, browser_of: Callable[[str], Browser]
) -> None:
    workshop.begin_validation(issues=1)
    page, facilitator = workshop.path("handover"), browser_of("facilitator")
    said = {
        reason: texts(facilitator.send(page, {"reason": reason}, to=f"{page}/reopening").text)
        for reason in ("", "Vienna came late")
    }
    assert "Please correct one answer" in said[""]
    assert "There is a problem" in said["Vienna came late"]
    assert "Close the breakout round first. People are answering these issues." in said["Vienna came late"]
    assert "Please correct one answer" not in said["Vienna came late"]
