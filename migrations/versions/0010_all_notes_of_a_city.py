"""all notes of a city: what it had noted on each of the cards that became one is handed over together"""

import sqlalchemy as sa
from alembic import op

revision = "0010"
down_revision = "0009"
branch_labels = None
depends_on = None

LENGTH = "ck_handed_evidence_note_has_0_to_500"


def upgrade() -> None:
    with op.batch_alter_table("handed_evidence", schema=None) as batch_op:
        batch_op.drop_constraint(op.f(LENGTH), type_="check")


def downgrade() -> None:
    notes = sa.table("handed_evidence", sa.column("note"))
    op.execute(sa.update(notes).values(note=sa.func.substr(notes.c.note, 1, 500)))
    with op.batch_alter_table("handed_evidence", schema=None) as batch_op:
        batch_op.create_check_constraint(op.f(LENGTH), "length(note) BETWEEN 0 AND 500")
