"""personal links of people who had joined twice"""

import sqlalchemy as sa
from alembic import op

revision = "0009"
down_revision = "0008"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "former_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column("participant_id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.ForeignKeyConstraint(
            ["workshop_id", "participant_id"],
            ["participant.workshop_id", "participant.id"],
            name=op.f("fk_former_link_workshop_id_participant_id"),
        ),
        sa.ForeignKeyConstraint(["workshop_id"], ["workshop.id"], name=op.f("fk_former_link_workshop_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_former_link")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_former_link_token_hash")),
    )
    with op.batch_alter_table("former_link", schema=None) as batch_op:
        batch_op.create_index("ix_former_link_participant_id", ["participant_id"], unique=False)


def downgrade() -> None:
    op.drop_table("former_link")
