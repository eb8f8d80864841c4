"""what somebody chose for the walls"""

import sqlalchemy as sa
from alembic import op

revision = "0029"
down_revision = "0028"
branch_labels = None
depends_on = None

CONTENTS = (
    "automatic",
    "join",
    "clock",
    "message",
    "cards",
    "issue",
    "matrix",
    "briefing",
    "group",
    "seats",
    "ranking",
    "issue-results",
    "first",
    "sides",
    "demand",
)


def upgrade() -> None:
    op.create_table(
        "wall_choice",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column("room_id", sa.Integer(), nullable=True),
        sa.Column("is_everywhere", sa.Boolean(), nullable=False),
        sa.Column(
            "content",
            sa.Enum(*CONTENTS, name="is_wallcontent", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("about", sa.Text(), nullable=False),
        sa.Column("words", sa.Text(), nullable=False),
        sa.Column("page", sa.Integer(), nullable=False),
        sa.Column("chosen_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("chosen_by", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "NOT is_everywhere OR room_id IS NULL", name=op.f("ck_wall_choice_everywhere_is_no_room")
        ),
        sa.CheckConstraint(
            "(content = 'message') = (words <> '')", name=op.f("ck_wall_choice_message_has_words")
        ),
        sa.CheckConstraint("page BETWEEN 1 AND 9999", name=op.f("ck_wall_choice_has_a_page")),
        sa.CheckConstraint("length(about) BETWEEN 0 AND 40", name=op.f("ck_wall_choice_about_has_0_to_40")),
        sa.CheckConstraint("length(words) BETWEEN 0 AND 280", name=op.f("ck_wall_choice_words_has_0_to_280")),
        sa.ForeignKeyConstraint(["chosen_by"], ["account.id"], name=op.f("fk_wall_choice_chosen_by")),
        sa.ForeignKeyConstraint(
            ["workshop_id", "room_id"],
            ["room.workshop_id", "room.id"],
            name=op.f("fk_wall_choice_workshop_id_room_id"),
            ondelete="CASCADE",
        ),
        sa.ForeignKeyConstraint(["workshop_id"], ["workshop.id"], name=op.f("fk_wall_choice_workshop_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_wall_choice")),
        sqlite_autoincrement=True,
    )
    op.create_index(
        "ix_wall_choice_workshop_id",
        "wall_choice",
        ["workshop_id", "is_everywhere", "room_id", "id"],
        unique=False,
    )


def downgrade() -> None:
    op.drop_index("ix_wall_choice_workshop_id", "wall_choice")
    op.drop_table("wall_choice")
