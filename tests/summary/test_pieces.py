"""Results of many issues come a piece at a time; nothing is lost, and each issue is found."""

import re
from collections.abc import Callable
from itertools import chain

import pytest

from facilitator.summary.pieces import IN_A_PIECE
from facilitator.validation.models import Verdict
from facilitator.validation.rules import Reply
from tests.full_workshop import answer
from tests.pages import texts
from tests.people import Browser
from tests.small_workshop import SmallWorkshop

pytestmark = pytest.mark.one_database

BrowserOf = Callable[[str], Browser]
ISSUES = IN_A_PIECE * 2 + 3


@pytest.fixture
def read(workshop: SmallWorkshop, browser_of: BrowserOf) -> Callable[[str], str]:
    """A page of results in which one of the last issues was rated, so that it stands first."""
    group = workshop.begin_validation(issues=ISSUES)
    with workshop.change():
        rated = Reply(Verdict.RIGHT, scores={workshop.criteria["relevance"]: 9})
        answer(workshop, "Antwerp", group, *[Reply()] * (ISSUES - 2), rated)
    viewer = browser_of("viewer")
    return lambda asked: viewer.read(workshop.path(f"results/RET{asked}")).text


def listed(page: str) -> list[str]:
    """The issues that stand on a page with all that was said of them."""
    return re.findall(r'<li class="issue[^"]*" id="(RET-\d+)"', page)


IN_ORDER = [f"RET-{ISSUES - 1:02}", *(f"RET-{n:02}" for n in range(1, ISSUES + 1) if n != ISSUES - 1)]


def test_every_issue_stands_in_one_piece_in_the_order_of_the_whole(read: Callable[[str], str]) -> None:
    pieces = [listed(read(f"?page={number}")) for number in (1, 2, 3)]
    assert [len(piece) for piece in pieces] == [IN_A_PIECE, IN_A_PIECE, 3]
    assert [*chain(*pieces)] == listed(read("?page=all")) == IN_ORDER


@pytest.mark.parametrize(
    "page", ["", "?page=0", "?page=4", "?page=-1", "?page=²", "?page=99999999999", "?issue=RET-99"]
)
def test_what_is_no_piece_is_the_first(read: Callable[[str], str], page: str) -> None:
    assert listed(read(page)) == IN_ORDER[:IN_A_PIECE]


@pytest.mark.parametrize("place", [0, IN_A_PIECE - 1, IN_A_PIECE, ISSUES - 1])
def test_an_issue_is_found_in_its_piece(read: Callable[[str], str], place: int) -> None:
    assert IN_ORDER[place] in listed(read(f"?issue={IN_ORDER[place]}"))


def test_each_piece_lists_all_issues_with_number_title_and_word_and_leads_to_them(
    workshop: SmallWorkshop, read: Callable[[str], str]
) -> None:
    at = workshop.path("results/RET")
    for number in (1, 2, 3):
        listing = re.findall(r'<details class="jump.*?</details>', read(f"?page={number}"), re.DOTALL)[0]
        assert re.findall(r">(RET-\d+)<", listing) == IN_ORDER
        assert f"Issue number {ISSUES}" in listing
        assert texts(listing, "span").count("Undecided") == 1
        links = re.findall(r'href="([^"]*)#(RET-\d+)"', listing)
        pages = {1: at, 2: f"{at}?page=2", 3: f"{at}?page=3", number: ""}
        assert [link for link, _ in links] == [pages[place // IN_A_PIECE + 1] for place in range(ISSUES)]


def test_a_piece_leads_to_the_one_before_and_the_one_after_and_to_all_of_them(
    workshop: SmallWorkshop, read: Callable[[str], str]
) -> None:
    at = workshop.path("results/RET")
    assert re.findall(r'rel="(prev|next)" href="([^"]*)"', read("")) == [("next", f"{at}?page=2")]
    around = re.findall(r'rel="(prev|next)" href="([^"]*)"', read("?page=2"))
    assert around == [("prev", at), ("next", f"{at}?page=3")]
    assert f'<a href="{at}?page=all">Show all on one page</a>' in read("?page=2")
    assert "rel=" not in re.sub(r"<head>.*?</head>", "", read("?page=all"), flags=re.DOTALL)


def test_what_is_said_of_the_measure_as_a_whole_stands_on_the_first_and_on_that_of_all(
    read: Callable[[str], str],
) -> None:
    told = [
        ("Missing issues added by interested cities" in texts(read(f"?page={page}")))
        for page in (1, 2, 3, "all")
    ]
    assert told == [True, False, False, True]


def test_few_issues_stand_on_one_page_without_a_list_of_them(
    workshop: SmallWorkshop, browser_of: BrowserOf
) -> None:
    workshop.begin_validation(issues=IN_A_PIECE)
    page = browser_of("viewer").read(workshop.path("results/RET")).text
    assert len(listed(page)) == IN_A_PIECE
    assert "jump" not in page
    assert 'class="pager"' not in page
