"""terminology: a workshop calls its cities, measures and terms by words of its own"""

import sqlalchemy as sa
from alembic import op

revision = "0015"
down_revision = "0014"
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.add_column("workshop", sa.Column("terminology", sa.Text(), nullable=True))


def downgrade() -> None:
    op.execute("ALTER TABLE workshop DROP COLUMN terminology")
