"""which interested city meets which lighthouse city, and when"""

import sqlalchemy as sa
from alembic import op

revision = "0037"
down_revision = "0036"
branch_labels = None
depends_on = None

STATES = ("planned", "refused")
CITIES = ("interested_id", "lighthouse_id", "refused_by_id")
LENGTHS = {"reason": 400, "place": 200, "interested_contact": 200, "lighthouse_contact": 200}
RULES = {
    "is_of_two_cities": "interested_id <> lighthouse_id",
    "refused_with_a_reason": "(state = 'refused') = (length(reason) > 0)",
    "refused_by_a_city_if_refused": "state = 'refused' OR refused_by_id IS NULL",
    "planned_if_it_has_a_day": "state = 'planned' OR meets_on IS NULL",
    "has_a_day_and_a_time": "(meets_on IS NULL) = (meets_at IS NULL)",
    "agreed_on_a_day": (
        "meets_on IS NOT NULL OR (interested_agreed_at IS NULL AND lighthouse_agreed_at IS NULL)"
    ),
}


def upgrade() -> None:
    op.create_table(
        "match",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        sa.Column("interested_id", sa.Integer(), nullable=False),
        sa.Column("lighthouse_id", sa.Integer(), nullable=False),
        sa.Column(
            "state",
            sa.Enum(*STATES, name="is_matchstate", native_enum=False, create_constraint=True, length=32),
            nullable=False,
        ),
        sa.Column("reason", sa.Text(), nullable=False),
        sa.Column("refused_by_id", sa.Integer(), nullable=True),
        sa.Column("meets_on", sa.Date(), nullable=True),
        sa.Column("meets_at", sa.Time(), nullable=True),
        sa.Column("place", sa.Text(), nullable=False),
        sa.Column("interested_contact", sa.Text(), nullable=False),
        sa.Column("lighthouse_contact", sa.Text(), nullable=False),
        sa.Column("interested_agreed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("lighthouse_agreed_at", sa.DateTime(timezone=True), nullable=True),
        *(sa.CheckConstraint(rule, name=op.f(f"ck_match_{name}")) for name, rule in RULES.items()),
        *(
            sa.CheckConstraint(
                f"length({name}) BETWEEN 0 AND {most}", name=op.f(f"ck_match_{name}_has_0_to_{most}")
            )
            for name, most in LENGTHS.items()
        ),
        *(
            sa.ForeignKeyConstraint(
                ["workshop_id", name],
                ["city.workshop_id", "city.id"],
                name=op.f(f"fk_match_workshop_id_{name}"),
            )
            for name in CITIES
        ),
        sa.ForeignKeyConstraint(["workshop_id"], ["workshop.id"], name=op.f("fk_match_workshop_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_match")),
        sa.UniqueConstraint(
            "interested_id", "lighthouse_id", name=op.f("uq_match_interested_id_lighthouse_id")
        ),
        sa.UniqueConstraint(
            "interested_id", "meets_on", "meets_at", name=op.f("uq_match_interested_id_meets_on_meets_at")
        ),
        sa.UniqueConstraint(
            "lighthouse_id", "meets_on", "meets_at", name=op.f("uq_match_lighthouse_id_meets_on_meets_at")
        ),
        sqlite_autoincrement=True,
    )
    op.create_index("ix_match_workshop_id", "match", ["workshop_id"])


def downgrade() -> None:
    op.drop_table("match")
