"""e-mails that go out"""

import sqlalchemy as sa
from alembic import op

revision = "0025"
down_revision = "0024"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)
KINDS = ("application-received", "application-decided", "invitation", "sign-in-link", "personal-link")
STATES = ("waiting", "sent", "failed", "cancelled")
LENGTHS = {"sender": 200, "reply_to": 254, "recipient": 254, "subject": 500, "body": 10_000}


def upgrade() -> None:
    op.create_table(
        "mail",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column("kind", _one_of("mailkind", KINDS), nullable=False),
        sa.Column("key", sa.Text(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in LENGTHS),
        sa.Column("participant_id", sa.Integer()),
        sa.Column("application_id", sa.Integer()),
        sa.Column("queued_at", MOMENT, nullable=False),
        sa.Column("queued_by", sa.Integer()),
        sa.Column("state", _one_of("mailstate", STATES), nullable=False),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("next_attempt_at", MOMENT, nullable=False),
        sa.Column("problem", sa.JSON()),
        sa.Column("ended_at", MOMENT),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_mail")),
        sa.UniqueConstraint("key", name=op.f("uq_mail_key")),
        sa.ForeignKeyConstraint(["workshop_id"], ["workshop.id"], name=op.f("fk_mail_workshop_id")),
        sa.ForeignKeyConstraint(["queued_by"], ["account.id"], name=op.f("fk_mail_queued_by")),
        *(
            sa.ForeignKeyConstraint(
                ["workshop_id", f"{target}_id"],
                [f"{target}.workshop_id", f"{target}.id"],
                name=op.f(f"fk_mail_workshop_id_{target}_id"),
            )
            for target in ("participant", "application")
        ),
        *(
            sa.CheckConstraint(
                f"length({name}) BETWEEN 0 AND {most}", name=op.f(f"ck_mail_{name}_has_0_to_{most}")
            )
            for name, most in LENGTHS.items()
        ),
        sa.CheckConstraint("attempts >= 0", name=op.f("ck_mail_attempts_are_counted")),
        sa.CheckConstraint(
            "(state = 'waiting') = (ended_at IS NULL)", name=op.f("ck_mail_waits_until_it_ends")
        ),
        sa.CheckConstraint(
            "state NOT IN ('sent', 'cancelled') OR length(body) = 0",
            name=op.f("ck_mail_loses_its_text_with_its_end"),
        ),
        sa.CheckConstraint(
            "state <> 'waiting' OR length(recipient) > 0 AND length(body) > 0",
            name=op.f("ck_mail_has_what_it_takes_to_be_sent"),
        ),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_mail_workshop_id_id", "mail", ["workshop_id", "id"])
    for target in ("participant_id", "application_id"):
        op.create_index(f"ix_mail_{target}", "mail", [target])
    _index_where("ix_mail_due", "next_attempt_at", "state = 'waiting'")
    _index_where("ix_mail_uncleared", "ended_at", "length(recipient) > 0")


def downgrade() -> None:
    op.drop_table("mail")


def _one_of(name: str, terms: tuple[str, ...]) -> sa.Enum:
    return sa.Enum(
        *terms, name=op.f(f"ck_mail_is_{name}"), native_enum=False, create_constraint=True, length=32
    )


def _index_where(name: str, column: str, condition: str) -> None:
    where = sa.text(condition)
    op.create_index(name, "mail", [column], sqlite_where=where, postgresql_where=where)
