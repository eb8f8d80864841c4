"""digests of what arrived"""

import hashlib
import json

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

SUBMISSION = sa.table("submission", sa.column("id"), sa.column("content", sa.JSON), sa.column("digest"))


def upgrade() -> None:
    op.add_column("submission", sa.Column("digest", sa.Text(), nullable=True))
    for number, content in op.get_bind().execute(sa.select(SUBMISSION.c.id, SUBMISSION.c.content)).all():
        digest = hashlib.sha256(json.dumps(sorted(content.items())).encode()).hexdigest()
        op.execute(sa.update(SUBMISSION).where(SUBMISSION.c.id == number).values(digest=digest))
    with op.batch_alter_table("submission", schema=None) as batch_op:
        batch_op.alter_column("digest", nullable=False)


def downgrade() -> None:
    with op.batch_alter_table("submission", schema=None) as batch_op:
        batch_op.drop_column("digest")
