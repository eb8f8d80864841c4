"""what a report is filed under"""

import sqlalchemy as sa
from alembic import op

revision = "0027"
down_revision = "0026"
branch_labels = None
depends_on = None

TEXTS = {
    "project": 200,
    "grant_agreement": 120,
    "work_package": 160,
    "deliverable": 160,
    "version": 60,
    "authors": 500,
    "dissemination_level": 120,
    "funding_statement": 1000,
    "disclaimer": 2000,
    "abbreviations": 3000,
}


def upgrade() -> None:
    op.create_table(
        "report_details",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("workshop_id", sa.Integer(), nullable=False),
        *(sa.Column(name, sa.Text(), nullable=False) for name in TEXTS),
        *(
            sa.CheckConstraint(
                f"length({name}) BETWEEN 0 AND {most}",
                name=op.f(f"ck_report_details_{name}_has_0_to_{most}"),
            )
            for name, most in TEXTS.items()
        ),
        sa.ForeignKeyConstraint(["workshop_id"], ["workshop.id"], name=op.f("fk_report_details_workshop_id")),
        sa.PrimaryKeyConstraint("id", name=op.f("pk_report_details")),
        sa.UniqueConstraint("workshop_id", name=op.f("uq_report_details_workshop_id")),
        sqlite_autoincrement=True,
    )


def downgrade() -> None:
    op.drop_table("report_details")
