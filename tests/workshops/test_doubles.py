"""One person is one head, however often they have joined: asked first, made one by the team afterwards."""

from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa

from facilitator import repointing
from facilitator.access.actor import NOBODY
from facilitator.access.policy import Phase
from facilitator.breakouts.models import Seat
from facilitator.breakouts.operations import seat_participant
from facilitator.breakouts.planning.models import Bond, Pair, PlannedSeat
from facilitator.breakouts.planning.plans import begin_plan
from facilitator.breakouts.planning.searching import search_at_once
from facilitator.breakouts.planning.snapshot import take_snapshot
from facilitator.capture.queries import card_by_reference
from facilitator.database import db, table_of
from facilitator.live.activity import Activity
from facilitator.validation.ballot import ballot_of
from facilitator.validation.models import Answer, Rating, Verdict
from facilitator.validation.operations import answer_issues
from facilitator.validation.rules import Reply
from facilitator.web.forms import NOT_OFFERED
from facilitator.web.unsent import GONE
from facilitator.workshops.models import Organisation, Participant
from facilitator.workshops.operations import join_workshop, merge_participants, renew_personal_link
from facilitator.workshops.queries import headcount, participants
from tests.breakouts.planning.planned import MOVES, two_rounds
from tests.pages import complaints, fields, heading, lead, notices, texts
from tests.people import Browser
from tests.small_workshop import SECRET, SmallWorkshop
from tests.web.test_authors import send_again

ASKED = "Have you already joined?"
NAME = "Delegate of Antwerp"


def organisation(workshop: SmallWorkshop, name: str) -> Organisation:
    return db.session.scalars(
        sa.select(Organisation).filter_by(workshop_id=workshop.id, city_id=workshop.cities[name])
    ).one()


def heads(workshop: SmallWorkshop) -> list[str]:
    with workshop.look():
        assert headcount(workshop.row) == len(participants(workshop.row))
        return sorted(person.introduction for person in participants(workshop.row))


def join_form(workshop: SmallWorkshop, name: str, city: str = "Antwerp") -> dict[str, Any]:
    with workshop.look():
        return {"organisation": organisation(workshop, city).id, "display_name": name}


@pytest.fixture
def phone(workshop: SmallWorkshop) -> Browser:
    """A phone that has never been here."""
    return Browser(workshop.app)


@pytest.mark.parametrize("name", [NAME, " delegate OF  antwerp", "Délégate-of-Antwerp"])
def test_who_joins_under_a_name_that_is_there_is_asked_whether_they_were_here_before(
    workshop: SmallWorkshop, phone: Browser, name: str
) -> None:
    page = f"/join/{workshop.code}"
    with workshop.nothing_changes():
        asked = phone.send(page, join_form(workshop, name))
    assert (asked.status_code, heading(asked.text)) == (409, ASKED)
    assert lead(asked.text) == f"{' '.join(name.split())} has already joined for Antwerp."
    # To say yes needs proof: the personal code, and nothing of it is told.
    assert workshop.tokens["Antwerp"] not in asked.text
    assert phone.client.get_cookie("home", path=workshop.path("")) is None
    assert phone.read(workshop.path(f"back?code={workshop.tokens['Antwerp']}")).status_code == 303


def test_another_person_of_the_name_joins_who_says_so(workshop: SmallWorkshop, phone: Browser) -> None:
    page = f"/join/{workshop.code}"
    asked = phone.send(page, join_form(workshop, NAME))
    again = fields(asked.text, page) | {"another": "yes"}
    assert phone.client.post(page, data=again).status_code == 303
    assert heads(workshop).count(f"{NAME} · Antwerp") == 2


@pytest.mark.parametrize(("name", "city"), [(NAME, "Heerlen"), ("Delegate of Antwerpen", "Antwerp")])
def test_who_has_another_name_or_city_is_not_asked(
    workshop: SmallWorkshop, phone: Browser, name: str, city: str
) -> None:
    assert phone.send(f"/join/{workshop.code}", join_form(workshop, name, city)).status_code == 303


