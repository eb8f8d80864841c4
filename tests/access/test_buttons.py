"""No button and no link leads into a refusal: a page offers what its reader may do now."""

import re
from collections.abc import Iterator
from html.parser import HTMLParser

import pytest
from flask import Flask
from werkzeug.exceptions import HTTPException

from facilitator.access.policy import Action, Phase, Role
from tests.access.spec import FOR_EVERYBODY, FOR_THE_SIGNED_IN, WHO_MAY
from tests.people import Browser
from tests.small_workshop import INTERESTED, LIGHTHOUSE, PARTNER, TEAM, SmallWorkshop

pytestmark = [pytest.mark.one_database, pytest.mark.slow]

TEAM_PAGES = (
    "console", "capture/RET/issue", "capture/RET/solution", "cards/RET-01", "handover", "groups", "people",
    "activity", "setup/team", "results/RET", "report", "groups/{group}", "matrix/RET", "matrix/RET/evidence",
    "matrix/RET/wall", "briefing", "briefing/measures/RET", "briefing/measures/RET/wall",
    "cards/RET-01/remarks",
)  # fmt: skip
ROOM_PAGES = ("home",)
PEOPLE = {
    **{role.value: (role, TEAM_PAGES) for role in TEAM},
    LIGHTHOUSE[0]: (Role.LIGHTHOUSE, ROOM_PAGES),
    INTERESTED[0]: (Role.INTERESTED, ROOM_PAGES),
    PARTNER: (Role.PARTNER, ROOM_PAGES),
}


class Ways(HTMLParser):
    """Where a page leads: by which method, to which address."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.found: set[tuple[str, str]] = set()
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        given = {name: value or "" for name, value in attrs}
        if tag == "a" and given.get("href", "").startswith("/"):
            self.found.add(("GET", re.split("[?#]", given["href"])[0]))
        elif tag == "form" and given.get("method") != "dialog":  # it closes what it stands in
            self.found.add((given.get("method", "get").upper(), given["action"].split("?")[0]))
        if "data-live" in given:
            self.found.add(("GET", given["data-live"].split("?")[0]))


def offered(app: Flask, html: str) -> Iterator[tuple[str, str, Action]]:
    """Each way that a page offers, with the action that its address declares."""
    addresses = app.url_map.bind("localhost")
    for method, path in Ways(html).found:
        try:
            endpoint, _ = addresses.match(path, method)
        except HTTPException as fault:
            raise AssertionError(f"{method} {path} leads nowhere: {fault}") from None
        if endpoint != "static":
            yield method, path, app.view_functions[endpoint].requires  # type: ignore[attr-defined]


@pytest.mark.parametrize(
    "phase",
    Phase,
    ids=str,
)
def test_a_page_offers_nothing_that_its_reader_may_not_do_in_this_phase(
    workshop: SmallWorkshop, phase: Phase
) -> None:
    workshop.go_to(phase)
    with workshop.change():
        if phase in (Phase.PREPARATION, Phase.DAY_ONE):
            workshop.add_issue()
        group = workshop.add_group(INTERESTED[0], LIGHTHOUSE[0]).id
    if phase is Phase.DAY_ONE:
        workshop.open("RET")
    if phase is Phase.DAY_TWO:
        workshop.open("round")
    refused = []
    for person, (role, pages) in PEOPLE.items():
        browser = Browser(workshop.app, workshop.way_in(person))
        for page in pages:
            answer = browser.read(workshop.path(page.format(group=group)))
            assert answer.status_code == 200
            refused += [
                (person, page, method, path)
                for method, path, action in offered(workshop.app, answer.text)
                if action not in FOR_EVERYBODY | FOR_THE_SIGNED_IN and phase not in WHO_MAY[action][role]
            ]
    assert refused == []


def test_a_viewer_is_offered_no_change_at_all(workshop: SmallWorkshop) -> None:
    group = workshop.begin_validation()
    browser = Browser(workshop.app, workshop.way_in("viewer"))
    changes = {
        path
        for page in TEAM_PAGES
        for method, path in Ways(browser.read(workshop.path(page.format(group=group))).text).found
        if method == "POST"
    }
    assert changes == {"/sign-out"}
