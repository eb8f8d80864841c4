"""The register as it stands: every solution in sight, those that nobody owns first."""

from collections.abc import Iterable
from dataclasses import dataclass

import sqlalchemy as sa

from facilitator.capture.queries import BoardCard
from facilitator.database import db
from facilitator.errors import N_, NotFound
from facilitator.register.models import SolutionProgress, SolutionState
from facilitator.summary.queries import Results, results
from facilitator.summary.solution_results import SolutionResult
from facilitator.workshops.models import Measure, Workshop


@dataclass(frozen=True)
class RegisterEntry:
    """A solution with its measure, how far it is, and what the interested cities said of it, if any did."""

    measure: Measure
    card: BoardCard
    state: SolutionState
    said: SolutionResult | None = None

    @property
    def lacks_an_owner(self) -> bool:
        """Whether somebody has still to be found for it."""
        return not self.card.wording.owner and self.state is not SolutionState.DROPPED


def register(workshop: Workshop, found: Results) -> list[RegisterEntry]:
    """Every solution: first those without an owner, then by measure and number."""
    states = _states(workshop)
    entries = (
        RegisterEntry(
            each.measure,
            card,
            states.get(card.id, SolutionState.PLANNED),
            each.said_of_solutions.get(card.id),
        )
        for each in found.measures
        for card in each.solutions
    )
    return sorted(entries, key=lambda entry: not entry.lacks_an_owner)


def register_now(workshop: Workshop) -> list[RegisterEntry]:
    """The same from the results as they stand."""
    return register(workshop, results(workshop))


def entry_of(entries: Iterable[RegisterEntry], ref: str) -> RegisterEntry:
    """One solution of the register, by its reference."""
    for entry in entries:
        if entry.card.ref == ref:
            return entry
    raise NotFound(N_("This solution was not found in this workshop."))


def _states(workshop: Workshop) -> dict[int, SolutionState]:
    rows = db.session.execute(
        sa.select(SolutionProgress.solution_id, SolutionProgress.state)
        .filter_by(workshop_id=workshop.id)
        .order_by(SolutionProgress.id)
    )
    return {row.solution_id: row.state for row in rows}