class Twice:
    """Antwerp's delegate has joined twice; both have a seat, answers and words."""

    def __init__(self, workshop: SmallWorkshop) -> None:
        self.workshop = workshop
        with workshop.change():
            double, self.token = join_workshop(
                workshop.row, organisation=organisation(workshop, "Antwerp"), display_name=NAME.upper(),
                submission="a second phone", secret=SECRET, is_another=True, by=NOBODY,
            )  # fmt: skip
            workshop.participants["double"] = double.id
            workshop.cities["double"] = workshop.cities["Antwerp"]
            workshop.tokens["double"] = self.token
        self.group = workshop.begin_validation(issues=3, seated=("Antwerp", "Heerlen", "double"))
        self.kept, self.double = workshop.participants["Antwerp"], workshop.participants["double"]

    def say(self, who: str, reply: Reply, ref: str = "RET-01") -> None:
        with self.workshop.change():
            actor = self.workshop.actor(who)
            mine = actor.participant_id or 0
            issue = card_by_reference(self.workshop.row, ref).id
            ballot = ballot_of(self.workshop.id, self.group, mine, actor.city_id)
            answer_issues(ballot, mine, {issue: reply}, by=actor)

    def merge(self) -> None:
        with self.workshop.change():
            kept, double = (db.session.get_one(Participant, id_) for id_ in (self.kept, self.double))
            merge_participants(kept, double, by=self.workshop.actor())

    def answers(self) -> list[tuple[int, str]]:
        with self.workshop.look():
            rows = sa.select(Answer.issue_id, Answer.comment).order_by(Answer.issue_id)
            return [(issue, comment) for issue, comment in db.session.execute(rows)]


@pytest.fixture
def twice(workshop: SmallWorkshop) -> Twice:
    return Twice(workshop)


def test_who_had_joined_twice_is_one_head_with_one_seat(twice: Twice) -> None:
    twice.merge()
    assert heads(twice.workshop).count(f"{NAME} · Antwerp") == 1
    assert len(heads(twice.workshop)) == 5
    with twice.workshop.look():
        seats = db.session.scalars(sa.select(Seat.participant_id).filter_by(group_id=twice.group)).all()
        assert sorted(seats) == sorted([twice.kept, twice.workshop.participants["Heerlen"]])


def test_of_two_answers_the_later_counts_and_the_earlier_stays_in_the_activity(twice: Twice) -> None:
    criterion = twice.workshop.criteria["relevance"]
    twice.say("Antwerp", Reply(Verdict.RIGHT, comment="Said first", scores={criterion: 3}))
    twice.say("double", Reply(Verdict.CANT_SAY, comment="Said last", scores={criterion: 8}))
    twice.say("double", Reply(comment="Said once"), "RET-02")
    twice.merge()
    assert [comment for _, comment in twice.answers()] == ["Said last", "Said once"]
    with twice.workshop.look():
        assert db.session.scalars(sa.select(Answer.participant_id)).all() == [twice.kept] * 2
        assert db.session.scalars(sa.select(Rating.score)).all() == [8]
        told = db.session.scalars(sa.select(Activity).filter_by(happened="participant.merged")).one()
    assert told.subject_id == twice.kept
    assert told.detail["double"]["display_name"] == NAME.upper()
    assert [row["comment"] for row in told.detail["gave_way"]["answer"]] == ["Said first"]
    assert [row["score"] for row in told.detail["gave_way"]["rating"]] == [3]


def test_an_answer_of_the_one_that_stays_counts_if_it_is_the_later(twice: Twice) -> None:
    twice.say("double", Reply(comment="Said first"))
    twice.say("Antwerp", Reply(comment="Said last"))
    twice.merge()
    assert [comment for _, comment in twice.answers()] == ["Said last"]


def test_results_and_report_count_one_person(twice: Twice, browser_of: Callable[[str], Browser]) -> None:
    twice.say("Antwerp", Reply(Verdict.RIGHT))
    twice.say("double", Reply(Verdict.RIGHT))
    viewer, page = browser_of("viewer"), twice.workshop.path("report.json")
    assert people_of_antwerp(viewer.read(page).json) == (2, 2)  # the counts are kept from here on
    twice.merge()
    assert people_of_antwerp(viewer.read(page).json) == (1, 1)


def people_of_antwerp(report: Any) -> tuple[int, int]:
    """How many have come, and how many have said what they think of the first issue."""
    present = {city["name"]: city["people"] for city in report["cities"]}
    issue = report["measures"][0]["issues"][0]
    [antwerp] = [each for each in issue["verdicts"]["by_city"] if each["city"] == "Antwerp"]
    return present["Antwerp"], sum(antwerp["verdicts"].values())


def test_both_personal_links_lead_to_the_one_and_a_new_one_ends_both(twice: Twice) -> None:
    before = Browser(twice.workshop.app, twice.workshop.way_in("double"))
    twice.merge()
    place = twice.workshop.path("home")
    for browser in (before, Browser(twice.workshop.app, twice.workshop.way_in("double"))):
        page = browser.read(place)
        assert page.status_code == 200
        assert f"{NAME} · Antwerp" in page.text
    with twice.workshop.change():
        renew_personal_link(twice.workshop.participant("Antwerp"), secret=SECRET, by=twice.workshop.actor())
    assert before.read(place).status_code == 302
    for who in ("double", "Antwerp"):
        link = f"{twice.workshop.path('back')}/{twice.workshop.tokens[who]}"
        assert Browser(twice.workshop.app).read(link).status_code == 404


