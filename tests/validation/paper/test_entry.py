"""The team enters what came on paper or by proxy: once per person, with its way in, in the history."""

from collections.abc import Callable
from typing import Any

import pytest
import sqlalchemy as sa

from facilitator.breakouts.models import Group
from facilitator.breakouts.operations import close_group, reopen_group
from facilitator.breakouts.queries import seated_group, unseated
from facilitator.capture.queries import active_handover, handed_issues
from facilitator.database import db
from facilitator.live.activity import Activity
from facilitator.validation.models import Answer, Mode, Rating, Verdict
from facilitator.validation.paper.operations import enter_answers, stand_in
from facilitator.validation.paper.queries import Modes, modes
from facilitator.validation.rules import Reply
from facilitator.workshops.models import Part
from facilitator.workshops.operations import add_city
from facilitator.workshops.queries import delegates, headcount, participants
from tests.full_workshop import answer
from tests.pages import complaints, fields, lead, notices, summary, texts
from tests.people import Browser
from tests.small_workshop import SmallWorkshop

ABSENT = "Sofia"


class Room:
    """Day two with three issues at one table, and a city that sent nobody."""

    def __init__(self, workshop: SmallWorkshop) -> None:
        self.workshop = workshop
        self.group = workshop.begin_validation()
        with workshop.change():
            absent = add_city(
                workshop.row, name=ABSENT, country="EU", part=Part.INTERESTED, project=None,
                by=workshop.actor(),
            )  # fmt: skip
            workshop.cities[ABSENT] = absent.id
            self.issues = [issue.issue_id for issue in handed_issues(self.handover)]

    @property
    def handover(self) -> Any:
        """What is asked; inside of `change` or `look`."""
        return active_handover(self.workshop.row)

    def enter(self, *replies: Reply, who: str = "Antwerp", mode: Mode = Mode.PAPER, group: int = 0) -> int:
        """Enter answers to the first issues; inside of `change`."""
        workshop = self.workshop
        return enter_answers(
            seated_group(workshop.row, group or self.group), self.handover, workshop.participant(who),
            dict(zip(self.issues, replies, strict=False)), mode=mode, by=workshop.actor("rapporteur"),
        )  # fmt: skip

    def answers(self) -> list[tuple[int, Verdict | None, Mode, dict[int, int | None]]]:
        """Issue by its place, verdict, way in and scores of every answer there is."""
        with self.workshop.look():
            rows = db.session.scalars(sa.select(Answer).order_by(Answer.issue_id, Answer.id)).all()
            ratings = sa.select(Rating.answer_id, Rating.criterion_id, Rating.score)
            scores: dict[int, dict[int, int | None]] = {row.id: {} for row in rows}
            for answer_id, criterion_id, score in db.session.execute(ratings):
                scores[answer_id][criterion_id] = score
            return [(self.issues.index(row.issue_id), row.verdict, row.mode, scores[row.id]) for row in rows]

    def modes(self) -> Modes:
        with self.workshop.look():
            return modes(self.handover)

    def path(self, page: str = "") -> str:
        return self.workshop.path(f"groups/{self.group}/entry{page}")

    @property
    def antwerp(self) -> str:
        """Where the answers of Antwerp's delegate are entered."""
        return self.path(f"/people/{self.workshop.participants['Antwerp']}")

    def row(self, place: int, **typed: str) -> dict[str, str]:
        """The fields of one row."""
        return {f"{what}-{self.issues[place]}": text for what, text in typed.items()}


@pytest.fixture
def room(workshop: SmallWorkshop) -> Room:
    """The room above."""
    return Room(workshop)


def test_what_is_entered_is_the_persons_answer_and_says_how_it_came_and_who_entered_it(room: Room) -> None:
    urgency = room.workshop.criteria["urgency"]
    with room.workshop.change():
        assert room.enter(Reply(Verdict.RIGHT, scores={urgency: 7}), Reply()) == 1
    assert room.answers() == [(0, Verdict.RIGHT, Mode.PAPER, {urgency: 7})]
    with room.workshop.look():
        entered = db.session.scalars(sa.select(Answer)).one()
        assert entered.entered_by == room.workshop.accounts["rapporteur"]
        assert entered.participant_id == room.workshop.participants["Antwerp"]
    assert room.workshop.happened()[-1] == "issue.entered"


