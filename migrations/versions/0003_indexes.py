"""indexes: what a page asks for is found, and not looked for among the rows of every workshop"""

from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

# table, columns
INDEXES = (
    ("absence", "workshop_id"),
    ("answer", "group_id"),
    ("approach_answer", "participant_id"),
    ("approach_answer", "workshop_id"),
    ("attendance", "workshop_id"),
    ("city_speaker", "workshop_id"),
    ("criterion_translation", "workshop_id"),
    ("evidence", "workshop_id", "city_id"),
    ("group", "measure_id"),
    ("group_call", "workshop_id"),
    ("group_closing", "group_id"),
    ("group_note", "group_id"),
    ("group_note", "workshop_id"),
    ("hiding", "card_id"),
    ("interest", "workshop_id"),
    ("late_replies", "participant_id"),
    ("late_replies", "group_id"),
    ("link", "workshop_id"),
    ("missing_issue", "workshop_id"),
    ("more_time", "workshop_id"),
    ("need", "workshop_id"),
    ("organisation", "city_id"),
    ("pair", "workshop_id"),
    ("participant", "organisation_id"),
    ("pin", "workshop_id"),
    ("publication", "plan_id"),
    ("ready_mark", "workshop_id"),
    ("seat", "workshop_id"),
    ("session", "measure_id"),
    ("session_opening", "workshop_id"),
    ("session_reveal", "workshop_id"),
    ("showing", "handover_id"),
    ("solution_answer", "participant_id"),
    ("solution_lack", "workshop_id"),
    ("wish", "workshop_id"),
    ("words_hiding", "workshop_id"),
    ("words_hiding", "participant_id"),
)


def upgrade() -> None:
    for table, *columns in INDEXES:
        op.create_index(_name(table, columns), table, columns)


def downgrade() -> None:
    for table, *columns in reversed(INDEXES):
        op.drop_index(_name(table, columns), table)


def _name(table: str, columns: list[str]) -> str:
    return f"ix_{table}_{'_'.join(columns)}"
