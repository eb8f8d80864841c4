"""Pages that ask again get nothing while nothing has happened."""

from collections.abc import Callable

import pytest

from facilitator.access.policy import Phase
from tests.people import Browser
from tests.small_workshop import SmallWorkshop

PAGES = ("console/live", "capture/RET/issue/live")


@pytest.mark.parametrize("page", PAGES)
def test_a_live_page_answers_304_until_something_happens(
    workshop: SmallWorkshop, browser_of: Callable[[str], Browser], page: str
) -> None:
    workshop.go_to(Phase.DAY_ONE)
    facilitator, path = browser_of("facilitator"), workshop.path(page)
    first = facilitator.read(path)
    again = {"If-None-Match": first.headers["ETag"]}
    assert facilitator.client.get(path, headers=again).status_code == 304
    with workshop.change():
        workshop.add_issue(title="Something new has come in")
    fresh = facilitator.client.get(path, headers=again)
    assert (fresh.status_code, "Something new has come in" in fresh.text) == (200, True)


def test_what_one_person_has_seen_says_nothing_about_another(
    workshop: SmallWorkshop, browser_of: Callable[[str], Browser]
) -> None:
    path = workshop.path("place/live")
    seen = browser_of("Lyon").read(path).headers["ETag"]
    assert browser_of("Vienna").client.get(path, headers={"If-None-Match": seen}).status_code == 200
