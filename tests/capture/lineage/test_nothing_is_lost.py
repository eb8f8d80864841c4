"""Whatever is captured, merged, split, taken back, hidden and handed over: nothing is lost.

A plain picture of the workshop is kept beside the database and held against it after each step.
"""

from collections.abc import Callable, Iterable
from itertools import count
from typing import Any, ClassVar

import pytest
import sqlalchemy as sa
from flask import Flask
from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test

from facilitator.access.policy import Phase
from facilitator.capture.clusters.operations import relate_cards
from facilitator.capture.evidence import heard
from facilitator.capture.families import families
from facilitator.capture.handing.operations import freeze_handover, reopen_handover
from facilitator.capture.lineage.operations import merge_cards, split_card, undo_merging, undo_splitting
from facilitator.capture.lineage.queries import present_cards
from facilitator.capture.links import links_counted
from facilitator.capture.models import (
    Card,
    HandedCard,
    HandedEvidence,
    Kind,
    Merging,
    Splitting,
    Stance,
    Wording,
)
from facilitator.capture.operations import (
    add_card,
    give_evidence,
    hide_card,
    link_cards,
    restore_card,
    reword_card,
)
from facilitator.capture.queries import active_handover, cards_in_sight, current_wording
from facilitator.database import db
from facilitator.errors import RuleBroken
from tests.small_workshop import AN_ISSUE, LIGHTHOUSE, SmallWorkshop

STRENGTH = [Stance.EXPECT, Stance.MET, Stance.SOLVED]
numbers = count(1)
any_of = st.integers(0, 10**6)


class Picture:
    """The workshop on plain values: what was captured, said and done, and what follows from it."""

    def __init__(self) -> None:
        self.texts: dict[int, list[str]] = {}
        self.hidden: set[int] = set()
        self.said: dict[int, dict[int, Stance]] = {}
        self.linked: set[tuple[int, int]] = set()
        self.merged: dict[int, tuple[int, list[int], bool]] = {}  # step: into, origins, stands
        self.split: dict[int, tuple[int, list[int], bool]] = {}  # step: origin, parts, stands
        self.handed: set[int] = set()

    def onward(self, card: int) -> list[int]:
        """Where one step takes the words of a card."""
        ways = [[into] for into, origins, stands in self.merged.values() if stands and card in origins]
        ways += [parts for origin, parts, stands in self.split.values() if stands and card == origin]
        ways += [[origin] for origin, parts, stands in self.split.values() if not stands and card in parts]
        return ways[0] if ways else []

    def ends(self, card: int, passed: frozenset[int] = frozenset()) -> set[int]:
        """Where the words of a card count."""
        onward = self.onward(card)
        if card in passed:
            return set()
        return set().union(*(self.ends(one, passed | {card}) for one in onward)) if onward else {card}

    def in_sight(self) -> set[int]:
        return {card for card in self.texts if card not in self.hidden and not self.onward(card)}

    def voices(self, card: int, seen_from: int | None = None) -> dict[int, Stance]:
        """What counts at a card: its own word of each city, else the strongest of its origins'."""
        found: dict[int, Stance] = {}
        for origin in (one for one in self.texts if card in self.onward(one)):
            for city, stance in self.voices(origin, card).items():
                found[city] = max(stance, found.get(city, stance), key=STRENGTH.index)
        silent = seen_from is not None and card in self.hidden
        return found | ({} if silent else self.said.get(card, {}))

    def links(self) -> set[tuple[int, int]]:
        gone = {card for card in self.hidden if self.onward(card)}
        made = {link for link in self.linked if not gone & set(link)}
        return {
            (one, other) for issue, helps in made for one in self.ends(issue) for other in self.ends(helps)
        }


