"""The report: what is left, who is behind it, and no word of best where nothing is proven."""

from __future__ import annotations

import pytest

from facilitator.breakouts.allocation import Aim, Person, Problem, Round, SeatingRole, Table, report_on
from facilitator.breakouts.allocation.feasibility import check_feasible
from facilitator.breakouts.allocation.meeting_bounds import reason_to_meet_again
from facilitator.sentences import Sentence, listed
from tests.breakouts.allocation.cases import alike, mixer

TABLES = (Table("A", 3, measure="retrofit"), Table("B", 4, measure="mobility"))


FROM_TWO_GROUPS = (
    "In round 2 at least 2 pairs meet who have met in round 1: the people of a group come from only 2 groups."
)
FEWER_PAIRS = (
    "All rounds have more meetings of two people than there are pairs who may meet."
    " Meetings: 528. Pairs: 496."
)


def left(problem: Problem, plan: tuple[tuple[tuple[int, ...], ...], ...], aim: Aim) -> list[str]:
    """The sentences about what a plan leaves of an aim."""
    return [str(sentence) for sentence in report_on(check_feasible(problem), plan)[aim].left]


def test_the_report_names_the_table_without_a_lighthouse_delegate() -> None:
    people = (Person("Guide", role=SeatingRole.LIGHTHOUSE), *(Person(f"Guest {k}") for k in range(3)))
    problem = Problem(people, (alike(2, 2),))
    assert left(problem, (((0, 1), (2, 3)),), Aim.LIGHTHOUSE) == [
        "Round 1: group T2 has no lighthouse delegate. Lighthouse delegates: 1. Groups: 2."
    ]


def test_the_report_names_who_of_a_city_shares_a_table_and_why() -> None:
    people = (*tuple(Person(f"Ada {k}", "Lyon") for k in range(5)), Person("Ben"))
    problem = Problem(people, (alike(2, 3),))
    assert left(problem, (((0, 1, 2), (3, 4, 5)),), Aim.CITY) == [
        "Round 1: people from Lyon are in group T1 together: Ada 0, Ada 1, Ada 2. "
        "People from Lyon: 5. Groups: 2.",
        "Round 1: people from Lyon are in group T2 together: Ada 3, Ada 4. People from Lyon: 5. Groups: 2.",
    ]


def test_the_report_says_why_a_first_wish_was_not_given() -> None:
    people = (*tuple(Person(f"Ada {k}", wishes=("retrofit",)) for k in range(4)), Person("Ben"))
    problem = Problem(people, (Round(TABLES),))
    assert left(problem, (((0, 1, 2), (3, 4)),), Aim.WISHES) == [
        "Ada 3 does not visit retrofit (preference 1). People who asked for it: 4. Seats in all rounds: 3."
    ]


def test_the_report_names_the_measure_that_nobody_of_a_city_visits() -> None:
    people = (Person("Ada", "Heerlen"), Person("Ben"))
    both = frozenset({"retrofit", "mobility"})
    problem = Problem(people, (Round(TABLES),), interests={"Heerlen": both})
    finding = report_on(check_feasible(problem), (((0,), (1,)),))[Aim.INTEREST]
    assert [str(sentence) for sentence in finding.left] == [
        "Nobody from Heerlen visits mobility. Topics asked for: 2. People: 1. Rounds: 1."
    ]
    assert finding.proven


def test_the_report_names_who_meets_again_and_who_sees_a_measure_twice() -> None:
    problem = Problem(mixer(4, 1, 9, 1).people, (Round(TABLES),) * 2)
    plan = (((0, 1), (2, 3)), ((0, 1), (2, 3)))
    assert left(problem, plan, Aim.MEETINGS) == [
        "Delegate 1 and Delegate 2 are in the same group in rounds 1, 2.",
        "Delegate 3 and Delegate 4 are in the same group in rounds 1, 2.",
    ]
    assert left(problem, plan, Aim.MEASURES)[0] == (
        "Delegate 1 visits retrofit 2 times. Rounds: 2. Measures: 2."
    )


