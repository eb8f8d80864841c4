"""the right of an account to create workshops"""

import sqlalchemy as sa
from alembic import op

revision = "0013"
down_revision = "0012"
branch_labels = None
depends_on = None


def upgrade() -> None:
    may_create = sa.Column("may_create_workshops", sa.Boolean(), nullable=False, server_default=sa.false())
    op.add_column("account", may_create)


def downgrade() -> None:
    op.drop_column("account", "may_create_workshops")
