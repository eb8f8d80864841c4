"""Cards that say the same are made into one; nothing is lost, and each step can be taken back."""

from collections.abc import Sequence
from zoneinfo import ZoneInfo

import pytest

from facilitator.access.policy import Phase
from facilitator.capture.evidence import tallies
from facilitator.capture.handover.operations import freeze_handover, reopen_handover
from facilitator.capture.lineage.operations import merge_cards, undo_merging
from facilitator.capture.lineage.queries import merging_of, origins_of, present_card
from facilitator.capture.links import chain
from facilitator.capture.models import Card, Kind, Merging, Stance
from facilitator.capture.operations import (
    add_card,
    give_evidence,
    hide_card,
    link_cards,
    reword_card,
    unlink_cards,
)
from facilitator.capture.queries import (
    card_by_reference,
    cards_in_sight,
    current_wording,
    handed_issues,
    linked_cards,
)
from facilitator.database import db
from facilitator.errors import NotFound
from tests.small_workshop import AN_ISSUE, SmallWorkshop

SOLUTION = {"title": "One contact person", "text": ""}


def card(workshop: SmallWorkshop, ref: str) -> Card:
    return card_by_reference(workshop.row, ref)


def contribute(workshop: SmallWorkshop, count: int) -> None:
    """So many issues, RET-01 and on."""
    workshop.go_to(Phase.DAY_ONE)
    with workshop.change():
        for number in range(1, count + 1):
            workshop.add_issue(title=f"Issue number {number}")


def merge(workshop: SmallWorkshop, into: str, *origins: str, title: str = "") -> int:
    wording = AN_ISSUE | {"title": title} if title else None
    with workshop.change():
        target = card(workshop, into)
        based_on = current_wording(target).version
        cards = [card(workshop, ref) for ref in origins]
        return merge_cards(target, cards, wording=wording, based_on=based_on, by=workshop.actor()).id


def undo(workshop: SmallWorkshop, merging_id: int) -> bool:
    with workshop.change():
        return undo_merging(db.session.get_one(Merging, merging_id), by=workshop.actor())


def say(workshop: SmallWorkshop, ref: str, city: str, stance: Stance) -> None:
    with workshop.change():
        give_evidence(card(workshop, ref), workshop.city(city), stance, by=workshop.actor())


def in_sight(workshop: SmallWorkshop) -> list[str]:
    with workshop.look():
        return [found.ref for found, _ in cards_in_sight(workshop.row)]


def said(workshop: SmallWorkshop, ref: str) -> dict[str, Stance]:
    with workshop.look():
        tally = tallies(workshop.row)[card(workshop, ref).id]
        return {voice.city: voice.stance for voice in tally.voices}


def title(workshop: SmallWorkshop, ref: str) -> str:
    with workshop.look():
        return current_wording(card(workshop, ref)).title


def test_of_two_merged_issues_one_goes_on_and_the_other_is_out_of_sight(workshop: SmallWorkshop) -> None:
    contribute(workshop, 3)
    merge(workshop, "RET-01", "RET-03")
    assert in_sight(workshop) == ["RET-01", "RET-02"]
    assert workshop.happened()[-1:] == ["card.merged"]
    with workshop.look():
        first, third = card(workshop, "RET-01"), card(workshop, "RET-03")
        assert origins_of(workshop.id)[first.id].merged_from == ("RET-03",)
        assert origins_of(workshop.id)[third.id].onward == ("RET-01",)
        assert present_card(workshop.id, third.id) == first.id
        assert title(workshop, "RET-03") == "Issue number 3"


def test_a_merge_taken_back_brings_all_its_origins_back(workshop: SmallWorkshop) -> None:
    contribute(workshop, 3)
    assert undo(workshop, merge(workshop, "RET-02", "RET-01", "RET-03"))
    assert in_sight(workshop) == ["RET-01", "RET-02", "RET-03"]
    assert workshop.happened()[-2:] == ["card.unmerged", "card.unmerged"]
    with workshop.look():
        assert origins_of(workshop.id) == {}


