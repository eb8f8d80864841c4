"""people before they join: when somebody was listed, joined, arrived, left; email; what the link follows from

On SQLite the table is made anew beside itself and put in its place, as in 0011: a column that may be empty from
now on can't be told so, and Alembic's copy of a table would forget the rules that it has.
"""

import sqlalchemy as sa
from alembic import op

revision = "0020"
down_revision = "0019"
branch_labels = None
depends_on = None

MOMENTS = ("invited_at", "confirmed_at", "arrived_at", "left_at")
EMAIL = "ck_participant_email_has_0_to_254", "length(email) BETWEEN 0 AND 254"
THERE = (
    "ck_participant_is_expected_or_there",
    "invited_at IS NOT NULL OR joined_at IS NOT NULL OR arrived_at IS NOT NULL",
)
KEPT = (
    "id, workshop_id, organisation_id, display_name, token_hash, submission, proxy_by"  # and when they joined
)
# A link that was renewed does not follow from the form by which its owner joined.
SEED = (
    "CASE WHEN EXISTS (SELECT 1 FROM activity WHERE activity.workshop_id = participant.workshop_id"
    " AND activity.subject_id = participant.id AND activity.happened = 'participant.link_renewed')"
    " THEN NULL ELSE submission END"
)
JOINED = "coalesce(joined_at, arrived_at, invited_at)"


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        _put_in_place(
            _with_moments(), f"{KEPT}, joined_at, email, link_seed", f"{KEPT}, joined_at, '', {SEED}"
        )
        return
    op.add_column("participant", sa.Column("email", sa.Text(), server_default="", nullable=False))
    op.alter_column("participant", "email", server_default=None)
    op.add_column("participant", sa.Column("link_seed", sa.Text(), nullable=True))
    for name in MOMENTS:
        op.add_column("participant", sa.Column(name, sa.DateTime(timezone=True), nullable=True))
    op.alter_column("participant", "joined_at", nullable=True)
    for name, rule in (EMAIL, THERE):
        op.create_check_constraint(op.f(name), "participant", rule)
    op.execute(f"UPDATE participant SET link_seed = {SEED}")  # noqa: S608 - words of our own


def downgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        _put_in_place(_without_moments(), f"{KEPT}, joined_at", f"{KEPT}, {JOINED}")
        return
    op.execute(f"UPDATE participant SET joined_at = {JOINED}")  # noqa: S608 - words of our own
    for name, _ in (EMAIL, THERE):
        op.drop_constraint(op.f(name), "participant")
    op.alter_column("participant", "joined_at", nullable=False)
    for name in ("email", "link_seed", *MOMENTS):
        op.drop_column("participant", name)


def _lines() -> list[str]:
    schema = op.get_bind().scalar(sa.text("SELECT sql FROM sqlite_master WHERE name = 'participant'"))
    return str(schema).replace('"participant"', '"participant_anew"', 1).split("\n")


def _with_moments() -> str:
    lines = _lines()
    place = next(number for number, line in enumerate(lines) if line.startswith("\tjoined_at "))
    columns = ["email TEXT NOT NULL", "link_seed TEXT", *(f"{name} DATETIME" for name in MOMENTS)]
    rules = [f"CONSTRAINT {name} CHECK ({rule})" for name, rule in (EMAIL, THERE)]
    new = ["joined_at DATETIME", *columns, *rules]
    return "\n".join([*lines[:place], *(f"\t{line}, " for line in new), *lines[place + 1 :]])


def _without_moments() -> str:
    gone = (
        "email ",
        "link_seed ",
        *(f"{name} " for name in MOMENTS),
        *(f"CONSTRAINT {n} " for n, _ in (EMAIL, THERE)),
    )
    kept = [line for line in _lines() if not line.startswith(tuple(f"\t{word}" for word in gone))]
    return "\n".join(kept).replace("\tjoined_at DATETIME, ", "\tjoined_at DATETIME NOT NULL, ")


def _put_in_place(schema: str, columns: str, values: str) -> None:
    database = op.get_bind()
    of_it = sa.text(
        "SELECT sql FROM sqlite_master WHERE type = 'index' AND tbl_name = 'participant' AND sql NOT NULL"
    )
    indexes = list(database.scalars(of_it))
    database.exec_driver_sql("PRAGMA legacy_alter_table = ON")
    for words in (
        schema,
        f"INSERT INTO participant_anew ({columns}) SELECT {values} FROM participant",  # noqa: S608 - our own words
        "DROP TABLE participant",
        "ALTER TABLE participant_anew RENAME TO participant",
        *indexes,
    ):
        database.exec_driver_sql(words)
    database.exec_driver_sql("PRAGMA legacy_alter_table = OFF")
