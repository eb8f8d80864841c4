"""a call for interested cities, and the applications that come in"""

import sqlalchemy as sa
from alembic import op

revision = "0019"
down_revision = "0018"
branch_labels = None
depends_on = None

MOMENT = sa.DateTime(timezone=True)


def upgrade() -> None:
    op.create_table(
        "call",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column("opens_on", sa.Date(), nullable=False),
        sa.Column("closes_on", sa.Date(), nullable=False),
        sa.Column("introduction", sa.Text(), nullable=False),
        sa.Column("privacy_notice", sa.Text(), nullable=False),
        sa.Column("is_published", sa.Boolean(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_call")),
        sa.ForeignKeyConstraint(["workshop_id"], ["workshop.id"], name=op.f("fk_call_workshop_id")),
        sa.UniqueConstraint("workshop_id", name=op.f("uq_call_workshop_id")),
        sa.CheckConstraint("opens_on <= closes_on", name=op.f("ck_call_opens_before_it_closes")),
        sa.CheckConstraint(
            "NOT is_published OR length(privacy_notice) > 0",
            name=op.f("ck_call_published_with_a_privacy_notice"),
        ),
        _length("call", "introduction", 4000),
        _length("call", "privacy_notice", 4000),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "application",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column("city_name", sa.Text(), nullable=False),
        sa.Column("country", sa.Text(), nullable=False),
        sa.Column("plans", sa.Text(), nullable=False),
        sa.Column("hopes", sa.Text(), nullable=False),
        sa.Column("delegates", sa.Text(), nullable=False),
        sa.Column("languages", sa.Text(), nullable=False),
        sa.Column("access_needs", sa.Text(), nullable=False),
        sa.Column("contact_name", sa.Text(), nullable=False),
        sa.Column("contact_email", sa.Text(), nullable=False),
        sa.Column("token_hash", sa.Text(), nullable=False),
        sa.Column("sent_at", MOMENT, nullable=False),
        sa.Column("changed_at", MOMENT),
        sa.Column("accepted_at", MOMENT),
        sa.Column("waiting_at", MOMENT),
        sa.Column("declined_at", MOMENT),
        sa.Column("decided_by", sa.Integer()),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("city_id", sa.Integer()),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_application")),
        sa.ForeignKeyConstraint(["workshop_id"], ["workshop.id"], name=op.f("fk_application_workshop_id")),
        sa.ForeignKeyConstraint(["decided_by"], ["account.id"], name=op.f("fk_application_decided_by")),
        sa.ForeignKeyConstraint(
            ["workshop_id", "city_id"],
            ["city.workshop_id", "city.id"],
            name=op.f("fk_application_workshop_id_city_id"),
        ),
        sa.UniqueConstraint("workshop_id", "id", name=op.f("uq_application_workshop_id_id")),
        sa.UniqueConstraint("token_hash", name=op.f("uq_application_token_hash")),
        _length("application", "city_name", 80, 1),
        _length("application", "country", 2, 2),
        _length("application", "plans", 2000, 1),
        _length("application", "hopes", 2000),
        _length("application", "delegates", 2000),
        _length("application", "languages", 200),
        _length("application", "access_needs", 1000),
        _length("application", "contact_name", 80, 1),
        _length("application", "contact_email", 254, 3),
        _length("application", "reason", 500),
        sa.CheckConstraint(
            "(CASE WHEN accepted_at IS NULL THEN 0 ELSE 1 END)"
            " + (CASE WHEN waiting_at IS NULL THEN 0 ELSE 1 END)"
            " + (CASE WHEN declined_at IS NULL THEN 0 ELSE 1 END)"
            " = (CASE WHEN decided_by IS NULL THEN 0 ELSE 1 END)",
            name=op.f("ck_application_decided_one_way_by_somebody"),
        ),
        sa.CheckConstraint(
            "declined_at IS NULL OR length(reason) > 0", name=op.f("ck_application_declined_with_a_reason")
        ),
        sa.CheckConstraint(
            "city_id IS NULL OR accepted_at IS NOT NULL",
            name=op.f("ck_application_accepted_if_it_has_a_city"),
        ),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_application_city_id", "application", ["city_id"])
    op.create_table(
        "application_measure",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column("application_id", sa.Integer(), nullable=False),
        sa.Column("measure_id", sa.Integer(), nullable=False),
        sa.Column("rank", sa.Integer(), nullable=False),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_application_measure")),
        sa.ForeignKeyConstraint(
            ["workshop_id"], ["workshop.id"], name=op.f("fk_application_measure_workshop_id")
        ),
        sa.ForeignKeyConstraint(
            ["workshop_id", "application_id"],
            ["application.workshop_id", "application.id"],
            name=op.f("fk_application_measure_workshop_id_application_id"),
        ),
        sa.ForeignKeyConstraint(
            ["workshop_id", "measure_id"],
            ["measure.workshop_id", "measure.id"],
            name=op.f("fk_application_measure_workshop_id_measure_id"),
        ),
        sa.UniqueConstraint(
            "application_id", "measure_id", name=op.f("uq_application_measure_application_id_measure_id")
        ),
        sa.UniqueConstraint(
            "application_id", "rank", name=op.f("uq_application_measure_application_id_rank")
        ),
        sa.CheckConstraint("rank BETWEEN 1 AND 5", name=op.f("ck_application_measure_rank_is_1_to_5")),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_application_measure_measure_id", "application_measure", ["measure_id"])
    op.create_index("ix_application_measure_workshop_id", "application_measure", ["workshop_id"])


def downgrade() -> None:
    op.drop_table("application_measure")
    op.drop_table("application")
    op.drop_table("call")


def _length(table: str, column: str, most: int, least: int = 0) -> sa.CheckConstraint:
    return sa.CheckConstraint(
        f"length({column}) BETWEEN {least} AND {most}",
        name=op.f(f"ck_{table}_{column}_has_{least}_to_{most}"),
    )
