"""Invented people act through both days: step by step, or in time; they leave what is closed."""

from collections import Counter
from typing import Any

import pytest
import sqlalchemy as sa

from facilitator.access.policy import Phase
from facilitator.agenda.models import Session
from facilitator.agenda.operations import close_session, open_session
from facilitator.breakouts.group_work.models import GroupNote
from facilitator.breakouts.planning.queries import published_rounds
from facilitator.breakouts.queries import rounds, seated_groups
from facilitator.capture.models import Aspect, Card, Evidence, Kind, Wording
from facilitator.capture.operations import hide_card
from facilitator.database import db
from facilitator.rehearsal import invented
from facilitator.rehearsal.models import RehearsalStep
from facilitator.rehearsal.playing import go_on_playing, wait_for_players
from facilitator.validation.models import Answer, Rating, Verdict
from facilitator.workshops.models import Participant, Presence
from facilitator.workshops.operations import move_workshop
from tests.pages import notices
from tests.people import Browser
from tests.rehearsal.rehearsing import (
    BrowserOf,
    acts,
    begin,
    copy_of,
    let_pass,
    numbers,
    play,
    player_for,
    rehearsal_of,
    scenes,
)
from tests.small_workshop import SmallWorkshop

PEOPLE = 40


@pytest.fixture
def organiser(workshop: SmallWorkshop, browser_of: BrowserOf) -> Browser:
    """The organiser, who has begun a rehearsal."""
    browser = browser_of("organiser")
    begin(workshop, browser, PEOPLE)
    return browser


def rows(workshop: SmallWorkshop, model: Any) -> list[Any]:
    """What is in the rehearsal of a kind; inside of `change` or `look`."""
    return list(db.session.scalars(sa.select(model).filter_by(workshop_id=copy_of(workshop).id)))


@pytest.mark.one_database
def test_each_step_is_played_by_its_button_and_the_page_says_how_far_it_is(
    workshop: SmallWorkshop, organiser: Browser
) -> None:
    page = workshop.path("rehearsal")
    for step, phase in (
        (RehearsalStep.DAY_ONE, Phase.DAY_ONE),
        (RehearsalStep.HANDOVER, Phase.HANDED_OVER),
        (RehearsalStep.GROUPS, Phase.HANDED_OVER),
        (RehearsalStep.DAY_TWO, Phase.DAY_TWO),
        (RehearsalStep.CLOSING, Phase.CLOSED),
    ):
        shown = organiser.read(page).text
        assert f'name="until"\n    value="{step}">{step.word}</button>' in shown
        answer = organiser.send(page, {"until": step}, to=f"{page}/play")
        assert (answer.status_code, answer.location) == (303, page)
        wait_for_players(600)
        with workshop.look():
            assert copy_of(workshop).phase is phase
    assert notices(organiser.read(page).text) == ["Both days have been played."]
    assert {over for _, over in acts(workshop).values()} == {True}


@pytest.mark.usefixtures("organiser")
def test_most_people_come_some_late_and_some_never(workshop: SmallWorkshop) -> None:
    play(workshop, RehearsalStep.DAY_ONE)
    with workshop.look():
        people: list[Participant] = rows(workshop, Participant)
        moments = Counter(person.presence for person in people)
        assert moments == {Presence.LISTED: 1, Presence.JOINED: 11, Presence.HERE: 28}
        assert len({person.display_name for person in people}) == PEOPLE
        of_cities = [sum(p.organisation.spoken_name == c for p in people) for c in workshop.cities]
        assert max(of_cities) - min(of_cities) <= 2
    assert acts(workshop)["People arrive"] == (37, True)


@pytest.mark.usefixtures("organiser")
def test_day_one_has_issues_with_evidence_and_what_helps(workshop: SmallWorkshop) -> None:
    play(workshop, RehearsalStep.DAY_ONE)
    with workshop.look():
        cards: list[Card] = rows(workshop, Card)
        of_kind = {kind: sum(card.kind is kind for card in cards) for kind in Kind}
        assert of_kind == {Kind.ISSUE: 12, Kind.ENABLER: 4, Kind.STRATEGY: 4, Kind.SOLUTION: 6}
        assert all(card.participant_id for card in cards)
        assert len(rows(workshop, Evidence)) > of_kind[Kind.ISSUE]


