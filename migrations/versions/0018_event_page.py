"""the public page of a workshop"""

import sqlalchemy as sa
from alembic import op

revision = "0018"
down_revision = "0017"
branch_labels = None
depends_on = None

TEXTS = {
    "summary": 300,
    "text": 10000,
    "venue": 160,
    "address": 400,
    "map_link": 500,
    "hosts": 1000,
    "languages": 200,
    "tags": 200,
    "registration_link": 500,
    "contacts": 1000,
    "links": 3000,
}


def upgrade() -> None:
    op.create_table(
        "event_page",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in TEXTS),
        sa.Column("begins_at", sa.Time(), nullable=True),
        sa.Column("ends_at", sa.Time(), nullable=True),
        sa.Column("registration_until", sa.Date(), nullable=True),
        sa.Column("published_at", sa.DateTime(timezone=True), nullable=True),
        *(
            sa.CheckConstraint(
                f"length({name}) BETWEEN 0 AND {most}", name=op.f(f"ck_event_page_{name}_has_0_to_{most}")
            )
            for name, most in TEXTS.items()
        ),
        sa.ForeignKeyConstraint(["workshop_id"], ["workshop.id"], name=op.f("fk_event_page_workshop_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_event_page")),
        sa.UniqueConstraint("workshop_id", name=op.f("uq_event_page_workshop_id")),
        sqlite_autoincrement=True,
    )


def downgrade() -> None:
    op.drop_table("event_page")
