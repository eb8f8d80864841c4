"""What one case of a bench says."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Result:
    """One measured case: figures are texts with their unit, `seconds` is wall time.

    `bound` is the raw limit the figure is held against: a proven lower bound, the literature's
    best, or the measured floor of the machine. `short` is true where the aim is missed.
    """

    case: str
    aim: str
    reached: str
    bound: str
    seconds: float
    short: bool