@pytest.mark.parametrize(
    ("own", "origins", "counted"),
    [
        (None, [Stance.EXPECT], Stance.EXPECT),
        (None, [Stance.EXPECT, Stance.SOLVED], Stance.SOLVED),
        (None, [Stance.EXPECT, Stance.MET], Stance.MET),
        (Stance.EXPECT, [Stance.SOLVED, Stance.MET], Stance.SOLVED),
        (Stance.MET, [Stance.SOLVED], Stance.SOLVED),
        (Stance.SOLVED, [Stance.MET], Stance.SOLVED),
    ],
)
def test_a_city_has_one_voice_the_strongest_of_what_it_said_on_either(
    workshop: SmallWorkshop, own: Stance | None, origins: Sequence[Stance], counted: Stance
) -> None:
    contribute(workshop, 3)
    if own:
        say(workshop, "RET-01", "Lyon", own)
    for ref, stance in zip(("RET-02", "RET-03"), origins, strict=False):
        say(workshop, ref, "Lyon", stance)
    merging = merge(workshop, "RET-01", "RET-02", "RET-03")
    assert said(workshop, "RET-01") == {"Lyon": counted}
    undo(workshop, merging)
    assert said(workshop, "RET-01") == ({"Lyon": own} if own else {})
    assert said(workshop, "RET-02") == {"Lyon": origins[0]}


def noted(workshop: SmallWorkshop, ref: str, handover_id: int | None = None) -> dict[str, tuple[Stance, str]]:
    with workshop.look():
        tally = tallies(workshop.row, handover_id=handover_id)[card(workshop, ref).id]
        return {voice.city: (voice.stance, voice.note) for voice in tally.voices}


def test_nothing_that_a_city_noted_on_either_is_lost_and_the_undo_gives_each_its_own_back(
    workshop: SmallWorkshop,
) -> None:
    contribute(workshop, 2)
    own, other = (Stance.MET, "since 2016, " * 40 + "on"), (Stance.SOLVED, "by a law, " * 45 + "at last")
    with workshop.change():
        for ref, (stance, note) in (("RET-01", own), ("RET-02", other)):
            city = workshop.city("Lyon")
            give_evidence(card(workshop, ref), city, stance, note=note, by=workshop.actor())
    merging = merge(workshop, "RET-01", "RET-02")
    both = {"Lyon": (Stance.SOLVED, f"{other[1]} / {own[1]}")}
    assert noted(workshop, "RET-01") == both
    with workshop.change():
        first = freeze_handover(workshop.row, name="Day one", by=workshop.actor()).id
        reopen_handover(workshop.row, reason="too early", by=workshop.actor())
    assert noted(workshop, "RET-01", first) == both
    undo(workshop, merging)
    assert noted(workshop, "RET-01") == {"Lyon": own}
    assert noted(workshop, "RET-02") == {"Lyon": other}


def test_what_a_city_says_after_the_merge_takes_the_place_of_all_that_it_had_said(
    workshop: SmallWorkshop,
) -> None:
    contribute(workshop, 2)
    say(workshop, "RET-01", "Lyon", Stance.MET)
    say(workshop, "RET-02", "Lyon", Stance.SOLVED)
    merging = merge(workshop, "RET-01", "RET-02")
    say(workshop, "RET-01", "Lyon", Stance.EXPECT)
    assert said(workshop, "RET-01") == {"Lyon": Stance.EXPECT}
    undo(workshop, merging)
    assert said(workshop, "RET-02") == {"Lyon": Stance.SOLVED}


def test_what_is_said_on_an_origin_after_the_merge_counts_and_is_there_after_its_undo(
    workshop: SmallWorkshop,
) -> None:
    contribute(workshop, 2)
    merging = merge(workshop, "RET-01", "RET-02")
    say(workshop, "RET-02", "Vienna", Stance.SOLVED)
    say(workshop, "RET-01", "Lyon", Stance.MET)
    assert said(workshop, "RET-01") == {"Lyon": Stance.MET, "Vienna": Stance.SOLVED}
    undo(workshop, merging)
    assert said(workshop, "RET-01") == {"Lyon": Stance.MET}
    assert said(workshop, "RET-02") == {"Vienna": Stance.SOLVED}