def test_who_had_joined_three_times_is_one_person_too(twice: Twice) -> None:
    workshop = twice.workshop
    twice.merge()
    with workshop.change():
        third, token = join_workshop(
            workshop.row, organisation=organisation(workshop, "Antwerp"), display_name=NAME,
            submission="a third phone", secret=SECRET, is_another=True, by=NOBODY,
        )  # fmt: skip
        merge_participants(third, workshop.participant("Antwerp"), by=workshop.actor())
    for known in (token, twice.token, workshop.tokens["Antwerp"]):
        assert (
            Browser(workshop.app, f"{workshop.path('back')}/{known}").read(workshop.path("home")).status_code
            == 200
        )


def test_a_rule_for_both_of_them_is_none_and_others_stay_pairs(twice: Twice) -> None:
    workshop, heerlen = twice.workshop, twice.workshop.participants["Heerlen"]
    with workshop.change():
        for other in (twice.kept, heerlen):
            first, second = sorted((other, twice.double))
            db.session.add(Pair(workshop_id=workshop.id, first_id=first, second_id=second, bond=Bond.APART))
    twice.merge()
    with workshop.look():
        pairs = [(pair.first_id, pair.second_id) for pair in db.session.scalars(sa.select(Pair))]
    assert pairs == [tuple(sorted((twice.kept, heerlen)))]


def test_everything_that_points_at_a_person_is_found_in_the_database_itself(workshop: SmallWorkshop) -> None:
    """A new table that points at participants can't be forgotten: it is asked of what the migrations made."""
    known = repointing.references(table_of(Participant))
    with workshop.look():
        inspector = sa.inspect(db.engine)
        pointing = {
            (table, column)
            for table in inspector.get_table_names()
            for key in inspector.get_foreign_keys(table)
            if key["referred_table"] == "participant"
            for column, target in zip(key["constrained_columns"], key["referred_columns"], strict=True)
            if target == "id"
        }
    assert pointing == {(table.name, column) for table, columns in known.items() for column in columns}
    assert len(pointing) > 15


def test_nothing_points_at_the_entry_that_went(twice: Twice) -> None:
    for who in ("Antwerp", "double"):
        twice.say(who, Reply(comment="Said"))
    twice.merge()
    with twice.workshop.look():
        for table, columns in repointing.references(table_of(Participant)).items():
            for column in columns:
                pointing = sa.select(sa.func.count()).where(table.c[column] == twice.double)
                assert db.session.execute(pointing).scalar_one() == 0, (table.name, column)


def test_nobody_is_merged_with_themself(twice: Twice) -> None:
    with twice.workshop.refuses("Choose another entry. This is the same entry."):
        kept = twice.workshop.participant("Antwerp")
        merge_participants(kept, kept, by=twice.workshop.actor())


def test_the_team_is_shown_who_may_have_joined_twice_and_what_hangs_on_it(
    twice: Twice, browser_of: Callable[[str], Browser]
) -> None:
    for who in ("Antwerp", "double"):
        twice.say(who, Reply(comment="Said"))
    twice.say("double", Reply(comment="Said once"), "RET-02")
    lead_of_team, people = browser_of("facilitator"), twice.workshop.path("people")
    shown = lead_of_team.read(people).text
    assert [said for said in notices(shown) if "twice" in said] == [
        f"Is somebody on the list twice? {NAME} · Antwerp: Compare both entries"
    ]
    page = f"{people}/{twice.kept}/same-person"
    compared = lead_of_team.read(f"{page}?other={twice.double}").text
    assert texts(compared, "tbody") == ["Answers to issues", "2", "1", "Seats", "1", "1"]
    sent = lead_of_team.client.post(page, data=fields(compared, page) | {"other": str(twice.double)})
    assert (sent.status_code, sent.location) == (303, people)
    assert heads(twice.workshop).count(f"{NAME} · Antwerp") == 1
    assert "twice" not in " ".join(notices(lead_of_team.read(people).text))


def test_a_name_in_another_order_or_with_a_title_is_found_as_a_double(
    workshop: SmallWorkshop, browser_of: Callable[[str], Browser]
) -> None:
    with workshop.change():
        for number, name in enumerate(("Bosch, Berta", "Dr. Berta Bosch", "Berta Bosman")):
            join_workshop(
                workshop.row, organisation=organisation(workshop, "Antwerp"), display_name=name,
                submission=f"phone number {number}", secret=SECRET, is_another=True, by=NOBODY,
            )  # fmt: skip
    shown = browser_of("facilitator").read(workshop.path("people")).text
    assert [said for said in notices(shown) if "twice" in said] == [
        "Is somebody on the list twice? Bosch, Berta · Antwerp: Compare both entries"
    ]


