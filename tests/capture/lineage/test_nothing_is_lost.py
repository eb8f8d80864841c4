"""Whatever is captured, merged, split, taken back, hidden and handed over: nothing is lost.

A plain picture of the workshop is kept beside the database and held against it after each step.
"""

from collections.abc import Callable, Iterable
from itertools import count
from typing import Any, NamedTuple

import pytest
import sqlalchemy as sa
from flask import Flask
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from facilitator.access.policy import Phase
from facilitator.capture.clusters.operations import relate_cards
from facilitator.capture.evidence import heard, spoken_on
from facilitator.capture.families import families
from facilitator.capture.handover.operations import freeze_handover, reopen_handover
from facilitator.capture.lineage.operations import merge_cards, split_card, undo_merging, undo_splitting
from facilitator.capture.lineage.queries import present_cards
from facilitator.capture.links import links_counted
from facilitator.capture.models import (
    Card,
    HandedCard,
    HandedEvidence,
    HandedLink,
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
STEPS = 50

Deed = Callable[["Story", int, int], None]


class Word(NamedTuple):
    """What a city said of a card, in which words, and when."""

    stance: Stance
    note: str
    at: int


class Picture:
    """The workshop on plain values: what was captured, said and done, and what follows from it."""

    def __init__(self) -> None:
        self.texts: dict[int, list[str]] = {}
        self.hidden: set[int] = set()
        self.said: dict[int, dict[int, Word]] = {}
        self.linked: set[tuple[int, int]] = set()
        self.merged: dict[int, tuple[int, list[int], bool]] = {}  # step: into, origins, stands
        self.split: dict[int, tuple[int, list[int], bool]] = {}  # step: origin, parts, stands
        self.handed: set[int] = set()
        self.clock = count(1)
        self.since: dict[tuple[int, int], int] = {}  # where a card went, and the moment of the step

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

    def voices(self, card: int, seen_from: int | None = None) -> dict[int, tuple[Stance, set[str]]]:
        """What counts at a card: a city's own word since others went into it, else all its words together."""
        silent = seen_from is not None and card in self.hidden
        own = {} if silent else self.said.get(card, {})
        found = {city: (word.stance, {word.note}) for city, word in own.items()}
        for origin in (one for one in self.texts if card in self.onward(one)):
            for city, (stance, notes) in self.voices(origin, card).items():
                if city in own and own[city].at > self.since[origin, card]:
                    continue
                known, noted = found.get(city, (stance, set()))
                found[city] = max(stance, known, key=STRENGTH.index), notes | noted
        return found

    def goes(self, cards: Iterable[int], onward: Iterable[int]) -> None:
        """Remember the moment at which cards went elsewhere."""
        at = next(self.clock)
        self.since |= {(card, target): at for target in onward for card in cards}

    def links(self) -> set[tuple[int, int]]:
        gone = {card for card in self.hidden if self.onward(card)}
        made = {link for link in self.linked if not gone & set(link)}
        return {
            (one, other) for issue, helps in made for one in self.ends(issue) for other in self.ends(helps)
        }


class Story:
    """A workshop and its picture; each deed takes two large numbers, which choose what it is done to."""

    def __init__(self, app: Flask) -> None:
        self.workshop = SmallWorkshop(app, slug=f"story-{next(numbers)}")
        self.workshop.go_to(Phase.DAY_ONE)
        self.by = self.workshop.actor()
        self.picture = Picture()
        self.frozen: dict[int, list[tuple[Any, ...]]] = {}
        for number in range(4):
            self.capture(number, 0)

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

    def one_of(self, number: int, among: Iterable[int]) -> int:
        """One of these, or of all issues where there are none."""
        known = sorted(among) or sorted(self.picture.texts)
        return known[number % len(known)]

    def any_issue(self, number: int) -> int:
        """An issue, every other time one that has moved on."""
        gone = [card for card in self.picture.texts if self.picture.onward(card)]
        return self.one_of(number // 2, gone if number % 2 else self.picture.texts)

    def mostly_in_sight(self, number: int) -> int:
        """An issue, seven times of eight one in sight."""
        return self.one_of(number // 8, self.picture.in_sight() if number % 8 else self.picture.texts)

    def row(self, card_id: int) -> Card:
        return db.session.get_one(Card, card_id)

    def capture(self, a: int, _b: int) -> None:
        text = f"Issue {len(self.picture.texts) + 1}"
        wording = AN_ISSUE | {"title": text}
        measure = ("RET", "ENG")[a % 2]
        new = self.do(lambda: add_card(self.workshop.measure(measure), Kind.ISSUE, wording, by=self.by))
        self.picture.texts[new] = [text]

    def reword(self, a: int, _b: int) -> None:
        card = self.any_issue(a)
        text = f"{self.picture.texts[card][-1]} again"

        def deed() -> None:
            row = self.row(card)
            based_on = current_wording(row).version
            reword_card(row, AN_ISSUE | {"title": text}, based_on=based_on, by=self.by)

        self.do(deed)
        self.picture.texts[card].append(text)

    def merge(self, a: int, b: int) -> None:
        into = self.mostly_in_sight(a)
        origins = list(dict.fromkeys(self.mostly_in_sight(number) for number in (b, b // 3)[: 1 + a % 2]))
        seen = self.picture.in_sight()
        allowed = {into, *origins} <= seen and into not in origins and not self.picture.handed & set(origins)
        rows = lambda: [self.row(card) for card in origins]  # noqa: E731 - read inside the transaction
        step = self.do(lambda: merge_cards(self.row(into), rows(), by=self.by), allowed=allowed)
        if allowed:
            self.picture.merged[step] = (into, origins, True)
            self.picture.goes(origins, [into])

    def split(self, a: int, b: int) -> None:
        card, parts = self.mostly_in_sight(a), (2, 3, 2, 1)[b % 4]
        allowed = card in self.picture.in_sight() - self.picture.handed and parts > 1
        words = [AN_ISSUE | {"title": f"Part {part} of {card}"} for part in range(parts)]
        made: list[int] = []

        def deed() -> Splitting:
            splitting = split_card(self.row(card), words, by=self.by)
            made.extend(families(splitting.workshop_id).onward[card])
            return splitting

        step = self.do(deed, allowed=allowed)
        if allowed:
            self.picture.split[step] = (card, made, True)
            self.picture.goes([card], made)
            self.picture.texts |= {part: [said["title"]] for part, said in zip(made, words, strict=True)}

    def take_a_merge_back(self, a: int, _b: int) -> None:
        if self.picture.merged:
            step = self.one_of(a, self.picture.merged)
            allowed = self.undone(self.picture.merged, step, lambda _cards: True)
            self.do(lambda: undo_merging(db.session.get_one(Merging, step), by=self.by), allowed=allowed)

    def put_together_again(self, a: int, _b: int) -> None:
        if self.picture.split:
            step = self.one_of(a, self.picture.split)
            allowed = self.undone(
                self.picture.split, step, lambda parts: not self.picture.handed & set(parts)
            )
            self.do(lambda: undo_splitting(db.session.get_one(Splitting, step), by=self.by), allowed=allowed)
            if allowed:
                origin, parts, _ = self.picture.split[step]
                self.picture.goes(parts, [origin])

    def undone(
        self,
        steps: dict[int, tuple[int, list[int], bool]],
        step: int,
        may: Callable[[list[int]], bool],
    ) -> bool:
        """Take a step of the picture back, if that is allowed: it stands, and no card is lost by it."""
        card, others, stands = steps[step]
        steps[step] = (card, others, False)
        allowed = stands and may(others) and all(self.picture.ends(card) for card in self.picture.texts)
        if not allowed:
            steps[step] = (card, others, stands)
        return allowed

    def hide(self, a: int, _b: int) -> None:
        card = self.any_issue(a)
        allowed = card not in self.picture.hidden
        self.do(lambda: hide_card(self.row(card), reason="moderated", by=self.by), allowed=allowed)
        self.picture.hidden.add(card)

    def restore(self, a: int, _b: int) -> None:
        card = self.one_of(a, self.picture.hidden)
        allowed = card in self.picture.hidden
        self.do(lambda: restore_card(self.row(card), by=self.by), allowed=allowed)
        self.picture.hidden.discard(card)

    def say(self, a: int, b: int) -> None:
        card, city, stance = self.any_issue(a), LIGHTHOUSE[b % 2], STRENGTH[b % 3]
        at = next(self.picture.clock)
        said = Word(stance, f"said at {at}", at)
        of_city = lambda: self.workshop.city(city)  # noqa: E731 - read inside the transaction
        self.do(lambda: give_evidence(self.row(card), of_city(), stance, note=said.note, by=self.by))
        self.picture.said.setdefault(card, {})[self.workshop.cities[city]] = said

    def link(self, a: int, _b: int) -> None:
        card = self.one_of(a, self.picture.in_sight())

        def deed() -> Card:
            wording = {"title": "One contact person", "text": ""}
            helps = add_card(self.workshop.measure(), Kind.SOLUTION, wording, by=self.by)
            link_cards(self.row(card), helps, by=self.by)
            return helps

        if card in self.picture.in_sight():
            self.picture.linked.add((card, self.do(deed)))

    def relate(self, a: int, b: int) -> None:
        pair = [self.mostly_in_sight(a), self.mostly_in_sight(b)]
        allowed = pair[0] != pair[1] and set(pair) <= self.picture.in_sight()
        rows = lambda: map(self.row, pair)  # noqa: E731 - read inside the transaction
        self.do(lambda: relate_cards(self.workshop.row, *rows(), name="Both", by=self.by), allowed=allowed)

    def hand_over(self, a: int, _b: int) -> None:
        """Freeze what there is; mostly it is opened again at once, as not much moves until then."""
        if self.picture.handed:
            self.do(lambda: reopen_handover(self.workshop.row, reason="go on", by=self.by))
            self.picture.handed = set()
        elif self.picture.in_sight():
            handover = self.do(lambda: freeze_handover(self.workshop.row, name="So far", by=self.by))
            self.picture.handed = self.picture.in_sight()
            with self.workshop.look():
                self.frozen[handover] = _frozen(handover)
            if a % 4:
                self.hand_over(0, 0)

    def check(self) -> None:
        """Hold the database against the picture."""
        with self.workshop.look():
            self._every_card_counts_where_the_picture_says()
            self._every_text_and_every_word_of_a_city_is_there()
            assert (active_handover(self.workshop.row) is not None) == bool(self.picture.handed)
            assert {handover: _frozen(handover) for handover in self.frozen} == self.frozen

    def _every_card_counts_where_the_picture_says(self) -> None:
        steps = families(self.workshop.id)
        assert not steps.go_in_a_circle()
        for card in self.picture.texts:
            assert set(steps.ends(card)) == self.picture.ends(card) != set()
        seen = {card.id for card, _ in cards_in_sight(self.workshop.row) if card.kind is Kind.ISSUE}
        assert seen == self.picture.in_sight()
        newest = max(self.picture.texts)
        assert set(present_cards(self.workshop.id, newest)) == self.picture.ends(newest) & seen

    def _every_text_and_every_word_of_a_city_is_there(self) -> None:
        kept: dict[int, set[str]] = {}
        for card_id, title in db.session.execute(sa.select(Wording.card_id, Wording.title)):
            kept.setdefault(card_id, set()).add(title)
        counted = heard(self.workshop.id)
        for card, texts in self.picture.texts.items():
            assert set(texts) <= kept[card]
            said = {city: (voice.stance, set(voice.notes)) for city, voice in counted.get(card, {}).items()}
            assert said == self.picture.voices(card)
        gone = families(self.workshop.id).onward
        assert spoken_on(self.workshop.id) == {
            issue for issue, voices in counted.items() if voices and issue not in gone
        }
        assert set(links_counted(self.workshop.id)) == self.picture.links()


DEEDS = (
    *(Story.capture, Story.reword, Story.relate, Story.link, Story.restore, Story.hand_over),
    *(Story.merge, Story.split, Story.say, Story.take_a_merge_back, Story.put_together_again) * 2,
    *(Story.hide, Story.merge),
)


def _frozen(handover_id: int) -> list[list[tuple[Any, ...]]]:
    cards = sa.select(HandedCard.card_id, HandedCard.wording_id).filter_by(handover_id=handover_id)
    voices = sa.select(
        HandedEvidence.issue_id, HandedEvidence.city_id, HandedEvidence.stance, HandedEvidence.note
    )
    links = sa.select(HandedLink.issue_id, HandedLink.helps_id).filter_by(handover_id=handover_id)
    voices = voices.filter_by(handover_id=handover_id)
    return [sorted(tuple(row) for row in db.session.execute(frozen)) for frozen in (cards, voices, links)]


@pytest.mark.slow
@settings(
    max_examples=3,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=list(HealthCheck),
)
@given(story=st.lists(st.tuples(st.sampled_from(DEEDS), any_of, any_of), min_size=STEPS, max_size=STEPS))
def test_whatever_happens_every_card_is_reachable_and_each_word_counts(
    app: Flask, story: list[tuple[Deed, int, int]]
) -> None:
    told = Story(app)
    for deed, a, b in story:
        deed(told, a, b)
        told.check()