def test_what_helps_with_an_origin_helps_with_what_it_was_merged_into(workshop: SmallWorkshop) -> None:
    contribute(workshop, 2)
    with workshop.change():
        helps = add_card(workshop.measure(), Kind.SOLUTION, SOLUTION, by=workshop.actor())
        link_cards(card(workshop, "RET-02"), helps, by=workshop.actor())
    merging = merge(workshop, "RET-01", "RET-02")
    with workshop.look():
        assert [linked.ref for linked in linked_cards(card(workshop, "RET-01"))] == ["RET-S01"]
        assert chain(workshop.id)[card(workshop, "RET-S01").id] == ["RET-01"]
    undo(workshop, merging)
    with workshop.look():
        assert linked_cards(card(workshop, "RET-01")) == []
        assert chain(workshop.id)[card(workshop, "RET-S01").id] == ["RET-02"]


def test_a_link_made_on_an_origin_can_be_taken_back_where_it_counts(workshop: SmallWorkshop) -> None:
    contribute(workshop, 2)
    with workshop.change():
        helps = add_card(workshop.measure(), Kind.SOLUTION, SOLUTION, by=workshop.actor())
        link_cards(card(workshop, "RET-02"), helps, by=workshop.actor())
    merge(workshop, "RET-01", "RET-02")
    with workshop.change():
        unlink_cards(card(workshop, "RET-01"), card(workshop, "RET-S01"), by=workshop.actor())
    with workshop.look():
        assert linked_cards(card(workshop, "RET-01")) == []
    assert workshop.happened()[-1:] == ["cards.unlinked"]


@pytest.mark.parametrize("hidden", ["RET-01", "RET-S01"])
def test_what_is_hidden_is_not_linked(workshop: SmallWorkshop, hidden: str) -> None:
    contribute(workshop, 1)
    with workshop.change():
        add_card(workshop.measure(), Kind.SOLUTION, SOLUTION, by=workshop.actor())
        hide_card(card(workshop, hidden), reason="twice", by=workshop.actor())
    with workshop.refuses(f"{hidden} is hidden. Restore it first."):
        link_cards(card(workshop, "RET-01"), card(workshop, "RET-S01"), by=workshop.actor())


def test_merged_solutions_help_with_all_that_any_of_them_helps_with(workshop: SmallWorkshop) -> None:
    contribute(workshop, 2)
    with workshop.change():
        for ref in ("RET-01", "RET-02"):
            helps = add_card(workshop.measure(), Kind.SOLUTION, SOLUTION, by=workshop.actor())
            link_cards(card(workshop, ref), helps, by=workshop.actor())
    merge(workshop, "RET-S01", "RET-S02")
    with workshop.look():
        assert chain(workshop.id)[card(workshop, "RET-S01").id] == ["RET-01", "RET-02"]
        assert [linked.ref for linked in linked_cards(card(workshop, "RET-02"))] == ["RET-S01"]


def test_a_merge_may_bring_a_new_wording_and_its_undo_the_old_one(workshop: SmallWorkshop) -> None:
    contribute(workshop, 2)
    merging = merge(workshop, "RET-01", "RET-02", title="Both together")
    assert title(workshop, "RET-01") == "Both together"
    assert undo(workshop, merging)
    assert title(workshop, "RET-01") == "Issue number 1"
    with workshop.look():
        assert current_wording(card(workshop, "RET-01")).version == 3


def test_a_merge_in_the_words_of_the_card_that_goes_on_writes_no_version(workshop: SmallWorkshop) -> None:
    contribute(workshop, 2)
    merging = merge(workshop, "RET-01", "RET-02", title="Issue number 1")
    with workshop.change():
        reword_card(card(workshop, "RET-01"), AN_ISSUE | {"title": "Later"}, based_on=1, by=workshop.actor())
    assert undo(workshop, merging)
    assert title(workshop, "RET-01") == "Later"


