"""Who sits where: every figure the engine is held to, and rounds without a repeat by tables and size."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from random import Random
from statistics import median
from time import perf_counter

from bench.restarts import Restarts
from bench.result import Result
from facilitator.breakouts.allocation import (
    Aim,
    Allocation,
    Infeasible,
    Person,
    Problem,
    Replan,
    Round,
    SeatingRole,
    Table,
    allocate,
    seat_arrival,
)
from facilitator.breakouts.allocation.designs import Design, best_design
from tests.breakouts.allocation.changed import changes
from tests.breakouts.allocation.drawn import drawn
from tests.breakouts.allocation.exact import ExactModel, OutOfTime, judged

MEASURES = ("retrofit", "engagement", "districts", "mobility")

MOST_ROUNDS: dict[int, tuple[int, ...]] = {
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
"""Most rounds without a repeat known to the literature, for sizes 2, 3, … (Miller, Valkov, Abel 2026)."""


def run() -> Iterator[Result]:
    """All cases, the table of figures first."""
    yield from repeats()
    yield from impossible()
    yield from thousand()
    yield from latecomers()
    yield from cells()
    yield proofs(4000)
    yield mended(600)
    yield best(230)


def mixer(people: int, tables: int, size: int, rounds: int) -> Problem:
    """People of whom nothing is known, to meet as many others as can be."""
    round_ = Round(tuple(Table(str(t + 1), size) for t in range(tables)))
    return Problem(tuple(Person(f"Delegate {p + 1}") for p in range(people)), (round_,) * rounds)


def timed(problem: Problem) -> tuple[Allocation, float]:
    """A plan and the seconds it took."""
    start = perf_counter()
    return allocate(problem), perf_counter() - start


MIXERS = (
    (15, 5, 3, 7, 0, 0.05),
    (32, 8, 4, 9, 0, 0.1),
    (32, 8, 4, 10, 0, 0.1),
    (24, 6, 4, 6, 0, 1.0),
    (24, 4, 6, 3, 24, 1.0),
    (24, 4, 6, 4, 48, 1.0),
    (24, 4, 6, 6, 120, 1.0),
    (60, 10, 6, 6, 0, 5.0),
    (60, 10, 6, 8, 17, 60.0),
    (200, 40, 5, 6, 0, 1.0),
    (200, 40, 5, 8, 0, 1.0),
)
"""People, tables, size, rounds; repeats and seconds that are aimed at."""

PEERS_SECONDS = 10.0
"""So long a peer may search at the least, be it that ours was done in a moment."""


def repeats() -> Iterator[Result]:
    """Repeats left, aims in repeats and seconds; and what a peer leaves in at least as many seconds."""
    for people, tables, size, rounds, aim, limit in MIXERS:
        found, seconds = timed(mixer(people, tables, size, rounds))
        finding = found.report[Aim.MEETINGS]
        proven = "proven" if finding.proven else "not proven"
        case = f"{people} people, {tables} tables of {size}, {rounds} rounds"
        yield Result(
            case,
            f"{aim} repeats, {limit:g} s",
            f"{finding.value} repeats, {proven}",
            f"bound {finding.bound}",
            seconds,
            finding.value > aim or seconds > limit,
        )
        peer = Restarts(tables, size, rounds)
        used = peer.run(max(seconds, PEERS_SECONDS))
        left = -1 if peer.repeats is None else peer.repeats
        yield Result(
            "  a peer's search, begun again and again",
            f"no fewer than our {finding.value}",
            f"{left} repeats",
            f"{peer.starts} starts",
            used,
            left < finding.value,
        )


def impossible() -> Iterator[Result]:
    """A number of rounds that cannot be without repeats is answered with the bound."""
    start = perf_counter()
    finding = allocate(mixer(32, 8, 4, 11)).report[Aim.MEETINGS]
    yield Result(
        "32 people, 8 tables of 4, 11 rounds",
        "said to be impossible",
        f"at least {finding.bound} repeats",
        "33 > 31 others",
        perf_counter() - start,
        finding.bound == 0,
    )


def congress(people: int, tables: int) -> Problem:
    """Lighthouse delegates, one a table, in cities of five; the others in cities of four; four measures."""
    crowd = [
        Person(f"Guide {p + 1}", f"Lighthouse {p // 5 + 1}", SeatingRole.LIGHTHOUSE) for p in range(tables)
    ]  # fmt: skip
    crowd += [
        Person(f"Guest {p + 1}", f"City {p // 4 + 1}", SeatingRole.INTERESTED) for p in range(people - tables)
    ]  # fmt: skip
    size = -(-people // tables)
    round_ = Round(tuple(Table(str(t + 1), size, measure=MEASURES[t % 4]) for t in range(tables)))
    return Problem(tuple(crowd), (round_,) * 4)


def thousand() -> Iterator[Result]:
    """A thousand people over four measures and four rounds; five thousand as well."""
    for people, tables, limit in ((1000, 128, 10.0), (1000, 200, 10.0), (5000, 640, 60.0)):
        found, seconds = timed(congress(people, tables))
        values = found.report.costs
        yield Result(
            f"{people} people, {tables} tables, 4 measures, 4 rounds",
            f"every aim 0, {limit:g} s",
            f"{sum(values)} over all aims",
            f"bounds {sum(f.bound for f in found.report.findings)}",
            seconds,
            any(values) or seconds > limit,
        )


def latecomers() -> Iterator[Result]:
    """Somebody comes late to a thousand, twenty times: with a free seat, and with none that suits."""
    yield _late("1,000 people, a free seat: somebody comes late", congress(1000, 128), 0, _anyone)
    full = congress(1000, 200)
    short = tuple(Round((*r.tables, Table("201", 5, measure=MEASURES[0]))) for r in full.rounds)
    start = allocate(full).plan
    reserved = tuple(
        Round(tuple(_with_steps(t, k) for k, t in enumerate(r.tables))) for r in short
    )  # fmt: skip
    opened = Problem(full.people, reserved)
    plan = tuple((*seating, ()) for seating in start)
    seconds, moved, proven = _seat_late(lambda: seat_arrival(opened, plan, _step_free(0)))
    yield Result(
        "1,000 people, one must make room each round",
        "4 moves, proven, 50 ms",
        f"{moved} moves, {'proven' if proven else 'not proven'}",
        "1 a round",
        seconds,
        moved != 4 or not proven or seconds > 0.05,
    )


def _with_steps(table: Table, number: int) -> Table:
    return Table(table.name, table.capacity, measure=table.measure, accessible=number < 6)


def _anyone(number: int) -> Person:
    return Person(f"Late {number}", f"City {number + 1}", SeatingRole.INTERESTED)


def _step_free(number: int) -> Person:
    return Person(f"Late {number}", f"City {number + 1}", SeatingRole.INTERESTED, step_free=True)


def _late(case: str, problem: Problem, moves: int, who: Callable[[int], Person]) -> Result:
    plan = allocate(problem).plan
    picks = Random(7)
    runs = [
        _seat_late(lambda k=k: seat_arrival(problem, plan, who(picks.randrange(200) + k)))  # type: ignore[misc]
        for k in range(20)
    ]
    seconds, moved = median(run[0] for run in runs), max(run[1] for run in runs)
    return Result(
        case,
        f"{moves} moves, 50 ms",
        f"{moved} moves, median of 20",
        "0 moves",
        seconds,
        moved > moves or seconds > 0.05,
    )


def _seat_late(seat: Callable[[], Replan]) -> tuple[float, int, bool]:
    start = perf_counter()
    try:
        found = seat()
    except Infeasible as infeasible:
        raise AssertionError(str(infeasible)) from infeasible
    return perf_counter() - start, len(found.moves), found.proven


def cells() -> Iterator[Result]:
    """For 2 to 10 tables of 2 to that many: rounds without a repeat, against the literature's most."""
    for tables, row in MOST_ROUNDS.items():
        for size, most in enumerate(row, 2):
            start = perf_counter()
            design = best_design(tables, size, most)
            seconds = perf_counter() - start
            reached = len(design.rounds) if design and nobody_meets_twice(design) else 0
            yield Result(
                f"{tables} tables of {size}",
                f"{most} rounds, no repeat",
                f"{reached} rounds",
                f"literature {most}",
                seconds,
                reached < most,
            )


