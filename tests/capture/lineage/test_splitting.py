"""A card that says two things is split into parts with numbers of their own, and put together again."""

import pytest

from facilitator.access.policy import Phase
from facilitator.capture.handover.operations import freeze_handover
from facilitator.capture.lineage.operations import split_card, undo_splitting
from facilitator.capture.lineage.queries import origins_of, present_card, present_cards
from facilitator.capture.links import chain
from facilitator.capture.models import Kind, Splitting, Stance
from facilitator.capture.operations import add_card, link_cards
from facilitator.capture.queries import linked_cards
from facilitator.database import db
from facilitator.errors import RuleBroken
from tests.capture.lineage.test_merging import (
    SOLUTION,
    card,
    contribute,
    in_sight,
    merge,
    said,
    say,
    title,
    undo,
)
from tests.small_workshop import AN_ISSUE, SmallWorkshop

PARTS = [AN_ISSUE | {"title": "The first half"}, AN_ISSUE | {"title": "The second half"}]


def split(workshop: SmallWorkshop, ref: str = "RET-01") -> int:
    with workshop.change():
        return split_card(card(workshop, ref), PARTS, by=workshop.actor()).id


def put_together(workshop: SmallWorkshop, splitting_id: int) -> None:
    with workshop.change():
        undo_splitting(db.session.get_one(Splitting, splitting_id), by=workshop.actor())


def test_the_parts_have_numbers_of_their_own_and_the_origin_is_out_of_sight(workshop: SmallWorkshop) -> None:
    contribute(workshop, 1)
    split(workshop)
    assert in_sight(workshop) == ["RET-02", "RET-03"]
    assert title(workshop, "RET-02") == "The first half"
    assert workshop.happened()[-3:] == ["issue.added", "issue.added", "card.split"]
    with workshop.look():
        origins = origins_of(workshop.id)
        first, second = card(workshop, "RET-01"), card(workshop, "RET-02")
        assert origins[first.id].onward == ("RET-02", "RET-03")
        assert origins[second.id].split_from == ("RET-01",)
        assert len(present_cards(workshop.id, first.id)) == 2
        assert present_card(workshop.id, first.id) is None


def test_what_was_said_on_the_origin_counts_at_each_part_unless_the_city_says_otherwise_there(
    workshop: SmallWorkshop,
) -> None:
    contribute(workshop, 1)
    say(workshop, "RET-01", "Lyon", Stance.SOLVED)
    split(workshop)
    say(workshop, "RET-03", "Lyon", Stance.EXPECT)
    assert said(workshop, "RET-02") == {"Lyon": Stance.SOLVED}
    assert said(workshop, "RET-03") == {"Lyon": Stance.EXPECT}


def test_what_helps_with_the_origin_helps_with_each_part(workshop: SmallWorkshop) -> None:
    contribute(workshop, 1)
    with workshop.change():
        helps = add_card(workshop.measure(), Kind.SOLUTION, SOLUTION, by=workshop.actor())
        link_cards(card(workshop, "RET-01"), helps, by=workshop.actor())
    split(workshop)
    with workshop.look():
        assert chain(workshop.id)[card(workshop, "RET-S01").id] == ["RET-02", "RET-03"]
        assert [linked.ref for linked in linked_cards(card(workshop, "RET-03"))] == ["RET-S01"]


def test_put_together_again_the_origin_has_what_was_said_on_its_parts(workshop: SmallWorkshop) -> None:
    contribute(workshop, 1)
    say(workshop, "RET-01", "Lyon", Stance.MET)
    splitting = split(workshop)
    say(workshop, "RET-02", "Vienna", Stance.SOLVED)
    say(workshop, "RET-03", "Lyon", Stance.EXPECT)
    put_together(workshop, splitting)
    assert in_sight(workshop) == ["RET-01"]
    assert said(workshop, "RET-01") == {"Lyon": Stance.MET, "Vienna": Stance.SOLVED}
    assert workshop.happened()[-1:] == ["card.unsplit"]
    with workshop.look():
        assert present_card(workshop.id, card(workshop, "RET-02").id) == card(workshop, "RET-01").id