def test_words_written_after_the_merge_stay_and_its_undo_says_so(workshop: SmallWorkshop) -> None:
    contribute(workshop, 2)
    merging = merge(workshop, "RET-01", "RET-02", title="Both together")
    with workshop.change():
        reword_card(card(workshop, "RET-01"), AN_ISSUE | {"title": "Better"}, based_on=2, by=workshop.actor())
    assert undo(workshop, merging) is False
    assert title(workshop, "RET-01") == "Better"


@pytest.mark.parametrize("newest_first", [True, False])
def test_two_merges_taken_back_in_any_order_give_the_first_words_back(
    workshop: SmallWorkshop, newest_first: bool
) -> None:
    contribute(workshop, 3)
    steps = [
        merge(workshop, "RET-01", "RET-02", title="Two together"),
        merge(workshop, "RET-01", "RET-03", title="Three together"),
    ]
    for step in reversed(steps) if newest_first else steps:
        undo(workshop, step)
    assert title(workshop, "RET-01") == "Issue number 1"
    assert in_sight(workshop) == ["RET-01", "RET-02", "RET-03"]


def test_an_issue_may_pass_through_several_merges_taken_back_in_any_order(workshop: SmallWorkshop) -> None:
    contribute(workshop, 4)
    say(workshop, "RET-01", "Lyon", Stance.MET)
    first = merge(workshop, "RET-02", "RET-01")
    second = merge(workshop, "RET-03", "RET-02")
    third = merge(workshop, "RET-04", "RET-03")
    assert said(workshop, "RET-04") == {"Lyon": Stance.MET}
    undo(workshop, second)
    assert in_sight(workshop) == ["RET-02", "RET-04"]
    assert said(workshop, "RET-02") == {"Lyon": Stance.MET}
    assert said(workshop, "RET-04") == {}
    undo(workshop, first)
    undo(workshop, third)
    assert in_sight(workshop) == ["RET-01", "RET-02", "RET-03", "RET-04"]


def test_a_hidden_origin_says_nothing_where_it_was_merged_to(workshop: SmallWorkshop) -> None:
    contribute(workshop, 2)
    say(workshop, "RET-02", "Lyon", Stance.MET)
    merge(workshop, "RET-01", "RET-02")
    with workshop.change():
        hide_card(card(workshop, "RET-02"), reason="insult", by=workshop.actor())
    assert said(workshop, "RET-01") == {}
    with workshop.look():
        assert origins_of(workshop.id)[card(workshop, "RET-01").id].merged_from == ()


def test_what_is_handed_over_is_in_sight_with_the_voices_of_its_origins(workshop: SmallWorkshop) -> None:
    contribute(workshop, 2)
    say(workshop, "RET-02", "Lyon", Stance.SOLVED)
    merge(workshop, "RET-01", "RET-02", title="Both together")
    with workshop.change():
        handover = freeze_handover(workshop.row, name="Day one", by=workshop.actor())
        [issue] = handed_issues(handover)
        assert (issue.ref, issue.wording.title) == ("RET-01", "Both together")
        frozen = tallies(workshop.row, handover_id=handover.id)[issue.issue_id]
        assert [(voice.city, voice.stance) for voice in frozen.voices] == [("Lyon", Stance.SOLVED)]


def test_a_merge_on_a_reopened_day_one_leaves_the_first_handover_as_it_was(workshop: SmallWorkshop) -> None:
    contribute(workshop, 2)
    with workshop.change():
        first = freeze_handover(workshop.row, name="Day one", by=workshop.actor())
        reopen_handover(workshop.row, reason="too early", by=workshop.actor())
    merge(workshop, "RET-01", "RET-02")
    with workshop.change():
        second = freeze_handover(workshop.row, name="Again", by=workshop.actor())
        assert [issue.ref for issue in handed_issues(db.session.merge(first))] == ["RET-01", "RET-02"]
        assert [issue.ref for issue in handed_issues(second)] == ["RET-01"]


