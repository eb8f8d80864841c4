"""an archive of workshops, and the form by which one was created"""

import sqlalchemy as sa
from alembic import op

revision = "0016"
down_revision = "0015"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("workshop", sa.Column("submission", sa.Text()))
    op.create_index(
        "uq_workshop_submission",
        "workshop",
        ["submission"],
        unique=True,
        sqlite_where=sa.text("submission IS NOT NULL"),
        postgresql_where=sa.text("submission IS NOT NULL"),
    )
    op.add_column("workshop", sa.Column("archived_at", sa.DateTime(timezone=True)))


def downgrade() -> None:
    op.drop_index("uq_workshop_submission", "workshop")
    op.drop_column("workshop", "archived_at")
    op.drop_column("workshop", "submission")