def test_a_card_that_was_put_together_again_can_be_split_again(workshop: SmallWorkshop) -> None:
    contribute(workshop, 1)
    put_together(workshop, split(workshop))
    split(workshop)
    assert in_sight(workshop) == ["RET-04", "RET-05"]


def test_a_part_merged_elsewhere_stays_there_when_the_rest_is_put_together(workshop: SmallWorkshop) -> None:
    contribute(workshop, 2)
    say(workshop, "RET-01", "Lyon", Stance.MET)
    splitting = split(workshop)
    merging = merge(workshop, "RET-02", "RET-03")
    assert said(workshop, "RET-02") == {"Lyon": Stance.MET}
    put_together(workshop, splitting)
    assert in_sight(workshop) == ["RET-01", "RET-02"]
    assert said(workshop, "RET-02") == {}
    undo(workshop, merging)
    assert in_sight(workshop) == ["RET-01", "RET-02"]
    with workshop.look():
        assert present_card(workshop.id, card(workshop, "RET-03").id) == card(workshop, "RET-01").id


def test_two_parts_merged_again_have_what_was_said_on_the_origin_once(workshop: SmallWorkshop) -> None:
    contribute(workshop, 1)
    say(workshop, "RET-01", "Lyon", Stance.MET)
    split(workshop)
    merge(workshop, "RET-02", "RET-03")
    assert said(workshop, "RET-02") == {"Lyon": Stance.MET}


def test_a_step_is_not_taken_back_if_words_would_then_count_nowhere(workshop: SmallWorkshop) -> None:
    contribute(workshop, 1)
    outer = split(workshop)
    inner = split(workshop, "RET-02")
    put_together(workshop, outer)
    merging = merge(workshop, "RET-04", "RET-01")
    with workshop.refuses("The result of this step was merged later. Undo that merge first."):
        undo_splitting(db.session.get_one(Splitting, inner), by=workshop.actor())
    undo(workshop, merging)
    put_together(workshop, inner)
    assert in_sight(workshop) == ["RET-01"]


@pytest.mark.parametrize("parts", [0, 1])
def test_nothing_is_split_into_less_than_two(workshop: SmallWorkshop, parts: int) -> None:
    contribute(workshop, 1)
    with workshop.refuses("Enter at least two parts. Give each part a different title."):
        split_card(card(workshop, "RET-01"), PARTS[:parts], by=workshop.actor())


def test_what_has_been_split_is_neither_split_nor_merged_again(workshop: SmallWorkshop) -> None:
    contribute(workshop, 2)
    split(workshop)
    for deed in (lambda: split(workshop), lambda: merge(workshop, "RET-02", "RET-01")):
        with (
            workshop.nothing_changes(),
            pytest.raises(RuleBroken, match=("The facilitator split RET-01 into RET-03")),
        ):
            deed()


def test_a_folded_part_is_told_to_have_been_put_back(workshop: SmallWorkshop) -> None:
    contribute(workshop, 2)
    put_together(workshop, split(workshop))
    with (
        workshop.nothing_changes(),
        pytest.raises(RuleBroken, match=("The facilitator put RET-03 back into RET-01")),
    ):
        merge(workshop, "RET-02", "RET-03")


def test_parts_that_day_two_answers_to_are_not_put_together(workshop: SmallWorkshop) -> None:
    contribute(workshop, 1)
    splitting = split(workshop)
    with workshop.change():
        freeze_handover(workshop.row, name="Day one", by=workshop.actor())
    with workshop.refuses("RET-02 is in the handover, and day two uses it. Reopen day one first."):
        undo_splitting(db.session.get_one(Splitting, splitting), by=workshop.actor())


def test_what_day_two_answers_to_is_not_split(workshop: SmallWorkshop) -> None:
    workshop.go_to(Phase.DAY_TWO)
    with workshop.refuses("RET-01 is in the handover, and day two uses it. Reopen day one first."):
        split_card(card(workshop, "RET-01"), PARTS, by=workshop.actor())


def test_a_splitting_is_not_taken_back_twice(workshop: SmallWorkshop) -> None:
    contribute(workshop, 1)
    splitting = split(workshop)
    put_together(workshop, splitting)
    with workshop.nothing_changes(), pytest.raises(RuleBroken, match=r"^The facilitator already undid this"):
        put_together(workshop, splitting)
