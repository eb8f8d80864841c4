"""Layer 2: rounds in which nobody meets twice, from algebra and from what search has found.

Circle method: T. P. Kirkman 1847. Transversal designs over fields and products of fields: H. F. MacNeish,
Annals of Math. 23 (1922); C. J. Colbourn, J. H. Dinitz, Handbook of Combinatorial Designs, 2nd ed. 2007,
III.3 and VI.
"""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import cache
from math import gcd

from facilitator.breakouts.allocation.fields import Ring
from facilitator.breakouts.allocation.stored import ROUNDS, SHIFTS, STARTERS, Starter


@dataclass(frozen=True)
class Design:
    """`rounds[k][player]` is the player's table in round k; no two players share a table twice.

    With `columns`, player j·tables + x stands in column j, and for the first `crossing` rounds a table
    takes one player of each column.
    """

    tables: int
    size: int
    rounds: tuple[tuple[int, ...], ...]
    crossing: int = 0

    @property
    def columns(self) -> bool:
        """Whether the players stand in columns."""
        return self.crossing > 0


def best_design(tables: int, size: int, rounds: int) -> Design | None:
    """The design with the most of `rounds` rounds; of equals the one with most crossing rounds."""
    found = [design for build in CONSTRUCTIONS for design in build(tables, size, rounds)]
    useful = [design for design in found if design.rounds]
    return max(useful, key=lambda d: (len(d.rounds), d.crossing), default=None)


def circle(tables: int, size: int, rounds: int) -> Iterator[Design]:
    """Pairs: one player stands still, the others go round."""
    if size != 2:
        return
    others = 2 * tables - 1
    turns = []
    for k in range(min(rounds, others)):
        seat = [0] * (2 * tables)
        seat[k] = seat[others] = 0
        for i in range(1, tables):
            seat[(k + i) % others] = seat[(k - i) % others] = i
        turns.append(tuple(seat))
    yield Design(tables, size, tuple(turns))


def starter(tables: int, size: int, rounds: int) -> Iterator[Design]:
    """A stored base round, or several, turned."""
    if (tables, size) in STARTERS:
        yield Design(tables, size, tuple(turned(STARTERS[tables, size]))[:rounds])
    if (tables, size) in ROUNDS:
        stored = tuple(tuple(map(int, digits)) for digits in ROUNDS[tables, size])
        yield Design(tables, size, stored[:rounds])


def turned(found: Starter) -> Iterator[tuple[int, ...]]:
    """All rounds of a starter."""
    m = found.modulus
    for base in found.base:
        for k in range(m):
            seat = [int(digit) for digit in base]
            for player in range(found.turning):
                seat[player - player % m + (player + k) % m] = int(base[player])
            yield tuple(seat)


def shifted(tables: int, size: int, rounds: int) -> Iterator[Design]:
    """Stored shifts modulo the number of tables, as many columns as are needed."""
    for (g, columns), shifts in SHIFTS.items():
        if g == tables and size <= columns:
            yield crossed(tables, size, len(shifts), rounds, lambda k, j, x, s=shifts: (x + s[k][j]) % tables)  # type: ignore[misc]


def cyclic(tables: int, size: int, rounds: int) -> Iterator[Design]:
    """Column j moves on by j tables a round: (rounds - 1)(size - 1) < tables means no repeats."""
    most = (tables - 1) // max(1, size - 1) + 1
    yield crossed(tables, size, most, rounds, lambda k, j, x: (x + k * j) % tables)


def transversal(tables: int, size: int, rounds: int) -> Iterator[Design]:
    """Player (column j, row x) sits at x + k·a_j over the product of fields of order `tables`.

    Two meet at most once if (k - k')(a_i - a_j) is never 0: the rounds k differ in every field, or the
    slopes a do, or both differ in one field.
    """
    if tables < 2:
        return
    ring = Ring(tables)
    orders = [field.order for field in ring.fields]
    options: list[tuple[int, bool, bool]] = [(max(orders), True, True)] if size <= max(orders) else []
    if size <= min(orders):
        options.append((tables, True, False))
    if options:
        most, _, both = max(options)
        yield _transversal(ring, size, most, rounds, one_field=both)


def _transversal(ring: Ring, size: int, most: int, rounds: int, one_field: bool) -> Design:
    turns = range(min(most, rounds))
    if one_field:
        factors, slopes = _in_largest(ring, len(turns)), _in_largest(ring, size)
    else:
        factors, slopes = list(turns), [ring.whole([j] * len(ring.fields)) for j in range(size)]
    shift = [[ring.multiply(factor, slope) for slope in slopes] for factor in factors]
    add = cache(ring.add)
    return crossed(ring.order, size, most, rounds, lambda k, j, x: add(x, shift[k][j]))


def _in_largest(ring: Ring, count: int) -> list[int]:
    orders = [field.order for field in ring.fields]
    largest = orders.index(max(orders))
    return [ring.whole([part if f == largest else 0 for f in range(len(orders))]) for part in range(count)]


def crossed(
    tables: int, size: int, most: int, rounds: int, table: Callable[[int, int, int], int]
) -> Design:  # fmt: skip
    """A design in columns from table(round, column, row); the columns are filled when it ends."""
    crossing = min(most, rounds)
    turns = [
        tuple(table(k, j, x) for j in range(size) for x in range(tables)) for k in range(crossing)
    ]  # fmt: skip
    turns += _within_columns(tables, size, rounds - crossing)
    return Design(tables, size, tuple(turns), crossing)


def _within_columns(tables: int, size: int, rounds: int) -> Iterator[tuple[int, ...]]:
    """Further rounds among the players of each column, who have not met: a smaller design for each."""
    if rounds <= 0 or tables % size:
        return
    share = tables // size
    inner = best_design(share, size, rounds) if share > 1 else Design(1, size, ((0,) * size,))
    for seat in inner.rounds if inner else ():
        yield tuple(j * share + t for j in range(size) for t in seat)


def cafe(tables: int, size: int, rounds: int, measures: int) -> Design | None:
    """World café: table t has measure t modulo `measures`, and every player's measure changes each round.

    Column j moves on by the j-th number that shares no factor with `measures`; nobody meets twice as long
    as the largest difference of two such steps times (rounds - 1) is below the number of tables.
    """
    steps = [step for step in range(1, (size + 1) * measures + 1) if gcd(step, measures) == 1][:size]
    if tables % measures or (rounds - 1) * (steps[-1] - steps[0]) >= tables:
        return None
    return crossed(tables, size, rounds, rounds, lambda k, j, x: (x + k * steps[j]) % tables)


CONSTRUCTIONS: tuple[Callable[[int, int, int], Iterator[Design]], ...] = (
    circle,
    starter,
    transversal,
    shifted,
    cyclic,
)
