"""What the console says of the rooms while a round runs, and what it does for them."""

from collections.abc import Callable
from datetime import UTC, date, datetime, time, timedelta
from zoneinfo import ZoneInfo

import pytest
import sqlalchemy as sa

from facilitator.accounts.models import Account
from facilitator.agenda.models import GivenTime
from facilitator.breakouts.group_work import operations
from facilitator.breakouts.group_work.models import Mark, Message
from facilitator.breakouts.group_work.queries import messages_now
from facilitator.breakouts.models import Group
from facilitator.breakouts.queries import seated_group
from facilitator.console.attention import attention
from facilitator.console.queries import overview
from facilitator.console.rules import Concern, Thing, pace
from facilitator.database import db, now
from facilitator.validation.models import Verdict
from facilitator.validation.rules import Reply
from tests.daytime import zone_at_noon
from tests.full_workshop import answer
from tests.pages import fields, plain, texts
from tests.people import Browser
from tests.small_workshop import SmallWorkshop

pytestmark = pytest.mark.one_database

OfSomebody = Callable[[str], Browser]
DAY, ZONE = date(2017, 12, 5), ZoneInfo("Europe/Brussels")


def found(workshop: SmallWorkshop, later: timedelta = timedelta()) -> dict[Concern, list[Thing]]:
    """What needs attention after a while, by concern, in its order."""
    with workshop.look():
        needed = attention(workshop.row, overview(workshop.row), now() + later)
        return {item.concern: list(item.things) for item in needed}


def lead(workshop: SmallWorkshop, group: int, **team: int | None) -> None:
    with workshop.change():
        for role, account in team.items():
            setattr(db.session.get_one(Group, group), f"{role}_id", account)


def call(workshop: SmallWorkshop, group: int, word: str = "") -> None:
    with workshop.change():
        operations.call_facilitator(
            seated_group(workshop.row, group), word=word, by=workshop.actor("rapporteur")
        )


def test_a_call_is_the_worst_and_worse_when_nobody_answers_for_two_minutes(workshop: SmallWorkshop) -> None:
    group = workshop.begin_validation()
    call(workshop, group, "No chairs")
    assert next(iter(found(workshop).items())) == (
        Concern.CALLED,
        [Thing("Retrofit table", str(group), 0, "No chairs")],
    )
    later = found(workshop, timedelta(minutes=3))
    assert next(iter(later.items())) == (
        Concern.WAITING,
        [Thing("Retrofit table", str(group), 3, "No chairs")],
    )
    assert Concern.CALLED not in later


def test_a_call_is_answered_from_the_console(workshop: SmallWorkshop, browser_of: OfSomebody) -> None:
    group = workshop.begin_validation()
    call(workshop, group)
    answer = browser_of("facilitator").send(
        workshop.path("console"), {}, to=workshop.path(f"groups/{group}/calls/answer")
    )
    assert answer.status_code == 303
    assert found(workshop, timedelta(minutes=3)).keys() & {Concern.CALLED, Concern.WAITING} == set()
    assert "The facilitator is on the way" in texts(browser_of("viewer").read(workshop.path("console")).text)


@pytest.mark.parametrize(
    ("has", "lacks"),
    [((), "both"), (("facilitator",), "rapporteur"), (("rapporteur",), "facilitator")],
)
def test_an_open_group_that_nobody_leads_or_writes_for_needs_attention(
    workshop: SmallWorkshop, has: tuple[str, ...], lacks: str
) -> None:
    group = workshop.begin_validation()
    lead(workshop, group, **{role: workshop.accounts[role] for role in has})
    concerns = found(workshop)
    assert concerns[Concern.LEFT_ALONE] == [Thing("Retrofit table", str(group), word=lacks)]
    assert concerns.keys() & {Concern.NO_FACILITATOR, Concern.NO_RAPPORTEUR} == set()


