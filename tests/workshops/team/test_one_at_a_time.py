"""Two who change the team at the same moment: what holds for one after the other, holds then, too."""

from functools import partial
from http import HTTPStatus

from facilitator.access.policy import Role
from facilitator.workshops.team.operations import change_role, remove_member
from tests.at_once import at_once
from tests.people import Browser
from tests.small_workshop import SmallWorkshop
from tests.workshops.team.test_invitations import ANSWERS, link, role_of
from tests.workshops.team.test_team import LAST, member


def test_of_two_organisers_one_can_go_and_then_no_other(workshop: SmallWorkshop) -> None:
    with workshop.change():
        change_role(member(workshop, "viewer"), Role.ORGANISER, by=workshop.actor("organiser"))
        remove_member(member(workshop, "organiser"), by=workshop.actor("organiser"))
    with workshop.refuses(LAST):
        remove_member(member(workshop, "viewer"), by=workshop.actor("organiser"))
    assert workshop.happened()[-2:] == ["member.changed", "member.left"]


def test_two_who_open_one_link_at_the_same_moment_are_one_member_more(workshop: SmallWorkshop) -> None:
    page, browsers = link(workshop), [Browser(workshop.app) for _ in range(2)]

    def accept(browser: Browser, email: str) -> int:
        return browser.send(page, ANSWERS | {"email": email}, to=page).status_code

    emails = ["one@example.org", "two@example.org"]
    answers = at_once(*(partial(accept, *each) for each in zip(browsers, emails, strict=True)))
    first, second = sorted(answers)
    assert first == HTTPStatus.SEE_OTHER
    assert second in (HTTPStatus.UNPROCESSABLE_ENTITY, HTTPStatus.GONE)
    assert sorted(str(role_of(workshop, email)) for email in emails) == ["None", "facilitator"]


def test_two_organisers_who_leave_at_the_same_moment_leave_one(workshop: SmallWorkshop) -> None:
    with workshop.change():
        change_role(member(workshop, "viewer"), Role.ORGANISER, by=workshop.actor("organiser"))
    browsers = [Browser(workshop.app, workshop.way_in(who)) for who in ("organiser", "viewer")]
    leaving = workshop.path("setup/team/leaving")
    assert sorted(at_once(*(partial(leave, browser, leaving) for browser in browsers))) == [303, 422]


def leave(browser: Browser, page: str) -> int:
    return browser.send(page, {}).status_code
