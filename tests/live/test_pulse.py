"""Pages that ask again get nothing while nothing has happened, and ask the database next to nothing."""

from collections.abc import Callable

import pytest

from facilitator.access.policy import Phase
from facilitator.live.pulse import server_time
from tests.people import Browser
from tests.small_workshop import SmallWorkshop
from tests.statements import asked

pytestmark = pytest.mark.one_database

# who reads which live page
PAGES = (
    ("facilitator", "console/live"),
    ("facilitator", "capture/RET/issue/live"),
    ("facilitator", "groups/{group}/live"),
    ("facilitator", "notes/RET/live"),
    ("Lyon", "place/live"),
    ("", "wall/{code}/live"),
)


@pytest.fixture
def address(workshop: SmallWorkshop) -> Callable[[str], str]:
    """The address of a live page, in a workshop that has a group."""
    workshop.go_to(Phase.DAY_ONE)
    with workshop.change():
        known = {"group": workshop.add_group("Lyon").id, "code": workshop.code}
    return lambda page: workshop.path(page.format(**known))


def browser(workshop: SmallWorkshop, who: str) -> Browser:
    return Browser(workshop.app, workshop.way_in(who) if who else "")


@pytest.mark.parametrize(("who", "page"), PAGES)
def test_a_live_page_answers_304_until_something_happens(
    workshop: SmallWorkshop, address: Callable[[str], str], who: str, page: str
) -> None:
    reader, path = browser(workshop, who), address(page)
    first = reader.read(path)
    again = {"If-None-Match": first.headers["ETag"]}
    for _ in range(2):
        answer = reader.client.get(path, headers=again)
        assert (answer.status_code, answer.data, answer.headers["ETag"]) == (304, b"", first.headers["ETag"])
    with workshop.change():
        workshop.add_issue(title="Something new has come in")
    fresh = reader.client.get(path, headers=again)
    assert fresh.status_code == 200
    assert fresh.headers["ETag"] != first.headers["ETag"]


def test_what_comes_in_stands_on_the_page_that_is_asked_for_again(
    workshop: SmallWorkshop, address: Callable[[str], str]
) -> None:
    reader = browser(workshop, "facilitator")
    for page in ("console/live", "capture/RET/issue/live"):
        with workshop.change():
            workshop.add_issue(title=f"Come in for {page}")
        assert f"Come in for {page}" in reader.read(address(page)).text


@pytest.mark.parametrize(("who", "page"), PAGES)
def test_to_say_that_nothing_has_happened_takes_a_few_statements_only(
    workshop: SmallWorkshop, address: Callable[[str], str], who: str, page: str
) -> None:
    reader, path = browser(workshop, who), address(page)
    again = {"If-None-Match": reader.read(path).headers["ETag"]}
    reader.client.get(path, headers=again)
    with asked(workshop.app) as statements:
        assert reader.client.get(path, headers=again).status_code == 304
    assert len(statements) <= 5, statements


@pytest.mark.slow
def test_what_happens_in_another_workshop_changes_nothing_here(
    workshop: SmallWorkshop, address: Callable[[str], str]
) -> None:
    reader, path = browser(workshop, "facilitator"), address("console/live")
    again = {"If-None-Match": reader.read(path).headers["ETag"]}
    SmallWorkshop(workshop.app, slug="sister")
    assert reader.client.get(path, headers=again).status_code == 304


def test_what_one_person_has_seen_says_nothing_about_another(
    workshop: SmallWorkshop, address: Callable[[str], str]
) -> None:
    seen = browser(workshop, "Lyon").read(address("place/live")).headers["ETag"]
    vienna = browser(workshop, "Vienna")
    assert vienna.client.get(address("place/live"), headers={"If-None-Match": seen}).status_code == 200


@pytest.mark.parametrize("sent", ["nonsense", '"1"', "*, x", "W/", '"' + "x" * 5000 + '"'])
def test_a_mark_that_is_not_ours_gets_the_page(
    workshop: SmallWorkshop, address: Callable[[str], str], sent: str
) -> None:
    answer = browser(workshop, "facilitator").client.get(
        address("console/live"), headers={"If-None-Match": sent}
    )
    assert answer.status_code == 200


@pytest.mark.parametrize(("who", "page"), PAGES)
def test_each_answer_says_what_time_it_is_also_one_that_says_that_nothing_is_new(
    workshop: SmallWorkshop, address: Callable[[str], str], who: str, page: str
) -> None:
    reader, path = browser(workshop, who), address(page)
    before = server_time()
    first = reader.read(path)
    again = reader.client.get(path, headers={"If-None-Match": first.headers["ETag"]})
    assert again.status_code == 304
    told = [int(answer.headers["X-Server-Time"]) for answer in (first, again)]
    assert before <= told[0] <= told[1] <= server_time()
