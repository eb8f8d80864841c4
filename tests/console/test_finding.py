"""Anything is found by typing a few letters of it, also without script."""

from collections.abc import Callable

import pytest

from facilitator.access.policy import Phase
from tests.pages import plain
from tests.people import Browser
from tests.small_workshop import SmallWorkshop

pytestmark = pytest.mark.one_database

OfSomebody = Callable[[str], Browser]


@pytest.fixture
def filled(workshop: SmallWorkshop) -> SmallWorkshop:
    """A workshop with an issue and a group."""
    workshop.go_to(Phase.DAY_ONE)
    with workshop.change():
        workshop.add_issue(title="Häuser without a lift")
        workshop.add_group("Antwerp")
    return workshop


@pytest.mark.parametrize(
    ("typed", "kind", "name"),
    [
        ("ret-01", "Card", "Häuser without a lift"),
        ("RET9", "Card", ""),
        ("ret0", "Card", "Häuser without a lift"),
        ("lift hauser", "Card", "Häuser without a lift"),
        ("citizen", "Measure", "Citizen engagement"),
        ("retrofit tab", "Group", "Retrofit table"),
        ("delegate antw", "Person", "Delegate of Antwerp"),
        ("activ", "Page", "Activity log"),
    ],
)
def test_it_is_found_by_some_of_its_letters(
    filled: SmallWorkshop, browser_of: OfSomebody, typed: str, kind: str, name: str
) -> None:
    for page in ("find", "find/found"):
        html = browser_of("facilitator").read(filled.path(f"{page}?q={typed}")).text
        found = plain(html)
        if name:
            assert kind in found
            assert name in found
        else:
            assert "Nothing was found for “RET9”." in found


def test_what_is_found_leads_to_a_page_that_its_finder_may_read(
    filled: SmallWorkshop, browser_of: OfSomebody
) -> None:
    for who in ("facilitator", "viewer"):
        browser = browser_of(who)
        for typed in ("", "ret", "delegate", "table"):
            html = browser.read(filled.path(f"find/found?q={typed}")).text
            links = [part.partition('"')[0] for part in html.split('href="')[1:]]
            assert links
            for link in links:
                answer = browser.client.get(link.replace("&amp;", "&"), follow_redirects=True)
                assert answer.status_code == 200, (who, link)


def test_delegates_find_nothing_here(filled: SmallWorkshop, browser_of: OfSomebody) -> None:
    assert browser_of("Antwerp").read(filled.path("find")).status_code == 403
