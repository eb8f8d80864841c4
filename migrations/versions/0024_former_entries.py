"""the ids of doubles that went into a participant, for badges that were printed for them"""

import sqlalchemy as sa
from alembic import op

revision = "0024"
down_revision = "0023"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "former_entry",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column("participant_id", sa.Integer(), nullable=False),
        sa.Column("former_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workshop_id", "participant_id"],
            ["participant.workshop_id", "participant.id"],
            name=op.f("fk_former_entry_workshop_id_participant_id"),
        ),
        sa.ForeignKeyConstraint(["workshop_id"], ["workshop.id"], name=op.f("fk_former_entry_workshop_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_former_entry")),
        sa.UniqueConstraint("workshop_id", "former_id", name=op.f("uq_former_entry_workshop_id_former_id")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_former_entry_participant_id", "former_entry", ["participant_id"], unique=False)


def downgrade() -> None:
    op.drop_table("former_entry")
