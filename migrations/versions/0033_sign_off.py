"""until when cities decide on what is quoted of them, and what they decided"""

import sqlalchemy as sa
from alembic import op

revision = "0033"
down_revision = "0032"
branch_labels = None
depends_on = None

CHOICES = ("agreed", "edited", "withheld")


def upgrade() -> None:
    op.create_table(
        "sign_off",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column("closes_on", sa.Date(), nullable=False),
        sa.ForeignKeyConstraint(["workshop_id"], ["workshop.id"], name=op.f("fk_sign_off_workshop_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_sign_off")),
        sa.UniqueConstraint("workshop_id", name=op.f("uq_sign_off_workshop_id")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "quote_decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column("city_id", sa.Integer(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column(
            "choice",
            sa.Enum(*CHOICES, name="is_quotechoice", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("wording", sa.Text(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(choice = 'edited') = (length(wording) > 0)",
            name=op.f("ck_quote_decision_has_a_wording_if_edited"),
        ),
        sa.CheckConstraint(
            "length(wording) BETWEEN 0 AND 2000", name=op.f("ck_quote_decision_wording_has_0_to_2000")
        ),
        sa.ForeignKeyConstraint(
            ["workshop_id", "city_id"],
            ["city.workshop_id", "city.id"],
            name=op.f("fk_quote_decision_workshop_id_city_id"),
        ),
        sa.ForeignKeyConstraint(["workshop_id"], ["workshop.id"], name=op.f("fk_quote_decision_workshop_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_quote_decision")),
        sa.UniqueConstraint("city_id", "digest", name=op.f("uq_quote_decision_city_id_digest")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_quote_decision_workshop_id", "quote_decision", ["workshop_id"])


def downgrade() -> None:
    op.drop_table("quote_decision")
    op.drop_table("sign_off")
