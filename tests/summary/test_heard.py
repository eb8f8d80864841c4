"""What the process keeps of the answers is what the database holds, whatever happened, whoever wrote it."""

import random
from collections.abc import Callable
from contextlib import suppress
from dataclasses import replace
from typing import Any

import pytest
import sqlalchemy as sa

from facilitator import create_app
from facilitator.access.actor import NOBODY
from facilitator.capture.models import Kind
from facilitator.capture.operations import add_card, hide_card, link_cards
from facilitator.capture.queries import active_handover, card_by_reference
from facilitator.database import db
from facilitator.errors import NotFound
from facilitator.live.activity import Activity, record, record_each
from facilitator.live.events import Event
from facilitator.summary import answer_counts as keeping
from facilitator.summary.answer_counts import Heard, heard
from facilitator.summary.queries import results
from facilitator.transactions import transaction
from facilitator.validation.city_votes.operations import speak_for_city
from facilitator.validation.criteria.operations import change_criterion
from facilitator.validation.models import Answer, Mode, Rating, Verdict
from facilitator.validation.moderation.operations import hide_words, restore_words
from facilitator.validation.moderation.queries import words_of
from facilitator.validation.rules import Reply
from facilitator.workshops.models import City, Organisation, Participant
from tests.databases import settings
from tests.small_workshop import SmallWorkshop
from tests.statements import asked
from tests.summary.panel import Panel, panel_of

CITIES = ("Aarhus", "Graz", "Sofia")


def kept(workshop: SmallWorkshop) -> Heard:
    """What the process has, led after the database."""
    with workshop.look():
        return heard(workshop.id, active_handover(workshop.row))


def from_scratch(workshop: SmallWorkshop) -> Heard:
    """What a process says that has just begun; what this one has stays as it is."""
    before = dict(keeping._kept)  # noqa: SLF001 - the memory of the process is what is tested
    keeping._kept.clear()  # noqa: SLF001
    try:
        return kept(workshop)
    finally:
        keeping._kept.update(before)  # noqa: SLF001


def answer_again(panel: Panel, city: str, issue: int, score: int | None) -> None:
    """A delegate's answer after the discussion, entered by the team."""
    with panel.workshop.change():
        issue_id, person = panel.issue_id(issue), panel.people[city][0]
        known = db.session.scalars(
            sa.select(Answer).filter_by(issue_id=issue_id, participant_id=person, take=2)
        ).one_or_none()
        handover = active_handover(panel.workshop.row)
        assert handover is not None
        again = known or Answer(
            workshop_id=panel.workshop.id, group_id=panel.group_id, handover_id=handover.id, take=2,
            issue_id=issue_id, participant_id=person, mode=Mode.PAPER,
            entered_by=panel.workshop.accounts["rapporteur"],
        )  # fmt: skip
        db.session.add(again)
        db.session.flush()
        key = {"answer_id": again.id, "criterion_id": panel.workshop.criteria["relevance"]}
        db.session.execute(sa.delete(Rating).filter_by(**key))
        if score is not None:
            db.session.add(Rating(**key, workshop_id=again.workshop_id, score=score))
        db.session.flush()
        record_each(Event.ISSUE_ENTERED, {issue_id: {}}, again, by=panel.workshop.actor())


def steps(panel: Panel, dice: random.Random) -> list[Callable[[], None]]:
    """What may happen in a room, each with its own values."""
    city, issue, score = dice.choice(CITIES), dice.randint(1, 3), dice.choice((1, 5, 9, None))
    newcomer = f"City {dice.random()}"
    verdict, word = dice.choice((None, *Verdict)), dice.choice(("", "So it is"))
    return [
        lambda: panel.answer(city, issue, relevance=score, verdict=verdict, comment=word),
        lambda: panel.answer(city, issue, delegate=1, relevance=score, urgency=score),
        lambda: panel.reply(panel.people[city][1], issue, Reply()),
        lambda: panel.reply(panel.workshop.participants["Lyon"], issue, Reply(Verdict.RIGHT)),
        lambda: answer_again(panel, city, issue, score),
        lambda: panel.seat(newcomer),
        lambda: hide(panel),
        lambda: moderate(panel, city, issue),
    ]


def hide(panel: Panel) -> None:
    with panel.workshop.change():
        issue = panel.workshop.add_issue(title="Typed by mistake")
        hide_card(issue, reason="Entered twice", by=panel.workshop.actor())


def moderate(panel: Panel, city: str, issue: int) -> None:
    """Hide what a delegate wrote of an issue, if anything, or bring it back."""
    workshop = panel.workshop
    with suppress(NotFound), workshop.change():
        words = words_of(workshop.row, f"RET-{issue:02}", panel.people[city][0])
        if words.hiding:
            restore_words(words, by=workshop.actor())
        else:
            hide_words(words, reason="names a person", by=workshop.actor())


