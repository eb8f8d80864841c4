"""Delegates of lighthouse cities answer on the same ballot, and are told what becomes of it."""

from collections.abc import Callable

import pytest

from facilitator.validation.models import Verdict
from tests.pages import texts
from tests.people import Browser
from tests.small_workshop import SmallWorkshop
from tests.validation.table import Table

pytestmark = pytest.mark.one_database

APART = "Your answers are shown separately and are not counted with those of the interested cities."


@pytest.fixture
def lyon(table: Table, browser_of: Callable[[str], Browser]) -> Browser:  # noqa: ARG001 - the table comes first
    return browser_of("Lyon")


def test_a_lighthouse_city_gives_verdict_and_ratings_and_reads_first_that_they_stand_apart(
    table: Table, lyon: Browser
) -> None:
    page = texts(lyon.read(table.page).text)
    assert f"You represent a lighthouse city. {APART}" in page
    lyon.send(table.page, table.typed(verdict="right", relevance=3))
    assert table.answers() == {("Lyon", 0): (Verdict.RIGHT, "", "", "")}
    assert table.scores() == {("Lyon", 0, "relevance"): 3}


def test_an_interested_city_is_told_nothing_of_that(table: Table, antwerp: Browser) -> None:
    assert APART not in antwerp.read(table.page).text


def test_what_is_the_interested_cities_own_is_not_asked_of_a_lighthouse_city(
    workshop: SmallWorkshop, table: Table, lyon: Browser
) -> None:
    for page in ("solutions", "missing"):
        assert lyon.read(workshop.path(f"groups/{table.group}/{page}")).status_code == 403
    check = lyon.read(f"{table.page}/check").text
    assert "Is an issue missing?" not in check
    assert "Would your city do it?" not in check
