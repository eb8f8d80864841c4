"""sentences as data: a waiting line keeps its own in one column, a search keeps them with named parts"""

import re
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0012"
down_revision = "0011"
branch_labels = None
depends_on = None


def upgrade() -> None:
    lines = _table("waiting_line", lacks=sa.Text(), values=sa.JSON())
    for row in _rows(lines):
        _set(lines, row.id, values={"text": row.lacks, "values": row[2]})
    # In SQL, so that SQLite does not make the table anew.
    op.execute("ALTER TABLE waiting_line DROP COLUMN lacks")
    op.execute('ALTER TABLE waiting_line RENAME COLUMN "values" TO lacks')
    _rewrite_searches(lambda each: {"text": re.sub(r"\{(\w+)\}", r"%(\1)s", each[0]), "values": each[1]})


def downgrade() -> None:
    op.execute('ALTER TABLE waiting_line RENAME COLUMN lacks TO "values"')
    op.add_column("waiting_line", sa.Column("lacks", sa.Text(), server_default="", nullable=False))
    lines = _table("waiting_line", lacks=sa.Text(), values=sa.JSON())
    for row in _rows(lines):
        _set(lines, row.id, lacks=row[2]["text"], values=row[2].get("values", {}))
    _rewrite_searches(lambda each: [re.sub(r"%\((\w+)\)s", r"{\1}", each["text"]), each.get("values", {})])


def _table(name: str, **columns: Any) -> Any:
    of_it = (sa.column(column, kind) for column, kind in columns.items())
    return sa.table(name, sa.column("id", sa.Integer()), *of_it)


def _rows(table: Any) -> list[Any]:
    return list(op.get_bind().execute(sa.select(table)))


def _set(table: Any, id_: int, **values: Any) -> None:
    op.execute(sa.update(table).where(table.c.id == id_).values(values))


def _rewrite_searches(change: Any) -> None:
    searches = _table("search", said=sa.JSON())
    for row in _rows(searches):
        _set(searches, row.id, said=[change(each) for each in row.said or []])
