"""Visitors are told how accessible the pages are, what does not work, and whom to tell."""

import re
from collections.abc import Callable

import pytest

from tests.pages import lead, plain
from tests.people import Browser
from tests.small_workshop import SmallWorkshop

pytestmark = pytest.mark.one_database

BrowserOf = Callable[[str], Browser]
ORGANISER = "organiser@brussels.example.org"


def at_foot(browser: Browser, page: str) -> str:
    """The address to which the foot of a page leads."""
    foot = re.search(r'<footer.*?<a href="([^"]+)">Accessibility</a>', browser.read(page).text, re.DOTALL)
    assert foot, f"no way from {page}"
    return foot[1]


def test_every_page_leads_to_the_statement(workshop: SmallWorkshop, browser_of: BrowserOf) -> None:
    stranger = Browser(workshop.app)
    for page in ("/", "/sign-in", f"/join/{workshop.code}", "/nothing-here"):
        statement = stranger.read(at_foot(stranger, page))
        assert "(WCAG) 2.2, level AA" in lead(statement.text)
        assert ORGANISER not in statement.text, "an address is for those who take part"
    for who, page in (("Antwerp", "home"), ("organiser", "console")):
        browser = browser_of(who)
        statement = browser.read(at_foot(browser, workshop.path(page)))
        assert f"write to the organisers of the workshop. {ORGANISER}" in plain(statement.text)
