"""The key of what day two speaks of: a card as it was handed over."""

import sqlalchemy as sa


def as_handed_over(column: str, table: str) -> sa.ForeignKeyConstraint:
    """A foreign key from a card to its place in the handover of the row."""
    return sa.ForeignKeyConstraint(
        ["workshop_id", "handover_id", column],
        ["handed_card.workshop_id", "handed_card.handover_id", "handed_card.card_id"],
        name=f"fk_{table}_handed_card",
    )
