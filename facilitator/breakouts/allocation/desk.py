"""The registration desk: changes the seats of a plan one person at a time, and says who moves and why."""

from __future__ import annotations

from dataclasses import dataclass, replace
from itertools import pairwise

from facilitator.breakouts.allocation.chains import Move, Room
from facilitator.breakouts.allocation.contradictions import names_of
from facilitator.breakouts.allocation.instance import Instance
from facilitator.breakouts.allocation.problem import Plan, Problem
from facilitator.breakouts.allocation.sentence import N_, Infeasible, Sentence, say
from facilitator.breakouts.allocation.strain import Elsewhere, Strain


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


class Desk:
    """The registration desk: changes the seats of a plan one person at a time."""

    def __init__(self, problem: Problem, plan: Plan) -> None:
        self.problem = problem
        self.instance = Instance(replace(problem, seated=plan))
        self.tables = [[list(table) for table in seating] for seating in plan]
        self.rooms = {r: Room(self.instance, r, self.tables[r]) for r in self.instance.open_rounds}
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
        if not chains:
            raise Infeasible([self._no_seat(round_, person)])
        chain = self._gentlest(round_, chains)
        self.proven &= self._is_shortest(chain, alone=moved is None)
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

    def _is_shortest(self, chain: list[Move], *, alone: bool) -> bool:
        """Whether no other way moves fewer people.

        Chains are tried in the order of their length and a block would move at least two people, so a
        chain that moves at most two others is shortest; a longer one is if no pair binds people. Who has
        partners may be seated by moving one of those, so a chain that moves two others proves nothing. Of
        several people seated one after another only those are certain for whom nobody moves.
        """
        others = len(chain) - 1
        if not alone:
            return others == 0
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

    def _beside(self, room: Room, person: int, table: int) -> list[list[Move]]:
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
            why = say("{person} makes room for {newcomer}: every seat that {newcomer} may take is taken.",
                      person=people[person].name, newcomer=people[ahead].name)  # fmt: skip
            self.note_move(person, round_, self.name(round_, origin), to, why)
        self.rooms[round_].make(chain)

    def _no_seat(self, round_: int, person: int) -> Sentence:
        who = self.problem.people[person].name
        if self._tables_of_partners(round_, person):
            partners = [p for p in self.instance.block_of[person] if p != person]
            text = N_("Round {round}: no seat for {person} beside {names}, with whom they must sit.")
            return say(text, round=round_ + 1, person=who, names=names_of(self.instance, partners))
        seats = sum(self.instance.capacity[round_])
        taken = sum(map(len, self.tables[round_]))
        text = N_("Round {round}: no seat for {person}: {taken} of {seats} seats are taken.")
        return say(text, round=round_ + 1, person=who, taken=taken, seats=seats)

    def vacate(self, round_: int, person: int, *, keep_lighthouse: bool) -> None:
        """Takes a person out of a round and mends the table they leave."""
        t = next(k for k, table in enumerate(self.tables[round_]) if person in table)
        self.tables[round_][t].remove(person)
        table, lighthouse = self.tables[round_][t], self.instance.lighthouse
        if len(table) < self.instance.minimum[round_][t]:
            text = N_("Table {table} falls below its minimum of {count} as {gone} leaves.")
            why = say(text, table=self.name(round_, t), count=self.instance.minimum[round_][t],
                      gone=self.problem.people[person].name)  # fmt: skip
            self._bring(round_, t, why, guide=lighthouse[person] and keep_lighthouse)
        elif keep_lighthouse and lighthouse[person] and not any(lighthouse[p] for p in table):
            text = N_("Table {table} has no lighthouse delegate left as {gone} leaves.")
            why = say(text, table=self.name(round_, t), gone=self.problem.people[person].name)
            self._bring(round_, t, why, guide=True)

    def _bring(self, round_: int, table: int, why: Sentence, *, guide: bool) -> None:
        """Moves one person to a table that lacks one; says so where nobody can be spared."""
        found = self._spare(round_, table, guide)
        if found is None and len(self.tables[round_][table]) < self.instance.minimum[round_][table]:
            found = self._spare(round_, table, guide=False)
        if found is None:
            self.notes.append(say("{why} Nobody can be spared elsewhere.", why=str(why)))
            return
        person, origin = found
        self.note_move(person, round_, self.name(round_, origin), table, why)
        self.rooms[round_].make([(person, table)])

    def _spare(self, round_: int, table: int, guide: bool) -> tuple[int, int] | None:
        """Who may come to a table, and from where, with the least strain."""
        room, lighthouse = self.rooms[round_], self.instance.lighthouse
        options = []
        for t, people in enumerate(self.tables[round_]):
            if t == table or len(people) <= self.instance.minimum[round_][t]:
                continue
            guides = sum(lighthouse[p] for p in people)
            for p in people:
                spared = guides > 1 if lighthouse[p] else not guide
                if spared and p not in room.still and room.fits(p, table):
                    options.append((p, t))
        if not options:
            return None
        (person, _), *_ = self._gentlest(round_, [[(p, table)] for p, _ in options[:64]])
        return next(option for option in options if option[0] == person)
