"""Pages that ask again get nothing while nothing has happened, and ask the database next to nothing."""

from collections.abc import Callable

import pytest

from facilitator.access.actor import NOBODY
from facilitator.access.policy import Phase
from facilitator.agenda.models import Authors
from facilitator.agenda.operations import open_session, reveal_session, settle_session
from facilitator.breakouts.group_work.operations import mark_ready, send_message
from facilitator.breakouts.models import Group
from facilitator.breakouts.operations import close_group
from facilitator.breakouts.queries import seated_group
from facilitator.capture.handover.operations import mark_read
from facilitator.capture.models import Kind, Stance
from facilitator.capture.operations import contribute_card
from facilitator.capture.queries import active_handover, handed_issues
from facilitator.database import db
from facilitator.live.polling import server_time
from facilitator.validation.models import Verdict
from facilitator.validation.operations import add_missing_issue
from facilitator.validation.rules import Reply
from facilitator.validation.second_round.operations import show_picture
from facilitator.workshops.models import Organisation
from facilitator.workshops.operations import join_workshop, renew_personal_link
from tests.full_workshop import answer
from tests.people import Browser
from tests.small_workshop import AN_ISSUE, SECRET, SmallWorkshop
from tests.statements import asked

pytestmark = pytest.mark.one_database

