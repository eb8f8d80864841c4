"""rehearsals: a workshop of which another one is played through, and how far its play has come"""

import sqlalchemy as sa
from alembic import op

revision = "0026"
down_revision = "0025"
branch_labels = None
depends_on = None

STEPS = "day-one", "handover", "groups", "day-two", "closing"

OLD = "\n\tCONSTRAINT"
NEW = (
    "\n\trehearsal_of INTEGER, "
    "\n\tCONSTRAINT fk_workshop_rehearsal_of FOREIGN KEY(rehearsal_of) REFERENCES workshop (id), "
    "\n\tCONSTRAINT"
)


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        _put_in_place(OLD, NEW)
    else:
        op.add_column("workshop", sa.Column("rehearsal_of", sa.Integer(), nullable=True))
        op.create_foreign_key("fk_workshop_rehearsal_of", "workshop", "workshop", ["rehearsal_of"], ["id"])
    where = sa.text("rehearsal_of IS NOT NULL")
    op.create_index(
        "uq_workshop_rehearsal_of",
        "workshop",
        ["rehearsal_of"],
        unique=True,
        sqlite_where=where,
        postgresql_where=where,
    )
    op.create_table(
        "rehearsal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column("people", sa.Integer(), nullable=False),
        sa.Column("seed", sa.Integer(), nullable=False),
        sa.Column("begun_by", sa.Integer(), nullable=False),
        sa.Column("begun_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column(
            "until",
            sa.Enum(*STEPS, name="is_rehearsalstep", native_enum=False, create_constraint=True, length=32),
            nullable=True,
        ),
        sa.Column("speed", sa.Integer(), nullable=False),
        sa.Column("steers", sa.Boolean(), nullable=False),
        sa.Column("player", sa.Text(), nullable=True),
        sa.Column("played_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("halted", sa.JSON(), nullable=True),
        sa.CheckConstraint("people BETWEEN 25 AND 1000", name=op.f("ck_rehearsal_has_25_to_1000_people")),
        sa.ForeignKeyConstraint(["begun_by"], ["account.id"], name=op.f("fk_rehearsal_begun_by")),
        sa.ForeignKeyConstraint(["workshop_id"], ["workshop.id"], name=op.f("fk_rehearsal_workshop_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_rehearsal")),
        sa.UniqueConstraint("workshop_id", name=op.f("uq_rehearsal_workshop_id")),
        sqlite_autoincrement=True,
    )
    op.create_table(
        "played_scene",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column("scene", sa.Text(), nullable=False),
        sa.Column("done", sa.Integer(), nullable=False),
        sa.Column("seconds", sa.Double(), nullable=False),
        sa.Column("is_over", sa.Boolean(), nullable=False),
        sa.ForeignKeyConstraint(["workshop_id"], ["workshop.id"], name=op.f("fk_played_scene_workshop_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_played_scene")),
        sa.UniqueConstraint("workshop_id", "scene", name=op.f("uq_played_scene_workshop_id_scene")),
        sqlite_autoincrement=True,
    )


def downgrade() -> None:
    op.drop_table("played_scene")
    op.drop_table("rehearsal")
    op.drop_index("uq_workshop_rehearsal_of", table_name="workshop")
    if op.get_bind().dialect.name == "sqlite":
        _put_in_place(NEW, OLD)
    else:
        op.drop_constraint("fk_workshop_rehearsal_of", "workshop")
        op.drop_column("workshop", "rehearsal_of")


def _put_in_place(before: str, after: str) -> None:
    """The table anew, beside itself and then in its place, as in 0020: SQLite adds no named foreign key."""
    database = op.get_bind()
    schema = str(database.scalar(sa.text("SELECT sql FROM sqlite_master WHERE name = 'workshop'")))
    of_it = "SELECT sql FROM sqlite_master WHERE type = 'index' AND tbl_name = 'workshop' AND sql NOT NULL"
    indexes = list(database.scalars(sa.text(of_it)))
    named = [row.name for row in database.execute(sa.text("PRAGMA table_info(workshop)"))]
    columns = ", ".join(name for name in named if name != "rehearsal_of")
    database.exec_driver_sql("PRAGMA legacy_alter_table = ON")
    for words in (
        schema.replace('"workshop"', '"workshop_anew"', 1).replace(before, after, 1),
        f"INSERT INTO workshop_anew ({columns}) SELECT {columns} FROM workshop",  # noqa: S608 - names of our own
        "DROP TABLE workshop",
        "ALTER TABLE workshop_anew RENAME TO workshop",
        *indexes,
    ):
        database.exec_driver_sql(words)
    database.exec_driver_sql("PRAGMA legacy_alter_table = OFF")
