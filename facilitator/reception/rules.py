"""What of a list can be imported now, on plain values."""

import re
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import replace

from facilitator.errors import N_, RuleBroken
from facilitator.sentences import say, say_many
from facilitator.text import clean_line, clean_text
from facilitator.workshops.profile.rules import PART_STAYS
from facilitator.workshops.roster.changes import Effect, RowChange
from facilitator.workshops.roster.entries import CellFinding, Entry
from facilitator.workshops.roster.fields import SEVERAL, RosterField
from facilitator.workshops.roster.places import RosterRole

TOO_LATE_TO_WISH = N_("All breakout rounds have started, so preferences are not imported.")
TAKEN = frozenset({Effect.CREATED, Effect.CHANGED})


def possible_now(
    entries: Iterable[Entry],
    parts: Mapping[str, RosterRole],
    *,
    may_change_parts: bool,
    may_wish: bool,
) -> Iterator[Entry]:
    """The rows as far as the workshop allows them now; `parts` has the part that each city takes."""
    for entry in entries:
        if not may_change_parts and entry in _other_parts([entry], parts).values():
            yield entry.with_finding(CellFinding(RosterField.ROLE, say(PART_STAYS), refuses=True))
        elif entry.person.wishes and not may_wish:
            finding = CellFinding(RosterField.WISHES, say(TOO_LATE_TO_WISH))
            yield replace(entry, person=replace(entry.person, wishes=())).with_finding(finding)
        else:
            yield entry


def new_parts(rows: Iterable[RowChange], parts: Mapping[str, RosterRole]) -> dict[str, RosterRole]:
    """By the name of a city, the part that it takes by the list and not yet in the workshop."""
    taken = [row.entry for row in rows if row.effect is not Effect.REFUSED]
    return {
        city: entry.person.role for city, entry in _other_parts(taken, parts).items() if entry.person.role
    }


def _other_parts(entries: Iterable[Entry], parts: Mapping[str, RosterRole]) -> dict[str, Entry]:
    return {
        entry.person.city: entry
        for entry in entries
        if entry.person.city and entry.person.role not in (None, parts.get(entry.person.city))
    }


def corrected(cell: str, field: RosterField | None, meant: Mapping[tuple[RosterField, str], str]) -> str:
    """A cell with what was meant in place of what it said; one of several values in it, or all of it."""
    for (about, said), choice in meant.items():
        if about is not field:
            continue
        if clean_line(cell) == said:
            return choice
        if field in SEVERAL:
            cell = choice.join(re.split(rf"(?<!\w){re.escape(said)}(?!\w)", cell))
    return cell


def check_is_what_was_shown(shown: str, now: str) -> None:
    """Refuse to do another thing than the preview has shown."""
    if shown != now:
        raise RuleBroken(
            N_("The people have changed since you opened this page. Please check again, then import.")
        )


def check_has_something(*, file: bytes, pasted: str) -> None:
    """Refuse an upload with nothing in it, or with two lists."""
    has_text = bool(clean_text(pasted))
    if not file and not has_text:
        raise RuleBroken(N_("Choose a file, or paste the list."), field="pasted")
    if file and has_text:
        raise RuleBroken(N_("Choose a file or paste the list, not both."), field="pasted")


def check_are_those_shown(shown: str | None, counts: str, found: int) -> None:
    """Refuse to write to others than the page said: somebody joined meanwhile, or was written to."""
    if not found:
        raise RuleBroken(N_("There is nobody to write to."))
    if shown != counts:
        raise RuleBroken(
            say_many(
                "The list has changed. One person would get an e-mail now. Check it, then send again.",
                "The list has changed. %(num)d people would get an e-mail now. Check it, then send again.",
                found,
            )
        )


def check_can_be_written_to(email: str, *, has_link: bool) -> None:
    """Refuse to write to somebody whose address or link is not known."""
    if not email:
        raise RuleBroken(N_("Enter the e-mail address of this person first."))
    if not has_link:
        raise RuleBroken(N_("The present link cannot be shown again. Replace it with a new link first."))