def test_a_paper_and_a_phone_of_one_person_count_once_and_both_are_in_the_history(room: Room) -> None:
    urgency, power = room.workshop.criteria["urgency"], room.workshop.criteria["power"]
    with room.workshop.change():
        answer(room.workshop, "Antwerp", room.group, Reply(Verdict.NOT_FOR_US, scores={power: 2, urgency: 3}))
        room.enter(Reply(Verdict.RIGHT, scores={urgency: 7}))
    assert room.answers() == [(0, Verdict.RIGHT, Mode.PAPER, {urgency: 7})]
    assert room.modes() == Modes(paper=1)
    with room.workshop.look():
        said = sa.select(Activity.happened, Activity.detail).order_by(Activity.id.desc()).limit(2)
        (entered, second), (answered, first) = db.session.execute(said)
    assert (answered, first["verdict"]) == ("issue.validated", "not_for_us")
    assert (entered, second["verdict"], second["mode"]) == ("issue.entered", "right", "paper")


def test_a_phone_that_speaks_after_the_paper_has_the_last_word(room: Room) -> None:
    with room.workshop.change():
        room.enter(Reply(Verdict.RIGHT))
        answer(room.workshop, "Antwerp", room.group, Reply(Verdict.NOT_FOR_US))
    assert room.answers() == [(0, Verdict.NOT_FOR_US, Mode.PHONE, {})]
    with room.workshop.look():
        assert db.session.scalars(sa.select(Answer)).one().entered_by is None


def test_what_is_entered_again_alike_changes_nothing(room: Room) -> None:
    with room.workshop.change():
        room.enter(Reply(Verdict.RIGHT))
    with room.workshop.nothing_changes(), room.workshop.change():
        assert room.enter(Reply(Verdict.RIGHT)) == 0


def test_who_sits_at_another_table_is_entered_there(room: Room) -> None:
    with room.workshop.change():
        other = room.workshop.add_group(name="Second table").id
    with room.workshop.refuses("Delegate of Antwerp is in Retrofit table. Enter the answers there."):
        room.enter(Reply(Verdict.RIGHT), group=other)


def test_who_has_no_seat_is_given_one_first(workshop: SmallWorkshop) -> None:
    workshop.begin_validation(seated=("Heerlen",))
    page = workshop.path(f"groups/1/entry/people/{workshop.participants['Antwerp']}")
    refused = Browser(workshop.app, workshop.way_in("rapporteur")).read(page)
    assert lead(refused.text) == "Delegate of Antwerp is not in this group. Add this person first."


@pytest.mark.parametrize("who", ["Lyon", "Vienna"])
def test_who_is_not_asked_has_nothing_entered(room: Room, who: str) -> None:
    sentence = f"Delegate of {who} does not represent an interested city. Only interested cities vote."
    with room.workshop.refuses(sentence):
        room.enter(Reply(Verdict.RIGHT), who=who)


def test_the_team_does_not_pass_for_a_phone(room: Room) -> None:
    with room.workshop.refuses("Choose “On paper” or “By proxy”."):
        room.enter(Reply(Verdict.RIGHT), mode=Mode.PHONE)


@pytest.mark.parametrize("score", [0, 10])
def test_scores_from_paper_are_from_1_to_9_too(room: Room, score: int) -> None:
    with room.workshop.refuses("Enter a score from 1 to 9."):
        room.enter(Reply(scores={room.workshop.criteria["urgency"]: score}))


def test_a_paper_for_a_closed_group_counts_and_is_marked_as_late(room: Room) -> None:
    workshop = room.workshop
    with workshop.change():
        room.enter(Reply(Verdict.RIGHT))
    with workshop.change():
        close_group(workshop.row, db.session.get_one(Group, room.group), by=workshop.actor())
    with workshop.change():
        room.enter(Reply(Verdict.RIGHT), Reply(Verdict.RIGHT))
    with workshop.change():
        reopen_group(db.session.get_one(Group, room.group), by=workshop.actor())
    assert room.modes() == Modes(paper=2, late=1)
    with workshop.look():
        details = db.session.execute(
            sa.select(Activity.detail["late"].as_boolean()).filter_by(happened="issue.entered")
        )
        assert list(details.scalars()) == [False, True]


# A city that has nobody in the room


