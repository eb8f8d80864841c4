"""One request, one transaction: kept when it is answered, undone when it is refused."""

from collections.abc import Callable

import pytest
from flask import Flask, g

from facilitator.access.decorators import requires
from facilitator.access.policy import Action
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