@pytest.mark.parametrize("seed", range(4))
def test_what_is_kept_equals_what_is_read_from_scratch_after_every_step(
    workshop: SmallWorkshop, seed: int
) -> None:
    panel, dice = panel_of(workshop), random.Random(seed)
    panel.seat(*CITIES, people=2)
    for _ in range(12):
        dice.choice(steps(panel, dice))()
        assert kept(workshop) == from_scratch(workshop)


def test_the_answers_of_one_city_are_read_and_no_others(workshop: SmallWorkshop) -> None:
    panel = panel_of(workshop, *CITIES)
    for city in CITIES:
        panel.answer(city, relevance=7)
    before = kept(workshop)
    panel.answer("Graz", relevance=8)
    after = kept(workshop)
    [issue] = after.answers
    assert after.answers[issue]["Graz"].scores != before.answers[issue]["Graz"].scores
    assert after.answers[issue]["Sofia"] is before.answers[issue]["Sofia"]


def test_while_nothing_happens_one_statement_tells_so(workshop: SmallWorkshop) -> None:
    panel = panel_of(workshop, "Graz")
    panel.answer("Graz", relevance=7)
    first = kept(workshop)
    with asked(workshop.app) as statements:
        assert kept(workshop) is first
    assert [statement for statement in statements if "activity" in statement] == statements[-1:]


def test_two_processes_on_one_database_say_the_same(
    workshop: SmallWorkshop, tmp_path_factory: pytest.TempPathFactory
) -> None:
    panel = panel_of(workshop, "Graz", "Sofia")
    with workshop.app.app_context():
        url = db.engine.url.render_as_string(hide_password=False)
    other = create_app(settings(tmp_path_factory.mktemp("other"), url))
    for score in (7, 2):
        panel.answer("Graz", relevance=score)
        here = kept(workshop)
        with other.app_context():
            assert heard(workshop.id, active_handover(workshop.row)) == here
    with other.app_context():
        db.engine.dispose()


def test_what_was_rolled_back_is_not_kept(workshop: SmallWorkshop) -> None:
    panel = panel_of(workshop, "Graz")
    panel.answer("Graz", relevance=7)
    with workshop.app.app_context(), suppress(ZeroDivisionError), transaction(writing=True):
        db.session.add(Activity(workshop_id=workshop.id, happened="stars.aligned"))
        db.session.flush()
        db.session.execute(sa.update(Rating).values(score=1))
        heard(workshop.id, active_handover(workshop.row))
        raise ZeroDivisionError
    panel.answer("Graz", 2, relevance=9)
    assert kept(workshop) == from_scratch(workshop)


def test_a_database_put_back_from_a_copy_is_read_anew(workshop: SmallWorkshop) -> None:
    panel = panel_of(workshop, "Graz")
    panel.answer("Graz", relevance=7)
    kept(workshop)
    with workshop.change():
        newest = db.session.scalars(sa.select(Activity).order_by(Activity.id.desc())).first()
        assert newest is not None
        db.session.delete(newest)
        db.session.execute(sa.update(Rating).values(score=2))
    panel.answer("Graz", 2, relevance=9)
    assert kept(workshop) == from_scratch(workshop)
    assert panel.result(1).dots[0].value == 2


def test_a_delegate_whose_organisation_changes_city_takes_their_answers_along(
    workshop: SmallWorkshop,
) -> None:
    panel = panel_of(workshop, "Graz", "Sofia")
    panel.answer("Graz", relevance=7)
    kept(workshop)
    with workshop.change():
        person = db.session.get_one(Participant, panel.people["Graz"][0])
        person.organisation_id = db.session.scalars(
            sa.select(Organisation.id).filter_by(name="City of Sofia")
        ).one()
        record(Event.PARTICIPANT_MOVED, person, by=NOBODY)
    assert [dot.city for dot in panel.result(1).dots] == ["Sofia"]


def test_the_last_take_counts_and_the_first_is_shown_beside_it(workshop: SmallWorkshop) -> None:
    panel = panel_of(workshop, "Graz", "Sofia")
    panel.answer("Graz", relevance=3, verdict=Verdict.RIGHT)
    panel.answer("Sofia", relevance=8)
    answer_again(panel, "Graz", 1, 7)
    result = panel.result(1)
    assert {dot.city: dot.value for dot in result.dots} == {"Graz": 7, "Sofia": 8}
    assert [(move.city, move.before, move.after) for move in result.moves] == [("Graz", 3, 7)]
    assert (result.stability.stayed, result.stability.higher) == (0, 1)


def test_what_was_said_in_words_before_the_discussion_is_not_lost_by_a_second_answer(
    workshop: SmallWorkshop,
) -> None:
    panel = panel_of(workshop, "Graz")
    panel.answer("Graz", relevance=3, comment="Our owners say so, too")
    answer_again(panel, "Graz", 1, 7)
    assert [(said.city, said.text) for said in panel.result(1).remarks] == [
        ("Graz", "Our owners say so, too")
    ]


