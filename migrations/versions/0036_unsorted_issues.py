"""an issue whose aspect nobody has said yet"""

from alembic import op

revision = "0036"
down_revision = "0035"
branch_labels = None
depends_on = None

KIND = "ck_wording_is_aspect"
BEFORE = "technical", "financial", "legal", "governance", "social"
SINCE = *BEFORE, "unsorted"
# SQLite has the table made anew: its ids are given once there, too.
LASTING = {"sqlite_autoincrement": True}


def upgrade() -> None:
    _allow(SINCE)


def downgrade() -> None:
    # There was no word for it, and none of the others is right: the team has to sort these anew.
    op.execute("UPDATE wording SET aspect = 'social' WHERE aspect = 'unsorted'")
    _allow(BEFORE)


def _allow(aspects: tuple[str, ...]) -> None:
    with op.batch_alter_table("wording", schema=None, table_kwargs=LASTING) as batch_op:
        batch_op.drop_constraint(op.f(KIND), type_="check")
        batch_op.create_check_constraint(op.f(KIND), f"aspect IN {aspects}")
