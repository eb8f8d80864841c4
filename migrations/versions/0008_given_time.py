"""given time, of any session, and messages that end by themselves"""

import sqlalchemy as sa
from alembic import op

revision = "0008"
down_revision = "0007"
branch_labels = None
depends_on = None

ROW = "workshop_id, {session}, group_id, minutes, account_id, given_at, withdrawn_at, withdrawn_by"


def upgrade() -> None:
    _create("given_time", "session_id")
    _copy("more_time", "round_id", "given_time", "session_id")
    op.drop_table("more_time")
    op.add_column("message", sa.Column("ends_at", sa.DateTime(timezone=True), nullable=True))


def downgrade() -> None:
    op.drop_column("message", "ends_at")
    _create("more_time", "round_id")
    _copy("given_time", "session_id", "more_time", "round_id")
    op.drop_table("given_time")


def _create(table: str, session: str) -> None:
    """A table of its own, as neither database renames what hangs on a column along with it."""
    op.create_table(
        table,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column(session, sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=True),
        sa.Column("minutes", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("withdrawn_by", sa.Integer(), nullable=True),
        sa.CheckConstraint("minutes BETWEEN 1 AND 60", name=op.f(f"ck_{table}_gives_1_to_60_minutes")),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f(f"fk_{table}_account_id")),
        sa.ForeignKeyConstraint(
            ["group_id", session],
            ["group.id", "group.round_id"],
            name=op.f(f"fk_{table}_group_id_{session}"),
        ),
        sa.ForeignKeyConstraint(["withdrawn_by"], ["account.id"], name=op.f(f"fk_{table}_withdrawn_by")),
        sa.ForeignKeyConstraint(
            ["workshop_id", "group_id"],
            ["group.workshop_id", "group.id"],
            name=op.f(f"fk_{table}_workshop_id_group_id"),
        ),
        sa.ForeignKeyConstraint(
            ["workshop_id", session],
            ["session.workshop_id", "session.id"],
            name=op.f(f"fk_{table}_workshop_id_{session}"),
        ),
        sa.ForeignKeyConstraint(["workshop_id"], ["workshop.id"], name=op.f(f"fk_{table}_workshop_id")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
    )
    for column in ("workshop_id", session):
        op.create_index(f"ix_{table}_{column}", table, [column], unique=False)


def _copy(table: str, session: str, to: str, as_session: str) -> None:
    into, row = ROW.format(session=as_session), ROW.format(session=session)
    op.execute(f"INSERT INTO {to} ({into}) SELECT {row} FROM {table} ORDER BY id")  # noqa: S608 - our own words
