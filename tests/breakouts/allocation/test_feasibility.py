"""What cannot be is said before any search, in a sentence with the numbers."""

from __future__ import annotations

from dataclasses import replace

import pytest

from facilitator.breakouts.allocation import (
    Effort,
    Infeasible,
    Person,
    Pin,
    Problem,
    Role,
    Round,
    Table,
    allocate,
    check_feasible,
)
from facilitator.breakouts.allocation.feasibility import shortages
from facilitator.breakouts.allocation.instance import Instance
from tests.breakouts.allocation.cases import alike, mixer

STEPS = Table("Cellar", 4, accessible=False)
FRENCH = frozenset({"fr"})
ENGLISH_TABLE = Table("B", 2, languages=frozenset({"en"}))


def reasons(problem: Problem) -> list[str]:
    """The sentences that a problem is refused with."""
    with pytest.raises(Infeasible) as caught:
        check_feasible(problem)
    return [str(reason) for reason in caught.value.reasons]


def step_free(count: int) -> tuple[Person, ...]:
    """People who need a room without steps."""
    return tuple(Person(f"Wheel {k + 1}", step_free=True) for k in range(count))


@pytest.mark.parametrize(
    ("problem", "sentence"),
    [
        (Problem((), (alike(2, 3),)), "There is nobody to seat."),
        (Problem((Person("Ada"),), ()), "There is no round to seat people in."),
        (Problem((Person("Ada"),), (Round(()),)), "Round 1 has no table."),
        (mixer(13, 3, 4, 1), "Round 1: 13 people, but only 12 seats (3 tables, short: 1)."),
        (
            Problem(mixer(5, 1, 9, 1).people, (alike(3, 4, minimum=2),)),
            "Round 1: too few people: 5, where 3 tables need at least 6.",
        ),
        (
            Problem((Person("Ada", "Lyon"), Person("Ada", "Lyon")), (alike(1, 4),)),
            "Ada (Lyon) is listed 2 times.",
        ),
        (
            Problem((Person("Ada"),), (Round((Table("One", 0),)),)),
            "Round 1: table One is a table of nobody (1 to 0 people).",
        ),
        (
            Problem((Person("Ada"),), (Round((Table("One", 2, 3),)),)),
            "Round 1: table One needs 3 people but has 2 seats.",
        ),
        (
            Problem(mixer(2, 1, 9, 1).people, (Round((Table("One", 2), Table("One", 2))),)),
            "Round 1 has 2 tables called One.",
        ),
        (
            replace(mixer(6, 2, 3, 1), apart=((0, 1),), together=((0, 2), (2, 1))),
            "Delegate 1 and Delegate 2 must sit together and must not sit together.",
        ),
        (
            replace(mixer(6, 2, 3, 1), apart=((0, 1), (0, 2), (1, 2))),
            "Round 1: 3 people must all sit apart (Delegate 1, Delegate 2, Delegate 3), "
"but there are 2 tables.",
        ),
        (
            replace(mixer(6, 2, 3, 1), together=((0, 1), (1, 2), (2, 3))),
            "Round 1: 4 people must sit together (Delegate 1, Delegate 2, Delegate 3, Delegate 4), "
            "the largest table has 3.",
        ),
        (
            replace(mixer(6, 2, 3, 1), pins=(Pin(0, 0, 0), Pin(0, 0, 1))),
            "Delegate 1 is pinned to tables T1 and T2 in round 1.",
        ),
        (
            replace(mixer(6, 2, 3, 1), pins=(Pin(0, 0, 0), Pin(1, 0, 0)), apart=((0, 1),)),
            "Delegate 1 and Delegate 2 must sit apart, but are pinned to one table in round 1.",
        ),
        (
            replace(mixer(6, 2, 3, 1), pins=(Pin(0, 0, 0), Pin(1, 0, 1)), together=((0, 1),)),
            "Delegate 1 and Delegate 2 must sit together, but are pinned to two tables in round 1.",
        ),
        (
            Problem(step_free(1), (Round((STEPS,)),), pins=(Pin(0, 0, 0),)),
            "Wheel 1 is pinned to table Cellar in round 1: it is not reachable without steps.",
        ),
        (
            replace(mixer(8, 2, 4, 1), pins=tuple(Pin(p, 0, 0) for p in range(5))),
            "Round 1: 5 people can sit only at T1, with 4 seats: "
            "Delegate 1, Delegate 2, Delegate 3, Delegate 4, Delegate 5.",
        ),
        (
            Problem((*step_free(3), Person("Ada")), (Round((STEPS, Table("Hall", 2))),)),
            "Round 1: 3 people can sit only at Hall, with 2 seats: Wheel 1, Wheel 2, Wheel 3.",
        ),
        (
            Problem((Person("Ada", languages=FRENCH), Person("Ben")), (Round((ENGLISH_TABLE,)),)),
            "Round 1: no table suits Ada.",
        ),
        (
            replace(mixer(4, 2, 2, 1), pins=(Pin(0, 3, 0),)),
            "A pin names person 1, round 4, table 1: there is no such seat.",
        ),
        (replace(mixer(4, 2, 2, 1), apart=((0, 9),)), "A pair to sit apart names person 10 of 4."),
        (replace(mixer(4, 2, 2, 1), together=((2, 2),)), "Delegate 3 cannot be paired with themselves."),
    ],
)  # fmt: skip
def test_what_cannot_be_is_said_with_the_numbers(problem: Problem, sentence: str) -> None:
    assert reasons(problem) == [sentence]


