"""ids given once: on SQLite the id of a row that was deleted is never given to another

PostgreSQL does so of its own accord. SQLite does where the key says so, which it can't be told of a table that
is there: each is made anew beside itself, in the very words of its present schema but for the key, filled, and
put in its place (https://www.sqlite.org/lang_altertable.html, section 7).
"""

import re

import sqlalchemy as sa
from alembic import op

revision = "0011"
down_revision = "0010"
branch_labels = None
depends_on = None

PLAIN = re.compile(
    r"(\n\tid INTEGER NOT NULL)(, \n.*?)\n\tCONSTRAINT pk_\w+ PRIMARY KEY \(id\), ?(?=\n)", re.DOTALL
)
LASTING = re.compile(r"^(CREATE TABLE \"?(\w+)\"? \(\n\tid INTEGER NOT NULL) PRIMARY KEY AUTOINCREMENT(, \n)")
FIRST_RULE = re.compile(r"\n\t(?=CONSTRAINT )")


def upgrade() -> None:
    _make_anew(lambda schema: PLAIN.sub(r"\1 PRIMARY KEY AUTOINCREMENT\2", schema, count=1))


def downgrade() -> None:
    _make_anew(_with_plain_key)


def _with_plain_key(schema: str) -> str:
    found = LASTING.match(schema)
    if not found:
        return schema
    columns = found[1] + found[3] + schema[found.end() :]
    return FIRST_RULE.sub(f"\n\tCONSTRAINT pk_{found[2]} PRIMARY KEY (id), \n\t", columns, count=1)


def _make_anew(change) -> None:
    database = op.get_bind()
    if database.dialect.name != "sqlite":
        return
    tables = (
        "SELECT name, sql FROM sqlite_master WHERE type = 'table' AND name NOT LIKE 'sqlite_%' ORDER BY name"
    )
    # Otherwise each renaming would read every table's words again, to see whether they name this one.
    op.execute("PRAGMA legacy_alter_table = ON")
    for name, schema in database.execute(sa.text(tables)).all():
        changed = change(schema)
        if changed != schema:
            _put_in_place(database, name, changed)
    op.execute("PRAGMA legacy_alter_table = OFF")


def _put_in_place(database, name: str, schema: str) -> None:
    indexes = sa.text(
        "SELECT sql FROM sqlite_master WHERE type = 'index' AND tbl_name = :name AND sql NOT NULL"
    )
    found = list(database.scalars(indexes, {"name": name}))
    beside = re.sub(rf'^CREATE TABLE "?{name}"? ', f'CREATE TABLE "{name}_anew" ', schema)
    for words in (
        beside,
        f'INSERT INTO "{name}_anew" SELECT * FROM "{name}"',  # noqa: S608 - names of our own tables
        f'DROP TABLE "{name}"',
        f'ALTER TABLE "{name}_anew" RENAME TO "{name}"',
        *found,
    ):
        database.exec_driver_sql(words)
