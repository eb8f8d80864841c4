"""Problems to try the engine on: plain mixers, a workshop's roster, and anything that hypothesis draws."""

from __future__ import annotations

from dataclasses import replace
from itertools import combinations
from random import Random

from hypothesis import strategies as st

from facilitator.breakouts.allocation import FixedSeat, Person, Plan, Problem, Round, SeatingRole, Table

MEASURES = ("retrofit", "engagement", "districts", "mobility")
LIGHTHOUSE = ("Munich", "Vienna", "Lyon", "London", "Lisbon", "Milan")
INTERESTED = ("Heerlen", "Antwerp", "Sofia", "Venice", "Warsaw", "Burgas", "Bordeaux", "Kyiv")


def alike(tables: int, size: int, *, measures: tuple[str, ...] = ("",), minimum: int = 1) -> Round:
    """A round of tables alike, measures given in turn."""
    return Round(tuple(Table(f"T{t + 1}", size, minimum, measures[t % len(measures)]) for t in range(tables)))


def mixer(people: int, tables: int, size: int, rounds: int) -> Problem:
    """People of whom nothing is known."""
    crowd = tuple(Person(f"Delegate {p + 1}") for p in range(people))
    return Problem(crowd, (alike(tables, size),) * rounds)


def brussels(seed: int = 5) -> Problem:
    """Forty people over three rounds: six lighthouse and eight interested cities, six partners."""
    dice = Random(seed)
    people = [
        Person(f"{city} {k + 1}", city, SeatingRole.LIGHTHOUSE, (dice.choice(MEASURES),))
        for city in LIGHTHOUSE
        for k in range(3)
    ]
    people += [
        Person(f"{city} {k + 1}", city, SeatingRole.INTERESTED, tuple(dice.sample(MEASURES, 2)))
        for city in INTERESTED
        for k in range(2)
    ]
    people += [Person(f"Partner {k + 1}") for k in range(6)]
    tables = tuple(Table(f"{MEASURES[t // 2]} {t % 2 + 1}", 6, 3, MEASURES[t // 2]) for t in range(8))
    interests = {city: frozenset(dice.sample(MEASURES, 3)) for city in INTERESTED}
    return Problem(tuple(people), (Round(tables),) * 3, interests=interests)


def started(problem: Problem, plan: Plan, count: int) -> Problem:
    """The problem once its first rounds have begun."""
    rounds = tuple(replace(r, started=k < count) for k, r in enumerate(problem.rounds))
    return replace(problem, rounds=rounds, seated=plan)


def meetings_of(plan: Plan) -> dict[tuple[int, int], int]:
    """How often each pair shares a table, counted by the plainest means."""
    found: dict[tuple[int, int], int] = {}
    for seating in plan:
        for table in seating:
            for pair in combinations(sorted(table), 2):
                found[pair] = found.get(pair, 0) + 1
    return found


@st.composite
def problems(draw: st.DrawFn) -> Problem:
    """Small problems of every kind, feasible or not."""
    rounds = draw(st.integers(1, 3))
    tables = draw(st.integers(2, 4))
    people = draw(st.integers(tables, 14))
    size = -(-people // tables) + draw(st.integers(-1, 8)) // 8
    crowd = tuple(draw(_person(f"Delegate {p + 1}", rounds)) for p in range(people))
    plan_of_tables = tuple(
        Round(tuple(draw(_table(f"T{t + 1}", size)) for t in range(tables))) for _ in range(rounds)
    )
    someone = st.integers(0, people - 1)
    pairs = st.lists(st.tuples(someone, someone).filter(lambda ab: ab[0] != ab[1]), max_size=2).map(tuple)
    pins = st.lists(
        st.builds(FixedSeat, someone, st.integers(0, rounds - 1), st.integers(0, tables - 1)), max_size=2
    )
    interests = {"Heerlen": draw(st.frozensets(st.sampled_from(MEASURES), max_size=2))}
    return Problem(crowd, plan_of_tables, draw(pairs), draw(pairs), tuple(draw(pins)), interests)


@st.composite
def _person(draw: st.DrawFn, name: str, rounds: int) -> Person:
    return Person(
        name,
        draw(st.sampled_from(("", "Lyon", "Heerlen", "Sofia"))),
        draw(st.sampled_from(SeatingRole)),
        tuple(draw(st.lists(st.sampled_from(MEASURES), max_size=3, unique=True))),
        draw(st.sampled_from((frozenset(), frozenset({"fr"}), frozenset({"en", "fr"})))),
        draw(st.integers(0, 9)) == 0,
        draw(st.sampled_from((frozenset[int](),) * 6 + (frozenset({rounds - 1}),))),
    )


@st.composite
def _table(draw: st.DrawFn, name: str, size: int) -> Table:
    return Table(
        name,
        size + draw(st.integers(0, 2)),
        min(draw(st.sampled_from((1, 1, 1, 2))), size),
        draw(st.sampled_from(("", *MEASURES))),
        draw(st.integers(0, 4)) > 0,
        draw(st.sampled_from((frozenset[str](),) * 5 + (frozenset({"en"}),))),
    )