def test_a_started_round_needs_the_seats_it_started_with() -> None:
    problem = mixer(4, 2, 2, 1)
    begun = replace(problem, rounds=(replace(problem.rounds[0], started=True),))
    assert reasons(begun) == ["Round 1 has started, but who sits at its 2 tables is not given."]
    assert reasons(replace(begun, seated=(((0, 1), (2, 2)),))) == [
        "Round 1 has started, but its seats are not those of the 4 people there."
    ]


def test_a_city_of_forty_and_too_few_guides_are_noted_but_seated() -> None:
    people = (*(Person(f"Lyon {k}", "Lyon") for k in range(40)), Person("Guide", role=Role.LIGHTHOUSE))
    problem = Problem(people, (alike(9, 5),), facilitators=7)
    assert [str(note) for note in shortages(Instance(problem))] == [
        "Round 1: too few lighthouse delegates: 1 for 9 tables.",
        "Round 1: too few facilitators: 7 for 9 tables.",
        "Round 1: Lyon sends 40 and there are 9 tables.",
    ]


def test_names_with_braces_are_said_as_they_are() -> None:
    problem = Problem((Person("{Ada}", "Lyon"), Person("{Ada}", "Lyon")), (alike(1, 4),))
    assert reasons(problem) == ["{Ada} (Lyon) is listed 2 times."]


def test_blocks_that_fit_only_one_way_are_seated() -> None:
    """Two of three at six seats and four of two at eight: whoever spreads the threes is left with a two."""
    together = ((0, 1), (1, 2), (3, 4), (4, 5), (6, 7), (8, 9), (10, 11), (12, 13))
    problem = Problem(mixer(14, 1, 14, 1).people, (Round((Table("A", 6), Table("B", 8))),), together)
    found = allocate(problem, 1, Effort(0, 1))
    assert found.plan[0] == ((0, 1, 2, 3, 4, 5), (6, 7, 8, 9, 10, 11, 12, 13))


def test_what_no_way_of_seating_keeps_is_said_to_have_been_tried() -> None:
    """Five in a ring, each apart from the next, need three tables, although no three are all apart."""
    ring = tuple((p, (p + 1) % 5) for p in range(5))
    with pytest.raises(Infeasible, match="every way to seat it was tried, and none keeps every rule"):
        allocate(replace(mixer(5, 2, 5, 1), apart=ring), 1, Effort(0, 1))