class Story(RuleBasedStateMachine):
    """A random story of one workshop."""

    app: ClassVar[Flask]

    def __init__(self) -> None:
        super().__init__()
        self.workshop = SmallWorkshop(self.app, slug=f"story-{next(numbers)}")
        self.workshop.go_to(Phase.DAY_ONE)
        self.picture = Picture()
        self.frozen: dict[int, list[tuple[Any, ...]]] = {}
        for _ in range(3):
            self.capture(0)

    def do(self, deed: Callable[[], Any], *, allowed: bool = True) -> Any:
        """Do it in a transaction of its own; it is refused exactly where the picture says so."""
        try:
            with self.workshop.change():
                done = deed()
                db.session.flush()
                done = done.id if hasattr(done, "id") else done
        except RuleBroken:
            assert not allowed
            return None
        assert allowed
        return done

    def issue(self, number: int, among: Iterable[int] | None = None) -> int:
        known = sorted(self.picture.texts if among is None else among) or sorted(self.picture.texts)
        return known[number % len(known)]

    def row(self, card_id: int) -> Card:
        return db.session.get_one(Card, card_id)

    def may_move(self, *cards: int) -> bool:
        return set(cards) <= self.picture.in_sight()

    @rule(measure=st.integers(0, 1))
    def capture(self, measure: int) -> None:
        text = f"Issue {len(self.picture.texts) + 1}"
        prefix = ("RET", "ENG")[measure]
        wording = AN_ISSUE | {"title": text}
        by = self.workshop.actor()
        new = self.do(lambda: add_card(self.workshop.measure(prefix), Kind.ISSUE, wording, by=by))
        self.picture.texts[new] = [text]

    @rule(number=any_of)
    def reword(self, number: int) -> None:
        card = self.issue(number)
        text = f"{self.picture.texts[card][-1]} again"

        def deed() -> None:
            row = self.row(card)
            based_on = current_wording(row).version
            reword_card(row, AN_ISSUE | {"title": text}, based_on=based_on, by=self.workshop.actor())

        self.do(deed)
        self.picture.texts[card].append(text)

    @rule(one=any_of, others=st.lists(any_of, min_size=1, max_size=3), seen=st.booleans())
    def merge(self, one: int, others: list[int], seen: bool) -> None:
        among = self.picture.in_sight() if seen else None
        into = self.issue(one, among)
        origins = list(dict.fromkeys(self.issue(other, among) for other in others))
        allowed = (
            self.may_move(into, *origins) and into not in origins and not self.picture.handed & set(origins)
        )
        by = self.workshop.actor()
        step = self.do(
            lambda: merge_cards(self.row(into), [self.row(card) for card in origins], by=by),
            allowed=allowed,
        )
        if allowed:
            self.picture.merged[step] = (into, origins, True)

    @rule(number=any_of, parts=st.integers(1, 3), seen=st.booleans())
    def split(self, number: int, parts: int, seen: bool) -> None:
        card = self.issue(number, self.picture.in_sight() if seen else None)
        allowed = self.may_move(card) and parts > 1 and card not in self.picture.handed
        words = [AN_ISSUE | {"title": f"Part {part} of {card}"} for part in range(parts)]
        made: list[int] = []

        def deed() -> Splitting:
            splitting = split_card(self.row(card), words, by=self.workshop.actor())
            made.extend(part for part in _parts(splitting))
            return splitting

        step = self.do(deed, allowed=allowed)
        if allowed:
            self.picture.split[step] = (card, made, True)
            for part, wording in zip(made, words, strict=True):
                self.picture.texts[part] = [wording["title"]]

    @rule(number=any_of)
    def take_a_merge_back(self, number: int) -> None:
        if self.picture.merged:
            step = self.issue(number, self.picture.merged)
            into, origins, stands = self.picture.merged[step]
            self.picture.merged[step] = (into, origins, False)
            allowed = stands and not self.is_lost()
            if not allowed:
                self.picture.merged[step] = (into, origins, stands)
            by = self.workshop.actor()
            self.do(lambda: undo_merging(db.session.get_one(Merging, step), by=by), allowed=allowed)

    @rule(number=any_of)
    def put_together_again(self, number: int) -> None:
        if self.picture.split:
            step = self.issue(number, self.picture.split)
            card, parts, stands = self.picture.split[step]
            self.picture.split[step] = (card, parts, False)
            allowed = stands and not self.is_lost() and not self.picture.handed & set(parts)
            if not allowed:
                self.picture.split[step] = (card, parts, stands)
            by = self.workshop.actor()
            self.do(lambda: undo_splitting(db.session.get_one(Splitting, step), by=by), allowed=allowed)

    def is_lost(self) -> bool:
        return any(not self.picture.ends(card) for card in self.picture.texts)

    @rule(number=any_of)
    def hide(self, number: int) -> None:
        card = self.issue(number)
        allowed = card not in self.picture.hidden
        by = self.workshop.actor()
        self.do(lambda: hide_card(self.row(card), reason="moderated", by=by), allowed=allowed)
        self.picture.hidden.add(card)

    @rule(number=any_of)
    def restore(self, number: int) -> None:
        card = self.issue(number, self.picture.hidden)
        allowed = card in self.picture.hidden
        self.do(lambda: restore_card(self.row(card), by=self.workshop.actor()), allowed=allowed)
        self.picture.hidden.discard(card)

    @rule(number=any_of, city=st.sampled_from(LIGHTHOUSE), stance=st.sampled_from(STRENGTH))
    def say(self, number: int, city: str, stance: Stance) -> None:
        card, by = self.issue(number), self.workshop.actor()
        self.do(lambda: give_evidence(self.row(card), self.workshop.city(city), stance, by=by))
        self.picture.said.setdefault(card, {})[self.workshop.cities[city]] = stance

    @rule(number=any_of)
    def link(self, number: int) -> None:
        card = self.issue(number, self.picture.in_sight())

        def deed() -> Card:
            wording = {"title": "One contact person", "text": ""}
            by = self.workshop.actor()
            helps = add_card(self.workshop.measure(), Kind.SOLUTION, wording, by=by)
            link_cards(self.row(card), helps, by=by)
            return helps

        if card in self.picture.in_sight():
            self.picture.linked.add((card, self.do(deed)))

    @rule(one=any_of, other=any_of)
    def relate(self, one: int, other: int) -> None:
        pair = [self.issue(one), self.issue(other)]
        allowed = pair[0] != pair[1] and self.may_move(*pair)
        by = self.workshop.actor()
        self.do(
            lambda: relate_cards(self.workshop.row, *map(self.row, pair), name="Both", by=by).id and None,
            allowed=allowed,
        )

    @rule()
    def hand_over(self) -> None:
        if not self.picture.handed and self.picture.in_sight():
            handover = self.do(
                lambda: freeze_handover(self.workshop.row, name="So far", by=self.workshop.actor())
            )
            self.picture.handed = self.picture.in_sight()
            with self.workshop.look():
                self.frozen[handover] = _frozen(handover)
                assert {row[0] for row in self.frozen[handover]} >= self.picture.handed

    @rule()
    def open_again(self) -> None:
        if self.picture.handed:
            self.do(lambda: reopen_handover(self.workshop.row, reason="go on", by=self.workshop.actor()))
            self.picture.handed = set()

    @invariant()
    def every_card_counts_where_the_picture_says(self) -> None:
        with self.workshop.look():
            steps = families(self.workshop.id)
            assert not steps.go_in_a_circle()
            for card in self.picture.texts:
                assert set(steps.ends(card)) == self.picture.ends(card) != set()
            seen = {card.id for card, _ in cards_in_sight(self.workshop.row) if card.kind is Kind.ISSUE}
            assert seen == self.picture.in_sight()
            for card in list(self.picture.texts)[-3:]:
                expected = self.picture.ends(card) & self.picture.in_sight()
                assert set(present_cards(self.workshop.id, card)) == expected

    @invariant()
    def every_text_and_every_word_of_a_city_is_there(self) -> None:
        with self.workshop.look():
            kept: dict[int, set[str]] = {}
            for card_id, title in db.session.execute(sa.select(Wording.card_id, Wording.title)):
                kept.setdefault(card_id, set()).add(title)
            for card, texts in self.picture.texts.items():
                assert set(texts) <= kept[card]
            counted = heard(self.workshop.id)
            for card in self.picture.texts:
                stances = {city: voice.stance for city, voice in counted.get(card, {}).items()}
                assert stances == self.picture.voices(card)
            assert set(links_counted(self.workshop.id)) == self.picture.links()

    @invariant()
    def what_was_handed_over_stays_as_it_was(self) -> None:
        with self.workshop.look():
            assert (active_handover(self.workshop.row) is not None) == bool(self.picture.handed)
            assert {handover: _frozen(handover) for handover in self.frozen} == self.frozen


def _parts(splitting: Splitting) -> list[int]:
    return list(families(splitting.workshop_id).onward[splitting.card_id])


def _frozen(handover_id: int) -> list[tuple[Any, ...]]:
    cards = sa.select(HandedCard.card_id, HandedCard.wording_id).filter_by(handover_id=handover_id)
    voices = sa.select(HandedEvidence.issue_id, HandedEvidence.city_id, HandedEvidence.stance)
    rows = [*db.session.execute(cards), *db.session.execute(voices.filter_by(handover_id=handover_id))]
    return sorted(tuple(row) for row in rows)


@pytest.mark.slow
def test_whatever_happens_every_card_is_reachable_and_each_word_counts(app: Flask) -> None:
    class Here(Story):
        """On this database."""

    Here.app = app
    run_state_machine_as_test(  # type: ignore[no-untyped-call]
        Here,
        settings=settings(
            max_examples=4,
            stateful_step_count=30,
            deadline=None,
            derandomize=True,
            database=None,
            suppress_health_check=list(HealthCheck),
        ),
    )