def test_an_open_group_with_both_is_in_order(workshop: SmallWorkshop) -> None:
    group = workshop.begin_validation()
    lead(workshop, group, **{role: workshop.accounts[role] for role in ("facilitator", "rapporteur")})
    with workshop.look():
        assert db.session.get_one(Account, workshop.accounts["facilitator"])
    assert Concern.LEFT_ALONE not in found(workshop)


def test_nobody_present_is_said_only_once_people_were_ticked_off(workshop: SmallWorkshop) -> None:
    group = workshop.begin_validation(seated=("Antwerp", "Lyon"))
    assert Concern.NOBODY_PRESENT not in found(workshop)
    for who, expected in (("Antwerp", True), ("Lyon", False)):
        mark = Mark.ABSENT if expected else Mark.LATE
        with workshop.change():
            seated = seated_group(workshop.row, group)
            operations.mark_attendance(seated, workshop.participant(who), mark, by=workshop.actor())
        assert (Concern.NOBODY_PRESENT in found(workshop)) is expected


def test_who_is_not_ready_when_time_is_up_is_named_and_more_time_helps(workshop: SmallWorkshop) -> None:
    group = workshop.begin_validation()
    with workshop.look():
        clock = workshop.clocks_now().of_session(workshop.sessions["round"])
        assert clock is not None
        length = clock.until - clock.since
    over = length + timedelta(seconds=5)
    assert Concern.NOT_READY not in found(workshop)
    assert found(workshop, over)[Concern.NOT_READY] == [Thing("Retrofit table", str(group))]
    with workshop.change():
        operations.give_time(
            workshop.session("round"), 5, table=seated_group(workshop.row, group), by=workshop.actor()
        )
    assert Concern.NOT_READY not in found(workshop, over)
    with workshop.change():
        operations.mark_ready(seated_group(workshop.row, group), by=workshop.actor())
    assert Concern.NOT_READY not in found(workshop, over + timedelta(minutes=9))


TWO_MINUTES = "Two minutes left. Please finish now."


def near_the_end(workshop: SmallWorkshop) -> tuple[str, int]:
    """Let a round have two minutes left; where that is said, and the id of its group."""
    group = workshop.begin_validation(seated=("Antwerp",))
    with workshop.change():
        workshop.session("round").minutes = 60
    workshop.let_pass("round", minutes=58)
    return workshop.path(f"rounds/{workshop.sessions['round']}/two-minutes"), group


def readers(workshop: SmallWorkshop, browser_of: OfSomebody, group: int) -> dict[str, bool]:
    """Who reads that two minutes are left."""
    pages = {
        "wall": (browser_of("viewer"), f"wall/{workshop.code}"),
        "phone": (browser_of("Antwerp"), "home"),
        "group": (browser_of("viewer"), f"groups/{group}"),
        "console": (browser_of("viewer"), "console"),
    }
    return {
        name: TWO_MINUTES in reader.read(workshop.path(page)).text for name, (reader, page) in pages.items()
    }


EVERYBODY = dict.fromkeys(("wall", "phone", "group", "console"), True)
NOBODY_READS = dict.fromkeys(EVERYBODY, False)


def test_two_minutes_left_is_one_button_and_reaches_every_group_of_the_round(
    workshop: SmallWorkshop, browser_of: OfSomebody
) -> None:
    two_minutes, group = near_the_end(workshop)
    facilitator, console = browser_of("facilitator"), workshop.path("console")
    assert facilitator.send(console, {}, to=two_minutes).status_code == 303
    assert readers(workshop, browser_of, group) == EVERYBODY
    with workshop.look():
        [message] = messages_now(workshop.id, workshop.clocks_now())
        assert (message.round_id, message.group_id) == (workshop.sessions["round"], None)
    assert two_minutes not in facilitator.read(console).text


