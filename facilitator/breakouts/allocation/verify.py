"""Is a plan right? Every hard rule, checked on the plan by code that shares nothing with the search."""

from __future__ import annotations

from collections.abc import Iterator
from enum import Enum, auto

from facilitator.breakouts.allocation.instance import Instance
from facilitator.breakouts.allocation.problem import Plan, Seating
from facilitator.errors import N_
from facilitator.sentences import Sentence, say, say_many


class Rule(Enum):
    """The hard rules, as a plan can break them: the kind of what `broken_rules` says."""

    STARTED_ROUNDS_STAY = auto()
    EVERYBODY_HAS_A_SEAT = auto()
    NO_TABLE_IS_TOO_SMALL = auto()
    NO_TABLE_IS_TOO_LARGE = auto()
    PEOPLE_SIT_WHERE_THEY_MAY = auto()
    PAIRS_SIT_TOGETHER = auto()
    PAIRS_SIT_APART = auto()


def broken_rules(instance: Instance, plan: Plan) -> Iterator[Sentence]:
    """Each hard rule that a plan breaks."""
    for r, seating in enumerate(plan):
        if instance.problem.rounds[r].started:
            if seating != instance.problem.seated[r]:
                yield say("Round %(round)s has started and was changed.", round=r + 1).of(
                    Rule.STARTED_ROUNDS_STAY
                )
            continue
        if sorted(p for table in seating for p in table) != instance.present[r]:
            yield say("Round %(round)s: not everybody has exactly one seat.", round=r + 1).of(
                Rule.EVERYBODY_HAS_A_SEAT
            )
        yield from _sizes(instance, r, seating)
        yield from _places(instance, r, seating)
        yield from _pairs(instance, r, seating)


def _sizes(instance: Instance, round_: int, seating: Seating) -> Iterator[Sentence]:
    for t, table in enumerate(seating):
        least, most = instance.minimum[round_][t], instance.capacity[round_][t]
        if not least <= len(table) <= most:
            rule = Rule.NO_TABLE_IS_TOO_SMALL if len(table) < least else Rule.NO_TABLE_IS_TOO_LARGE
            yield say_many(
                "Round %(round)s: group %(table)s has one person instead of %(least)s to %(most)s.",
                "Round %(round)s: group %(table)s has %(num)d people instead of %(least)s to %(most)s.",
                len(table), round=round_ + 1, table=_table(instance, round_, t), least=least, most=most,
            ).of(rule)  # fmt: skip


def _places(instance: Instance, round_: int, seating: Seating) -> Iterator[Sentence]:
    problem = instance.problem
    for t, people in enumerate(seating):
        for p in people:
            pin = instance.pinned[round_].get(p, t)
            if pin != t or not problem.may_sit(p, problem.rounds[round_].tables[t]):
                yield say("Round %(round)s: %(person)s cannot be in group %(table)s.", round=round_ + 1,
                          person=problem.people[p].name, table=_table(instance, round_, t),
                          ).of(Rule.PEOPLE_SIT_WHERE_THEY_MAY)  # fmt: skip


def _pairs(instance: Instance, round_: int, seating: Seating) -> Iterator[Sentence]:
    problem = instance.problem
    at = {p: t for t, people in enumerate(seating) for p in people}
    for rule, text, pairs in (
        (
            Rule.PAIRS_SIT_TOGETHER,
            N_("Round %(round)s: %(a)s and %(b)s must sit together."),
            problem.together,
        ),
        (Rule.PAIRS_SIT_APART, N_("Round %(round)s: %(a)s and %(b)s must sit apart."), problem.apart),
    ):
        together = rule is Rule.PAIRS_SIT_TOGETHER
        for a, b in pairs:
            if a in at and b in at and (at[a] == at[b]) is not together:
                names = {"a": problem.people[a].name, "b": problem.people[b].name}
                yield say(text, round=round_ + 1, **names).of(rule)


def _table(instance: Instance, round_: int, table: int) -> str:
    return instance.problem.rounds[round_].tables[table].name
