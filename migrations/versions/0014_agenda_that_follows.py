"""an agenda that follows: tracks, starts that are fixed, positions in the order of the days, two more kinds"""

from datetime import date, datetime, timedelta
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0014"
down_revision = "0013"
branch_labels = None
depends_on = None

KIND = "ck_session_is_sessionkind"
BEFORE = "plenary", "capture", "breakout", "break"
SINCE = *BEFORE, "feedback", "free"
# SQLite has the table made anew: its ids are given once there, too.
LASTING = {"sqlite_autoincrement": True}


def upgrade() -> None:
    with op.batch_alter_table("session", schema=None, table_kwargs=LASTING) as batch_op:
        batch_op.add_column(sa.Column("track", sa.Integer(), nullable=True))
        batch_op.add_column(sa.Column("is_fixed", sa.Boolean(), server_default=sa.false(), nullable=False))
        batch_op.drop_constraint(op.f(KIND), type_="check")
        batch_op.create_check_constraint(op.f(KIND), f"kind IN {SINCE}")
        batch_op.create_check_constraint(
            op.f("ck_session_has_a_track_from_1_to_20"), "track BETWEEN 1 AND 20"
        )
    with op.batch_alter_table("session", schema=None, table_kwargs=LASTING) as batch_op:
        batch_op.alter_column("is_fixed", server_default=None)
    _put_in_order()


def downgrade() -> None:
    session = _sessions()
    op.execute(sa.update(session).where(session.c.kind == "feedback").values(kind="plenary"))
    op.execute(sa.update(session).where(session.c.kind == "free").values(kind="break"))
    with op.batch_alter_table("session", schema=None, table_kwargs=LASTING) as batch_op:
        batch_op.drop_constraint(op.f("ck_session_has_a_track_from_1_to_20"), type_="check")
        batch_op.drop_constraint(op.f(KIND), type_="check")
        batch_op.create_check_constraint(op.f(KIND), f"kind IN {BEFORE}")
        batch_op.drop_column("is_fixed")
        batch_op.drop_column("track")


def _sessions() -> Any:
    columns = {
        "id": sa.Integer(),
        "workshop_id": sa.Integer(),
        "position": sa.Integer(),
        "day": sa.Integer(),
        "kind": sa.Text(),
        "starts_at": sa.Time(),
        "minutes": sa.Integer(),
        "is_fixed": sa.Boolean(),
    }
    return sa.table("session", *(sa.column(name, kind) for name, kind in columns.items()))


def _put_in_order() -> None:
    """Positions by day and start; a start is fixed where it is not when all before it have ended."""
    session = _sessions()
    rows = list(
        op.get_bind().execute(
            sa.select(session).order_by(
                session.c.workshop_id, session.c.day, session.c.starts_at, session.c.position
            )
        )
    )
    op.execute(sa.update(session).values(position=-session.c.position))
    position, day, ended = 0, None, None
    for row in rows:
        starts, of = datetime.combine(date.min, row.starts_at), (row.workshop_id, row.day)
        position = position + 1 if day and day[0] == row.workshop_id else 1
        ended = ended if day == of else None
        values = {"position": position, "is_fixed": starts != ended}
        op.execute(sa.update(session).where(session.c.id == row.id).values(**values))
        ends = starts + timedelta(minutes=row.minutes)
        day, ended = of, max(ended or ends, ends)