def test_a_second_take_that_was_emptied_leaves_the_first_in_its_place(workshop: SmallWorkshop) -> None:
    panel = panel_of(workshop, "Graz")
    panel.answer("Graz", relevance=3)
    answer_again(panel, "Graz", 1, 7)
    answer_again(panel, "Graz", 1, None)
    assert [dot.value for dot in panel.result(1).dots] == [3]


def test_a_city_that_answered_in_the_second_take_alone_has_answered(workshop: SmallWorkshop) -> None:
    panel = panel_of(workshop, "Graz")
    answer_again(panel, "Graz", 1, 7)
    result = panel.result(1)
    assert (result.answered.cities, result.moves) == (1, ())


def test_what_is_unknown_to_the_process_makes_it_read_all(workshop: SmallWorkshop) -> None:
    panel = panel_of(workshop, "Graz")
    panel.answer("Graz", relevance=7)
    before = kept(workshop)
    with workshop.change():
        db.session.execute(sa.update(Rating).values(score=2))
        db.session.add(Activity(workshop_id=workshop.id, happened="stars.aligned"))
        db.session.flush()
    assert kept(workshop).answers != before.answers
    assert kept(workshop) == from_scratch(workshop)


def test_before_the_handover_nothing_has_been_said(workshop: SmallWorkshop) -> None:
    assert kept(workshop).answers == {}
    with workshop.look():
        assert results(workshop.row).handover is None


def test_a_proxy_is_a_city_and_no_head(workshop: SmallWorkshop) -> None:
    panel = panel_of(workshop, "Graz", "Sofia")
    with workshop.change():
        person = db.session.get_one(Participant, panel.people["Graz"][0])
        person.proxy_by = workshop.accounts["rapporteur"]
        record(Event.PARTICIPANT_STANDS_IN, person, by=NOBODY)
    for city in ("Graz", "Sofia"):
        panel.answer(city, relevance=7)
    assert (panel.result(1).answered.cities, panel.result(1).answered.people) == (2, 1)
    assert (panel.results().entitled.cities, panel.results().entitled.people) == (2, 1)


def test_workshops_that_nobody_asks_for_leave_the_memory(workshop: SmallWorkshop) -> None:
    with workshop.look():
        for number in range(keeping.KEPT + 3):
            heard(workshop.id + number, None)
        assert len(keeping._kept[db.engine]) == keeping.KEPT  # noqa: SLF001


def concluded(workshop: SmallWorkshop) -> list[Any]:
    """The results and the order of a measure, without the rows that a session reads."""
    with workshop.look():
        measure = results(workshop.row, workshop.measure()).measures[0]
        return [
            *((each.criterion.name, each.rated) for issue in measure.issues for each in issue.ratings),
            *(replace(issue, ratings=()) for issue in measure.issues),
            measure.order,
        ]


def other_deeds(panel: Panel) -> list[Callable[[], object]]:
    """What the team does that no answer tells of, each of which changes results."""
    workshop, by = panel.workshop, panel.workshop.actor()
    handover = active_handover(workshop.row)
    assert handover
    issue = card_by_reference(workshop.row, "RET-01")
    solution = {"title": "A contact", "text": ""}
    word = Reply(Verdict.NOT_FOR_US, scores={workshop.criteria["relevance"]: 1})
    words = {"name": "Weight", "question": "", "low": "", "high": ""}
    graz = db.session.scalars(sa.select(City).filter_by(name="Graz")).one()
    return [
        lambda: speak_for_city(handover, issue.id, graz, word, by=by, reason="They said so"),
        lambda: link_cards(issue, add_card(workshop.measure(), Kind.SOLUTION, solution, by=by), by=by),
        lambda: change_criterion(workshop.criterion("relevance"), words, weight=1.0, by=by),
        lambda: hide_card(card_by_reference(workshop.row, "RET-03"), reason="twice", by=by),
    ]


@pytest.mark.parametrize("deed", range(4))
def test_what_was_concluded_is_concluded_anew_once_anything_has_happened(
    workshop: SmallWorkshop, deed: int
) -> None:
    panel = panel_of(workshop, *CITIES, "Riga", "Tartu")
    for place, city in enumerate(panel.people):
        for issue in (1, 2, 3):
            panel.answer(city, issue, relevance=1 + (place * issue) % 9)
    before = concluded(workshop)
    assert concluded(workshop) == before
    with workshop.change():
        other_deeds(panel)[deed]()
    after = concluded(workshop)
    assert after != before
    keeping._kept.clear()  # noqa: SLF001 - as in a new process
    assert after == concluded(workshop)


def test_while_nothing_happens_no_result_is_worked_out_twice(workshop: SmallWorkshop) -> None:
    panel = panel_of(workshop, "Graz")
    panel.answer("Graz", relevance=7)
    first = kept(workshop)
    concluded(workshop)
    [known] = first.concluded.values()
    concluded(workshop)
    assert kept(workshop) is first
    assert [each is known for each in first.concluded.values()] == [True]
    panel.answer("Graz", relevance=8)
    assert kept(workshop).concluded == {}