def test_a_city_without_anybody_is_stood_for_by_a_proxy_that_counts_among_no_heads(room: Room) -> None:
    workshop = room.workshop
    with workshop.look():
        heads, names = headcount(workshop.row), [each.display_name for each in participants(workshop.row)]
        waiting = len(unseated(workshop.session("round")))
    with workshop.change():
        proxy = stand_in(workshop.row, workshop.city(ABSENT), by=workshop.actor())
        workshop.participants[ABSENT] = proxy.id
        assert stand_in(workshop.row, workshop.city(ABSENT), by=workshop.actor()).id == proxy.id
        room.enter(Reply(Verdict.RIGHT), who=ABSENT, mode=Mode.PROXY)
    assert room.modes() == Modes(proxy=1)
    with workshop.look():
        assert headcount(workshop.row) == heads
        assert [each.display_name for each in participants(workshop.row)] == names
        assert delegates(workshop.row, workshop.cities[ABSENT]) == 0
        assert len(unseated(workshop.session("round"))) == waiting


def test_a_city_with_somebody_in_the_room_gets_no_proxy(room: Room) -> None:
    with room.workshop.refuses("Antwerp has a delegate in the room. Enter the answers for this person."):
        stand_in(room.workshop.row, room.workshop.city("Antwerp"), by=room.workshop.actor())


def test_a_lighthouse_city_gets_no_proxy(room: Room) -> None:
    sentence = "Lyon is a lighthouse city. Only interested cities vote."
    with room.workshop.refuses(sentence):
        stand_in(room.workshop.row, room.workshop.city("Lyon"), by=room.workshop.actor())


# The pages


def test_the_rapporteur_enters_a_ballot_row_by_row(room: Room, browser_of: Callable[[str], Browser]) -> None:
    rapporteur, criteria = browser_of("rapporteur"), room.workshop.criteria
    typed = room.row(0, verdict="r", scores="79-") | room.row(
        2, verdict="C", change="Say owners", comment="Twice", need="A law"
    )
    sent = rapporteur.send(room.antwerp, typed, to=room.antwerp)
    assert (sent.status_code, sent.location) == (303, room.path())
    assert room.answers() == [
        (0, Verdict.RIGHT, Mode.PAPER,
         {criteria["relevance"]: 7, criteria["urgency"]: 9, criteria["power"]: None}),
        (2, Verdict.RIGHT_WITH_CHANGE, Mode.PAPER, {}),
    ]  # fmt: skip
    page = rapporteur.read(room.path()).text
    assert notices(page) == ["2 answers of Delegate of Antwerp were saved."]
    assert "2 of 3 · Entered by the team: 2" in texts(page)


def test_what_a_phone_has_said_stands_in_the_rows_and_a_row_that_is_left_stays_the_phones(
    room: Room, browser_of: Callable[[str], Browser]
) -> None:
    with room.workshop.change():
        answer(room.workshop, "Antwerp", room.group, Reply(Verdict.NOT_FOR_US), Reply(Verdict.RIGHT))
    rapporteur = browser_of("rapporteur")
    page = rapporteur.read(room.antwerp).text
    assert notices(page)[0].startswith("2 of these issues were answered on a phone.")
    shown = fields(page, room.antwerp)
    assert [shown[f"verdict-{id_}"] for id_ in room.issues] == [["N"], ["R"], [""]]
    rapporteur.send(room.antwerp, room.row(1, verdict="N"), to=room.antwerp)
    assert [(place, mode) for place, _, mode, _ in room.answers()] == [(0, Mode.PHONE), (1, Mode.PAPER)]


def test_a_row_nobody_touched_does_not_undo_what_a_phone_said_meanwhile(
    room: Room, browser_of: Callable[[str], Browser]
) -> None:
    rapporteur = browser_of("rapporteur")
    form = rapporteur.form(room.antwerp, room.antwerp)
    with room.workshop.change():
        answer(room.workshop, "Antwerp", room.group, Reply(Verdict.NOT_FOR_US))
    sent = rapporteur.client.post(room.antwerp, data=form | room.row(1, verdict="R"))
    assert sent.status_code == 303
    assert [(place, verdict) for place, verdict, _, _ in room.answers()] == [
        (0, Verdict.NOT_FOR_US),
        (1, Verdict.RIGHT),
    ]


