"""An empty server begins with one account, for who knows the code that it has printed."""

from collections.abc import Iterator
from pathlib import Path

import pytest
import sqlalchemy as sa
from flask import Flask

from facilitator import create_app
from facilitator.accounts.models import Account
from facilitator.accounts.operations import first_account_code, open_account
from facilitator.cli import tell_first_code
from facilitator.database import db
from facilitator.schema import bring_up_to_date
from facilitator.transactions import transaction
from facilitator.web.guessing import wrong_ones
from facilitator.web.pages import in_fours
from tests.databases import Databases, settings
from tests.pages import complaints, fields, heading, lead, notices
from tests.people import Browser
from tests.small_workshop import SECRET

PAGE = "/first-account"
ANSWERS = {"name": "Ana", "email": "ana@example.org", "new_password": "a sentence is easy to remember"}
WRONG = "This code is wrong. Please copy the code that the server printed when it was started."
THERE = "The first account of this server already exists. Please sign in."
CODE = first_account_code(SECRET)


@pytest.fixture
def empty(backend: str, databases: Databases, tmp_path: Path) -> Iterator[Flask]:
    """The app on a database with tables, and nothing in them."""
    with databases.empty(backend, tmp_path) as url:
        app = create_app(settings(tmp_path, url))
        with app.app_context():
            bring_up_to_date()
        yield app
        with app.app_context():
            db.engine.dispose()


def accounts(app: Flask) -> list[tuple[str, str, bool]]:
    with app.app_context(), transaction(writing=False):
        asked = sa.select(Account.email, Account.name, Account.may_create_workshops)
        return [tuple(row) for row in db.session.execute(asked)]


def test_the_first_visit_leads_to_the_first_account_which_is_made_once(
    empty: Flask, capsys: pytest.CaptureFixture[str]
) -> None:
    with empty.app_context():
        tell_first_code("127.0.0.1", 8000)
    assert capsys.readouterr().err == (
        "There is no account yet. Open http://127.0.0.1:8000/first-account (or that page under the name of"
        f" this server) and enter this code: {in_fours(CODE)}\n"
    )
    ana = Browser(empty)
    assert [ana.read(page).location for page in ("/", "/sign-in")] == [PAGE] * 2
    assert heading(ana.read(PAGE).text) == "Set up this server"
    late = Browser(empty)
    form = late.form(PAGE) | ANSWERS | {"code": CODE, "email": "late@example.org"}
    answer = ana.send(PAGE, ANSWERS | {"code": f" {in_fours(CODE).lower()} "})
    assert (answer.status_code, answer.location) == (303, "/workshops")
    assert notices(ana.read("/workshops").text) == ["Your account is ready. You are signed in."]
    assert accounts(empty) == [("ana@example.org", "Ana", True)]
    for refused in (late.client.post(PAGE, data=form), late.read(PAGE)):
        assert (refused.status_code, lead(refused.text)) == (404, THERE)
    assert [late.read(page).status_code for page in ("/", "/sign-in")] == [200, 200]
    assert accounts(empty) == [("ana@example.org", "Ana", True)]
    with empty.app_context():
        tell_first_code("127.0.0.1", 8000)
    assert capsys.readouterr().err == ""


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("answers", "status", "said"),
    [
        ({"code": "AAAA BBBB CCCC"}, 404, {"code": [WRONG]}),
        ({"code": "كلمة"}, 404, {"code": [WRONG]}),
        ({"code": ""}, 422, {"code": ["Please fill this in."]}),
        ({"name": ""}, 422, {"name": ["Please fill this in."]}),
        ({"email": "ana"}, 422, {"email": ["Enter an e-mail address like ana@example.org."]}),
        (
            {"code": "AAAA", "name": "", "email": "ana", "new_password": "short"},
            404,
            {
                "code": [WRONG],
                "name": ["Please fill this in."],
                "email": ["Enter an e-mail address like ana@example.org."],
                "new_password": [
                    "The password must have 12 to 200 characters. A sentence is easy to remember."
                ],
            },
        ),
    ],
    ids=["a wrong code", "another alphabet", "no code", "no name", "no address", "nothing right"],
)
def test_what_is_wrong_is_said_at_its_field_and_the_rest_is_kept(
    empty: Flask, answers: dict[str, str], status: int, said: dict[str, list[str]]
) -> None:
    sent = ANSWERS | {"code": CODE} | answers
    answer = Browser(empty).send(PAGE, sent)
    assert (answer.status_code, complaints(answer.text), accounts(empty)) == (status, said, [])
    kept = fields(answer.text, PAGE)
    assert [kept[name][0] for name in ("name", "email")] == [sent["name"], sent["email"]]
    assert ANSWERS["new_password"] not in answer.text


@pytest.mark.one_database
def test_wrong_codes_are_counted_and_the_right_one_is_let_in_however_many_there_were(empty: Flask) -> None:
    browser = Browser(empty)
    assert wrong_ones.take(wrong_ones.most - 1)
    wrong = ANSWERS | {"code": "AAAA BBBB CCCC"}
    assert [browser.send(PAGE, wrong).status_code for _ in range(2)] == [404, 429]
    assert browser.send(PAGE, ANSWERS | {"code": CODE}).status_code == 303


@pytest.mark.one_database
def test_a_server_with_an_account_from_the_command_line_has_no_such_page(empty: Flask) -> None:
    with empty.app_context(), transaction(writing=True):
        open_account(email="ana@example.org", name="Ana")
    assert Browser(empty).read(PAGE).status_code == 404
