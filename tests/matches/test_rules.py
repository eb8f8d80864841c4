"""Pairs of the greatest total weight, no city in more than three: held to all subsets and to a solver."""

from collections import Counter
from datetime import UTC, date, datetime, time
from itertools import chain, combinations
from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from facilitator.agenda.timing import Span
from facilitator.capture.evidence import CityEvidence
from facilitator.capture.models import Stance
from facilitator.errors import RuleBroken
from facilitator.matches.rules import (
    MOST_MATCHES,
    MatchReason,
    Pair,
    Slot,
    check_may_plan,
    check_slot,
    free_slots,
    proposed_pairs,
    reasons_of,
    unanswered,
)
from facilitator.summary.demand.rules import Wanted
from facilitator.summary.results import RemarkTopic, WrittenRemark
from facilitator.workshops.models import Measure, Part

pytestmark = pytest.mark.one_database

ASKING, ANSWERING = "ABCDE", "VWXYZ"
SIDES = Part.INTERESTED, Part.LIGHTHOUSE
PAIRS = st.sampled_from([Pair(one, other) for one in ASKING for other in ANSWERING])
WEIGHTS = st.dictionaries(PAIRS, st.integers(0, 8), max_size=12)


def total(weights: dict[Pair, int], pairs: list[Pair]) -> int:
    return sum(weights[pair] for pair in pairs)


def keeps_to_the_limit(pairs: list[Pair]) -> bool:
    return max(Counter(chain(*pairs)).values(), default=0) <= MOST_MATCHES


@given(WEIGHTS, st.sets(PAIRS, max_size=3))
def test_no_other_list_within_the_limit_weighs_more(weights: dict[Pair, int], planned: set[Pair]) -> None:
    found = proposed_pairs(weights, planned)
    open_pairs = [pair for pair in weights if pair not in planned]
    lists = ([*chosen] for size in range(len(open_pairs) + 1) for chosen in combinations(open_pairs, size))
    best = max(total(weights, each) for each in lists if keeps_to_the_limit([*each, *planned]))
    assert (total(weights, found), keeps_to_the_limit([*found, *planned])) == (best, True)
    assert not set(found) & planned
    assert all(weights[pair] for pair in found)


@given(WEIGHTS, st.randoms(use_true_random=False))
def test_the_order_of_what_goes_in_changes_nothing(weights: dict[Pair, int], random: Random) -> None:
    shuffled = [*weights.items()]
    random.shuffle(shuffled)
    assert proposed_pairs(dict(shuffled)) == proposed_pairs(weights)


def test_a_linear_programme_over_forty_cities_finds_the_same_total() -> None:
    from scipy.optimize import linprog

    random = Random(16)
    weights = {
        Pair(f"A{one:02}", f"L{other:02}"): random.randint(1, 40)
        for one in range(25)
        for other in range(15)
        if random.random() < 0.6
    }
    pairs = [*weights]
    cities = sorted({*chain(*pairs)})
    # The matrix of a bipartite graph is totally unimodular, so the best of the fractions is a list.
    within = [[float(city in pair) for pair in pairs] for city in cities]
    best = linprog(
        [-weights[pair] for pair in pairs], A_ub=within, b_ub=[MOST_MATCHES] * len(cities), bounds=(0, 1)
    )
    assert total(weights, proposed_pairs(weights)) == round(-best.fun)


def test_what_a_city_refused_is_not_proposed_again_and_takes_no_place() -> None:
    weights = {Pair("Graz", city): 1 for city in ("Lyon", "Munich", "Vienna", "Milan")}
    assert [pair.lighthouse for pair in proposed_pairs(weights)] == ["Lyon", "Milan", "Munich"]
    settled = [Pair("Graz", "Lyon")]
    assert [pair.lighthouse for pair in proposed_pairs(weights, (), settled)] == ["Milan", "Munich", "Vienna"]
    assert [pair.lighthouse for pair in proposed_pairs(weights, settled)] == ["Milan", "Munich"]


def wanted(ref: str, *, solved: str = "", met: str = "", need: str = "") -> Wanted:
    """An issue that Graz and Sofia want help with."""
    stances = {solved: Stance.SOLVED, met: Stance.MET}
    return Wanted(
        measure=Measure(prefix="RET"),
        ref=ref,
        title=f"Title {ref}",
        cities=("Graz", "Sofia"),
        needs=(WrittenRemark(RemarkTopic.NEED, "Help", need),) if need else (),
        comments=(),
        helped_by=(),
        voices={
            city: CityEvidence(city, Part.LIGHTHOUSE, stance, "") for city, stance in stances.items() if city
        },
    )


def test_a_city_answers_what_it_has_solved_or_has_a_proven_solution_for() -> None:
    asked = [
        wanted("RET-01", met="Lyon", need="Graz"),
        wanted("RET-02", solved="Vienna"),
        wanted("RET-03", met="Vienna"),
    ]
    proven = {"Lyon": {"RET-01": ["RET-S01", "RET-S02"]}}
    reasons = reasons_of(asked, proven)
    assert reasons[Pair("Graz", "Lyon")] == (
        MatchReason("RET-01", "Title RET-01", ("RET-S01", "RET-S02"), is_written=True),
    )
    assert {pair: [reason.weight for reason in why] for pair, why in reasons.items()} == {
        Pair("Graz", "Lyon"): [4],
        Pair("Sofia", "Lyon"): [2],
        Pair("Graz", "Vienna"): [1],
        Pair("Sofia", "Vienna"): [1],
    }
    assert [each.ref for each in unanswered(asked, proven)] == ["RET-03"]


def test_a_fourth_meeting_two_of_one_side_and_a_second_of_the_same_are_refused() -> None:
    planned = [Pair("Graz", city) for city in ("Lyon", "Milan")]
    check_may_plan(Pair("Graz", "Munich"), SIDES, planned)
    full = [*planned, Pair("Graz", "Munich")]
    for pair, parts, others in (
        (Pair("Graz", "Vienna"), SIDES, full),
        (Pair("Graz", "Lyon"), SIDES, planned),
        (Pair("Lyon", "Milan"), (Part.LIGHTHOUSE, Part.LIGHTHOUSE), []),
    ):
        with pytest.raises(RuleBroken):
            check_may_plan(pair, parts, others)


def test_half_an_hour_belongs_to_one_meeting_of_a_city() -> None:
    day, taken = date(2017, 12, 5), {"Lyon": [Slot(date(2017, 12, 5), time(12, 30))]}
    for free in (time(12), time(13)):
        check_slot(Slot(day, free), taken)
    for too_near in (time(12, 1), time(12, 30), time(12, 59)):
        with pytest.raises(RuleBroken) as refusal:
            check_slot(Slot(day, too_near), taken)
        assert refusal.value.field == "meets_at"


def test_free_slots_are_the_half_hours_of_the_breaks_that_nothing_is_in() -> None:
    lunch = Span(datetime(2017, 12, 5, 12, tzinfo=UTC), datetime(2017, 12, 5, 13, 45, tzinfo=UTC))
    coffee = Span(datetime(2017, 12, 5, 10, tzinfo=UTC), datetime(2017, 12, 5, 10, 20, tzinfo=UTC))
    taken = [Slot(date(2017, 12, 5), time(12, 30))]
    assert [slot.at for slot in free_slots([lunch, coffee], taken)] == [time(12), time(13)]
