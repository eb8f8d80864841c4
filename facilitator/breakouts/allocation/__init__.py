"""Who sits where: plans for breakout rounds, with their proofs and reasons. Needs nothing but Python."""

from facilitator.breakouts.allocation.allocate import Allocation, Effort, SearchProgress, allocate
from facilitator.breakouts.allocation.desk import Replan, Reseat
from facilitator.breakouts.allocation.feasibility import check_feasible
from facilitator.breakouts.allocation.infeasible import Infeasible
from facilitator.breakouts.allocation.problem import (
    Aim,
    FixedSeat,
    Person,
    Plan,
    Problem,
    Round,
    SeatingRole,
    Table,
)
from facilitator.breakouts.allocation.replan import close_table, release_departure, seat_arrival, seat_late
from facilitator.breakouts.allocation.report import Finding, PlanReport, report_on

__all__ = [
    "Aim",
    "Allocation",
    "Effort",
    "Finding",
    "FixedSeat",
    "Infeasible",
    "Person",
    "Plan",
    "PlanReport",
    "Problem",
    "Replan",
    "Reseat",
    "Round",
    "SearchProgress",
    "SeatingRole",
    "Table",
    "allocate",
    "check_feasible",
    "close_table",
    "release_departure",
    "report_on",
    "seat_arrival",
    "seat_late",
]
