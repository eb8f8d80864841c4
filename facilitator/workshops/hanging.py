"""What hangs on a row that is to go, found in the models and told by words before it is done.

Of a participant it is told before they are removed, and before two who turn out to be one become one.
"""

from collections import Counter
from collections.abc import Mapping, Sequence
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
    "city_voice": N_("Answers given as speaker of the city"),
    "city_speaker": N_("Named as speaker of the city"),
    "seat": N_("Seats"),
    "attendance": N_("Attendance marks"),
    "wish": N_("Preferences"),
    "need": N_("Needs"),
    "quote_consent": N_("Choices how to be quoted"),
    "pair": N_("Rules for seats"),
    "pin": N_("Rules for seats"),
    "absence": N_("Rounds without this person"),
    "feedback_mark": N_("Feedback given"),
    "mail": N_("E-mails"),
}
OTHER = N_("Other entries")
_IN_ORDER = [*dict.fromkeys(WORDS.values()), OTHER]
# What follows from the rest, or is a record of it.
UNTOLD = {"activity", "submission", "planned_seat", "former_link", "former_entry", "wording"}


class Hanging(NamedTuple):
    """A kind of thing: so many of the double's, and so many for which the other has one already."""

    word: str
    all: int
    giving_way: int


ARRANGED = frozenset(
    {
        "wish",
        "need",
        "absence",
        "pin",
        "pair",
        "planned_seat",
        "seat",
        "former_link",
        "former_entry",
        "city_speaker",
        "mail",
        # Nothing is left to be quoted of who is removed.
        "quote_consent",
    }
)
"""Tables of what others arranged for somebody; what they said or did themselves stands in the others."""


def rows_about(participant: Participant) -> Mapping[str, int]:
    """By table, how many rows point at a participant; none where there are none."""
    return repointing.count_references(table_of(Participant), participant.id, participant.workshop_id)


def by_word(rows: Mapping[str, int], words: Mapping[str, str]) -> Counter[str]:
    """How many rows there are of each kind, from how many there are by table; others are told together."""
    counts: Counter[str] = Counter()
    for table, count in rows.items():
        counts[words.get(table, OTHER)] += count
    return counts


def told(rows: Mapping[str, int]) -> list[tuple[str, int]]:
    """What rows of these tables are called on a page, and how many there are of each kind."""
    counts = _by_own_word(rows)
    return [(word, counts[word]) for word in _IN_ORDER if counts[word]]


def what_hangs_on(double: Participant, kept: Participant) -> Sequence[Hanging]:
    """What goes from `double` to `kept`, and how much of it gives way, by kind."""
    target = table_of(Participant)
    planned, columns = repointing.plan(target, double.id, kept.id), repointing.references(target)
    going = [table.name for table, *_ in planned.moves] + [
        table.name
        for table, row in planned.giving_way
        if double.id in (row[column] for column in columns[table])
    ]
    giving_way = Counter(table.name for table, _ in planned.giving_way)
    all_of, gone = _by_own_word(Counter(going)), _by_own_word(giving_way)
    return [Hanging(word, all_of[word], gone[word]) for word in _IN_ORDER if all_of[word]]


def _by_own_word(rows: Mapping[str, int]) -> Counter[str]:
    return by_word({table: count for table, count in rows.items() if table not in UNTOLD}, WORDS)
