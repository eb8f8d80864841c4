"""the picture of the public page"""

import sqlalchemy as sa
from alembic import op

revision = "0022"
down_revision = "0021"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "event_picture",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column("alternative", sa.Text(), nullable=False),
        sa.Column("credit", sa.Text(), nullable=False),
        sa.Column("data", sa.LargeBinary(), nullable=False),
        sa.Column("digest", sa.Text(), nullable=False),
        sa.Column("width", sa.Integer(), nullable=False),
        sa.Column("height", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "length(alternative) BETWEEN 1 AND 300",
            name=op.f("ck_event_picture_alternative_has_1_to_300"),
        ),
        sa.CheckConstraint(
            "length(credit) BETWEEN 0 AND 200", name=op.f("ck_event_picture_credit_has_0_to_200")
        ),
        sa.CheckConstraint(
            "0 < length(data) AND length(data) <= 300000", name=op.f("ck_event_picture_data_fits")
        ),
        sa.ForeignKeyConstraint(["workshop_id"], ["workshop.id"], name=op.f("fk_event_picture_workshop_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event_picture")),
        sa.UniqueConstraint("workshop_id", name=op.f("uq_event_picture_workshop_id")),
        sqlite_autoincrement=True,
    )
    # For the page that says what belongs to a round before it is deleted.
    op.create_index("ix_publication_round_id", "publication", ["round_id"], unique=False)


def downgrade() -> None:
    op.drop_index("ix_publication_round_id", "publication")
    op.drop_table("event_picture")