def nobody_meets_twice(design: Design) -> bool:
    """Whether no two players share a table in two rounds; each round fills each table."""
    met: set[tuple[int, int]] = set()
    for seat in design.rounds:
        for table in range(design.tables):
            players = [p for p, t in enumerate(seat) if t == table]
            pairs = {(p, q) for p in players for q in players if p < q}
            if len(players) != design.size or met & pairs:
                return False
            met |= pairs
    return True


def proofs(count: int) -> Result:
    """Small problems of every kind: bounds, and what is called impossible, in the eyes of an exact solver."""
    start = perf_counter()
    found = [judged(drawn(seed)) for seed in range(count)]
    wrong, claims = sum(len(each.wrong) for each in found), sum(each.claims for each in found)
    undecided = sum(each.undecided for each in found)
    return Result(
        f"{count:,} problems and an exact solver",
        "2,000 claims, none false",
        f"{claims:,} claims, {wrong} false",
        f"{undecided} not decided",
        perf_counter() - start,
        wrong > 0 or claims < 2000,
    )


def mended(count: int) -> Result:
    """People leave and come back, tables are lost: the moves, in the eyes of an exact solver."""
    start = perf_counter()
    found = [change for seed in range(count) for change in changes(drawn(seed))]
    wrong, unproven = sum(bool(each.wrong) for each in found), sum(not each.proven for each in found)
    return Result(
        f"{count} small plans: people leave and come back, tables are lost",
        "none with more moves than needed",
        f"{wrong} of {len(found):,} changes",
        f"{unproven} not proven",
        perf_counter() - start,
        wrong > 0,
    )


def best(count: int) -> Result:
    """Small plans of several rounds at the default effort: how many are the best there are, aim after aim."""
    start, reached, found = perf_counter(), 0, 0
    for seed in range(10 * count):
        problem = drawn(seed)
        try:
            if found == count or len(problem.rounds) < 2:
                continue
            least = ExactModel(problem).least_in_order()
        except (OutOfTime, Infeasible):
            continue
        found += 1
        reached += allocate(problem).report.costs == least
    return Result(
        f"{count} small plans and an exact solver",
        f"{count - 2} the best in the order of the aims",
        f"{reached} of {found}",
        f"all {found}",
        perf_counter() - start,
        reached < found - 2,
    )
