"""lines of the desk that wait to be completed"""

import sqlalchemy as sa
from alembic import op

revision = "0007"
down_revision = "0006"
branch_labels = None
depends_on = None

TEXTS = ("line", "standing", "above", "correcting", "before", "lacks")


def upgrade() -> None:
    op.create_table(
        "waiting_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column("measure_id", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in TEXTS),
        sa.Column("based_on", sa.Integer(), nullable=False),
        sa.Column("values", sa.JSON(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("typed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("settled_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("settled_by", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "length(line) BETWEEN 1 AND 5000", name=op.f("ck_waiting_line_line_has_1_to_5000")
        ),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_waiting_line_account_id")),
        sa.ForeignKeyConstraint(["settled_by"], ["account.id"], name=op.f("fk_waiting_line_settled_by")),
        sa.ForeignKeyConstraint(
            ["workshop_id", "measure_id"],
            ["measure.workshop_id", "measure.id"],
            name=op.f("fk_waiting_line_workshop_id_measure_id"),
        ),
        sa.ForeignKeyConstraint(["workshop_id"], ["workshop.id"], name=op.f("fk_waiting_line_workshop_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_waiting_line")),
    )
    op.create_index("ix_waiting_line_workshop_id_measure_id", "waiting_line", ["workshop_id", "measure_id"])


def downgrade() -> None:
    op.drop_table("waiting_line")
