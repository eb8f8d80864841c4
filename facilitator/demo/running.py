"""What happens at the tables of the Brussels workshop: who is there, notes, a call, a message to all."""

from collections.abc import Iterable

from facilitator.access.actor import NOBODY, Actor, TeamActor
from facilitator.breakouts.group_work import operations
from facilitator.breakouts.group_work.models import Mark
from facilitator.breakouts.models import Group
from facilitator.breakouts.queries import seated_group
from facilitator.demo.loader import Loader
from facilitator.workshop_file.shapes import Entry

# So far has the first round come when the demo opens on day two.
BEGUN = ("ret-1", "ret-2")


def begin_rounds(loader: Loader, file: Entry) -> None:
    """A while into the first round: two tables are ticked off and write, a third one calls."""
    hold_tables(loader, file, BEGUN)
    for entry in file["calls"]:
        group = loader.groups[entry["group"]]
        now_open = seated_group(loader.workshop, group.id)
        operations.call_facilitator(now_open, word=entry["word"], by=_rapporteur(group))
    for text in file["messages"]:
        operations.send_message(loader.workshop, text, by=loader.organiser)


def hold_tables(loader: Loader, file: Entry, keys: Iterable[str]) -> None:
    """Who was at these tables, and all that they noted."""
    wanted = set(keys)
    absent = {entry["participant"]: entry["group"] for entry in file["absent"]}
    for key, group in loader.groups.items():
        if key in wanted:
            _tick_off(loader, group, {person for person, at in absent.items() if at == key})
    for entry in file["notes"]:
        if entry["group"] in wanted:
            _note(loader, entry)


def _tick_off(loader: Loader, group: Group, absent: Iterable[str]) -> None:
    seated, by = seated_group(loader.workshop, group.id), _rapporteur(group)
    for key in absent:
        operations.mark_attendance(seated, loader.people[key], Mark.ABSENT, by=by)
    operations.mark_the_rest_present(seated, by=by)


def _note(loader: Loader, entry: Entry) -> None:
    group = loader.groups[entry["group"]]
    issue_id = loader.cards[entry["issue"]].id if entry["issue"] else None
    asked = [card.id for card in loader.cards.values() if card.measure_id == group.measure_id]
    operations.write_note(group, issue_id, entry["text"], asked=asked, based_on=0, by=_rapporteur(group))


def _rapporteur(group: Group) -> Actor:
    return TeamActor(group.rapporteur_id) if group.rapporteur_id else NOBODY
