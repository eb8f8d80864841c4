"""What lies between the days, and the end: the handover, the groups with their seats, closing."""

from collections.abc import Sequence
from functools import partial
from itertools import cycle

from facilitator.access.policy import Phase, Role
from facilitator.accounts.models import Account
from facilitator.agenda.models import Room, Session
from facilitator.agenda.queries import rooms
from facilitator.breakouts.operations import add_group, spread_unseated
from facilitator.breakouts.planning.plans import QUICK, begin_plan, publish_plan, search_again
from facilitator.breakouts.planning.queries import Draft, drafts, is_published
from facilitator.breakouts.planning.snapshot import take_snapshot
from facilitator.breakouts.queries import begun_rounds, rounds, seated_groups
from facilitator.capture.handover.operations import freeze_handover
from facilitator.capture.models import Handover
from facilitator.database import limits_of
from facilitator.errors import N_, RuleBroken
from facilitator.rehearsal.models import RehearsalStep
from facilitator.rehearsal.scenes.cast import Cast
from facilitator.rehearsal.scenes.scene import Act, NotYet, Scene, SceneState
from facilitator.workshops.operations import close_workshop
from facilitator.workshops.queries import measures, offered, team_with_role

MINUTES = 5
SEATS = 12
"""People at a table, if nobody has said otherwise."""


class HandingOver(Scene):
    """Day one is handed over."""

    step = RehearsalStep.HANDOVER

    def __init__(self) -> None:
        super().__init__("handover", N_("Day one is handed over"), MINUTES)

    def state(self, cast: Cast) -> SceneState:
        """Past once it is handed over."""
        before = (Phase.PREPARATION, Phase.DAY_ONE)
        return SceneState.TO_COME if cast.workshop.phase in before else SceneState.PAST

    def begin(self, cast: Cast) -> None:
        """Hand it over."""
        name = cast.workshop.title[: limits_of(Handover.name).most]
        freeze_handover(cast.workshop, name=name, by=cast.steering)


class PlanningGroups(Scene):
    """Groups for each measure in rounds that have none; a plan of who sits where, and its publication."""

    step = RehearsalStep.GROUPS

    def __init__(self) -> None:
        super().__init__("groups", N_("Groups are planned and published"), MINUTES)

    def state(self, cast: Cast) -> SceneState:
        """Past once everybody could have a seat by another way, or has no round left to sit in."""
        begun = begun_rounds(cast.workshop)
        left = [round_ for round_ in rounds(cast.workshop) if round_.id not in begun]
        if not left or all(is_published(round_.id) for round_ in left):
            return SceneState.PAST
        return SceneState.TO_COME

    def acts(self, cast: Cast) -> Sequence[Act]:
        """Groups, a plan, and its publication."""
        return [partial(_add_groups, cast), partial(_begin_plan, cast), partial(_publish, cast)]


class Closing(Scene):
    """The workshop is closed."""

    step = RehearsalStep.CLOSING

    def __init__(self) -> None:
        super().__init__("closing", N_("The workshop is closed"), MINUTES)

    def state(self, cast: Cast) -> SceneState:
        """Past once it is closed."""
        return SceneState.PAST if cast.workshop.phase is Phase.CLOSED else SceneState.TO_COME

    def begin(self, cast: Cast) -> None:
        """Close it."""
        close_workshop(cast.workshop, by=cast.steering)


def _add_groups(cast: Cast) -> None:
    have_groups = {table.group.round_id for table in seated_groups(cast.workshop)}
    for round_ in rounds(cast.workshop):
        if round_.id not in have_groups:
            _add_groups_of(cast, round_)


def _add_groups_of(cast: Cast, round_: Session) -> None:
    """As many groups as it takes, the same number for each measure."""
    topics = offered(measures(cast.workshop))
    of_each = max(1, -(-cast.rehearsal.people // (SEATS * len(topics))))
    capacity = -(-cast.rehearsal.people // (of_each * len(topics))) + 2
    fitting: list[Room] = [room for room in rooms(cast.workshop) if room.seats >= capacity]
    facilitators = _by_turns(cast, Role.FACILITATOR)
    rapporteurs = _by_turns(cast, Role.RAPPORTEUR)
    for measure in topics:
        for number in range(1, of_each + 1):
            add_group(
                round_,
                measure=measure,
                name=f"{measure.prefix} {number}",
                room=fitting.pop() if fitting else None,
                facilitator=next(facilitators),
                rapporteur=next(rapporteurs),
                capacity=capacity,
                by=cast.steering,
            )


def _by_turns(cast: Cast, role: Role) -> "cycle[Account | None]":
    return cycle([*team_with_role(cast.workshop, role)] or [None])


def _latest(cast: Cast) -> Draft | None:
    made = drafts(cast.workshop)
    return made[-1] if made else None


def _begin_plan(cast: Cast) -> None:
    if _latest(cast) is not None:
        return
    snapshot = take_snapshot(cast.workshop)
    seed = cast.rehearsal.seed % 100_000
    try:
        search = begin_plan(cast.workshop, snapshot, seed=seed, moves=QUICK, by=cast.steering)
    except RuleBroken:
        return  # what cannot be planned is seated evenly
    cast.begin_search(search)


def _publish(cast: Cast) -> None:
    """Publish the plan once it is found; where none can be found, seat everybody evenly."""
    draft = _latest(cast)
    if draft is not None and draft.is_searched:
        raise NotYet
    snapshot = take_snapshot(cast.workshop)
    if draft is not None and draft.is_broken_off:
        cast.begin_search(search_again(cast.workshop, draft, snapshot, by=cast.steering))
        raise NotYet
    if draft is not None and draft.is_found and not draft.is_published:
        publish_plan(cast.workshop, draft, snapshot, by=cast.steering)
        return
    begun = begun_rounds(cast.workshop)
    for round_ in rounds(cast.workshop):
        if round_.id not in begun:
            spread_unseated(cast.workshop, round_, by=cast.steering)