# who reads which live page
PAGES = (
    ("facilitator", "console/live"),
    ("facilitator", "capture/RET/issue/live"),
    ("facilitator", "groups/{group}/live"),
    ("facilitator", "notes/RET/live"),
    ("Lyon", "home/live"),
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
        send_message(workshop.row, "Something new", by=workshop.actor())
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
    assert len(statements) <= (4 if who == "facilitator" else 1), statements


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
    seen = browser(workshop, "Lyon").read(address("home/live")).headers["ETag"]
    vienna = browser(workshop, "Vienna")
    assert vienna.client.get(address("home/live"), headers={"If-None-Match": seen}).status_code == 200


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


def contribute(workshop: SmallWorkshop) -> None:
    """An issue from a phone of Vienna's."""
    city, actor = workshop.city("Vienna"), workshop.actor("Vienna")
    contribute_card(workshop.session(), Kind.ISSUE, AN_ISSUE, city=city, stance=Stance.MET, by=actor)


def join(workshop: SmallWorkshop) -> None:
    """Another delegate of Lyon's comes in."""
    organisation = db.session.get_one(Organisation, workshop.participant("Lyon").organisation_id)
    join_workshop(
        workshop.row,
        organisation=organisation,
        display_name="Somebody Else",
        submission="somebody-else",
        secret=SECRET,
        by=NOBODY,
    )


# who polls which page, what happens, and whether that is news to them
NEWS: tuple[tuple[str, str, Callable[[SmallWorkshop], object], bool], ...] = (
    ("Lyon", "home/live", contribute, False),  # the session is blind
    ("Lyon", "home/live", lambda w: reveal_session(w.session(), by=w.actor()), True),
    ("Lyon", "home/live", lambda w: open_session(w.row, w.session("ENG"), by=w.actor()), True),
    (
        "Lyon",
        "home/live",
        lambda w: renew_personal_link(w.participant("Vienna"), secret=SECRET, by=w.actor()),
        False,
    ),
    ("Lyon", "home/live", lambda w: send_message(w.row, "Coffee", by=w.actor()), True),
    ("Lyon", "home/live", lambda w: mark_read(w.measure(), up_to=1, by=w.actor()), False),
    ("Lyon", "home/live", join, False),
    ("facilitator", "groups/{group}/live", join, False),
    ("facilitator", "capture/RET/issue/live", join, False),
    ("facilitator", "capture/RET/issue/live", contribute, True),
    ("facilitator", "console/live", join, True),
    ("", "wall/{code}/live", join, False),
    ("", "wall/{code}/live", lambda w: send_message(w.row, "Coffee", by=w.actor()), True),
)


@pytest.mark.parametrize(("who", "page", "deed", "is_news"), NEWS)
def test_a_page_is_told_nothing_new_unless_something_happened_that_it_shows(
    workshop: SmallWorkshop,
    address: Callable[[str], str],
    who: str,
    page: str,
    deed: Callable[[SmallWorkshop], object],
    is_news: bool,
) -> None:
    path = address(page)
    with workshop.change():
        open_session(workshop.row, workshop.session(), by=workshop.actor())
        settle_session(workshop.session(), is_blind=True, authors=Authors.NOBODY, by=workshop.actor())
    reader = browser(workshop, who)
    seen = {"If-None-Match": reader.read(path).headers["ETag"]}
    with workshop.change():
        deed(workshop)
    assert reader.client.get(path, headers=seen).status_code == (200 if is_news else 304)


def say_right(who: str) -> Callable[[SmallWorkshop, int], object]:
    """Somebody at the table answers."""
    return lambda workshop, group_id: answer(workshop, who, group_id, Reply(Verdict.RIGHT))


def ready(workshop: SmallWorkshop, group_id: int) -> None:
    """The group says that it is done."""
    mark_ready(seated_group(workshop.row, group_id), by=workshop.actor())


def tell(workshop: SmallWorkshop, group_id: int) -> None:
    """The team says something to the group."""
    send_message(workshop.row, "Coffee", group=db.session.get_one(Group, group_id), by=workshop.actor())


def shut(workshop: SmallWorkshop, group_id: int) -> None:
    """The team closes the group."""
    close_group(workshop.row, db.session.get_one(Group, group_id), by=workshop.actor())


def miss(workshop: SmallWorkshop, group_id: int) -> None:
    """Antwerp adds what the list lacks."""
    antwerp, city = workshop.actor("Antwerp"), workshop.city("Antwerp")
    add_missing_issue(
        seated_group(workshop.row, group_id), antwerp.participant_id, **AN_ISSUE, city=city, by=antwerp
    )


def show(workshop: SmallWorkshop, group_id: int) -> None:
    """The team shows the group what it said of its first issue."""
    handover = active_handover(workshop.row)
    assert handover
    issue = handed_issues(handover)[0].issue_id
    show_picture(db.session.get_one(Group, group_id), handover, issue, by=workshop.actor())


AT_A_TABLE: tuple[tuple[str, str, Callable[[SmallWorkshop, int], object], bool], ...] = (
    ("Antwerp", "home/live", say_right("Heerlen"), False),
    ("Antwerp", "home/live", say_right("Antwerp"), True),
    ("Antwerp", "home/live", ready, False),
    ("Antwerp", "home/live", tell, True),
    ("Antwerp", "home/live", shut, True),
    ("Antwerp", "home/live", show, True),
    ("facilitator", "groups/{group}/live", say_right("Heerlen"), True),
    ("facilitator", "groups/{group}/live", ready, True),
    ("facilitator", "groups/{group}/answers/live", say_right("Heerlen"), True),
    ("facilitator", "groups/{group}/live", miss, True),
    ("Heerlen", "home/live", miss, False),
)


@pytest.mark.parametrize(("who", "page", "deed", "is_news"), AT_A_TABLE)
def test_a_phone_is_told_what_concerns_its_table_and_not_what_the_others_there_answer(
    workshop: SmallWorkshop, who: str, page: str, deed: Callable[[SmallWorkshop, int], object], is_news: bool
) -> None:
    group = workshop.begin_validation()
    with workshop.change():
        answer(workshop, "Lyon", group, Reply(Verdict.RIGHT))
    reader, path = browser(workshop, who), workshop.path(page.format(group=group))
    seen = {"If-None-Match": reader.read(path).headers["ETag"]}
    with workshop.change():
        deed(workshop, group)
    assert reader.client.get(path, headers=seen).status_code == (200 if is_news else 304)