@pytest.mark.usefixtures("organiser")
def test_groups_are_planned_for_all_and_published(workshop: SmallWorkshop) -> None:
    play(workshop, RehearsalStep.GROUPS)
    with workshop.look():
        copy = copy_of(workshop)
        assert published_rounds(copy) == {round_.id for round_ in rounds(copy)}
        tables = seated_groups(copy)
        assert sum(len(table.people) for table in tables) == PEOPLE
        assert {table.group.measure.prefix for table in tables} == {"RET", "ENG"}


@pytest.mark.usefixtures("organiser")
@pytest.mark.one_database
def test_day_two_has_ballots_with_all_kinds_of_answers(workshop: SmallWorkshop) -> None:
    play(workshop, RehearsalStep.DAY_TWO)
    with workshop.look():
        answers: list[Answer] = rows(workshop, Answer)
        assert {answer.verdict for answer in answers} == set(Verdict)
        authors = {answer.participant_id for answer in answers}
        assert 30 <= len(authors) < PEOPLE  # who is silent, or has not come, says nothing
        scores = {rating.score for rating in rows(workshop, Rating)}
        assert None in scores
        assert len(scores) > 5
    assert acts(workshop)["Round one"][1]


def test_two_rehearsals_of_one_seed_are_alike() -> None:
    assert invented.names(1_000, 5) == invented.names(1_000, 5)
    assert len(set(invented.names(1_000, 5))) == 1_000
    assert invented.names(100, 5) != invented.names(100, 6)
    titles = [invented.issue(number, 5, "Topic A")["title"] for number in range(60)]
    assert len(set(titles)) == 60
    assert max(map(len, titles)) <= 200
    assert max(len(invented.issue(number, 5, "M" * 120)["title"]) for number in range(60)) <= 200


@pytest.mark.usefixtures("organiser")
def test_in_time_people_act_bit_by_bit_while_the_session_goes_on(workshop: SmallWorkshop) -> None:
    player = player_for(workshop, RehearsalStep.DAY_ONE, speed=60)
    at = let_pass(player, 15)
    arrived, over = acts(workshop)["People arrive"]
    assert 10 < arrived < 37
    assert not over
    at = let_pass(player, 20, since=at)
    assert acts(workshop)["People arrive"] == (37, True)
    with workshop.look():
        assert copy_of(workshop).phase is Phase.DAY_ONE
    before = acts(workshop)["Capture Retrofit"][0]
    let_pass(player, 20, since=at)
    assert before < acts(workshop)["Capture Retrofit"][0] < 34


def test_paused_nobody_acts_and_then_it_goes_on(workshop: SmallWorkshop, organiser: Browser) -> None:
    player = player_for(workshop, RehearsalStep.DAY_TWO, speed=60)
    at = let_pass(player, 10)
    done = acts(workshop)
    page = workshop.path("rehearsal")
    assert organiser.send(page, {}, to=f"{page}/pause").status_code == 303
    assert player.play(at) is None
    assert acts(workshop) == done
    play(workshop, RehearsalStep.DAY_ONE)
    assert acts(workshop)["Capture Citizen engagement"][1]


@pytest.mark.usefixtures("organiser")
def test_who_steers_by_hand_opens_and_closes_and_people_act_in_what_is_open(workshop: SmallWorkshop) -> None:
    player = player_for(workshop, RehearsalStep.DAY_TWO, speed=60, steers=False)
    at = let_pass(player, 40)
    assert acts(workshop) == {"People arrive": (37, True)}
    with workshop.look():
        assert copy_of(workshop).phase is Phase.PREPARATION
    with workshop.change():
        copy, by = copy_of(workshop), workshop.actor()
        move_workshop(copy, Phase.DAY_ONE, by=by)
        second = _session(copy.id, "Capture Citizen engagement")
        open_session(copy, second, by=by)
    at = let_pass(player, 30, since=at)
    played = acts(workshop)["Capture Citizen engagement"]
    assert played[0] > 5
    assert "Capture Retrofit" not in acts(workshop)
    with workshop.change():
        close_session(_session(copy_of(workshop).id, "Capture Citizen engagement"), by=workshop.actor())
    let_pass(player, 10, since=at)
    assert acts(workshop)["Capture Citizen engagement"] == (played[0], True)


def _session(workshop_id: int, title: str) -> Session:
    return db.session.scalars(sa.select(Session).filter_by(workshop_id=workshop_id, title=title)).one()


