"""Tails and quantiles of Student's t and of chi-squared, from the incomplete beta and gamma functions.

Sources: continued fractions DLMF 8.17.22 (beta) and 8.9.2 in its contracted form (gamma), series DLMF
8.7.1 (gamma), evaluated by the modified Lentz method (Thompson and Barnett, J Comput Phys
1986;64:490–509).
"""

from collections.abc import Iterable, Iterator
from itertools import count, pairwise, repeat
from math import exp, inf, lgamma, log, log1p, pi
from statistics import NormalDist

_PRECISION = 1e-15
_NEAR_ZERO = 1e-300


def t_tail(t: float, df: float) -> float:
    """The probability that Student's t with `df` > 0 degrees of freedom exceeds t."""
    t2 = t * t
    if t2 < df:
        # From the middle out: here 1 − df / (df + t²) would lose the digits of a small t.
        beyond = (1 - incomplete_beta(0.5, df / 2, t2 / (df + t2))) / 2
    else:
        beyond = incomplete_beta(df / 2, 0.5, df / (df + t2)) / 2
    return beyond if t >= 0 else 1 - beyond


def t_quantile(probability: float, df: float) -> float:
    """The value that Student's t with `df` > 0 degrees of freedom stays below with this probability.

    Newton's method on the tail. Above the middle the tail is convex, and the normal quantile lies below
    that of t, so each step comes nearer from below and none overshoots.
    """
    if not (0 < probability < 1 and 0 < df < inf):
        raise ValueError(f"no quantile of t at {probability!r} with {df!r} degrees of freedom")
    if probability < 0.5:
        return -t_quantile(1 - probability, df)
    steps = _newton_from_below(NormalDist().inv_cdf(probability), 1 - probability, df)
    return next(t for last, t in pairwise(steps) if t - last <= 8 * _PRECISION * t)


def _newton_from_below(start: float, tail: float, df: float) -> Iterator[float]:
    t = start
    while True:
        yield t
        t += (t_tail(t, df) - tail) / _t_density(t, df)


def _t_density(t: float, df: float) -> float:
    log_scale = lgamma((df + 1) / 2) - lgamma(df / 2) - log(df * pi) / 2
    return exp(log_scale - (df + 1) / 2 * log1p(t * t / df))


def chi_squared_tail(chi2: float, df: float) -> float:
    """The probability that chi-squared with `df` > 0 degrees of freedom exceeds `chi2` ≥ 0."""
    shape, x = df / 2, chi2 / 2
    if x <= 0:
        return 1.0
    scale = exp(shape * log(x) - x - lgamma(shape))
    if x < shape + 1:
        return 1 - scale * _gamma_series(shape, x)
    steps = ((-k * (k - shape), x + 2 * k + 1 - shape) for k in count(1))
    return scale / _continued_fraction(x + 1 - shape, steps)


def _gamma_series(shape: float, x: float) -> float:
    total = term = 1 / shape
    for k in count(1):
        term *= x / (shape + k)
        total += term
        if term <= total * _PRECISION:
            break
    return total


def incomplete_beta(a: float, b: float, x: float) -> float:
    """The regularised incomplete beta function I_x(a, b) for a, b > 0 and x from 0 to 1."""
    if x <= 0 or x >= 1:
        return float(x >= 1)
    if x > (a + 1) / (a + b + 2):
        return 1 - incomplete_beta(b, a, 1 - x)
    scale = exp(lgamma(a + b) - lgamma(a) - lgamma(b) + a * log(x) + b * log1p(-x)) / a
    return scale / _continued_fraction(1.0, zip(_beta_numerators(a, b, x), repeat(1.0), strict=False))


def _beta_numerators(a: float, b: float, x: float) -> Iterator[float]:
    for m in count():
        yield -(a + m) * (a + b + m) * x / ((a + 2 * m) * (a + 2 * m + 1))
        yield (m + 1) * (b - m - 1) * x / ((a + 2 * m + 1) * (a + 2 * m + 2))


def _continued_fraction(first: float, steps: Iterable[tuple[float, float]]) -> float:
    """first + a1 / (b1 + a2 / (b2 + …)) for steps (a1, b1), (a2, b2), …"""
    value = ratio = first
    inverse = 0.0
    for numerator, denominator in steps:
        inverse = 1 / (denominator + numerator * inverse or _NEAR_ZERO)
        ratio = denominator + numerator / ratio or _NEAR_ZERO
        change = ratio * inverse
        value *= change
        if abs(change - 1) <= _PRECISION:
            break
    return value
