"""The navigation of the team: until the workshop begins, what is of use only then is kept together."""

from collections.abc import Callable

import pytest

from facilitator.access.policy import Phase
from tests.pages import texts
from tests.people import Browser
from tests.small_workshop import SmallWorkshop

BrowserOf = Callable[[str], Browser]

pytestmark = pytest.mark.one_database

NOW = ["Console", "Groups", "People", "Set-up"]
LATER = ["Desk", "Capture", "Matrix", "Merge", "Handover", "Results", "Report"]


def test_before_the_workshop_begins_its_days_are_kept_together(
    workshop: SmallWorkshop, browser_of: BrowserOf
) -> None:
    organiser = browser_of("organiser")
    entries = texts(organiser.read(workshop.path("setup")).text, "nav")
    assert entries == [*NOW, "From day one", *LATER]
    entries = texts(organiser.read(workshop.path("handover")).text, "nav")
    assert entries[: len(NOW) + 1] == ["Console", "Handover", *NOW[1:]], "where one is stands in the row"
    workshop.go_to(Phase.DAY_ONE)
    entries = texts(organiser.read(workshop.path("setup")).text, "nav")
    assert set(entries) == {*NOW, *LATER}
    assert "From day one" not in entries