def test_best_possible_is_said_only_where_the_bound_is_met() -> None:
    problem = mixer(4, 2, 2, 2)
    instance = check_feasible(problem)
    repeated = report_on(instance, (((0, 1), (2, 3)), ((0, 1), (2, 3))))[Aim.MEETINGS]
    assert str(repeated.verdict) == "2, not proven best: at least 0"
    assert not repeated.proven
    fresh = report_on(instance, (((0, 1), (2, 3)), ((0, 2), (1, 3))))
    assert fresh.proven
    assert str(fresh[Aim.MEETINGS].verdict) == "0, proven best possible"


def test_uneven_tables_are_counted_against_the_most_even_ones() -> None:
    problem = Problem(mixer(6, 1, 9, 1).people, (alike(2, 5),))
    finding = report_on(check_feasible(problem), (((0,), (1, 2, 3, 4, 5)),))[Aim.EVEN]
    assert finding.value == 4
    assert [str(sentence) for sentence in finding.left] == [
        "Round 1: goals further up come before even groups. Smallest: 1. Largest: 5. Most even: 3–3."
    ]


def test_rounds_count_as_uneven_only_where_more_even_groups_were_possible() -> None:
    tables = (Table("small", 2), Table("large", 9))
    problem = Problem(mixer(8, 1, 9, 1).people, (Round(tables),))
    finding = report_on(check_feasible(problem), (((0, 1), (2, 3, 4, 5, 6, 7)),))[Aim.EVEN]
    assert (finding.cases, finding.left) == (0, ())
    uneven = report_on(check_feasible(problem), (((0,), (1, 2, 3, 4, 5, 6, 7)),))[Aim.EVEN]
    assert uneven.cases == len(uneven.left) == 1


@pytest.mark.parametrize(
    ("groups", "size", "rounds", "why"),
    [
        (2, 3, 2, FROM_TWO_GROUPS),
        (2, 2, 3, None),
        (8, 4, 11, FEWER_PAIRS),
    ],
)
def test_the_report_says_why_people_must_meet_again(
    groups: int, size: int, rounds: int, why: str | None
) -> None:
    problem = mixer(groups * size, groups, size, rounds)
    said = reason_to_meet_again(check_feasible(problem))
    assert (str(said) if said else None) == why


def test_long_lists_of_names_are_cut_and_counted() -> None:
    assert str(listed(["a", "b", "c", "d"], most=2)) == "a, b and 2 more"
    assert str(listed(["a", "b"], most=2)) == "a, b"


def test_a_sentence_keeps_its_text_apart_from_its_values_so_that_it_can_be_translated() -> None:
    sentence = Sentence("%(a)s meets %(b)s.", {"a": "Ada", "b": "Ben"})
    assert (sentence.text, str(sentence)) == ("%(a)s meets %(b)s.", "Ada meets Ben.")


def test_two_who_met_before_they_were_kept_apart_raise_no_bound() -> None:
    """Four sat together, then two of them fell out: the other pairs of six need not meet again."""
    people = mixer(4, 1, 9, 1).people
    rounds = (Round((Table("A", 4),), started=True), alike(2, 2))
    seated = (((0, 1, 2, 3),), ())
    problem = Problem(people, rounds, apart=((0, 1),), seated=seated)
    plan = (seated[0], ((0, 2), (1, 3)))
    finding = report_on(check_feasible(problem), plan)[Aim.MEETINGS]
    assert (finding.value, finding.bound, finding.proven) == (2, 2, True)


def test_what_people_count_is_counted_beside_the_cost() -> None:
    """Two pairs meet three times each: 2 pairs, at a cost of 3 each."""
    problem = Problem(mixer(4, 1, 9, 1).people, (alike(2, 2),) * 3)
    finding = report_on(check_feasible(problem), (((0, 1), (2, 3)),) * 3)[Aim.MEETINGS]
    assert (finding.value, finding.cases, len(finding.left), finding.fewest_cases) == (6, 2, 2, 0)


def test_preferences_are_counted_one_by_one_whatever_their_rank() -> None:
    people = (Person("Ada", wishes=("retrofit", "mobility")), Person("Ben"), Person("Cleo"))
    finding = report_on(check_feasible(Problem(people, (Round(TABLES),))), (((1,), (0, 2)),))[Aim.WISHES]
    assert (finding.value, finding.cases, finding.fewest_cases) == (2, 1, None)
