"""hidden words"""

import sqlalchemy as sa
from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "words_hiding",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column("participant_id", sa.Integer(), nullable=False),
        sa.Column("card_id", sa.Integer(), nullable=True),
        sa.Column("measure_id", sa.Integer(), nullable=True),
        sa.Column("words", sa.JSON(), nullable=False),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("hidden_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("hidden_by", sa.Integer(), nullable=True),
        sa.Column("restored_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("restored_by", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "(card_id IS NULL) <> (measure_id IS NULL)",
            name=op.f("ck_words_hiding_is_about_a_card_or_an_approach"),
        ),
        sa.CheckConstraint(
            "length(reason) BETWEEN 3 AND 500", name=op.f("ck_words_hiding_reason_has_3_to_500")
        ),
        sa.ForeignKeyConstraint(["hidden_by"], ["account.id"], name=op.f("fk_words_hiding_hidden_by")),
        sa.ForeignKeyConstraint(["restored_by"], ["account.id"], name=op.f("fk_words_hiding_restored_by")),
        sa.ForeignKeyConstraint(
            ["workshop_id", "card_id"],
            ["card.workshop_id", "card.id"],
            name=op.f("fk_words_hiding_workshop_id_card_id"),
        ),
        sa.ForeignKeyConstraint(
            ["workshop_id", "measure_id"],
            ["measure.workshop_id", "measure.id"],
            name=op.f("fk_words_hiding_workshop_id_measure_id"),
        ),
        sa.ForeignKeyConstraint(
            ["workshop_id", "participant_id"],
            ["participant.workshop_id", "participant.id"],
            name=op.f("fk_words_hiding_workshop_id_participant_id"),
        ),
        sa.ForeignKeyConstraint(["workshop_id"], ["workshop.id"], name=op.f("fk_words_hiding_workshop_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_words_hiding")),
    )
    with op.batch_alter_table("words_hiding", schema=None) as batch_op:
        for about in ("card", "approach"):
            batch_op.create_index(
                f"uq_words_hiding_of_{about}",
                ["participant_id", "measure_id" if about == "approach" else "card_id"],
                unique=True,
                sqlite_where=sa.text("restored_at IS NULL"),
                postgresql_where=sa.text("restored_at IS NULL"),
            )


def downgrade() -> None:
    op.drop_table("words_hiding")
