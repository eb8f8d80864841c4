"""feedback on the workshop: its form, answers without authors, and apart from them who has answered"""

import sqlalchemy as sa
from alembic import op

revision = "0034"
down_revision = "0033"
branch_labels = None
depends_on = None

KINDS = ("sessions", "score", "recommend", "text", "contact")


def _row(table: str, *more: object) -> None:
    op.create_table(
        table,
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        *more,  # type: ignore[arg-type]
        sa.ForeignKeyConstraint(["workshop_id"], ["workshop.id"], name=op.f(f"fk_{table}_workshop_id")),
        sa.PrimaryKeyConstraint("id", name=op.f(f"pk_{table}")),
        sqlite_autoincrement=True,
    )


def _account(table: str, column: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint([column], ["account.id"], name=op.f(f"fk_{table}_{column}"))


def _same_workshop(table: str, column: str, target: str) -> sa.ForeignKeyConstraint:
    return sa.ForeignKeyConstraint(
        ["workshop_id", column],
        [f"{target}.workshop_id", f"{target}.id"],
        name=op.f(f"fk_{table}_workshop_id_{column}"),
    )


def upgrade() -> None:
    _row(
        "feedback_form",
        sa.Column("closes_on", sa.Date(), nullable=False),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("opened_by", sa.Integer(), nullable=True),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by", sa.Integer(), nullable=True),
        sa.Column("sheets", sa.Integer(), nullable=False),
        sa.CheckConstraint("sheets >= 0", name=op.f("ck_feedback_form_sheets_are_counted")),
        _account("feedback_form", "opened_by"),
        _account("feedback_form", "closed_by"),
        sa.UniqueConstraint("workshop_id", name=op.f("uq_feedback_form_workshop_id")),
    )
    _row(
        "feedback_question",
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column(
            "kind",
            sa.Enum(*KINDS, name="is_feedbackkind", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("text", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "length(text) BETWEEN 1 AND 200", name=op.f("ck_feedback_question_text_has_1_to_200")
        ),
        sa.UniqueConstraint("workshop_id", "id", name=op.f("uq_feedback_question_workshop_id_id")),
        sa.UniqueConstraint(
            "workshop_id", "position", name=op.f("uq_feedback_question_workshop_id_position")
        ),
    )
    _row(
        "feedback_answer",
        sa.Column("question_id", sa.Integer(), nullable=False),
        sa.Column("session_id", sa.Integer(), nullable=True),
        sa.Column("value", sa.Integer(), nullable=True),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("hidden_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("hidden_by", sa.Integer(), nullable=True),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.CheckConstraint(
            "(value IS NULL) = (length(text) > 0)", name=op.f("ck_feedback_answer_is_a_score_or_a_text")
        ),
        sa.CheckConstraint("value BETWEEN 0 AND 10", name=op.f("ck_feedback_answer_value_is_0_to_10")),
        sa.CheckConstraint(
            "hidden_at IS NULL OR length(reason) > 0", name=op.f("ck_feedback_answer_hidden_with_a_reason")
        ),
        sa.CheckConstraint(
            "length(text) BETWEEN 0 AND 2000", name=op.f("ck_feedback_answer_text_has_0_to_2000")
        ),
        sa.CheckConstraint(
            "length(reason) BETWEEN 0 AND 500", name=op.f("ck_feedback_answer_reason_has_0_to_500")
        ),
        _account("feedback_answer", "hidden_by"),
        _same_workshop("feedback_answer", "question_id", "feedback_question"),
        _same_workshop("feedback_answer", "session_id", "session"),
    )
    for column in ("question_id", "session_id", "workshop_id"):
        op.create_index(f"ix_feedback_answer_{column}", "feedback_answer", [column])
    _row(
        "feedback_mark",
        sa.Column("participant_id", sa.Integer(), nullable=False),
        sa.Column("is_paper", sa.Boolean(), nullable=False),
        _same_workshop("feedback_mark", "participant_id", "participant"),
        sa.UniqueConstraint("participant_id", name=op.f("uq_feedback_mark_participant_id")),
    )
    op.create_index("ix_feedback_mark_workshop_id", "feedback_mark", ["workshop_id"])


def downgrade() -> None:
    for table in ("feedback_mark", "feedback_answer", "feedback_question", "feedback_form"):
        op.drop_table(table)
