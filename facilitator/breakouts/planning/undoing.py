"""Undo the publication of a plan: the seats of before, but for what was changed by hand since."""

from collections.abc import Iterator, Sequence, Set
from dataclasses import dataclass
from hashlib import sha256

from facilitator.access.actor import Actor
from facilitator.breakouts.allocation import Plan
from facilitator.breakouts.allocation.instance import Instance
from facilitator.breakouts.allocation.verify import Rule, broken_rules
from facilitator.breakouts.planning import queries, rules
from facilitator.breakouts.planning.plans import reseat
from facilitator.breakouts.planning.queries import LastPublication
from facilitator.breakouts.planning.replanning import NewSeat, moves_to
from facilitator.breakouts.planning.snapshot import Snapshot
from facilitator.database import db, now
from facilitator.errors import N_, NotFound, RuleBroken
from facilitator.live.activity import record
from facilitator.live.events import Event
from facilitator.sentences import Sentence, say
from facilitator.text import alphabetical
from facilitator.workshops.models import Workshop

Places = dict[tuple[int, int], int]
"""The group of each round and participant, all by their ids."""

NO_NEWS = {Rule.EVERYBODY_HAS_A_SEAT, Rule.NO_TABLE_IS_TOO_SMALL, Rule.NO_TABLE_IS_TOO_LARGE}
"""What is told by name where it happens: who has no seat then, and which group would be too full."""


@dataclass(frozen=True)
class Undo:
    """What Undo would do now: who goes back, who stays where they were put since, what stands against it.

    Who had no seat before the publication has none after it: `emptied` has their names by round. A rule
    that the seats of before break is no obstacle, since everybody had these seats.
    """

    publication: LastPublication
    snapshot: Snapshot
    after: Plan
    emptied: Sequence[tuple[int, Sequence[str]]]
    kept: Sequence[str]
    obstacles: Sequence[Sentence]
    broken: Sequence[Sentence]
    plan_before: int | None

    @property
    def moves(self) -> list[NewSeat]:
        """Those who have another seat by it."""
        return moves_to(self.snapshot, self.after)

    @property
    def key(self) -> str:
        """Tells this Undo from another one, so that what is done is what was shown."""
        rows = [row.id for row in self.publication.rows]
        return sha256(repr((rows, sorted(self.snapshot.seats(self.after)))).encode()).hexdigest()[:16]


def may_undo(publication: LastPublication | None) -> bool:
    """Whether the seats of a publication can be taken back: nobody has begun to work with them."""
    if publication is None:
        return False
    try:
        _check_may_undo(publication)
    except RuleBroken:
        return False
    return True


def undo_of_publication(workshop: Workshop, snapshot: Snapshot) -> Undo:
    """What it would be to undo the latest publication; refused where work has begun."""
    publication = queries.last_publication(workshop)
    if publication is None:
        raise NotFound(N_("No plan is published, so there is nothing to undo."))
    _check_may_undo(publication)
    return _undo(publication, snapshot)


def _check_may_undo(publication: LastPublication) -> None:
    begun = next((round_.title for round_ in publication.rounds if round_.has_begun), "")
    rules.check_may_undo(
        publication.plan.number,
        begun=begun,
        at_work="" if begun else queries.group_at_work([row.round_id for row in publication.rows]),
        keeps_seats=all(row.keeps_seats for row in publication.rows),
    )


def _undo(publication: LastPublication, snapshot: Snapshot) -> Undo:
    replaced = queries.replaced_seats([row.id for row in publication.rows])
    rounds = {row.round_id for row in publication.rows}
    present = _places(snapshot, snapshot.now)
    planned = _places(
        snapshot, snapshot.plan(queries.planned_seats([publication.plan.id])[publication.plan.id])
    )
    before = _places(snapshot, snapshot.plan(replaced))
    stays = {
        key
        for key in present.keys() | planned.keys()
        if key[0] not in rounds or present.get(key) != planned.get(key)
    }
    after = {key: group for key, group in before.items() if key[0] in rounds and key not in stays}
    after |= {key: group for key, group in present.items() if key in stays}
    seats = snapshot.plan((group, person) for (_, person), group in after.items())
    broken = list(broken_rules(Instance(snapshot.problem), seats))
    too_full = [said for said in broken if said.kind is Rule.NO_TABLE_IS_TOO_LARGE]
    return Undo(
        publication=publication,
        snapshot=snapshot,
        after=seats,
        emptied=_by_round(snapshot, present.keys() - after.keys()),
        kept=_names(snapshot, {person for r, person in stays if r in rounds and (r, person) in present}),
        obstacles=[*_out_of_use(snapshot, replaced, stays), *too_full],
        broken=[said for said in broken if said.kind not in NO_NEWS],
        plan_before=queries.number_of_plan_before(publication),
    )


def _places(snapshot: Snapshot, plan: Plan) -> Places:
    return {(round_id, person): group for round_id, group, person in snapshot.seats(plan)}


def _by_round(snapshot: Snapshot, lost: Set[tuple[int, int]]) -> list[tuple[int, list[str]]]:
    """Whose seats these are, by round, which counts from 0."""
    found = [
        (r, _names(snapshot, {person for lost_in, person in lost if lost_in == round_id}))
        for r, round_id in enumerate(snapshot.rounds)
    ]
    return [(r, names) for r, names in found if names]


def _names(snapshot: Snapshot, people: Set[int]) -> list[str]:
    return sorted((snapshot.problem.people[snapshot.position[id_]].name for id_ in people), key=alphabetical)


def _out_of_use(
    snapshot: Snapshot, replaced: Sequence[tuple[int, int]], stays: Set[tuple[int, int]]
) -> Iterator[Sentence]:
    """Each group to which somebody would go back though it is out of use."""
    for group in queries.groups_with_ids({group_id for group_id, _ in replaced} - snapshot.place.keys()):
        sat = {person for group_id, person in replaced if group_id == group.id}
        if any((group.round_id, person) not in stays for person in sat & snapshot.position.keys()):
            yield say(
                "%(group)s is deactivated, but people would go back to it. Reactivate it first.",
                group=group.name,
            )


def take_back(workshop: Workshop, undo: Undo, *, by: Actor) -> int:
    """Give everybody the seats of before; returns how many people had another."""
    rules.check_keeps_the_rules(undo.obstacles)
    for row in undo.publication.rows:
        row.replaced_at = now()
    db.session.flush()
    for row in queries.publications_before(undo.publication):
        row.replaced_at = None
    moved = reseat(workshop, undo.snapshot, undo.after, {}, by=by)
    db.session.flush()
    record(Event.PLAN_UNPUBLISHED, undo.publication.plan, by=by, moved=moved)
    return moved
