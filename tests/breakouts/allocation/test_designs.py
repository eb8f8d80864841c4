"""Designs: nobody meets twice, for as many rounds as the literature knows, but for one named cell."""

from __future__ import annotations

import json
from itertools import combinations
from pathlib import Path

import pytest

from facilitator.breakouts.allocation import Aim, Effort, allocate
from facilitator.breakouts.allocation.designs import Design, best_design, cafe
from facilitator.breakouts.allocation.fields import GaloisField, Ring, prime_powers
from tests.breakouts.allocation.cases import meetings_of, mixer

# Miller, Valkov, Abel, Symmetry 2026;18(2):269: tables, then the rounds for sizes 2, 3, …
LITERATURE = {
    2: (3,),
    3: (5, 4),
    4: (7, 4, 5),
    5: (9, 7, 5, 6),
    6: (11, 8, 7, 6, 3),
    7: (13, 10, 9, 7, 7, 8),
    8: (15, 11, 10, 8, 8, 8, 9),
    9: (17, 13, 11, 9, 9, 9, 9, 10),
    10: (19, 14, 13, 9, 7, 7, 5, 5, 4),
}
CELLS = [(g, s, most) for g, row in LITERATURE.items() for s, most in enumerate(row, 2)]
DINERS = json.loads(Path(__file__).with_name("happy_diners.json").read_text(encoding="utf-8"))


def pairs_met(design: Design) -> list[tuple[int, int]]:
    """Every meeting of a design, and that each round fills each table."""
    met = []
    for seat in design.rounds:
        for table in range(design.tables):
            players = [p for p, t in enumerate(seat) if t == table]
            assert len(players) == design.size
            met += combinations(players, 2)
    return met


@pytest.mark.parametrize(("tables", "size", "most"), CELLS)
def test_nobody_meets_twice_for_as_many_rounds_as_the_literature_knows(
    tables: int, size: int, most: int
) -> None:
    design = best_design(tables, size, most)
    assert design is not None
    assert len(design.rounds) == most
    met = pairs_met(design)
    assert len(met) == len(set(met))


def test_forty_tables_of_five_last_for_forty_rounds() -> None:
    design = best_design(40, 5, 40)
    assert design is not None
    assert len(design.rounds) == 40
    met = pairs_met(design)
    assert len(met) == len(set(met))


@pytest.mark.parametrize(
    ("tables", "size", "rounds", "measures"), [(128, 8, 4, 4), (30, 4, 3, 3), (24, 4, 4, 4)]
)
def test_a_cafe_changes_everyones_measure_each_round(
    tables: int, size: int, rounds: int, measures: int
) -> None:
    design = cafe(tables, size, rounds, measures)
    assert design is not None
    met = pairs_met(design)
    assert len(met) == len(set(met))
    seen = zip(*([t % measures for t in seat] for seat in design.rounds), strict=True)
    assert all(len(set(of_one)) == rounds for of_one in seen)


@pytest.mark.parametrize("order", [2, 4, 8, 9, 25, 27, 12, 40])
def test_only_a_part_that_is_zero_makes_a_product_zero(order: int) -> None:
    ring = Ring(order)
    for a, b in combinations(range(order), 2):
        zero = all(x == 0 or y == 0 for x, y in zip(ring.parts(a), ring.parts(b), strict=True))
        assert (ring.multiply(a, b) == 0) is zero
        assert ring.add(a, b) == ring.add(b, a)


def test_every_element_of_a_field_but_zero_has_an_inverse() -> None:
    for p, k in ((2, 3), (3, 2), (5, 1), (2, 4)):
        field = GaloisField(p, k)
        for a in range(1, field.order):
            assert sorted(field.multiply(a, b) for b in range(field.order)) == list(range(field.order))


def test_forty_is_eight_times_five() -> None:
    assert prime_powers(40) == [(2, 3), (5, 1)]


PERFECT = [(9, 3, 4), (15, 3, 7), (16, 4, 5), (25, 5, 6), (28, 4, 9)]


@pytest.mark.parametrize(("people", "size", "rounds"), PERFECT)
def test_everyone_meets_everyone_in_the_fewest_rounds_known(people: int, size: int, rounds: int) -> None:
    assert (people, size, rounds) in zip(DINERS["people"], DINERS["size"], DINERS["rounds"], strict=True)
    found = allocate(mixer(people, people // size, size, rounds))
    assert set(meetings_of(found.plan)) == set(combinations(range(people), 2))
    assert found.report[Aim.MEETINGS].value == 0


@pytest.mark.parametrize(
    ("people", "tables", "rounds", "least"), [(24, 4, 3, 24), (24, 4, 4, 48), (24, 4, 6, 120)]
)
def test_repeats_that_must_be_are_proven(people: int, tables: int, rounds: int, least: int) -> None:
    finding = allocate(mixer(people, tables, people // tables, rounds), 1, Effort(200_000, 2)).report[
        Aim.MEETINGS
    ]
    assert (finding.value, finding.bound) == (least, least)
    assert str(finding.verdict) == f"{least}, proven best possible"


def test_a_person_cannot_meet_thirty_three_of_thirty_one_others() -> None:
    finding = allocate(mixer(32, 8, 4, 11), 1, Effort(0, 1)).report[Aim.MEETINGS]
    assert finding.bound == 32
    assert "best possible" not in str(finding.verdict)
