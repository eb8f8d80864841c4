"""Let whatever points at one row point at another: found in the models, so that no table can be forgotten.

Where two rows would then say the same thing twice under one rule, one gives way: of what has been answered,
the earlier; of anything else, what pointed at the row that goes. What gave way is handed back.
"""

from collections import defaultdict
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from typing import Any

import sqlalchemy as sa

from facilitator.database import db

Values = Mapping[str, Any]
SAID_AT = "answered_at"


@dataclass(frozen=True)
class Repointing:
    """What is to be done: rows that point elsewhere from then on, and rows that give way."""

    moves: list[tuple[sa.Table, int, Values]] = field(default_factory=list)
    giving_way: list[tuple[sa.Table, Values]] = field(default_factory=list)

    def apply(self) -> dict[str, list[Values]]:
        """Do it; returns the rows that gave way, with what hung on them, by table."""
        gone: dict[str, list[Values]] = defaultdict(list)
        for table, row in self.giving_way:
            for name, values in _drop(table, row):
                gone[name].append(values)
        for table, id_, values in self.moves:
            db.session.execute(sa.update(table).where(table.c.id == id_).values(**values))
        db.session.expire_all()
        return dict(gone)


def references(target: sa.Table) -> dict[sa.Table, list[str]]:
    """By table, the columns that point at the id of a row of `target`, in the table's order."""
    return {
        table: columns
        for table in target.metadata.sorted_tables
        if (columns := [column.name for column in table.columns if _points_at(column, target)])
    }


def count_references(target: sa.Table, id_: int, workshop_id: int) -> dict[str, int]:
    """By table, how many rows of a workshop point at a row of `target`; without those that have none."""
    counts = {}
    for table, columns in references(target).items():
        if "workshop_id" in table.c:
            pointing = sa.or_(*(table.c[column] == id_ for column in columns))
            of_workshop = sa.select(sa.func.count()).where(table.c.workshop_id == workshop_id, pointing)
            counts[table.name] = db.session.execute(of_workshop).scalar_one()
    return {name: count for name, count in counts.items() if count}


def _points_at(column: sa.Column[Any], target: sa.Table) -> bool:
    return any(key.column.table is target and key.column.name == "id" for key in column.foreign_keys)


def plan(target: sa.Table, old: int, new: int) -> Repointing:
    """Let whatever points at the row `old` of `target` point at the row `new`."""
    planned = Repointing()
    for table, columns in references(target).items():
        _plan_table(planned, table, columns, old, new)
    return planned


def _plan_table(planned: Repointing, table: sa.Table, columns: Sequence[str], old: int, new: int) -> None:
    pointing = sa.or_(*(table.c[column].in_((old, new)) for column in columns))
    rows = [dict(row) for row in db.session.execute(sa.select(table).where(pointing)).mappings()]
    rules = list(_rules(table, columns, pointing))
    for row in rows:
        if old not in (row[column] for column in columns):
            continue
        moved = _moved(row, columns, old, new)
        if moved is None:
            planned.giving_way.append((table, row))
            continue
        loser = next(
            (_gives_way(table, row, other) for other in rows if _clash({**row, **moved}, other, rules)), None
        )
        if loser:
            planned.giving_way.append((table, loser))
        if loser is not row:
            planned.moves.append((table, row["id"], moved))


def _moved(row: Values, columns: Sequence[str], old: int, new: int) -> Values | None:
    """Where the row points from then on; a row with two such columns is a pair, the lower id first."""
    ids = [new if row[column] == old else row[column] for column in columns]
    if len(ids) > 1 and len(set(ids)) < len(ids):
        return None  # nobody is in a pair with themself
    return dict(zip(columns, sorted(ids) if len(ids) > 1 else ids, strict=True))


def _rules(table: sa.Table, columns: Sequence[str], pointing: Any) -> Iterator[tuple[list[str], set[int]]]:
    """Each rule that keeps one of these columns unique, with the rows for which it holds."""
    unique: list[Any] = [each for each in table.constraints if isinstance(each, sa.UniqueConstraint)]
    for rule in (*unique, *(index for index in table.indexes if index.unique)):
        if not set(columns) & set(rule.columns.keys()):
            continue
        where = rule.dialect_options["sqlite"].get("where") if isinstance(rule, sa.Index) else None
        held = sa.select(table.c.id).where(pointing)
        ids = db.session.execute(held if where is None else held.where(where)).scalars()
        yield [column.name for column in rule.columns], set(ids)


def _clash(row: Values, other: Values, rules: Sequence[tuple[list[str], set[int]]]) -> bool:
    return row["id"] != other["id"] and any(
        {row["id"], other["id"]} <= held
        and all(row[name] is not None and row[name] == other[name] for name in names)
        for names, held in rules
    )


def _gives_way(table: sa.Table, row: Values, other: Values) -> Values:
    return other if SAID_AT in table.c and row[SAID_AT] > other[SAID_AT] else row


def _drop(table: sa.Table, row: Values) -> Iterator[tuple[str, Values]]:
    """Delete a row with what hangs on it, and tell of each what it said."""
    for child, columns in references(table).items():
        for column in columns:
            hanging = sa.select(child).where(child.c[column] == row["id"])
            for each in db.session.execute(hanging).mappings().all():
                yield from _drop(child, dict(each))
    key = sa.and_(*(column == row[column.name] for column in table.primary_key))
    db.session.execute(sa.delete(table).where(key))
    yield table.name, {name: _plain(value) for name, value in row.items() if name != "workshop_id"}


def _plain(value: Any) -> Any:
    return value if value is None or isinstance(value, int | float | str | dict | list) else str(value)
