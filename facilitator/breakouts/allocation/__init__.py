"""Who sits where: plans for breakout rounds, with their proofs and reasons. Needs nothing but Python."""

from facilitator.breakouts.allocation.allocate import Allocation, Effort, Progress, allocate
from facilitator.breakouts.allocation.desk import Replan, Reseat
from facilitator.breakouts.allocation.feasibility import check_feasible
from facilitator.breakouts.allocation.problem import Aim, Person, Pin, Plan, Problem, Role, Round, Table
from facilitator.breakouts.allocation.replan import close_table, release_departure, seat_arrival, seat_late
from facilitator.breakouts.allocation.report import Finding, Report, report_on
from facilitator.breakouts.allocation.sentence import Infeasible, Sentence

__all__ = [
    "Aim",
    "Allocation",
    "Effort",
    "Finding",
    "Infeasible",
    "Person",
    "Pin",
    "Plan",
    "Problem",
    "Progress",
    "Replan",
    "Report",
    "Reseat",
    "Role",
    "Round",
    "Sentence",
    "Table",
    "allocate",
    "check_feasible",
    "close_table",
    "release_departure",
    "report_on",
    "seat_arrival",
    "seat_late",
]