# what stands against a merge


def test_nothing_is_merged_with_itself(workshop: SmallWorkshop) -> None:
    contribute(workshop, 2)
    with workshop.refuses("A card cannot be merged with itself."):
        merge_cards(card(workshop, "RET-01"), [card(workshop, "RET-01")], by=workshop.actor())


def test_a_merge_needs_at_least_two_cards(workshop: SmallWorkshop) -> None:
    contribute(workshop, 1)
    with workshop.refuses("Choose at least two cards to merge."):
        merge_cards(card(workshop, "RET-01"), [], by=workshop.actor())


def test_an_issue_and_a_solution_are_not_merged(workshop: SmallWorkshop) -> None:
    contribute(workshop, 1)
    with workshop.change():
        add_card(workshop.measure(), Kind.SOLUTION, SOLUTION, by=workshop.actor())
    with workshop.refuses("Only cards of the same kind can be merged, for example an issue with an issue."):
        merge_cards(card(workshop, "RET-01"), [card(workshop, "RET-S01")], by=workshop.actor())


@pytest.mark.parametrize(("into", "origin"), [("RET-01", "RET-02"), ("RET-02", "RET-01")])
def test_what_is_hidden_is_not_merged(workshop: SmallWorkshop, into: str, origin: str) -> None:
    contribute(workshop, 2)
    with workshop.change():
        hide_card(card(workshop, "RET-02"), reason="twice", by=workshop.actor())
    with workshop.refuses("RET-02 is hidden. Restore it first."):
        merge_cards(card(workshop, into), [card(workshop, origin)], by=workshop.actor())


@pytest.mark.parametrize(("into", "origin"), [("RET-03", "RET-02"), ("RET-02", "RET-03")])
def test_who_comes_second_is_told_where_the_issue_went(
    workshop: SmallWorkshop, into: str, origin: str
) -> None:
    contribute(workshop, 3)
    merging = merge(workshop, "RET-01", "RET-02")
    with workshop.look():
        at = db.session.get_one(Merging, merging).merged_at
        time = f"{at.astimezone(ZoneInfo(workshop.row.timezone)):%H:%M}"
    with workshop.refuses(f"The facilitator merged RET-02 into RET-01 at {time}."):
        merge_cards(card(workshop, into), [card(workshop, origin)], by=workshop.actor())


def test_a_card_is_not_merged_into_what_it_was_merged_from(workshop: SmallWorkshop) -> None:
    contribute(workshop, 2)
    merge(workshop, "RET-01", "RET-02")
    with pytest.raises(Exception, match="merged RET-02 into RET-01"), workshop.change():
        merge_cards(card(workshop, "RET-02"), [card(workshop, "RET-01")], by=workshop.actor())


def test_what_day_two_answers_to_is_not_merged_away_but_may_take_a_later_issue_in(
    workshop: SmallWorkshop,
) -> None:
    workshop.go_to(Phase.DAY_TWO)
    with workshop.change():
        workshop.add_issue(title="Late")
    with workshop.refuses("RET-01 is in the handover, and day two uses it. Reopen day one first."):
        merge_cards(card(workshop, "RET-02"), [card(workshop, "RET-01")], by=workshop.actor())
    merge(workshop, "RET-01", "RET-02")
    assert in_sight(workshop) == ["RET-01"]


def test_a_merge_is_not_taken_back_twice(workshop: SmallWorkshop) -> None:
    contribute(workshop, 2)
    merging = merge(workshop, "RET-01", "RET-02")
    undo(workshop, merging)
    with pytest.raises(Exception, match=r"^The facilitator already undid this at \d\d:\d\d\.$"):
        undo(workshop, merging)


def test_a_merge_of_another_workshop_is_not_found(workshop: SmallWorkshop) -> None:
    contribute(workshop, 2)
    merging = merge(workshop, "RET-01", "RET-02")
    sister = SmallWorkshop(workshop.app, slug="sister")
    with sister.look(), pytest.raises(NotFound):
        merging_of(sister.row, merging)