@pytest.mark.one_database
@pytest.mark.parametrize(
    ("what", "typed", "said"),
    [
        ("verdict", "X", "Enter R, C, N or - for the verdict."),
        ("scores", "79", "Enter one digit for each of the 3 criteria. “79” has 2."),
        ("scores", "790", "Enter a score from 1 to 9, - for “Can’t say” or _ for no answer."),
        ("scores", "five", "Enter one digit for each of the 3 criteria. “five” has 4."),
        ("change", "Say owners", "To suggest a change, choose “Right, with a change”."),
        ("comment", "x" * 5000, "This has 5000 characters. The limit is 2000."),
    ],
)
def test_what_can_not_be_read_is_said_at_its_row_and_nothing_is_lost(
    room: Room, browser_of: Callable[[str], Browser], what: str, typed: str, said: str
) -> None:
    rows = room.row(0, verdict="R", scores="795") | room.row(1, **{what: typed})
    rapporteur = browser_of("rapporteur")
    with room.workshop.nothing_changes():
        refused = rapporteur.send(room.antwerp, rows, to=room.antwerp)
    assert refused.status_code == 422
    assert complaints(refused.text) == {f"{what}-{room.issues[1]}": [said]}
    assert summary(refused.text) == [f"RET-02 {said}"]
    shown = fields(refused.text, room.antwerp)
    assert {name: shown[name] for name in rows} == {name: [text] for name, text in rows.items()}


def test_a_refused_page_still_knows_which_rows_were_touched(
    room: Room, browser_of: Callable[[str], Browser]
) -> None:
    rapporteur = browser_of("rapporteur")
    refused = rapporteur.send(
        room.antwerp, room.row(0, verdict="R") | room.row(1, scores="79"), to=room.antwerp
    )
    again = fields(refused.text, room.antwerp) | room.row(1, scores="795")
    assert rapporteur.client.post(room.antwerp, data=again).status_code == 303
    assert [place for place, *_ in room.answers()] == [0, 1]


def test_a_way_in_that_there_is_not_is_refused(room: Room, browser_of: Callable[[str], Browser]) -> None:
    rapporteur = browser_of("rapporteur")
    with room.workshop.nothing_changes():
        refused = rapporteur.send(room.antwerp, {"mode": "phone"} | room.row(0, verdict="R"), to=room.antwerp)
    assert complaints(refused.text)["mode"] == ["Please choose one of the answers."]


def test_a_city_without_anybody_is_entered_by_proxy_and_comes_into_being_with_its_first_answer(
    room: Room, browser_of: Callable[[str], Browser]
) -> None:
    rapporteur = browser_of("rapporteur")
    page = room.path(f"/cities/{room.workshop.cities[ABSENT]}")
    with room.workshop.look():
        before = db.session.execute(sa.select(sa.func.count()).select_from(Answer)).scalar()
    rapporteur.send(page, {}, to=page)
    assert "participant.stands_in" not in room.workshop.happened()
    assert rapporteur.send(page, room.row(0, verdict="R", scores="795"), to=page).status_code == 303
    assert [(verdict, mode) for _, verdict, mode, _ in room.answers()] == [(Verdict.RIGHT, Mode.PROXY)]
    assert before == 0
    listed = rapporteur.read(room.path()).text
    assert "1 of 3 · Entered by the team: 1" in texts(listed)
    assert "Sofia" not in texts(browser_of("facilitator").read(room.workshop.path("people")).text, "td")


def test_what_stands_on_paper_is_seen_on_the_phone(room: Room, browser_of: Callable[[str], Browser]) -> None:
    browser_of("rapporteur").send(room.antwerp, room.row(0, verdict="N"), to=room.antwerp)
    page = room.workshop.path(f"groups/{room.group}/replies")
    assert browser_of("Antwerp").form(page)[f"verdict-{room.issues[0]}"] == ["not_for_us"]


# What is printed


def test_everybody_who_is_asked_gets_a_ballot_with_every_issue_and_the_way_to_its_entry(
    room: Room, browser_of: Callable[[str], Browser]
) -> None:
    page = browser_of("rapporteur").read(room.workshop.path(f"groups/{room.group}/paper?blank=1")).text
    said = texts(page)
    assert said.count("RET-01") == said.count("RET-03") == 2 * 3
    assert [
        name for name in ("Delegate of Antwerp", "Delegate of Heerlen", "Delegate of Lyon") if name in said
    ] == [
        "Delegate of Antwerp",
        "Delegate of Heerlen",
    ]
    assert page.count('class="qr-code"') == 3


def test_before_the_handover_there_is_nothing_to_print(
    workshop: SmallWorkshop, browser_of: Callable[[str], Browser]
) -> None:
    with workshop.change():
        group = workshop.add_group("Antwerp").id
    page = browser_of("viewer").read(workshop.path(f"groups/{group}/paper")).text
    assert "Nothing to print yet" in texts(page)
