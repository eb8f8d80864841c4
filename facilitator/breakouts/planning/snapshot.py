"""The workshop as the engine takes it: its rows as numbers, and the way back."""

from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property

from facilitator.agenda.models import Session
from facilitator.breakouts.allocation import FixedSeat, Person, Plan, Problem, Round, SeatingRole, Table
from facilitator.breakouts.models import Group
from facilitator.breakouts.planning import queries
from facilitator.breakouts.planning.models import Bond
from facilitator.breakouts.planning.rules import languages
from facilitator.breakouts.queries import SeatedGroup, begun_rounds, rounds, seated_groups
from facilitator.workshops.models import Part, Participant, Workshop
from facilitator.workshops.queries import participants

Place = tuple[int, int]
"""A group's round and its place among the tables of that round, both counted from 0."""


@dataclass(frozen=True)
class Snapshot:
    """A problem of the engine, and the ids of the rows that its numbers stand for.

    Rounds without a table are left out, and people who are there for no round; a round that has begun
    is in it with the seats as they are.
    """

    problem: Problem
    people: tuple[int, ...]
    rounds: tuple[int, ...]
    groups: tuple[tuple[int, ...], ...]
    now: Plan
    left_out: tuple[int, ...] = field(default=())

    @cached_property
    def place(self) -> dict[int, Place]:
        """Where each group is."""
        return {id_: (r, t) for r, ids in enumerate(self.groups) for t, id_ in enumerate(ids)}

    @cached_property
    def position(self) -> dict[int, int]:
        """The number of each participant."""
        return {id_: p for p, id_ in enumerate(self.people)}

    @property
    def open_rounds(self) -> list[int]:
        """The rounds that may still be planned."""
        return [r for r, round_ in enumerate(self.problem.rounds) if not round_.started]

    def plan(self, seats: Iterable[tuple[int, int]]) -> Plan:
        """A plan from group and participant of its seats; begun rounds are as they are."""
        found: list[list[list[int]]] = [[[] for _ in ids] for ids in self.groups]
        for group_id, participant_id in seats:
            place, person = self.place.get(group_id), self.position.get(participant_id)
            if place and person is not None and place[0] not in self.problem.people[person].absent:
                found[place[0]][place[1]].append(person)
        for r, round_ in enumerate(self.problem.rounds):
            if round_.started:
                found[r] = [list(table) for table in self.now[r]]
        return tuple(tuple(tuple(sorted(table)) for table in seating) for seating in found)

    def seats(self, plan: Plan) -> Iterable[tuple[int, int, int]]:
        """Round, group and participant of each seat in the rounds that have not begun."""
        for r in self.open_rounds:
            for group_id, table in zip(self.groups[r], plan[r], strict=True):
                yield from ((self.rounds[r], group_id, self.people[p]) for p in table)

    def unseated(self, plan: Plan, round_: int) -> list[int]:
        """Those who are there for a round and have no seat in it."""
        sitting = {p for table in plan[round_] for p in table}
        return [p for p in self.problem.present(round_) if p not in sitting]


def take_snapshot(workshop: Workshop) -> Snapshot:
    """The workshop as it is now, in a fixed number of statements."""
    begun = begun_rounds(workshop)
    at = {id_: found for id_, found in _tables_by_round(seated_groups(workshop), begun).items() if found}
    all_rounds = rounds(workshop)
    held = [round_ for round_ in all_rounds if round_.id in at]
    seated = {person.id for found in at.values() for table in found for person in table.people}
    away = queries.absences(workshop)
    ids = {round_.id for round_ in held}
    crowd = [
        who
        for who in participants(workshop)
        if who.id in seated or (who.left_at is None and (not ids or not ids <= away.get(who.id, set())))
    ]
    return _Maker(workshop, held, at, crowd, begun).snapshot(
        tuple(round_.id for round_ in all_rounds if round_.id not in at)
    )


def _told_apart(people: Sequence[Participant]) -> list[str]:
    """Each one's name, with a number for namesakes who speak for the same."""
    seen: Counter[tuple[str, str]] = Counter()
    names = []
    for who in people:
        seen[one := (who.display_name, who.organisation.spoken_name)] += 1
        names.append(who.display_name if seen[one] == 1 else f"{who.display_name} {seen[one]}")
    return names


