"""Delete a workshop with every row that belongs to it, in the transaction of whoever asks for it."""

import sqlalchemy as sa

from facilitator.database import db
from facilitator.workshops.models import Workshop


def delete_with_everything(workshop: Workshop) -> None:
    """Delete a workshop, its rehearsal, and all rows of both; nothing else points at these."""
    id_ = workshop.id
    rehearsals = db.session.scalars(sa.select(Workshop).filter_by(rehearsal_of=id_).with_for_update())
    for rehearsal in rehearsals.all():
        delete_with_everything(rehearsal)
    db.session.flush()
    for table in reversed(db.metadata.sorted_tables):
        if "workshop_id" in table.c:
            db.session.execute(sa.delete(table).where(table.c.workshop_id == id_))
    db.session.execute(sa.delete(Workshop).where(Workshop.id == id_))
    db.session.expire_all()