def test_two_minutes_left_is_not_offered_before_and_refused_with_the_reason(
    workshop: SmallWorkshop, browser_of: OfSomebody
) -> None:
    two_minutes, _ = near_the_end(workshop)
    facilitator, console = browser_of("facilitator"), workshop.path("console")
    sent = facilitator.form(console, two_minutes)
    with workshop.change():
        operations.give_time(workshop.session("round"), 20, by=workshop.actor())
    assert two_minutes not in facilitator.read(console).text
    answer = facilitator.client.post(two_minutes, data=sent)
    assert answer.status_code in (409, 422)
    assert "There are more than two minutes left, or the time is over." in answer.text


def test_that_two_minutes_are_left_is_read_no_more_once_more_time_is_given_and_again_once_it_is_taken_back(
    workshop: SmallWorkshop, browser_of: OfSomebody
) -> None:
    two_minutes, group = near_the_end(workshop)
    browser_of("facilitator").send(workshop.path("console"), {}, to=two_minutes)
    with workshop.change():
        operations.give_time(workshop.session("round"), 5, by=workshop.actor())
    assert readers(workshop, browser_of, group) == NOBODY_READS
    with workshop.change():
        given = db.session.scalars(sa.select(GivenTime.id)).one()
        operations.take_time_back(workshop.row, given, by=workshop.actor())
    assert readers(workshop, browser_of, group) == EVERYBODY


def test_a_group_that_has_more_time_than_the_others_does_not_read_that_two_minutes_are_left(
    workshop: SmallWorkshop, browser_of: OfSomebody
) -> None:
    two_minutes, group = near_the_end(workshop)
    browser_of("facilitator").send(workshop.path("console"), {}, to=two_minutes)
    with workshop.change():
        one = seated_group(workshop.row, group)
        operations.give_time(workshop.session("round"), 5, table=one, by=workshop.actor())
    assert readers(workshop, browser_of, group) == EVERYBODY | {"phone": False, "group": False}


def test_that_two_minutes_are_left_ends_by_itself(workshop: SmallWorkshop, browser_of: OfSomebody) -> None:
    two_minutes, group = near_the_end(workshop)
    browser_of("facilitator").send(workshop.path("console"), {}, to=two_minutes)
    with workshop.change():
        message = db.session.scalars(sa.select(Message)).one()
        assert message.ends_at
        message.ends_at -= timedelta(minutes=2)
    assert readers(workshop, browser_of, group) == NOBODY_READS


def test_five_more_minutes_for_all_is_one_button_too(workshop: SmallWorkshop, browser_of: OfSomebody) -> None:
    workshop.begin_validation()
    round_id = workshop.sessions["round"]
    with workshop.look():
        before = workshop.clocks_now().of_session(round_id)
    answer = browser_of("facilitator").send(
        workshop.path("console"), {}, to=workshop.path(f"sessions/{round_id}/five-minutes")
    )
    assert answer.status_code == 303
    with workshop.look():
        after = workshop.clocks_now().of_session(round_id)
    assert before is not None
    assert after is not None
    assert after.minutes - before.minutes == 5


def test_the_state_of_a_room_stands_on_the_console(workshop: SmallWorkshop, browser_of: OfSomebody) -> None:
    group = workshop.begin_validation()
    with workshop.change():
        seated, by = seated_group(workshop.row, group), workshop.actor()
        operations.mark_ready(seated, by=by)
        operations.mark_the_rest_present(seated, by=by)
        operations.write_note(seated.group, None, "A good talk.", asked=[], based_on=0, by=by)
    shown = browser_of("viewer").read(workshop.path("console")).text
    room = texts(shown.partition('class="rooms"')[2].partition("</ul>")[0], "li")
    assert {"Ready", "4 of 4 present", "Noted in general", "Antwerp: 0 of 3 answers"} <= set(room)


