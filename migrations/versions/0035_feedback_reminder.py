"""an e-mail that asks somebody again for their feedback"""

from alembic import op

revision = "0035"
down_revision = "0034"
branch_labels = None
depends_on = None

KIND = "ck_mail_is_mailkind"
BEFORE = "application-received", "application-decided", "invitation", "sign-in-link", "personal-link"
SINCE = *BEFORE, "feedback-reminder"
# SQLite has the table made anew: its ids are given once there, too.
LASTING = {"sqlite_autoincrement": True}


def upgrade() -> None:
    _allow(SINCE)


def downgrade() -> None:
    op.execute("UPDATE mail SET kind = 'personal-link' WHERE kind = 'feedback-reminder'")
    _allow(BEFORE)


def _allow(kinds: tuple[str, ...]) -> None:
    with op.batch_alter_table("mail", schema=None, table_kwargs=LASTING) as batch_op:
        batch_op.drop_constraint(op.f(KIND), type_="check")
        batch_op.create_check_constraint(op.f(KIND), f"kind IN {kinds}")
