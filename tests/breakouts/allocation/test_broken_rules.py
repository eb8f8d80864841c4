"""What a plan breaks is known by its kind; its words are for people, and nothing hangs on them."""

from dataclasses import replace

import pytest

from facilitator.breakouts.allocation import FixedSeat, Plan, Problem
from facilitator.breakouts.allocation.instance import Instance
from facilitator.breakouts.allocation.verify import Rule, broken_rules
from facilitator.sentences import say
from tests.breakouts.allocation.cases import alike, mixer, started

FOUR = replace(mixer(4, 2, 2, 1), rounds=(alike(2, 2, minimum=2),))
RIGHT: Plan = (((0, 1), (2, 3)),)
OTHER: Plan = (((0, 2), (1, 3)),)


@pytest.mark.parametrize(
    ("problem", "plan", "broken"),
    [
        (FOUR, RIGHT, set()),
        (FOUR, (((0, 1), (2,)),), {Rule.EVERYBODY_HAS_A_SEAT, Rule.NO_TABLE_IS_TOO_SMALL}),
        (FOUR, (((0, 1, 2), (3,)),), {Rule.NO_TABLE_IS_TOO_LARGE, Rule.NO_TABLE_IS_TOO_SMALL}),
        (started(FOUR, RIGHT, 1), OTHER, {Rule.STARTED_ROUNDS_STAY}),
        (replace(FOUR, pins=(FixedSeat(0, 0, 1),)), RIGHT, {Rule.PEOPLE_SIT_WHERE_THEY_MAY}),
        (replace(FOUR, together=((0, 2),)), RIGHT, {Rule.PAIRS_SIT_TOGETHER}),
        (replace(FOUR, apart=((0, 1),)), RIGHT, {Rule.PAIRS_SIT_APART}),
    ],
)
def test_each_rule_that_a_plan_breaks_is_known_by_its_kind(
    problem: Problem, plan: Plan, broken: set[Rule]
) -> None:
    assert {said.kind for said in broken_rules(Instance(problem), plan)} == broken


def test_two_sentences_say_the_same_whatever_their_words() -> None:
    here = say("Round {round}: {a} and {b} must sit apart.", round=1, a="Ada", b="Bea")
    there = say("In round {round}, part {a} from {b}.", b="Bea", a="Ada", round=1)
    assert here.of(Rule.PAIRS_SIT_APART).key == there.of(Rule.PAIRS_SIT_APART).key
    assert here.of(Rule.PAIRS_SIT_APART).key != here.of(Rule.PAIRS_SIT_TOGETHER).key
    assert here.key != say("Round {round}: {a} and {b} must sit apart.", round=2, a="Ada", b="Bea").key
