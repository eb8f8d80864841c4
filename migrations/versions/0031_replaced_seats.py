"""the seats that a publication of a plan replaced, so that it can be undone"""

import sqlalchemy as sa
from alembic import op

revision = "0031"
down_revision = "0030"
branch_labels = None
depends_on = None

# SQLite has the table made anew: its ids are given once there, too.
LASTING = {"sqlite_autoincrement": True}


def upgrade() -> None:
    with op.batch_alter_table("publication", table_kwargs=LASTING) as publication:
        publication.add_column(sa.Column("before_id", sa.Integer(), nullable=True))
        # Of what is there already nobody knows which seats it replaced.
        publication.add_column(
            sa.Column("keeps_seats", sa.Boolean(), nullable=False, server_default=sa.false())
        )
        publication.create_unique_constraint(op.f("uq_publication_workshop_id_id"), ["workshop_id", "id"])
    with op.batch_alter_table("publication", table_kwargs=LASTING) as publication:
        publication.alter_column("keeps_seats", server_default=None)
        publication.create_foreign_key(
            op.f("fk_publication_workshop_id_before_id"),
            "publication",
            ["workshop_id", "before_id"],
            ["workshop_id", "id"],
        )
    op.create_index("ix_publication_before_id", "publication", ["before_id"])
    op.create_table(
        "replaced_seat",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column("publication_id", sa.Integer(), nullable=False),
        sa.Column("group_id", sa.Integer(), nullable=False),
        sa.Column("participant_id", sa.Integer(), nullable=False),
        *(
            sa.ForeignKeyConstraint(
                ["workshop_id", f"{what}_id"],
                [f"{what}.workshop_id", f"{what}.id"],
                name=op.f(f"fk_replaced_seat_workshop_id_{what}_id"),
            )
            for what in ("publication", "group", "participant")
        ),
        sa.ForeignKeyConstraint(["workshop_id"], ["workshop.id"], name=op.f("fk_replaced_seat_workshop_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_replaced_seat")),
        sa.UniqueConstraint(
            "publication_id",
            "participant_id",
            name=op.f("uq_replaced_seat_publication_id_participant_id"),
        ),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_replaced_seat_group_id", "replaced_seat", ["group_id"])
    op.create_index("ix_replaced_seat_participant_id", "replaced_seat", ["participant_id"])


def downgrade() -> None:
    op.drop_table("replaced_seat")
    op.drop_index("ix_publication_before_id", "publication")
    with op.batch_alter_table("publication", table_kwargs=LASTING) as publication:
        publication.drop_constraint(op.f("fk_publication_workshop_id_before_id"), type_="foreignkey")
        publication.drop_constraint(op.f("uq_publication_workshop_id_id"), type_="unique")
        publication.drop_column("keeps_seats")
        publication.drop_column("before_id")
