"""What an exchange is said to cost is what it costs."""

from __future__ import annotations

from random import Random

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from facilitator.breakouts.allocation import Infeasible, Plan, Problem, check_feasible
from facilitator.breakouts.allocation.cost import costs
from facilitator.breakouts.allocation.floor import Floor
from facilitator.breakouts.allocation.greedy import greedy_plan
from facilitator.breakouts.allocation.instance import Instance
from facilitator.breakouts.allocation.schedule import active_aims, weigh
from facilitator.breakouts.allocation.state import PlanState
from tests.breakouts.allocation.cases import problems


def energy(instance: Instance, plan: Plan) -> int:
    """The weighted sum of all costs and of the pairs who sit together against a rule, from scratch."""
    weights, value = weigh(instance), costs(instance, plan)
    total = sum(weights.of(aim) * value[aim] for aim in active_aims(instance))
    for seating in plan:
        for table in seating:
            total += weights.apart * sum(q in instance.apart[p] for p in table for q in table if p < q)
    return total


@pytest.mark.slow
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(problems(), st.integers(0, 9999))
def test_the_change_of_cost_equals_counting_again(problem: Problem, seed: int) -> None:
    try:
        instance = check_feasible(problem)
        plan = greedy_plan(instance, Random(seed))
    except Infeasible:
        return
    state, dice = PlanState(instance, plan, weigh(instance)), Random(seed)
    for _ in range(12):
        r = dice.randrange(len(problem.rounds))
        floor = state.floors[r]
        i, j = dice.randrange(len(floor.seats)), dice.randrange(len(floor.seats))
        if floor.home[i] == floor.home[j] or not _is_a_move(instance, floor, r, i, j):
            continue
        before = energy(instance, state.plan())
        said = state.change(r, i, j)
        state.exchange(r, i, j)
        assert energy(instance, state.plan()) - before == said
    fresh = PlanState(instance, state.plan(), weigh(instance))
    assert fresh.tie == state.tie
    assert (fresh.guides, fresh.visits, fresh.cover) == (state.guides, state.visits, state.cover)


def _is_a_move(instance: Instance, floor: Floor, round_: int, i: int, j: int) -> bool:
    # Members of a block never move alone (what they cost together is a constant left out of the
    # energy), and no table falls below its minimum.
    people = {floor.seats[i], floor.seats[j]}
    spare = [floor.heads[floor.home[k]] > instance.minimum[round_][floor.home[k]] for k in (i, j)]
    return all(spare if instance.size in people else (True,)) and not people & set(instance.block_of)
