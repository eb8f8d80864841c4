"""Random draws that are the same on every Python, since they rest on Random.random() alone.

Python promises the sequence of random() for a seed, and of nothing else in its random module.
"""

from collections.abc import Callable, Sequence
from math import fsum, log, sqrt
from operator import truediv
from random import Random
from statistics import NormalDist

DRAWS = 10_000
SEED = 20171204

_TRACE = 1e-300
_half_normal = NormalDist().inv_cdf


def dirichlet_means(
    counts: Sequence[float], worth: Sequence[float], draws: int, random: Random
) -> list[float]:
    """Draws of what a category is worth on average, its probabilities drawn from Dirichlet(counts).

    `counts` and `worth` go by category; a count of 0 leaves its category out, and one above 0 must be
    there.
    """
    present = [(count, value) for count, value in zip(counts, worth, strict=True) if count > 0]
    parts = [gammas(count, draws, random.random) for count, _ in present]
    wholes = map(fsum, zip(*parts, strict=True))
    scaled = [[value * part for part in stream] for (_, value), stream in zip(present, parts, strict=True)]
    return list(map(truediv, map(fsum, zip(*scaled, strict=True)), wholes))


def gammas(shape: float, draws: int, uniform: Callable[[], float]) -> list[float]:
    """Draws from the gamma distribution of a shape above 0 and scale 1; neighbours are not independent.

    Below shape 1 the shape is raised by 1 and the draw multiplied by U^(1/shape).
    """
    if shape >= 1:
        return _gammas_from_one(shape, draws, uniform)
    power = 1 / shape
    # A high power of a uniform may vanish; a trace keeps a sum of such parts from being 0.
    return [g * uniform() ** power + _TRACE for g in _gammas_from_one(shape + 1, draws, uniform)]


def _gammas_from_one(shape: float, draws: int, uniform: Callable[[], float]) -> list[float]:
    """Marsaglia and Tsang's method for shapes from 1, ACM Trans Math Softw 2000;26:363–372.

    Each normal is used with both signs (antithetic variates): that halves the time, leaves every draw's
    distribution as it is, and makes means more precise.
    """
    d = shape - 1 / 3
    c = 1 / sqrt(9 * d)
    drawn: list[float] = []
    while len(drawn) < draws:
        x = _half_normal((1 - uniform()) / 2)
        x2 = x * x
        accepted = 1 - uniform()
        surely = 1 - 0.0331 * x2 * x2
        for root in (1 + c * x, 1 - c * x):
            v = root * root * root
            if root > 0 and (accepted < surely or log(accepted) < 0.5 * x2 + d * (1 - v + log(v))):
                drawn.append(d * v)
    return drawn[:draws]
