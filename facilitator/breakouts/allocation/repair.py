"""Brings a laid-out plan back to the rules about tables and blocks, by the cheapest exchanges."""

from __future__ import annotations

from facilitator.breakouts.allocation.state import PlanState


def repair(state: PlanState) -> None:
    """Exchanges people out of tables they may not use, and blocks together; what it cannot mend stays."""
    for r in state.instance.open_rounds:
        for block in state.instance.blocks:
            _gather(state, r, [p for p in block if p in state.floors[r].seats])
        for seat, p in list(enumerate(state.floors[r].seats)):
            if p != state.ghost and state.floors[r].seats[seat] == p and not _allowed(state, r, p, seat):
                _rehouse(state, r, seat)


def _allowed(state: PlanState, round_: int, person: int, seat: int) -> bool:
    return person == state.ghost or bool(
        state.instance.mask[round_][person] >> state.floors[round_].home[seat] & 1
    )


def _gather(state: PlanState, round_: int, block: list[int]) -> None:
    """Brings a block to the table where most of it may sit with least change."""
    floor = state.floors[round_]
    if len({floor.home[floor.seats.index(p)] for p in block}) < 2:
        return
    mask = state.instance.mask[round_][block[0]]
    tables = [t for t in range(len(floor.pieces)) if mask >> t & 1]
    if not tables:
        return
    t = max(tables, key=lambda t: (sum(p in block for p in floor.at(t)), -t))
    for p in block:
        seat = floor.seats.index(p)
        if floor.home[seat] != t:
            _exchange_best(state, round_, seat, [t], keep=set(block))


def _rehouse(state: PlanState, round_: int, seat: int) -> None:
    floor = state.floors[round_]
    mask = state.instance.mask[round_][floor.seats[seat]]
    tables = [t for t in range(len(floor.pieces)) if mask >> t & 1]
    _exchange_best(state, round_, seat, tables, keep=set(state.instance.block_of))


def _exchange_best(state: PlanState, round_: int, seat: int, tables: list[int], keep: set[int]) -> None:
    floor = state.floors[round_]
    pinned = state.instance.pinned[round_]
    piece = [j for t in tables for j in range(floor.pieces[t].start, floor.pieces[t].stop)]
    options = [
        (not _allowed(state, round_, q, seat), state.change(round_, seat, j), j)
        for j in piece
        if (q := floor.seats[j]) not in keep and q not in pinned and q != state.ghost
    ]
    if options and floor.home[seat] not in tables:
        state.exchange(round_, seat, min(options)[2])