@pytest.mark.usefixtures("organiser")
@pytest.mark.one_database
def test_what_a_facilitator_does_in_between_by_hand_is_left_as_it_is(workshop: SmallWorkshop) -> None:
    with workshop.change():
        copy, by = copy_of(workshop), workshop.actor()
        move_workshop(copy, Phase.DAY_ONE, by=by)
        open_session(copy, _session(copy.id, "Capture Retrofit"), by=by)
        close_session(_session(copy.id, "Capture Retrofit"), by=by)
    play(workshop, RehearsalStep.DAY_ONE)
    assert acts(workshop)["Capture Retrofit"] == (0, True)
    with workshop.change():
        issue = next(card for card in rows(workshop, Card) if card.kind is Kind.ISSUE)
        hide_card(issue, reason="Said twice", by=workshop.actor())
    play(workshop, RehearsalStep.CLOSING)
    with workshop.look():
        assert copy_of(workshop).phase is Phase.CLOSED
        assert db.session.scalars(sa.select(Answer).filter_by(issue_id=issue.id)).all() == []


@pytest.mark.one_database
def test_what_the_workshop_does_not_allow_pauses_the_rehearsal_with_the_reason(
    workshop: SmallWorkshop, organiser: Browser
) -> None:
    play(workshop, RehearsalStep.DAY_ONE)
    with workshop.change():
        for card in rows(workshop, Card):
            hide_card(card, reason="Tried out", by=workshop.actor())
    play(workshop, RehearsalStep.HANDOVER)
    page = organiser.read(workshop.path("rehearsal")).text
    assert notices(page)[-1] == ("The rehearsal could not go on There are no issues for the handover yet.")
    with workshop.look():
        assert rehearsal_of(workshop).until is None
        assert copy_of(workshop).phase is Phase.DAY_ONE


@pytest.mark.usefixtures("organiser")
def test_two_who_play_the_same_rehearsal_do_not_play_it_twice(workshop: SmallWorkshop) -> None:
    first = player_for(workshop, RehearsalStep.DAY_ONE)
    second = player_for(workshop, RehearsalStep.DAY_ONE)
    assert first.play() == 0.01
    assert second.play() == 2.0
    first.run()
    assert numbers(workshop)["people"] == PEOPLE


@pytest.mark.usefixtures("organiser")
def test_the_next_server_goes_on_where_a_killed_one_was(workshop: SmallWorkshop) -> None:
    killed = player_for(workshop, RehearsalStep.DAY_ONE)
    for _ in range(3):
        killed.play()
    done = acts(workshop)
    assert not any(over for _, over in done.values())
    with workshop.change():
        rehearsal_of(workshop).played_at = None  # as if it were long ago
    go_on_playing(workshop.app)
    wait_for_players(600)
    assert acts(workshop)["People arrive"] == (37, True)
    with workshop.look():
        assert rehearsal_of(workshop).until is None
        assert len(rows(workshop, Participant)) == PEOPLE
        assert all(each.is_over for each in scenes(workshop) if each.scene.step is RehearsalStep.DAY_ONE)


@pytest.mark.usefixtures("organiser")
@pytest.mark.one_database
def test_what_is_said_of_an_issue_fits_its_aspect(workshop: SmallWorkshop) -> None:
    play(workshop, RehearsalStep.DAY_TWO)
    known = invented.words()

    def fits(kind: str, aspect: Aspect | None, said: str) -> bool:
        texts = [*known[kind].get("any", ()), *known[kind].get(str(aspect), ())]
        return said in [text[0] if isinstance(text, list) else text for text in texts]

    with workshop.look():
        copy = copy_of(workshop)
        wordings = db.session.scalars(sa.select(Wording).filter_by(workshop_id=copy.id))
        aspects = {wording.card_id: wording.aspect for wording in wordings}
        answers = db.session.scalars(sa.select(Answer).filter_by(workshop_id=copy.id)).all()
        said = [
            (kind, aspects[answer.issue_id], text)
            for answer in answers
            for kind, text in (
                ("changes", answer.change), ("comments", answer.comment), ("needs", answer.need),
            )
            if text
        ]  # fmt: skip
        notes = db.session.scalars(sa.select(GroupNote).filter_by(workshop_id=copy.id)).all()
        said += [("group_notes", aspects[note.issue_id], note.text) for note in notes if note.issue_id]
    assert {kind for kind, *_ in said} == {"changes", "comments", "needs", "group_notes"}
    assert [each for each in said if not fits(*each)] == []
