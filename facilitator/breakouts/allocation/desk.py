"""The registration desk: changes the seats of a plan one person at a time, and says who moves and why."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise

from facilitator.breakouts.allocation.chains import Move, RoundInChange
from facilitator.breakouts.allocation.contradictions import names_of
from facilitator.breakouts.allocation.infeasible import Infeasible
from facilitator.breakouts.allocation.instance import Instance
from facilitator.breakouts.allocation.matching import largest_matching
from facilitator.breakouts.allocation.problem import Plan, Problem
from facilitator.breakouts.allocation.reseating import (
    MOST_MOVES,
    Missing,
    Shortfall,
    UnitMove,
    Ways,
    fewest_moves,
)
from facilitator.breakouts.allocation.strain import Elsewhere, Strain
from facilitator.breakouts.allocation.trial import Exhausted, seat_by_trial
from facilitator.errors import N_
from facilitator.sentences import Sentence, say, say_many


@dataclass(frozen=True, slots=True)
class Reseat:
    """Somebody who sat at one table of a round and now sits at another, and why; tables by name."""

    person: int
    round: int
    origin: str
    table: str
    why: Sentence


@dataclass(frozen=True)
class Replan:
    """The problem and the plan after the change, and who had to move.

    `proven` says that no plan for the new situation moves fewer people.
    """

    problem: Problem
    plan: Plan
    moves: tuple[Reseat, ...]
    proven: bool
    notes: tuple[Sentence, ...] = ()


class RegistrationDesk:
    """The registration desk: changes the seats of a plan one person at a time."""

    def __init__(self, problem: Problem, plan: Plan) -> None:
        self.problem = problem
        self.instance = Instance(replace(problem, seated=plan))
        self.tables = [[list(table) for table in seating] for seating in plan]
        self.rooms = {r: RoundInChange(self.instance, r, self.tables[r]) for r in self.instance.open_rounds}
        self.moves: list[Reseat] = []
        self.notes: list[Sentence] = []
        self.proven = True

    def result(self) -> Replan:
        """What has become of the plan."""
        plan = tuple(tuple(tuple(sorted(table)) for table in seating) for seating in self.tables)
        return Replan(self.problem, plan, tuple(self.moves), self.proven, tuple(self.notes))

    def name(self, round_: int, table: int) -> str:
        """A table's name."""
        return self.problem.rounds[round_].tables[table].name

    def note_move(self, person: int, round_: int, origin: str, table: int, why: Sentence) -> None:
        """Writes down that somebody moves."""
        self.moves.append(Reseat(person, round_, origin, self.name(round_, table), why))

    def seat(self, round_: int, person: int, moved: tuple[str, Sentence] | None = None) -> None:
        """Seats a person with the fewest moves; `moved` is the table lost and why, for one who had a seat."""
        chains = self._chains(round_, person)
        chain = self._gentlest(round_, chains) if chains else []
        if moved is None and not (chain and self._is_shortest(chain)):
            most = len(chain) - 2 if chain else MOST_MOVES
            fewer = fewest_moves(self.instance, round_, self.tables[round_], Shortfall((person,)), most)
            self.proven &= fewer.proven
            if fewer.ways:
                self._take(round_, self._gentlest_way(round_, fewer), {})
                return
        if not chain:
            raise Infeasible([self._no_seat(round_, person)])
        if moved:
            self.note_move(person, round_, moved[0], chain[0][1], moved[1])
        self._make(round_, chain)

    def choices(self, round_: int, person: int) -> int:
        """How many tables of a round a person may use."""
        return self.instance.mask[round_][person].bit_count()

    def _gentlest(self, round_: int, chains: list[list[Move]]) -> list[Move]:
        """Of chains of one length the one whose moves strain people least."""
        movers = {person for chain in chains for person, _ in chain}
        elsewhere = {p: Elsewhere(self.instance, self.tables, round_, p) for p in movers}

        def strains(chain: list[Move]) -> tuple[int, list[Strain]]:
            away = {p for p, _ in chain}
            stay = {t: [q for q in self.tables[round_][t] if q not in away] for _, t in chain}
            stranded = sum(self._is_stranded([*stay[t], p], self.tables[round_][t]) for p, t in chain)
            return stranded, [elsewhere[p].strain(stay[t], t) for p, t in chain]

        return min(chains, key=strains)

    def _is_stranded(self, people: list[int], before: list[int]) -> bool:
        """Whether a table that had a lighthouse delegate has none any more."""
        lighthouse = self.instance.lighthouse
        return any(lighthouse[p] for p in before) and not any(lighthouse[p] for p in people)

    def _is_shortest(self, chain: list[Move]) -> bool:
        """Whether it needs no search that no other way moves fewer people.

        Chains are tried in the order of their length and a block would move at least two people, so a
        chain that moves at most two others is shortest; a longer one is if no pair binds people. Who has
        partners may be seated by moving one of those, so a chain that moves two others proves nothing.
        """
        others = len(chain) - 1
        if chain[0][0] in self.instance.block_of:
            return others <= 1
        return others <= 2 or not (self.instance.blocks or self.problem.apart)

    def _chains(self, round_: int, person: int) -> list[list[Move]]:
        room = self.rooms[round_]
        partners = self._tables_of_partners(round_, person)
        if not partners:
            return room.shortest_chains(person)
        # Partners at two tables have to be brought together first, and that is no latecomer's chain.
        chains = self._beside(room, person, partners[0]) if len(partners) == 1 else []
        room.closed = set()
        return chains

    def _tables_of_partners(self, round_: int, person: int) -> list[int]:
        block = set(self.instance.block_of.get(person, ())) - {person}
        return [t for t, table in enumerate(self.tables[round_]) if block & set(table)]

    def _beside(self, room: RoundInChange, person: int, table: int) -> list[list[Move]]:
        """Chains that seat a person at one given table: free seat, or somebody there moves on."""
        if table in room.free_tables(person):
            return [[(person, table)]]
        leaving = [
            q for q in room.tables[table] if q not in room.still and room.fits(person, table, without=q)
        ]
        room.closed = {table}
        onward = [[(person, table), *chain] for q in leaving for chain in room.shortest_chains(q, most=8)]
        shortest = min(map(len, onward), default=0)
        return [chain for chain in onward if len(chain) == shortest]

    def _make(self, round_: int, chain: list[Move]) -> None:
        people = self.problem.people
        for (ahead, _), (person, to) in pairwise(chain):
            origin = next(t for t, table in enumerate(self.tables[round_]) if person in table)
            why = say("%(person)s makes room for %(newcomer)s: every seat "
                      "that %(newcomer)s may take is taken.",
                      person=people[person].name, newcomer=people[ahead].name)  # fmt: skip
            self.note_move(person, round_, self.name(round_, origin), to, why)
        self.rooms[round_].make(chain)

    def _no_seat(self, round_: int, person: int) -> Sentence:
        who = self.problem.people[person].name
        if self._tables_of_partners(round_, person):
            partners = [p for p in self.instance.block_of[person] if p != person]
            text = N_(
                "Round %(round)s: there is no seat for %(person)s with %(names)s, but they must sit together."
            )
            return say(text, round=round_ + 1, person=who, names=names_of(self.instance, partners))
        seats = sum(self.instance.capacity[round_])
        taken = sum(map(len, self.tables[round_]))
        text = N_("Round %(round)s: there is no seat for %(person)s. Taken seats: %(taken)s of %(seats)s.")
        return say(text, round=round_ + 1, person=who, taken=taken, seats=seats)

    def vacate(self, round_: int, person: int, *, keep_lighthouse: bool) -> None:
        """Takes a person out of a round and mends the table they leave."""
        t = next(k for k, table in enumerate(self.tables[round_]) if person in table)
        self.tables[round_][t].remove(person)
        table, lighthouse = self.tables[round_][t], self.instance.lighthouse
        guided = {k for k, people in enumerate(self.tables[round_]) if any(lighthouse[p] for p in people)}
        lost = keep_lighthouse and lighthouse[person] and t not in guided
        gone = self.problem.people[person].name
        if len(table) < self.instance.minimum[round_][t]:
            why = say_many(
                "Group %(table)s has nobody left when %(gone)s leaves.",
                "Group %(table)s has fewer than %(num)d people when %(gone)s leaves.",
                self.instance.minimum[round_][t],
                table=self.name(round_, t), gone=gone,
            )  # fmt: skip
            self._bring(round_, t, why, [guided | {t}, guided, set()] if lost else [guided, set()])
        elif lost:
            text = N_("Group %(table)s has no lighthouse delegate when %(gone)s leaves.")
            self._bring(round_, t, say(text, table=self.name(round_, t), gone=gone), [guided | {t}])

    def _bring(self, round_: int, table: int, why: Sentence, wanted: list[set[int]]) -> None:
        """Moves people until a table lacks nothing, with the fewest moves; says so where that can't be.

        `wanted` are the tables that should have a lighthouse delegate, the best first.
        """
        for guided in wanted:
            if not self._can_guide(round_, guided):
                continue
            found = fewest_moves(
                self.instance, round_, self.tables[round_], Shortfall((), table, frozenset(guided))
            )
            self.proven &= found.proven
            if found.ways:
                self._take(round_, self._gentlest_way(round_, found), {table: why})
                return
        self.notes.append(self._not_mended(round_, table, why, wanted[0]))

    def _can_guide(self, round_: int, guided: set[int]) -> bool:
        """Whether there are lighthouse delegates for all of these tables, each table with one of its own."""
        instance, tables = self.instance, sum(1 << t for t in guided)
        guides = [p for p in instance.present[round_] if instance.lighthouse[p]]
        units = {instance.block_of.get(p, (p,)): instance.mask[round_][p] & tables for p in guides}
        return largest_matching(units.values()) == len(guided)

    def _not_mended(self, round_: int, table: int, why: Sentence, guided: set[int]) -> Sentence:
        """Why a table stays as it is: because it must, or because no way was found."""
        there, least = sum(map(len, self.tables[round_])), sum(self.instance.minimum[round_])
        if there < least:
            text = N_(
                "%(why)s There are too few people for all groups. People: %(people)s. Needed: %(least)s."
            )
            return say(text, why=why, least=least, people=there)
        if len(self.tables[round_][table]) < self.instance.minimum[round_][table]:
            all_seated = there == len(self.instance.present[round_])
            try:
                if all_seated:
                    seat_by_trial(self.instance, round_)
            except Exhausted:
                return say("%(why)s All possible seats were checked, and none follows every rule.", why=why)
        elif not self._can_guide(round_, guided):
            return say("%(why)s Nobody can be spared elsewhere.", why=why)
        self.proven = False
        return say("%(why)s No way was found to mend this by moving a few people.", why=why)

    def seat_all(self, round_: int, homeless: list[int], origin: str, why: Sentence) -> None:
        """Seats people who have lost their table, so that as few others as can be must move.

        One after the other first; where that moves others, or finds no seats, all ways with fewer moves are
        tried. Raises Infeasible where no way is found.
        """
        before = [list(table) for table in self.tables[round_]], list(self.moves)
        stuck: Infeasible | None = None
        try:
            for p in sorted(homeless, key=lambda p: self.choices(round_, p)):
                self.seat(round_, p, moved=(origin, why))
        except Infeasible as infeasible:
            stuck = infeasible
        others = len(self.moves) - len(before[1]) - len(homeless)
        if not stuck and not others:
            return
        after = [list(table) for table in self.tables[round_]], list(self.moves)
        self._go_back(round_, *before)
        most = MOST_MOVES if stuck else others - 1
        found = fewest_moves(self.instance, round_, self.tables[round_], Shortfall(tuple(homeless)), most)
        if found.ways:
            self._take(round_, self._gentlest_way(round_, found), {}, dict.fromkeys(homeless, (origin, why)))
        elif stuck:
            raise stuck
        else:
            self._go_back(round_, *after)
        self.proven &= found.proven

    def _go_back(self, round_: int, tables: list[list[int]], moves: list[Reseat]) -> None:
        for table, people in zip(self.tables[round_], tables, strict=True):
            table[:] = people
        self.moves = moves

    def _gentlest_way(self, round_: int, found: Ways) -> tuple[UnitMove, ...]:
        """Of ways of one length the one whose moves strain people least."""
        chains = [[(p, step.to) for step in way for p in step.unit] for way in found.ways]
        return found.ways[chains.index(self._gentlest(round_, chains))]

    def _take(
        self,
        round_: int,
        way: tuple[UnitMove, ...],
        known: dict[int, Sentence],
        lost: dict[int, tuple[str, Sentence]] | None = None,
    ) -> None:
        """Makes the moves of a way; `known` are the reasons at tables, `lost` the tables that people lost."""
        origin = {p: t for t, table in enumerate(self.tables[round_]) for p in table}
        for step in way:
            for p in step.unit:
                if p in origin and origin[p] != step.to:
                    why = known.get(step.at) or self._reason(round_, step, p)
                    self.note_move(p, round_, self.name(round_, origin[p]), step.to, why)
                elif lost and p in lost:
                    self.note_move(p, round_, lost[p][0], step.to, lost[p][1])
        self.rooms[round_].make([(p, step.to) for step in way for p in step.unit])

    def _reason(self, round_: int, step: UnitMove, person: int) -> Sentence:
        who = self.problem.people[person].name
        if step.lack is Missing.SEAT:
            partners = names_of(self.instance, [p for p in step.unit if p != person])
            return say("%(person)s must sit together with %(names)s.", person=who, names=partners)
        table = self.name(round_, step.at)
        if step.lack is Missing.APART:
            text = N_("%(person)s must sit apart from somebody who comes to group %(table)s.")
            return say(text, person=who, table=table)
        if step.lack is Missing.ROOM:
            return say("%(person)s makes room in group %(table)s.", person=who, table=table)
        if step.lack is Missing.LIGHTHOUSE:
            return say("Group %(table)s would have no lighthouse delegate.", table=table)
        return say_many(
            "Group %(table)s would have nobody left.",
            "Group %(table)s would have fewer than %(num)d people.",
            self.instance.minimum[round_][step.at],
            table=table,
        )