@pytest.mark.parametrize(
    ("opened", "minutes_open", "at", "said"),
    [
        (time(10, 0), 45, time(10, 20), 0),
        (time(10, 6), 45, time(10, 20), 6),
        (time(9, 56), 45, time(10, 20), -4),
        (time(10, 0), 45, time(10, 59), 14),
        (time(10, 0), 50, time(10, 20), 5),
    ],
)
def test_what_is_on_is_behind_by_as_much_as_its_end_is_late(
    opened: time, minutes_open: int, at: time, said: int
) -> None:
    """Planned from 10:00 to 10:45: opened late, given more time, or simply over and still open."""
    end = datetime.combine(DAY, opened, ZONE) + timedelta(minutes=minutes_open)
    assert pace((DAY, time(10, 0), 45), end, datetime.combine(DAY, at, ZONE), ZONE) == said


def test_on_another_day_than_planned_there_is_no_pace() -> None:
    at = datetime(2017, 11, 30, 9, tzinfo=UTC)
    assert pace((DAY, time(10, 0), 45), at + timedelta(minutes=45), at, ZONE) is None


def test_the_console_says_by_how_much_it_is_behind(workshop: SmallWorkshop, browser_of: OfSomebody) -> None:
    workshop.begin_validation()
    with workshop.change():
        zone = zone_at_noon()
        workshop.row.timezone, local = zone.key, now().astimezone(zone)
        workshop.row.starts_on = local.date() - timedelta(days=workshop.session("round").day - 1)
        workshop.row.ends_on = local.date()
        round_ = workshop.session("round")
        round_.starts_at, round_.minutes = time(0), 1
    minutes = local.hour * 60 + local.minute
    shown = texts(browser_of("viewer").read(workshop.path("console")).text)
    [words] = [text for text in shown if text.endswith(("behind", "On time"))]
    assert words == "On time" or abs(int(words.split()[0]) - minutes) <= 2


def test_while_a_round_is_open_the_console_is_made_anew_though_nobody_does_anything(
    workshop: SmallWorkshop, browser_of: OfSomebody, monkeypatch: pytest.MonkeyPatch
) -> None:
    workshop.begin_validation()
    browser, live = browser_of("viewer"), workshop.path("console/live")
    moment = datetime(2017, 12, 5, 9, 0, 1, tzinfo=UTC)
    monkeypatch.setattr("facilitator.console.pace.now", lambda: moment)
    tag = {"If-None-Match": browser.read(live).headers["ETag"]}
    assert browser.client.get(live, headers=tag).status_code == 304
    monkeypatch.setattr("facilitator.console.pace.now", lambda: moment + timedelta(seconds=30))
    assert browser.client.get(live, headers=tag).status_code == 200
    workshop.close("round")
    tag = {"If-None-Match": browser.read(live).headers["ETag"]}
    monkeypatch.setattr("facilitator.console.pace.now", lambda: moment + timedelta(hours=1))
    assert browser.client.get(live, headers=tag).status_code == 304


def test_where_a_message_can_go_to_everybody_alone_that_is_chosen(
    workshop: SmallWorkshop, browser_of: OfSomebody
) -> None:
    browser, console = browser_of("facilitator"), workshop.path("console")
    send = f"{console}/messages"
    assert fields(browser.read(console).text, send)["to"] == ["0"]
    workshop.begin_validation()
    assert fields(browser.read(console).text, send)["to"] == [""]


def test_the_console_says_how_far_a_city_is_and_not_only_that_it_has_begun(
    workshop: SmallWorkshop, browser_of: OfSomebody
) -> None:
    group = workshop.begin_validation(issues=3)
    with workshop.change():
        answer(workshop, "Antwerp", group, Reply(Verdict.RIGHT))
    shown = plain(browser_of("viewer").read(workshop.path("console")).text)
    assert "Antwerp: 1 of 3 answers Heerlen: 0 of 3 answers" in shown
    workshop.close("round")
    shown = plain(browser_of("viewer").read(workshop.path("console")).text)
    assert "1 of 6 answers" in shown
