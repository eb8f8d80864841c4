"""What a delegate's phone is served: little enough for a hall's net, in words that browsers of 2019 know."""

import re
from pathlib import Path

import pytest

from facilitator.access.policy import Phase
from tests.people import Browser
from tests.small_workshop import SmallWorkshop

pytestmark = pytest.mark.one_database

STATIC = Path(__file__).parents[2] / "facilitator/web/static"
FIRST_VISIT, LATER, MOST_REQUESTS = 30_000, 8_000, 4
# What Chrome 74 and Safari 12.1 do not know: most of it ends a script before its first line.
NEWER_SCRIPT = {
    "optional chaining": r"\?\.(?!\d)",
    "nullish coalescing": r"\?\?",
    "logical assignment": r"(\|\||&&)=",
    "numeric separator": r"\b\d+_\d",
    "private field": r"(?m)^\s*#\w+ *[=;(]|this\.#",
    "top-level await": r"(?m)^(const \S+ = )?await ",
    "method": r"\.(at|replaceAll|matchAll|replaceChildren|requestSubmit|findLast|toSorted|allSettled)\(",
    "name": r"\b(structuredClone|randomUUID|Object\.hasOwn|Promise\.any|AbortSignal\.timeout)\(",
}
# `:where`, `:has` and gaps of flexible boxes are for looks alone, and stand in for at the end of the style.
NEWER_STYLE = {
    "logical shorthand": r"\b(padding|margin|border)-(inline|block): ",
    "inset": r"[{;\s]inset[-a-z]*: ",
    ":is()": r":is\(",
    "aspect-ratio": r"[{;\s]aspect-ratio: ",
    "unit": r"\d[dsl]v[hw]\b",
    "layer": r"@layer",
}
DAY_ONE = (
    "home",
    "home/programme",
    "sessions/{session}/issue",
    "sessions/{session}/solution",
    "sessions/{session}/issues",
)
DAY_TWO = (
    "home", "home/answers", "groups/{group}/replies?issue=1", "groups/{group}/replies/check",
    "groups/{group}/missing", "groups/{group}/solutions",
)  # fmt: skip


def weight(browser: Browser, path: str) -> int:
    """The bytes of an answer's body as it travels."""
    with browser.client.get(path, headers={"Accept-Encoding": "gzip"}) as answer:
        assert answer.status_code == 200
        return len(answer.data)


def files(browser: Browser, path: str) -> set[str]:
    """The addresses of what a page loads."""
    page = browser.read(path).text
    return set(re.findall(r'(?:<link rel="(?:stylesheet|icon)"[^>]*href|<script[^>]*src)="([^"]+)"', page))


def newer(address: str) -> list[tuple[str, str]]:
    """Which features of later years a file uses, comments left out."""
    name = address.rpartition("/")[2].partition("?")[0]
    features = {"js": NEWER_SCRIPT, "css": NEWER_STYLE}.get(name.rpartition(".")[2], {})
    text = re.sub(r"(?s:/\*.*?\*/)|(?m:^\s*//.*$)", "", (STATIC / name).read_text())
    return [(name, feature) for feature, pattern in features.items() if re.search(pattern, text)]


def seen_by_a_delegate(workshop: SmallWorkshop, day: str) -> tuple[Browser, list[str]]:
    """A delegate's browser, and the pages that they come by on a day."""
    if day == "day one":
        workshop.go_to(Phase.DAY_ONE)
        workshop.open("RET")
        who, pages = "Lyon", [page.format(session=workshop.sessions["RET"]) for page in DAY_ONE]
    else:
        group = workshop.begin_validation()
        who, pages = "Antwerp", [page.format(group=group) for page in DAY_TWO]
    return Browser(workshop.app, workshop.way_in(who)), [workshop.path(page) for page in pages]


def test_a_first_visit_is_light(workshop: SmallWorkshop) -> None:
    newcomer, page = Browser(workshop.app), f"/join/{workshop.code}"
    loaded = [page, *files(newcomer, page)]
    assert len(loaded) <= MOST_REQUESTS
    assert sum(weight(newcomer, each) for each in loaded) <= FIRST_VISIT
    assert [found for each in loaded[1:] for found in newer(each)] == []


@pytest.mark.parametrize("day", ["day one", "day two"])
def test_the_pages_of_a_delegate_are_light_and_known_to_browsers_of_2019(
    workshop: SmallWorkshop, day: str
) -> None:
    delegate, pages = seen_by_a_delegate(workshop, day)
    assert {page: found for page in pages if (found := weight(delegate, page)) > LATER} == {}
    loaded = {"service-worker.js"}.union(*(files(delegate, page) for page in pages))
    assert [found for each in sorted(loaded) for found in newer(each)] == []
