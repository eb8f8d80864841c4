"""what is retired, and the colour that a measure was given"""

import sqlalchemy as sa
from alembic import op

revision = "0023"
down_revision = "0022"
branch_labels = None
depends_on = None

# SQLite has the table made anew: its ids are given once there, too.
LASTING = {"sqlite_autoincrement": True}


def upgrade() -> None:
    for table in ("city", "organisation", "measure"):
        op.add_column(table, sa.Column("retired_at", sa.DateTime(timezone=True), nullable=True))
    with op.batch_alter_table("measure", table_kwargs=LASTING) as measure:
        measure.add_column(sa.Column("colour", sa.Integer(), nullable=True))
        measure.create_check_constraint(op.f("ck_measure_colour_is_1_to_8"), "colour BETWEEN 1 AND 8")


def downgrade() -> None:
    with op.batch_alter_table("measure", table_kwargs=LASTING) as measure:
        measure.drop_constraint(op.f("ck_measure_colour_is_1_to_8"), type_="check")
        measure.drop_column("colour")
    for table in ("city", "organisation", "measure"):
        op.drop_column(table, "retired_at")
