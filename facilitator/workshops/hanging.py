"""What hangs on a participant who turns out to be another one, told before the two become one."""

from collections import Counter
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from facilitator import repointing
from facilitator.database import table_of
from facilitator.errors import N_
from facilitator.workshops.models import Participant

# By table, as the page calls it; what stands in none of these is told together.
WORDS = {
    "answer": N_("Answers to issues"),
    "solution_answer": N_("Answers to solutions and approaches"),
    "approach_answer": N_("Answers to solutions and approaches"),
    "late_replies": N_("Late answers"),
    "missing_issue": N_("Missing issues"),
    "card": N_("Cards added"),
    "evidence": N_("Evidence given"),
    "city_voice": N_("Answers as the speaker of the city"),
    "city_speaker": N_("Named as speaker of the city"),
    "seat": N_("Seats"),
    "attendance": N_("Attendance marks"),
    "wish": N_("Preferences"),
    "need": N_("Needs"),
    "pair": N_("Rules for seats"),
    "pin": N_("Rules for seats"),
    "absence": N_("Rounds without this person"),
}
OTHER = N_("Other entries")
_IN_ORDER = [*dict.fromkeys(WORDS.values()), OTHER]
# What follows from the rest, or is a record of it.
UNTOLD = {"activity", "submission", "planned_seat", "former_link", "wording"}


class Hanging(NamedTuple):
    """A kind of thing: so many of the double's, and so many for which the other has one already."""

    word: str
    all: int
    giving_way: int


def what_hangs_on(double: Participant, kept: Participant) -> Sequence[Hanging]:
    """What goes from `double` to `kept`, and how much of it gives way, by kind."""
    target = table_of(Participant)
    planned, columns = repointing.plan(target, double.id, kept.id), repointing.references(target)
    going = [table.name for table, *_ in planned.moves] + [
        table.name
        for table, row in planned.giving_way
        if double.id in (row[column] for column in columns[table])
    ]
    told, gone = _by_word(going), _by_word(table.name for table, _ in planned.giving_way)
    return [Hanging(word, told[word], gone[word]) for word in _IN_ORDER if told[word]]


def _by_word(tables: Iterable[str]) -> Counter[str]:
    return Counter(WORDS.get(table, OTHER) for table in tables if table not in UNTOLD)
