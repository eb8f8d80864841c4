"""how far solutions are"""

import sqlalchemy as sa
from alembic import op

revision = "0030"
down_revision = "0029"
branch_labels = None
depends_on = None

STATES = ("planned", "started", "done", "dropped")


def upgrade() -> None:
    op.create_table(
        "solution_progress",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column("solution_id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(*STATES, name="is_solutionstate", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("set_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(["account_id"], ["account.id"], name=op.f("fk_solution_progress_account_id")),
        sa.ForeignKeyConstraint(
            ["workshop_id", "solution_id"],
            ["card.workshop_id", "card.id"],
            name=op.f("fk_solution_progress_workshop_id_solution_id"),
        ),
        sa.ForeignKeyConstraint(
            ["workshop_id"], ["workshop.id"], name=op.f("fk_solution_progress_workshop_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_solution_progress")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_solution_progress_solution_id", "solution_progress", ["solution_id"])
    op.create_index("ix_solution_progress_workshop_id", "solution_progress", ["workshop_id"])


def downgrade() -> None:
    op.drop_table("solution_progress")
