"""how participants want to be quoted"""

import sqlalchemy as sa
from alembic import op

revision = "0032"
down_revision = "0031"
branch_labels = None
depends_on = None

WAYS = ("by_name", "by_city", "not_at_all")


def upgrade() -> None:
    op.create_table(
        "quote_consent",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column("participant_id", sa.Integer(), nullable=False),
        sa.Column(
            "quoted_as",
            sa.Enum(*WAYS, name="is_quotedas", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["workshop_id", "participant_id"],
            ["participant.workshop_id", "participant.id"],
            name=op.f("fk_quote_consent_workshop_id_participant_id"),
        ),
        sa.ForeignKeyConstraint(["workshop_id"], ["workshop.id"], name=op.f("fk_quote_consent_workshop_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quote_consent")),
        sa.UniqueConstraint("participant_id", name=op.f("uq_quote_consent_participant_id")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_quote_consent_workshop_id", "quote_consent", ["workshop_id"])


def downgrade() -> None:
    op.drop_table("quote_consent")