def test_a_stale_page_makes_nobody_one_with_who_came_after(
    twice: Twice, browser_of: Callable[[str], Browser]
) -> None:
    lead_of_team, page = browser_of("facilitator"), twice.workshop.path(f"people/{twice.kept}/same-person")
    stale = fields(lead_of_team.read(f"{page}?other={twice.double}").text, page)
    twice.merge()
    with twice.workshop.change():
        newcomer, _ = join_workshop(
            twice.workshop.row, organisation=organisation(twice.workshop, "Lyon"), display_name="Cleo",
            submission="a third phone", secret=SECRET, by=NOBODY,
        )  # fmt: skip
        assert newcomer.id > twice.double
    with twice.workshop.nothing_changes():
        refused = lead_of_team.client.post(page, data=stale | {"other": str(twice.double)})
    assert (refused.status_code, complaints(refused.text)["other"]) == (422, [NOT_OFFERED])
    assert "Cleo · Lyon" in heads(twice.workshop)


def test_a_form_of_the_entry_that_went_says_so_and_can_be_sent_as_the_one_that_stays(
    workshop: SmallWorkshop, browser_of: Callable[[str], Browser]
) -> None:
    twice = Twice(workshop)
    page = workshop.path(f"groups/{twice.group}/replies")
    phone = browser_of("double")
    form = phone.form(page)
    issue = form["issue"][0]
    typed = form | {f"verdict-{issue}": "right", f"comment-{issue}": "Said before they were one"}
    twice.merge()
    with workshop.nothing_changes():
        stopped = phone.client.post(page, data=typed)
    me = f"{NAME} · Antwerp"
    assert (stopped.status_code, lead(stopped.text)) == (409, GONE % {"actor": me})
    again = send_again(stopped.text, page)
    assert list(again) == [f"Send as {me}"]
    assert phone.client.post(page, data=again[f"Send as {me}"]).status_code == 303
    assert twice.answers() == [(int(issue), "Said before they were one")]


def test_people_can_be_found_to_be_one_under_different_names(
    twice: Twice, browser_of: Callable[[str], Browser]
) -> None:
    lead_of_team = browser_of("facilitator")
    page = twice.workshop.path(f"people/{twice.kept}/same-person")
    chooser = lead_of_team.read(page)
    assert chooser.status_code == 200
    with twice.workshop.nothing_changes():
        refused = lead_of_team.send(f"{page}?other={twice.double}", {"other": "99999"}, to=page)
        assert refused.status_code == 422
        assert complaints(refused.text)["other"]
    assert (
        heading(lead_of_team.read(f"{page}?other={twice.workshop.participants['Lyon']}").text)
        == "Same person"
    )


def test_a_closed_workshop_can_still_be_put_right(workshop: SmallWorkshop) -> None:
    twice = Twice(workshop)
    with workshop.change():
        workshop.move(Phase.CLOSED)
    twice.merge()
    assert len(heads(workshop)) == 5


def test_a_seat_in_another_round_goes_over(twice: Twice) -> None:
    workshop = twice.workshop
    with workshop.change():
        seat = db.session.scalars(sa.select(Seat).filter_by(participant_id=twice.kept)).one()
        db.session.delete(seat)
        other = workshop.add_group(name="Second table")
        db.session.execute(sa.delete(Seat).filter_by(participant_id=twice.double))
        seat_participant(workshop.row, other, workshop.participant("double"), by=workshop.actor())
    twice.merge()
    with workshop.look():
        assert db.session.scalars(sa.select(Seat.participant_id).filter_by(group_id=other.id)).all() == [
            twice.kept
        ]


def test_a_search_that_went_on_meanwhile_keeps_what_it_found_for_the_others(workshop: SmallWorkshop) -> None:
    two_rounds(workshop)
    with workshop.change():
        third, _ = join_workshop(
            workshop.row, organisation=organisation(workshop, "Antwerp"), display_name=NAME,
            submission="a second phone", secret=SECRET, is_another=True, by=NOBODY,
        )  # fmt: skip
        snapshot = take_snapshot(workshop.row)
        search = begin_plan(workshop.row, snapshot, seed=1, moves=MOVES, by=workshop.actor())
        merge_participants(workshop.participant("Antwerp"), third, by=workshop.actor())
        search_at_once(snapshot, search, by=workshop.actor())
        seated = db.session.scalars(sa.select(PlannedSeat.participant_id)).all()
    assert set(seated) == set(workshop.participants.values())
