"""what the team makes of the sentences of the report's summary"""

import sqlalchemy as sa
from alembic import op

revision = "0028"
down_revision = "0027"
branch_labels = None
depends_on = None

KINDS = (
    "overview",
    "collected",
    "answered",
    "agreed",
    "agreed_not",
    "split",
    "more_split",
    "undecided",
    "rated_by_few",
    "unrated",
    "missing",
    "wanted",
    "wanted_of_nobody",
    "without_solution",
    "without_owner",
)


def upgrade() -> None:
    op.create_table(
        "conclusion_version",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(*KINDS, name="is_conclusionkind", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("subject", sa.Text(), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column(
            "choice",
            sa.Enum(
                "draft",
                "edited",
                "left_out",
                name="is_conclusionchoice",
                native_enum=False,
                create_constraint=True,
                length=32,
            ),
            nullable=False,
        ),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("drafted", sa.JSON(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("written_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "(choice = 'edited') = (length(text) > 0)",
            name=op.f("ck_conclusion_version_has_a_text_if_edited"),
        ),
        sa.CheckConstraint(
            "length(subject) BETWEEN 1 AND 20", name=op.f("ck_conclusion_version_subject_has_1_to_20")
        ),
        sa.CheckConstraint(
            "length(text) BETWEEN 0 AND 2000", name=op.f("ck_conclusion_version_text_has_0_to_2000")
        ),
        sa.CheckConstraint("version > 0", name=op.f("ck_conclusion_version_version_counts_from_one")),
        sa.ForeignKeyConstraint(
            ["account_id"], ["account.id"], name=op.f("fk_conclusion_version_account_id")
        ),
        sa.ForeignKeyConstraint(
            ["workshop_id"], ["workshop.id"], name=op.f("fk_conclusion_version_workshop_id")
        ),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_conclusion_version")),
        sa.UniqueConstraint(
            "workshop_id",
            "kind",
            "subject",
            "version",
            name=op.f("uq_conclusion_version_workshop_id_kind_subject_version"),
        ),
        sqlite_autoincrement=True,
    )


def downgrade() -> None:
    op.drop_table("conclusion_version")
