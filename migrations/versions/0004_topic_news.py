"""the news of topics"""

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "topic_news",
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column("topic", sa.Text(), nullable=False),
        sa.Column("newest", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(["workshop_id"], ["workshop.id"], name=op.f("fk_topic_news_workshop_id")),
        sa.PrimaryKeyConstraint("workshop_id", "topic", name=op.f("pk_topic_news")),
    )


def downgrade() -> None:
    op.drop_table("topic_news")