def _tables_by_round(found: Iterable[SeatedGroup], begun: set[int]) -> dict[int, list[SeatedGroup]]:
    """Tables in use; of a begun round also those that were, as people sat there."""
    by_round: dict[int, list[SeatedGroup]] = {}
    for table in found:
        kept = by_round.setdefault(table.group.round_id, [])
        if not table.is_withdrawn or (table.group.round_id in begun and table.people):
            kept.append(table)
    return by_round


class _Maker:
    """Turns rows into the engine's plain values."""

    def __init__(
        self,
        workshop: Workshop,
        held: list[Session],
        at: dict[int, list[SeatedGroup]],
        crowd: list[Participant],
        begun: set[int],
    ) -> None:
        self.workshop, self.held, self.at, self.crowd, self.begun = workshop, held, at, crowd, begun
        self.number = {who.id: p for p, who in enumerate(crowd)}
        self.now: Plan = tuple(
            tuple(tuple(sorted(self.number[who.id] for who in table.people)) for table in at[round_.id])
            for round_ in held
        )

    def snapshot(self, left_out: tuple[int, ...]) -> Snapshot:
        """All of it."""
        problem = Problem(
            people=self._people(),
            rounds=tuple(
                Round(tuple(self._table(table.group) for table in self.at[each.id]), each.id in self.begun)
                for each in self.held
            ),
            interests=self._interests(),
            seated=self.now,
        )
        groups = tuple(tuple(table.group.id for table in self.at[round_.id]) for round_ in self.held)
        snapshot = Snapshot(
            problem, tuple(self.number), tuple(each.id for each in self.held), groups, self.now, left_out
        )
        return replace(snapshot, problem=self._with_rules(snapshot))

    def _people(self) -> tuple[Person, ...]:
        wishes, needs = queries.wishes(self.workshop), queries.needs(self.workshop)
        away = queries.absences(self.workshop)
        names = _told_apart(self.crowd)
        return tuple(
            Person(
                name=names[p],
                organisation=who.organisation.spoken_name,
                role=_role(who),
                wishes=tuple(wish.measure.title for wish in wishes.get(who.id, ())),
                languages=languages(needs[who.id].languages) if who.id in needs else frozenset(),
                step_free=who.id in needs and needs[who.id].step_free,
                absent=self._absent(p, away.get(who.id, set())),
            )
            for p, who in enumerate(self.crowd)
        )

    def _absent(self, person: int, away: set[int]) -> frozenset[int]:
        """Rounds to come that the person is away for, and begun ones in which they have no seat."""
        return frozenset(
            r
            for r, round_ in enumerate(self.held)
            if (
                not any(person in table for table in self.now[r])
                if round_.id in self.begun
                else round_.id in away
            )
        )

    def _table(self, group: Group) -> Table:
        return Table(
            name=group.name,
            capacity=group.seats or max(1, len(self.crowd)),
            measure=group.measure.title,
            accessible=group.is_accessible,
            languages=languages(group.languages),
        )

    def _interests(self) -> dict[str, frozenset[str]]:
        of_city = queries.interests(self.workshop)
        names = {who.city.id: who.city.name for who in self.crowd if who.city}
        return {
            names[city_id]: frozenset(measure.title for measure in wanted)
            for city_id, wanted in of_city.items()
            if city_id in names
        }

    def _with_rules(self, snapshot: Snapshot) -> Problem:
        bound = [
            (pair.bond, (snapshot.position[pair.first_id], snapshot.position[pair.second_id]))
            for pair in queries.pairs(self.workshop)
            if pair.first_id in snapshot.position and pair.second_id in snapshot.position
        ]
        pins = [
            FixedSeat(snapshot.position[pin.participant_id], *snapshot.place[pin.group_id])
            for pin, _, _, _ in queries.pins(self.workshop)
            if pin.participant_id in snapshot.position and pin.group_id in snapshot.place
        ]
        return replace(
            snapshot.problem,
            together=tuple(pair for bond, pair in bound if bond is Bond.TOGETHER),
            apart=tuple(pair for bond, pair in bound if bond is Bond.APART),
            pins=tuple(pin for pin in pins if not snapshot.problem.rounds[pin.round].started),
        )


def _role(who: Participant) -> SeatingRole:
    if who.city is None:
        return SeatingRole.PARTNER
    return SeatingRole.LIGHTHOUSE if who.city.part is Part.LIGHTHOUSE else SeatingRole.INTERESTED
